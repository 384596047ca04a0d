"""Sign-in for browsers: the part of allauth's headless API that a workspace by invitation needs.

Left out on purpose: sign-up, and changing addresses by oneself (Settings does that).
"""

from typing import Any

from allauth.headless.account import views as account
from allauth.headless.base import views as base
from allauth.headless.constants import Client
from allauth.headless.mfa import views as mfa
from allauth.headless.usersessions import views as usersessions
from django.urls import path

from freehold.identity.second_factor import TotpView

_VIEWS: dict[str, Any] = {
    "config": base.ConfigView,
    "auth/session": account.SessionView,
    "auth/login": account.LoginView,
    "auth/reauthenticate": account.ReauthenticateView,
    "auth/password/request": account.RequestPasswordResetView,
    "auth/password/reset": account.ResetPasswordView,
    "auth/2fa/authenticate": mfa.AuthenticateView,
    "auth/2fa/reauthenticate": mfa.ReauthenticateView,
    "auth/sessions": usersessions.SessionsView,
    "account/password/change": account.ChangePasswordView,
    "account/authenticators": mfa.AuthenticatorsView,
    "account/authenticators/totp": TotpView,
    "account/authenticators/recovery-codes": mfa.ManageRecoveryCodesView,
}

app_name = "identity"
urlpatterns = [
    path(f"browser/v1/{address}", view.as_api_view(client=Client.BROWSER), name=address)
    for address, view in _VIEWS.items()
]
