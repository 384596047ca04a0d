"""The workspace's plan and how much of it is used."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi.operations import Operation, reading
from api.v1.billing import schemas
from crm_core.records.policy import require_right
from tenants.entitlements import entitled, feature_list, usage_list

_TAG = "Billing"


class Billing(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading(
            "getBilling", "The workspace's plan and how much of it is used", _TAG, schemas.BILLING
        )
    }

    def get(self, request: Request) -> Response:
        require_right(self.actor, "billing")
        return Response(
            {
                "entitlements": entitled().as_json(),
                "usage": usage_list(),
                "features": feature_list(),
            }
        )
