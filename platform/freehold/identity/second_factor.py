"""Codes of an app beside the password (TOTP): how their secrets are kept and shown."""

import base64
import hashlib
import json
from typing import Any, cast

from allauth.headless.mfa.views import ManageTOTPView
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from freehold.company.selectors import company


def _cipher() -> Fernet:
    """Bound to the installation's secret key: a copy of the database alone gives no codes."""
    digest = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return company().name


class TotpView(ManageTOTPView):  # type: ignore[misc]  # allauth has no types
    """allauth's, with the picture to scan beside the secret."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = cast(HttpResponseBase, super().get(request, *args, **kwargs))
        if response.status_code != 404 or not isinstance(response, JsonResponse):
            return response
        told = json.loads(response.content)
        told["meta"]["totp_svg"] = SecondFactorAdapter(request).build_totp_svg(
            told["meta"]["totp_url"]
        )
        return JsonResponse(told, status=404)
