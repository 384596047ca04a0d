"""Who asks: a program by its API key, or a person by the session of the web app."""

from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext
from rest_framework.authentication import BaseAuthentication
from rest_framework.authentication import SessionAuthentication as DjangoSessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from freehold.errors import Forbidden, NotSignedIn
from freehold.identity.models import ApiKey, User
from freehold.identity.services.keys import authenticate_key


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer fh_…`. Whoever sends the header is judged by it alone."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _, key = header.partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise NotSignedIn(gettext("Send the API key as “Authorization: Bearer fh_…”."))
        return authenticate_key(key.strip())


class SessionAuthentication(DjangoSessionAuthentication):
    """The session cookie; whoever changes something sends the CSRF token with it."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        found = super().authenticate(request)
        # Itself instead of Django's stand-in, which looks it up again at each question.
        return None if found is None else (getattr(found[0], "_wrapped", found[0]), None)

    def enforce_csrf(self, request: HttpRequest | Request) -> None:
        try:
            super().enforce_csrf(cast("Request", request))
        except PermissionDenied as error:
            raise Forbidden(
                gettext(
                    "The CSRF token is missing or wrong: send the cookie's value as X-CSRFToken."
                )
            ) from error
