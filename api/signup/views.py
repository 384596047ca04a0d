"""Signing a company up: what is offered, asking, confirming, watching it being made."""

from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from django.conf import settings
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from api import throttling
from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, query, reading, writing
from api.paging import single
from api.signup import schemas
from freehold.errors import NotFound, Problem
from tenants import hosts
from tenants.signup import services

_TAG = "Sign-up"
_COLUMNS = ("currency", "locale", "time_zone")


class SignUpEndpoint(Endpoint):
    """Answers anybody, where sign-up is open, and counts the calls of each network address."""

    permission_classes = [AllowAny]
    #: By method, a name in `SIGN_UP_RATES`.
    rates: ClassVar[dict[str, str]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not services.is_open():
            raise NotFound()
        rate = self.rates.get(request.method or "", "look")
        address = get_adapter().get_client_ip(request)
        quota, window = throttling.parse_rate(settings.SIGN_UP_RATES[rate])
        limit = throttling.Limit("address", f"signup:{rate}:{address}", quota, window)
        throttling.refuse_excess(throttling.count([limit]))


class SignUpCollection(SignUpEndpoint):
    rates = {"POST": "ask"}
    operations: ClassVar = {
        "get": reading("getSignUp", "What sign-up offers", _TAG, schemas.OFFER, public=True),
        "post": writing(
            "signUp",
            "Ask for a workspace; a mail with a link follows",
            _TAG,
            Answer(schemas.ASKED, 202, "The mail is on its way."),
            body=schemas.ASK,
            public=True,
        ),
    }

    def get(self, request: Request) -> Response:
        return Response({"host": hosts.platform_host()})

    def post(self, request: Request) -> Response:
        given = self.body()
        wanted = services.Wanted(
            slug=given["slug"],
            name=given["name"],
            email=given["email"].strip().lower(),
            person=given.get("person", ""),
            columns={name: given[name] for name in _COLUMNS if given.get(name)},
            sample_data=given.get("sample_data", False),
        )
        origin = f"{request.scheme}://{request.get_host()}"
        signup = services.ask(wanted, origin=origin, again=given.get("again", ""))
        return Response({"email": wanted.email, "again": services.again_of(signup)}, status=202)


class SignUpAddress(SignUpEndpoint):
    operations: ClassVar = {
        "get": reading(
            "checkSignUpAddress",
            "Whether an address can be had",
            _TAG,
            schemas.ADDRESS,
            parameters=(query("slug", shapes.text(max_length=63), "The address.", required=True),),
            public=True,
        )
    }

    def get(self, request: Request) -> Response:
        slug = single(request.query_params).get("slug", "")
        try:
            services.check_address(slug)
        except Problem as problem:
            return Response({"free": False, "message": problem.detail})
        return Response({"free": True, "message": ""})


class SignUpConfirm(SignUpEndpoint):
    rates = {"POST": "confirm"}
    shows_secret = True
    operations: ClassVar = {
        "post": writing(
            "confirmSignUp",
            "Follow the mailed link: choose the password, and the workspace is made",
            _TAG,
            Answer(schemas.CONFIRMED, 202, "It is being made; repeating this is harmless."),
            body=schemas.CONFIRM,
            public=True,
        )
    }

    def post(self, request: Request) -> Response:
        given = self.body()
        token = given["token"]
        entry = services.confirm(token, given["password"], slug=given.get("slug", ""))
        return Response({**services.progress_of(token), "entry": entry}, status=202)


class SignUpStatus(SignUpEndpoint):
    operations: ClassVar = {
        "post": writing(
            "getSignUpStatus",
            "How far the workspace of a link has come",
            _TAG,
            Answer(schemas.STATUS),
            body=schemas.TOKEN,
            description="POST, so that the secret stands in no address and no log.",
            public=True,
        )
    }

    def post(self, request: Request) -> Response:
        return Response(services.progress_of(self.body()["token"]))
