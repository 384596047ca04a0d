"""Making, changing and removing webhooks, each with its entry in the trail."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.access.services.ceilings import require_settings
from crm_core.hooks.choices import DisabledReason, WebhookState
from crm_core.hooks.models import Webhook
from crm_core.hooks.selectors.offers import offered
from crm_core.hooks.services.switching import switch_off
from crm_core.hooks.signing import encrypted, new_secret, renewed
from freehold.audit.services import record
from freehold.ciphers import Renewal
from freehold.errors import Conflict, Faults, Forbidden, Invalid, NotFound
from freehold.identity import support
from freehold.identity.actor import Actor
from freehold.outbound.addresses import target_of
from tenants.entitlements import require

MOST = 20
#: So long after a rotation messages are signed with the former secret too.
ROTATION = timedelta(hours=24)


def require_webhooks(actor: Actor) -> UUID:
    """The user who may set webhooks up; support may not: what they send leaves the workspace."""
    require_settings(actor)
    if support.SCOPE in actor.scopes or actor.user_id is None:
        raise Forbidden(_("Support can't change webhooks: they send records to other systems."))
    return actor.user_id


@transaction.atomic
def create_webhook(
    *, actor: Actor, name: str, url: str, events: Sequence[str]
) -> tuple[Webhook, str]:
    """The webhook and its secret, which is shown nowhere else. It sends what its maker may see."""
    user_id = require_webhooks(actor)
    require("webhooks", actor=actor)
    list(Webhook.objects.select_for_update().values_list("id"))
    if Webhook.objects.count() >= MOST:
        raise Conflict(
            _("There are %(most)s webhooks already. Delete one that nobody needs.") % {"most": MOST}
        )
    secret = new_secret()
    hook = Webhook(url=url, owner_id=user_id, secret=encrypted(secret))
    faults = Faults()
    with faults:
        hook.name = _named(name)
    with faults:
        target_of(url)
    with faults:
        hook.events = _known(events)
    faults.tell()
    hook.save(force_insert=True)
    _tell(actor, "created", hook, {"url": [None, _shown(url)], "events": [None, hook.events]})
    return hook, secret


@transaction.atomic
def change_webhook(
    hook_id: UUID, values: Mapping[str, Any], *, actor: Actor
) -> tuple[Webhook, str | None]:
    """Change name, address, events or state; a new secret when the address is of another host.

    Whoever decides where something is sent, what, or that it is sent again, lends their own rights:
    nobody gets to see by a webhook what only its maker may see.
    """
    user_id = require_webhooks(actor)
    hook = locked(hook_id)
    before = {"name": hook.name, "url": _shown(hook.url), "events": hook.events}
    secret = None
    faults = Faults()
    with faults:
        hook.name = _named(values.get("name", hook.name))
    with faults:
        if values.get("url", hook.url) != hook.url:
            secret = _send_to(hook, values["url"])
    with faults:
        if "events" in values:
            hook.events = _known(values["events"], kept=hook.events)
    faults.tell()
    after = {"name": hook.name, "url": _shown(hook.url), "events": hook.events}
    changes: dict[str, Any] = {
        name: [before[name], after[name]] for name in before if before[name] != after[name]
    }
    if "url" in values or "events" in values:
        _lend(hook, user_id)
    hook.updated_at = timezone.now()
    hook.save()
    if changes:
        _tell(actor, "changed", hook, changes)
    if secret is not None:
        _tell(actor, "rotated", hook, {})
    if values.get("state", hook.state) != hook.state:
        _switch(hook, values["state"], actor, user_id)
    return hook, secret


def _lend(hook: Webhook, user_id: UUID) -> None:
    """It sends what this person may see from now on; former answers were for the former one."""
    if hook.owner_id != user_id:
        hook.owner_id = user_id
        hook.deliveries.exclude(answer="").update(answer="")


def _send_to(hook: Webhook, url: str) -> str | None:
    """The new secret when scheme, host or port differ: the new host never sees the old one's."""
    target, former = target_of(url), _origin(hook.url)
    hook.url = url
    if target.origin == former:
        return None
    secret = new_secret()
    hook.secret, hook.former_secret, hook.former_until = encrypted(secret), "", None
    hook.failures, hook.failing_since, hook.resting_until = 0, None, None
    return secret


