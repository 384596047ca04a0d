"""In which language a request is answered: labels, messages, titles."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from freehold.identity.languages import language_of

_ALLAUTH = "/_allauth/"


class LanguageMiddleware:
    """What the client prefers, until it is known who asks; afterwards the former language again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """The API's own views speak to whom they recognise; those of allauth would not."""
        if request.path.startswith(_ALLAUTH) and request.user.is_authenticated:
            speak_to(request.user)


def speak_to(user: AbstractBaseUser | AnonymousUser) -> None:
    """Somebody signed in is answered in their own language, else in their company's.

    Programs choose theirs by `Accept-Language`, so call it for sessions alone.
    """
    translation.activate(language_of(getattr(user, "locale", "")))
