"""Signing in as a tenant's user: by the tenant's consent, or for a reason where that is allowed.

The platform's host asks (`open_session`) and is given a token, which the tenant's host takes once,
within a minute (`enter`). Both trails tell of it.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.audit import services as audit
from freehold.context import current_tenant
from freehold.errors import Conflict, Forbidden, Invalid, NotFound
from freehold.identity import support as sessions
from freehold.identity.actor import Actor
from freehold.identity.models import User
from freehold.live import endings
from freehold.redis_client import AWAY
from freehold.tokens import digest_of, new_token
from tenants.console.acting import as_operator
from tenants.console.models import SupportConsent, SupportSession
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tenants.services.addresses import address_of, platform_address
from tenants.services.lifecycle import tenant_by_slug

_TOKEN_SECONDS = 60
_LONGEST_CONSENT = timedelta(days=90)
_SHOWN = 20
#: What happened stands in both audit trails for as long as those are kept.
_KEPT = timedelta(days=180)
_USERS_SHOWN = 50
#: In the tenant's cache: those of now, for the banner of its administrators.
_ACTIVE = "support-active"


def support_facts(slug: str, search: str = "") -> dict[str, Any]:
    """What an operator needs to ask for a session: consent, users, what was before."""
    tenant = tenant_by_slug(slug)
    with in_public():
        told = {
            "consent": _shown_consent(_consent(tenant)),
            "without_consent": bool(settings.SUPPORT_WITHOUT_CONSENT),
            "minutes": settings.SUPPORT_MINUTES,
            "sessions": _newest(tenant.id),
        }
    if not tenant.may_read or tenant.is_operators:
        return {**told, "users": []}
    with in_tenant(tenant, allow_inactive=True):
        found = User.objects.filter(is_active=True).order_by("name", "id")
        for word in search.split()[:4]:
            found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
        users = [
            {"id": str(user.id), "name": user.name, "email": user.email}
            for user in found[:_USERS_SHOWN]
        ]
    return {**told, "users": users}


def open_session(
    slug: str, *, actor: Actor, user_id: UUID, reason: str, writes: bool = False
) -> tuple[SupportSession, str]:
    """The session to be entered, and the address with the token that enters it.

    `Forbidden` without consent where the installation asks for it, `Invalid` without a reason.
    """
    tenant = tenant_by_slug(slug)
    if tenant.is_operators or not tenant.may_read:
        raise Conflict(_("Nobody can be signed in to this tenant now."))
    if not reason.strip():
        raise Invalid.at("reason", "required", _("Say why: both audit trails keep it."))
    with in_public():
        consent = _consent(tenant)
    _refuse_unconsented(consent, writes)
    with in_tenant(tenant, allow_inactive=True):
        user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        raise Invalid.at("user", "unknown", _("There is no such active user in this tenant."))
    token, digest = new_token()
    now = timezone.now()
    until = now + timedelta(minutes=settings.SUPPORT_MINUTES)
    assert actor.user_id is not None
    with in_public():
        made = SupportSession.objects.create(
            tenant=tenant,
            token_digest=digest,
            token_until=now + timedelta(seconds=_TOKEN_SECONDS),
            operator_id=actor.user_id,
            operator_name=actor.name,
            user_id=user.id,
            user_name=str(user),
            reason=reason.strip(),
            consented=consent is not None,
            writes=writes,
            asked_at=now,
            until=min(until, consent.until) if consent else until,
        )
    _tell(actor, "operator.support.opened", made, tenant=tenant)
    return made, f"{address_of(tenant)}support#{token}"


def enter(request: Any, token: str) -> sessions.Support:
    """Take a token at the tenant's own host: this browser is the user's for a while.

    `Forbidden` for a token that was used, ran out, is another tenant's, or whose consent is gone:
    the answers look the same.
    """
    here, now = current_tenant(), timezone.now()
    with in_public():
        waiting = SupportSession.objects.filter(
            tenant_id=here.id,
            token_digest=digest_of(token),
            token_until__gt=now,
            until__gt=now,
            started_at=None,
            ended_at=None,
        )
        found = waiting.first()
        tenant = Tenant.objects.get(id=here.id)
        allowed = found is not None and _still_allowed(found, tenant)
        taken = allowed and bool(waiting.update(started_at=now))
    user = User.objects.filter(id=found.user_id, is_active=True).first() if found else None
    if found is None or not taken or user is None:
        raise Forbidden(_("This link was used already, or is not good any more. Ask for another."))
    back = f"{platform_address()}console/tenants/{tenant.slug}?section=support"
    held = sessions.Support(found.id, found.operator_name, found.until, found.writes, back)
    sessions.begin(request, user, held)
    _tell(_operator_of(found), "support.began", found)
    _note_active(here.id)
    return held


def end_session(session_id: UUID, *, actor: Actor) -> None:
    """Nobody works in it from now on; `NotFound` for another tenant's."""
    here = current_tenant()
    now = timezone.now()
    with in_public():
        found = SupportSession.objects.filter(id=session_id, tenant_id=here.id).first()
        if found is None:
            raise NotFound(_("There is no such support session."))
        ended = SupportSession.objects.filter(id=session_id, ended_at=None, until__gt=now).update(
            ended_at=now, ended_by=actor.name[:200]
        )
    sessions.end(session_id)
    _note_active(here.id)
    if ended:
        _tell(actor, "support.ended", found)


