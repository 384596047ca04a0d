"""What Django and allauth tell of sign-ins and passwords, written into the audit trail."""

from typing import Any

from allauth.account import signals as account
from allauth.account.signals import password_changed, password_reset
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions import signals as browsers
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save
from django.http import HttpRequest

from freehold import epoch
from freehold.audit import services as audit
from freehold.identity import devices
from freehold.identity.actor import Actor, request_id_of
from freehold.identity.models import User
from freehold.identity.services import security_mails
from freehold.identity.services.security_mails import Change
from freehold.identity.sessions import end_sessions, forget_ended

#: Saving only these changes nothing that processes keep in memory.
_UNREMEMBERED = frozenset({"last_login", "last_seen_at"})
_PASSWORD_ALONE = frozenset({"password"})


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="identity.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="identity.signed_out")
    password_changed.connect(_password_changed, dispatch_uid="identity.password_changed")
    password_reset.connect(_password_reset, dispatch_uid="identity.password_reset")
    for changed in (mfa.authenticator_added, mfa.authenticator_removed):
        changed.connect(_second_factor_changed, dispatch_uid="identity.second_factor_changed")
    mfa.authenticator_reset.connect(_second_factor_reset, dispatch_uid="identity.codes_reset")
    mfa.authentication_failed.connect(
        _second_factor_failed, dispatch_uid="identity.second_factor_failed"
    )
    post_save.connect(_forget, sender=User, dispatch_uid="identity.user_saved")
    # allauth would load every session that the user ever had, one after the other.
    account.user_logged_in.disconnect(browsers.on_user_logged_in)
    account.user_logged_in.connect(_browser_came, dispatch_uid="identity.browser_came")


def _signed_in(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    _tell(request, user, "sign_in")


def _browser_came(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    forget_ended(UserSession.objects.filter(user=user))
    UserSession.objects.create_from_request(request)
    devices.signed_in(request, user)


def _signed_out(sender: Any, request: HttpRequest, user: User | None, **more: Any) -> None:
    if user is not None:
        _tell(request, user, "sign_out")


def _password_changed(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    end_sessions(user, but=request.session.session_key)
    devices.signed_in(request, user)
    _tell(request, user, "password_changed")


def _second_factor_changed(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **more: Any
) -> None:
    """Whoever signed in elsewhere without it is out; its recovery codes come and go with it."""
    if authenticator.type == Authenticator.Type.TOTP:
        end_sessions(user, but=request.session.session_key)
        there = Authenticator.objects.filter(id=authenticator.id).exists()
        _tell(request, user, "second_factor_added" if there else "second_factor_removed")
        _mail(request, user, Change.TWO_STEP_ON if there else Change.TWO_STEP_OFF)


def _second_factor_reset(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    _tell(request, user, "recovery_codes_renewed")
    _mail(request, user, Change.CODES)


def _second_factor_failed(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    _tell(request, user, "second_factor_failed")


def _password_reset(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    _tell(request, user, "password_reset")


def _forget(
    sender: Any, instance: User, update_fields: frozenset[str] | None = None, **more: Any
) -> None:
    """Libraries save users too (a password's hash is renewed at sign-in): memories must fall.

    Of a password no browser is told. The one that changes it would ask anew before the answer
    brings its new session, and be taken for signed out.
    """
    if not update_fields or not update_fields <= _UNREMEMBERED:
        epoch.bump(told=update_fields != _PASSWORD_ALONE)


def _tell(request: HttpRequest, user: User, action: str) -> None:
    audit.record(
        actor=Actor(user.id, str(user), "web", request_id_of(request)),
        action=action,
        object="users",
        record_id=user.id,
        record_name=str(user),
    )


def _mail(request: HttpRequest, user: User, change: Change) -> None:
    security_mails.tell_of_own(user, change, request=request)
