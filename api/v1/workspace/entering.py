"""The end of signing a company up, at the new workspace's own host."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from api.entrance import Entrance
from api.openapi import shapes
from api.openapi.operations import Answer, writing
from tenants.signup.entering import enter

_ENTER = shapes.body(
    "SignUpEntry",
    {"token": shapes.text("What confirming gave.", min_length=20, max_length=100)},
    required=["token"],
)


class SignUpEnter(Entrance):
    counted_as = "sign-up-entry"
    operations: ClassVar = {
        "post": writing(
            "enterAfterSignUp",
            "Go on into a workspace that was just made, without the password",
            "Sign-up",
            Answer(None, 204, "This browser is signed in."),
            body=_ENTER,
            public=True,
        )
    }

    def post(self, request: Request) -> Response:
        enter(request._request, self.body()["token"])
        return Response(status=204)