def end_from_console(slug: str, session_id: UUID, *, actor: Actor) -> None:
    tenant = tenant_by_slug(slug)
    with in_tenant(tenant, allow_inactive=True):
        end_session(session_id, actor=as_operator(actor))


def give_consent(*, actor: Actor, until: datetime, writes: bool) -> None:
    """Operators may sign in as users of the active tenant until then."""
    now = timezone.now()
    if not now < until <= now + _LONGEST_CONSENT:
        raise Invalid.at(
            "until", "invalid", _("Choose a moment within the next %(days)s days.") % {"days": 90}
        )
    values = {"until": until, "writes": writes, "given_by": actor.name, "given_at": now}
    here = current_tenant()
    with in_public():
        SupportConsent.objects.update_or_create(tenant_id=here.id, defaults=values)
    audit.record(
        actor=actor,
        action="support.consent_given",
        object="support",
        changes={"until": [None, until.isoformat()], "writes": [None, writes]},
    )


def withdraw_consent(*, actor: Actor) -> None:
    """No new session from now on, and whoever is in one is out."""
    here = current_tenant()
    with in_public():
        SupportConsent.objects.filter(tenant_id=here.id).delete()
        running = list(_running(here.id).values_list("id", flat=True))
    audit.record(actor=actor, action="support.consent_withdrawn", object="support")
    for session_id in running:
        end_session(session_id, actor=actor)


def support_here() -> dict[str, Any]:
    """For the administrators of the active tenant: their consent, and who was here."""
    here = current_tenant()
    with in_public():
        consent = _consent(Tenant(id=here.id))
        return {"consent": _shown_consent(consent), "sessions": _newest(here.id)}


def forget_old() -> int:
    """Sessions that ended half a year ago."""
    with in_public():
        return SupportSession.objects.filter(until__lt=timezone.now() - _KEPT).delete()[0]


def active_here() -> list[dict[str, Any]]:
    """Support sessions of now, from the cache; without it none of them holds."""
    now = timezone.now()
    try:
        found: list[dict[str, Any]] = cache.get(_ACTIVE) or []
    except AWAY:
        return []
    return [one for one in found if datetime.fromisoformat(one["until"]) > now]


def _refuse_unconsented(consent: SupportConsent | None, writes: bool) -> None:
    if consent is None and not settings.SUPPORT_WITHOUT_CONSENT:
        raise Forbidden(
            _(
                "This tenant has not allowed support to sign in. Its administrators do so under "
                "Settings, Support access."
            )
        )
    if writes and (consent is None or not consent.writes):
        raise Forbidden(_("This tenant has not allowed support to change anything."))


def _still_allowed(found: SupportSession, tenant: Tenant) -> bool:
    """Consent may have been withdrawn or narrowed since the session was asked for."""
    consent = _consent(tenant)
    if not found.consented:
        return bool(settings.SUPPORT_WITHOUT_CONSENT)
    return consent is not None and (consent.writes or not found.writes)


def _consent(tenant: Tenant) -> SupportConsent | None:
    now = timezone.now()
    return SupportConsent.objects.filter(tenant_id=tenant.id, until__gt=now).first()


def _shown_consent(consent: SupportConsent | None) -> dict[str, Any] | None:
    if consent is None:
        return None
    return {
        "until": consent.until.isoformat(),
        "writes": consent.writes,
        "given_by": consent.given_by,
        "given_at": consent.given_at.isoformat(),
    }


def _running(tenant_id: UUID) -> Any:
    now = timezone.now()
    return SupportSession.objects.filter(tenant_id=tenant_id, ended_at=None, until__gt=now)


def _newest(tenant_id: UUID) -> list[dict[str, Any]]:
    found = SupportSession.objects.filter(tenant_id=tenant_id).exclude(started_at=None)
    return [_shown(one) for one in found.order_by("-asked_at")[:_SHOWN]]


def _shown(one: SupportSession) -> dict[str, Any]:
    ended_at = one.ended_at or (one.until if one.until < timezone.now() else None)
    return {
        "id": str(one.id),
        "operator": one.operator_name,
        "user": one.user_name,
        "reason": one.reason,
        "consented": one.consented,
        "writes": one.writes,
        "started_at": one.started_at and one.started_at.isoformat(),
        "until": one.until.isoformat(),
        "ended_at": ended_at and ended_at.isoformat(),
        "ended_by": one.ended_by,
    }


def _note_active(tenant_id: UUID) -> None:
    with in_public():
        running = list(_running(tenant_id).exclude(started_at=None))
    told = [
        {
            "id": str(one.id),
            "operator": one.operator_name,
            "user": one.user_name,
            "until": one.until.isoformat(),
            "writes": one.writes,
        }
        for one in running
    ]
    cache.set(_ACTIVE, told, timeout=settings.SUPPORT_MINUTES * 60)
    endings.rights_changed()


def _operator_of(found: SupportSession) -> Actor:
    return Actor(None, f"{found.operator_name} via support", "support")


def _tell(actor: Actor, action: str, found: SupportSession, tenant: Tenant | None = None) -> None:
    """In the active tenant: who as whom, why, until when."""
    changes = {
        "user": [None, found.user_name],
        "reason": [None, found.reason],
        "consented": [None, found.consented],
        "writes": [None, found.writes],
        "until": [None, found.until.isoformat()],
    }
    audit.record(
        actor=actor,
        action=action,
        object="tenants" if tenant else "users",
        record_id=tenant.id if tenant else found.user_id,
        record_name=tenant.slug if tenant else found.user_name,
        changes=changes,
    )
