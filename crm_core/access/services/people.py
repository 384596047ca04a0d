"""Users and keys, as someone with the right to manage settings (or oneself) changes them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from crm_core.access.policy import policy_for
from crm_core.access.services.ceilings import refuse_stronger, require_settings
from crm_core.access.services.roles import assign_roles
from crm_core.records import catalogue
from crm_core.records.policy import lacks_right
from freehold.errors import Forbidden, Invalid, NotFound
from freehold.files import photos
from freehold.identity import preferences
from freehold.identity.actor import Actor
from freehold.identity.models import ApiKey, User
from freehold.identity.services import keys, security_mails, users
from freehold.identity.services.invitations import send_invitation, waits_for_mail, with_waiting
from freehold.identity.services.security_mails import Change
from freehold.tenancy import on_commit
from tenants import usage
from tenants.entitlements import require, require_room
from tenants.services.addresses import address_here

_OWN = ("name", "locale", "time_zone", "preferences")


@transaction.atomic
def invite_user(
    *,
    actor: Actor,
    email: str,
    name: str,
    role_ids: Collection[UUID] = (),
    origin: str | None = None,
    locale: str = "",
    time_zone: str = "",
) -> User:
    """A new user with these roles; with the tenant's `origin`, a mail with the link to come in."""
    require_settings(actor)
    require_room("seats", actor=actor)
    if origin is not None:
        require_room("mails_per_day", actor=actor)
    user = users.create_user(
        actor=actor, email=email, name=name, locale=locale, time_zone=time_zone
    )
    if role_ids:
        assign_roles(actor=actor, user_id=user.id, role_ids=role_ids)
    if origin is not None:
        _mail_invitation(actor, user, origin)
    return user


@transaction.atomic
def invite_again(*, actor: Actor, user_id: UUID, origin: str) -> None:
    """Mail a new link to someone who has not come in yet; the links before it end."""
    require_settings(actor)
    user = users.renew_invitation(actor=actor, user_id=user_id)
    require_room("mails_per_day", actor=actor)
    _mail_invitation(actor, user, origin)


def _mail_invitation(actor: Actor, user: User, origin: str) -> None:
    def send() -> None:
        sent = send_invitation(user, origin=origin, invited_by=actor.name)
        if sent or waits_for_mail(with_waiting(User.objects.all()).get(id=user.id)):
            usage.count_mails(1)

    on_commit(send)


@transaction.atomic
def update_user(*, actor: Actor, user_id: UUID, values: Mapping[str, Any]) -> User:
    """Name, address, language and, as `roles`, the ids of all roles that the user shall hold."""
    refuse_stronger(require_settings(actor), user_id)
    former = User.objects.filter(id=user_id).values_list("email", flat=True).first()
    user = users.update_user(actor=actor, user_id=user_id, values=values)
    if former != user.email and user.has_usable_password():
        for address in (former, user.email):
            _mail_change(actor, user, Change.ADDRESS, to=address)
    if "roles" in values:
        assign_roles(actor=actor, user_id=user_id, role_ids=values["roles"])
    return user


def update_oneself(*, actor: Actor, values: Mapping[str, Any]) -> User:
    """One's own name, language, time zone and preferences; needs no right, but no bound key."""
    if actor.user_id is None:
        raise Forbidden(gettext("Only a user can change themselves."))
    if "all" not in actor.scopes:
        raise Forbidden(
            gettext("An API key bound to reading or to some objects may not change this.")
        )
    own = {name: values[name] for name in _OWN if name in values}
    if "preferences" in own:
        own["preferences"] = preferences.merged(actor.user_id, own["preferences"])
    return users.update_user(actor=actor, user_id=actor.user_id, values=own)


def deactivate_user(*, actor: Actor, user_id: UUID) -> User:
    refuse_stronger(require_settings(actor), user_id)
    return users.deactivate_user(actor=actor, user_id=user_id)


@transaction.atomic
def reactivate_user(*, actor: Actor, user_id: UUID) -> User:
    refuse_stronger(require_settings(actor), user_id)
    if User.objects.filter(id=user_id, is_active=False).exists():
        require_room("seats", actor=actor)
    return users.reactivate_user(actor=actor, user_id=user_id)


def remove_photo(*, actor: Actor, user_id: UUID) -> None:
    """Somebody's photo is taken away, as an administrator may; they can set another one."""
    refuse_stronger(require_settings(actor), user_id)
    photos.remove_photo_of(user_id, actor=actor)


@transaction.atomic
def remove_second_factor(*, actor: Actor, user_id: UUID) -> None:
    """Somebody lost the phone and the recovery codes: their password lets them in again."""
    refuse_stronger(require_settings(actor), user_id)
    user = users.remove_second_factor(actor=actor, user_id=user_id)
    _mail_change(actor, user, Change.TWO_STEP_OFF)


def _mail_change(actor: Actor, user: User, change: Change, to: str | None = None) -> None:
    security_mails.tell_of(user, change, origin=address_here(), by=actor.name, to=to or user.email)


def create_api_key(
    *,
    actor: Actor,
    name: str,
    scopes: Sequence[str] = ("all",),
    expires_at: datetime | None = None,
    user_id: UUID | None = None,
) -> tuple[ApiKey, str]:
    """A key of the actor's own; only the command line names another user."""
    policy = policy_for(actor)
    if not policy.has_right("api_keys"):
        raise lacks_right(policy, "api_keys")
    require("api_keys", actor=actor)
    owner = actor.user_id if actor.user_id is not None else user_id
    if owner is None or (user_id is not None and owner != user_id):
        raise Forbidden(gettext("You can create API keys for yourself only."))
    _check_objects(scopes)
    return keys.create_api_key(
        actor=actor, user_id=owner, name=name, scopes=scopes, expires_at=expires_at
    )


def revoke_api_key(*, actor: Actor, key_id: UUID) -> ApiKey:
    """One's own, or anyone's with the right to manage settings; others are NotFound."""
    policy = policy_for(actor)
    keys_of_theirs = ApiKey.objects.filter(id=key_id, user=actor.user_id)
    may_own = policy.has_right("api_keys") and actor.user_id is not None
    if not policy.has_right("settings") and not (may_own and keys_of_theirs.exists()):
        raise NotFound(gettext("There is no such API key."))
    return keys.revoke_api_key(actor=actor, key_id=key_id)


def _check_objects(scopes: Sequence[Any]) -> None:
    objects = catalogue.current().objects
    for scope in scopes:
        name, dot, _ = str(scope).partition(".")
        if dot and (name not in objects or objects[name].parent):
            raise Invalid.at(
                "scopes",
                "unknown",
                gettext("There is no object called “%(name)s”.") % {"name": name[:60]},
            )
