"""Doors that a token opens: handed over by the platform's host, taken at a workspace's own."""

from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from api import throttling
from api.endpoint import Endpoint

_ATTEMPTS = "30/hour"


class Entrance(Endpoint):
    """Anybody may try; only who holds an unused token gets in."""

    permission_classes = [AllowAny]
    shows_secret = True
    #: Under which the tries of one network address are counted.
    counted_as: ClassVar[str]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        quota, window = throttling.parse_rate(_ATTEMPTS)
        address = get_adapter().get_client_ip(request)
        limit = throttling.Limit("address", f"{self.counted_as}:{address}", quota, window)
        throttling.refuse_excess(throttling.count([limit]))
