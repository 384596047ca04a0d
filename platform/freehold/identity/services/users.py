"""People come, change and leave."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold import epoch
from freehold.audit import services as audit
from freehold.company.locales import is_locale
from freehold.errors import Conflict, Faults, FieldError, Invalid, NotFound
from freehold.events.services import emit
from freehold.identity import guards
from freehold.identity.actor import Actor
from freehold.identity.models import ApiKey, User
from freehold.identity.sessions import end_sessions
from freehold.text import one_line

#: What changes how many people work here.
_COMING_AND_GOING = frozenset({"created", "deactivated", "reactivated"})
_EDITABLE = ("name", "email", "locale", "time_zone", "preferences")


@transaction.atomic
def create_user(
    *,
    actor: Actor,
    email: str,
    name: str,
    password: str | None = None,
    locale: str = "",
    time_zone: str = "",
) -> User:
    """A new active user. Without a password they set one by the link of their invitation."""
    values = {"email": email, "name": name, "locale": locale, "time_zone": time_zone}
    faults = Faults()
    with faults:
        values = _checked(values)
    with faults:
        _refuse_taken(email.strip())
    faults.tell()
    user = User(**values)
    if password is not None:
        _check_password(password, user)
    user.set_password(password)
    user.save()
    _tell(actor, "created", user, {name: [None, value] for name, value in values.items()})
    return user


@transaction.atomic
def update_user(*, actor: Actor, user_id: UUID, values: Mapping[str, Any]) -> User:
    """Change what is given of name, email, locale, time_zone and preferences; ignore the rest."""
    user = _locked(user_id)
    given = _checked({name: values[name] for name in _EDITABLE if name in values})
    changes = {
        name: [getattr(user, name), value]
        for name, value in given.items()
        if getattr(user, name) != value
    }
    if "email" in changes:
        _refuse_taken(given["email"], but=user.id)
    if changes:
        for name, (_old, new) in changes.items():
            setattr(user, name, new)
        user.save(update_fields=list(changes))
        _tell(actor, "updated", user, changes)
    return user


@transaction.atomic
def deactivate_user(*, actor: Actor, user_id: UUID) -> User:
    """Their sessions and keys end; their records and their name in history stay."""
    with guards.guarded():
        user = _locked(user_id)
        if user.id == actor.user_id:
            raise Conflict(_("You can't deactivate yourself. Ask another administrator."))
        if user.is_active:
            user.is_active = False
            if not user.has_usable_password():
                user.set_unusable_password()  # their invitation stays void, should they come back
            user.save(update_fields=["is_active", "password"])
            ApiKey.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())
            end_sessions(user)
            _tell(actor, "deactivated", user, {"active": [True, False]})
    return user


@transaction.atomic
def reactivate_user(*, actor: Actor, user_id: UUID) -> User:
    """They may sign in again with their password; their former keys stay revoked."""
    user = _locked(user_id)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        _tell(actor, "reactivated", user, {"active": [False, True]})
    return user


@transaction.atomic
def set_password(*, actor: Actor, user_id: UUID, password: str) -> User:
    """Ends the user's sessions: whoever knew the old password is out."""
    user = _locked(user_id)
    _check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user)
    _tell(actor, "password_set", user, {})
    return user


@transaction.atomic
def renew_invitation(*, actor: Actor, user_id: UUID) -> User:
    """Every link that was mailed to them so far leads nowhere: only the next one does.

    A link is bound to what is stored as their password, which is another unusable one from here.
    NotFound for who isn't active, Conflict for who has come in.
    """
    user = _locked(user_id)
    if not user.is_active:
        raise NotFound(_("There is no such active user."))
    if user.has_usable_password():
        raise Conflict(_("This user has a password already and can ask for a new one at sign-in."))
    user.set_unusable_password()
    user.save(update_fields=["password"])
    _tell(actor, "invited_again", user, {})
    return user


@transaction.atomic
def remove_second_factor(*, actor: Actor, user_id: UUID) -> User:
    """For a lost phone: the password alone signs in until they set it up anew; sessions end.

    Conflict where it is off, or for one's own, which asks for the password under Security.
    """
    user = _locked(user_id)
    if user.id == actor.user_id:
        raise Conflict(_("Switch your own two-step sign-in off under Settings, Security."))
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise Conflict(_("%(name)s has no two-step sign-in.") % {"name": user.name})
    end_sessions(user)
    _tell(actor, "second_factor_removed", user, {})
    return user


def _locked(user_id: UUID) -> User:
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None:
        raise NotFound(_("There is no such user."))
    return user


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """The values in stored form; Invalid names every one that is wrong."""
    errors: list[FieldError] = []
    checked = dict(values)
    for name, value in values.items():
        try:
            checked[name] = _CHECKS[name](value)
        except (ValidationError, ValueError) as problem:
            message = problem.messages[0] if isinstance(problem, ValidationError) else str(problem)
            errors.append(FieldError(name, "invalid", message))
    if errors:
        raise Invalid(_("The user can't be saved like this."), errors=errors)
    return checked


def _email(value: Any) -> str:
    """Lower case throughout: sign-in compares addresses byte by byte."""
    text = str(value or "").strip().lower()
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError(_("This is not an e-mail address.")) from error
    if len(text) > 254:
        raise ValueError(_("Use an e-mail address of up to 254 characters."))
    return text


def _name(value: Any) -> str:
    given = str(value or "")
    text = one_line(given)
    if not text or len(text) > 200 or "\x00" in given:
        raise ValueError(_("Give a name of up to 200 characters."))
    return text


def _locale(value: Any) -> str:
    if value and not is_locale(value):
        raise ValueError(_("Choose a language that Freehold speaks, such as en-GB or de."))
    return str(value or "")


def _time_zone(value: Any) -> str:
    if value and (not isinstance(value, str) or value not in available_timezones()):
        raise ValueError(_("Choose a time zone of the IANA list, such as Europe/Berlin."))
    return str(value or "")


def _preferences(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or len(str(value)) > 20_000:
        raise ValueError(_("Give an object of up to 20,000 characters."))
    return value


_CHECKS = {
    "email": _email,
    "name": _name,
    "locale": _locale,
    "time_zone": _time_zone,
    "preferences": _preferences,
}


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise Invalid(
            _("Choose another password."),
            errors=[FieldError("password", "invalid", text) for text in problem.messages],
        ) from None


def _refuse_taken(email: str, but: UUID | None = None) -> None:
    others = User.objects.filter(email__iexact=email)
    if (others.exclude(id=but) if but else others).exists():
        raise Invalid.at(
            "email",
            "taken",
            _("There is already a user with the address %(email)s.") % {"email": email},
        )


def _tell(actor: Actor, happened: str, user: User, changes: dict[str, list[Any]]) -> None:
    epoch.bump()
    if happened in _COMING_AND_GOING:
        emit(f"identity.user.{happened}", actor=actor, object="users", records=[user.id])
    audit.record(
        actor=actor,
        action=f"identity.user.{happened}",
        object="users",
        record_id=user.id,
        record_name=str(user),
        changes=changes,
    )