def _origin(url: str) -> tuple[str, str, int] | None:
    try:
        return target_of(url).origin
    except Invalid:  # what was allowed when it was made, and is no longer
        return None


def _switch(hook: Webhook, state: str, actor: Actor, user_id: UUID) -> None:
    former = hook.state
    if state == WebhookState.DISABLED:
        switch_off(hook, DisabledReason.MANUAL)
    else:
        if hook.reason == DisabledReason.SECRET:
            raise Conflict(_("Make a new secret first: the old one can't be read any more."))
        hook.state, hook.reason = WebhookState.ACTIVE, ""
        _lend(hook, user_id)
        hook.failures, hook.failing_since, hook.resting_until = 0, None, None
        hook.save()
    _tell(actor, "changed", hook, {"state": [former, hook.state]})


@transaction.atomic
def rotate_secret(hook_id: UUID, *, actor: Actor) -> tuple[Webhook, str]:
    """A new secret; the former signs as well for a day, unless it can't be read."""
    require_webhooks(actor)
    hook = locked(hook_id)
    secret = new_secret()
    if hook.reason == DisabledReason.SECRET:
        hook.former_secret, hook.former_until, hook.reason = "", None, DisabledReason.MANUAL
    else:
        hook.former_secret, hook.former_until = hook.secret, timezone.now() + ROTATION
    hook.secret, hook.updated_at = encrypted(secret), timezone.now()
    hook.save()
    _tell(actor, "rotated", hook, {})
    return hook, secret


@transaction.atomic
def renew_secrets(renewal: Renewal) -> None:
    """Encrypt them by the installation's present key: what messages are signed with stays."""
    for hook in Webhook.objects.select_for_update().order_by("id"):
        kept = (hook.secret, hook.former_secret)
        hook.secret, hook.former_secret = (renewed(one, renewal) for one in kept)
        if kept != (hook.secret, hook.former_secret):
            hook.save(update_fields=["secret", "former_secret"])


@transaction.atomic
def delete_webhook(hook_id: UUID, *, actor: Actor) -> None:
    require_webhooks(actor)
    hook = locked(hook_id)
    _tell(actor, "deleted", hook, {"url": [_shown(hook.url), None]})
    hook.delete()


def locked(hook_id: UUID) -> Webhook:
    hook = Webhook.objects.select_for_update().filter(id=hook_id).first()
    if hook is None:
        raise NotFound(_("There is no such webhook."))
    return hook


def _named(name: str) -> str:
    if not name.strip():
        raise Invalid.at("name", "required", _("Give the webhook a name."))
    return name.strip()


def _known(events: Sequence[str], kept: Sequence[str] = ()) -> list[str]:
    """In the order of the offer. Those of an object that is gone may stay, but not come."""
    offer = offered()
    unknown = [one for one in events if one not in offer and one not in kept]
    if unknown:
        message = _("There is no event “%(event)s”: see /api/v1/webhooks/events/.")
        raise Invalid.at("events", "unknown", message % {"event": unknown[0][:100]})
    wanted = set(events)
    if not wanted:
        raise Invalid.at("events", "required", _("Choose at least one event."))
    return [one for one in offer if one in wanted] + sorted(wanted - offer.keys())


def _shown(url: str) -> str:
    """Without the query, which often holds a token: the trail is read by more people."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}{'?…' if parts.query else ''}"


def _tell(actor: Actor, happened: str, hook: Webhook, changes: Mapping[str, Any]) -> None:
    record(
        actor=actor,
        action=f"hooks.webhook.{happened}",
        object="webhooks",
        record_id=hook.id,
        record_name=hook.name,
        changes=changes,
    )
