"""How allauth signs people in here: by invitation only, every attempt in the audit trail."""

from typing import Any, cast

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import translation

from freehold.audit import services as audit
from freehold.company.selectors import company
from freehold.identity import devices
from freehold.identity.actor import Actor, request_id_of
from freehold.identity.languages import language_of
from freehold.identity.links import days_valid
from freehold.identity.models import User
from freehold.identity.services import forgotten, security_mails
from freehold.identity.services.security_mails import Change
from freehold.identity.services.undelivered import UNDELIVERABLE, is_away

log = structlog.get_logger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by whoever manages the workspace's users."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **more: Any) -> None:
        """What a page would show after the next click: the web app says such things itself."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """A browser that the person has used before is counted apart from everybody else's."""
        key = str(super()._get_login_attempts_cache_key(request, **credentials))
        device = devices.known_device(request, str(credentials.get("email") or ""))
        return key if device is None else f"{key}:{device}"

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Someone who was deactivated fails like someone who mistyped: nothing tells them apart."""
        found = super().authenticate(request, **credentials)
        if found is None or found.is_active:
            return cast(User | None, found)
        self.authentication_failed(request, **credentials)
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The address that was tried, never the password; `record_id` when there is such a user."""
        email = str(credentials.get("email") or credentials.get("username") or "")[:254]
        tried = User.objects.filter(email=email.lower()).first()
        audit.record(
            actor=Actor(None, email, "web", request_id_of(request)),
            action="sign_in_failed",
            object="users",
            record_id=tried.id if tried else None,
            record_name=str(tried) if tried else email,
            changes={"ip": [None, self.get_client_ip(request)]},
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server's bad day must not tell by an error which addresses are users."""
        user = context.get("user")
        try:
            with translation.override(language_of(getattr(user, "locale", ""))):
                said = {"days": days_valid(), "tenant": company(), **context}
                super().send_mail(template_prefix, email, said)
        except UNDELIVERABLE as problem:
            log.error("mail.undeliverable", kind=template_prefix, error=str(problem))
            if user is not None and "password_reset_url" in context and is_away(problem):
                forgotten.mail_later(user, link=str(context["password_reset_url"]))

    def set_password(self, user: User, password: str) -> None:
        """The first one, by the link of an invitation, is no news to its owner."""
        is_another = user.has_usable_password()
        user.set_password(password)
        user.save(update_fields=["password"])
        if is_another:
            security_mails.tell_of_own(user, Change.PASSWORD, request=self.request)
