"""Codes of an app beside the password (TOTP): how their secrets are kept and shown."""

import json
from typing import Any, cast

from allauth.headless.mfa.views import ManageTOTPView
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from freehold.ciphers import Renewal, cipher
from freehold.company.selectors import company

_PURPOSE = "second factor"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    def encrypt(self, text: str) -> str:
        return cipher(_PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher(_PURPOSE).decrypt(encrypted_text.encode()).decode()

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


@transaction.atomic
def renew_factors(renewal: Renewal) -> None:
    """Apps' secrets and what recovery codes are made of."""
    for factor in Authenticator.objects.select_for_update().order_by("id"):
        kept = {name: _renewed(value, renewal) for name, value in _secrets(factor.data).items()}
        if factor.data != factor.data | kept:
            factor.data |= kept
            factor.save(update_fields=["data"])


def _secrets(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("secret", "seed", "migrated_codes") if data.get(name)}


def _renewed(value: Any, renewal: Renewal) -> Any:
    if isinstance(value, list):
        return [renewal.of(_PURPOSE, one) for one in value]
    return renewal.of(_PURPOSE, value)
