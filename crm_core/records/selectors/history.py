"""What people did and can still take back: for thirty days, and why not where they can't."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from crm_core.records.models import UndoStep
from crm_core.records.policy import Policy, policy_for, require_right
from crm_core.records.selectors.history_steps import Steps, described
from crm_core.records.services.undoing import KEPT_FOR
from freehold.errors import Malformed, NotFound
from freehold.identity.actor import Actor


@dataclass(frozen=True)
class Wanted:
    """Whose actions (None: everybody's), of which object, before which place, how many."""

    actor: Actor
    policy: Policy
    actor_id: UUID | None
    object: str
    before: tuple[datetime, UUID] | None
    most: int

    @property
    def since(self) -> datetime:
        return timezone.now() - KEPT_FOR


@dataclass(frozen=True)
class Item:
    """One action of one source, in API form."""

    at: datetime
    id: UUID
    shown: dict[str, Any]


#: Gives the newest items wanted, newest first.
Source = Callable[[Wanted], Sequence[Item]]
_sources: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    """Apps above have actions of their own to tell: imports."""
    _sources[name] = source


def history(
    *,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
    user_id: UUID | None = None,
    everyone: bool = False,
    object_name: str = "",
) -> dict[str, Any]:
    """One's own actions of the last thirty days, newest first; with right `audit` others' too."""
    others = everyone or (user_id is not None and user_id != actor.user_id)
    policy = require_right(actor, "audit") if others else policy_for(actor)
    if actor.user_id is None:
        return {"results": [], "next": None}
    whose = user_id if user_id else (None if everyone else actor.user_id)
    wanted = Wanted(actor, policy, whose, object_name, _place(cursor), limit + 1)
    items = [item for source in (_steps, *_sources.values()) for item in source(wanted)]
    items.sort(key=lambda one: (one.at, one.id), reverse=True)
    page = items[:limit]
    more = len(items) > limit
    return {
        "results": [one.shown for one in page],
        "next": f"{page[-1].at.isoformat()}|{page[-1].id}" if more else None,
    }


def history_entry(step_id: UUID, *, actor: Actor) -> dict[str, Any]:
    """One action with its records, and everything that stands in the way of undoing it."""
    policy = policy_for(actor)
    found = _kept().filter(id=step_id)
    if not policy.has_right("audit"):
        found = found.filter(actor_id=actor.user_id)
    step = found.select_related("actor").first() if actor.user_id else None
    if step is None:
        raise NotFound(gettext("There is no such action, or it is older than 30 days."))
    return described(step, actor=actor, policy=policy)


def _kept() -> Any:
    """Steps of nobody are parts of others."""
    return UndoStep.objects.filter(created_at__gte=timezone.now() - KEPT_FOR, actor__isnull=False)


def _steps(wanted: Wanted) -> Sequence[Item]:
    found = _kept().order_by("-created_at", "-id").select_related("actor").defer("records")
    if wanted.actor_id is not None:
        found = found.filter(actor_id=wanted.actor_id)
    if wanted.object:
        found = found.filter(object=wanted.object)
    if wanted.before is not None:
        at, ident = wanted.before
        found = found.filter(created_at__lte=at).exclude(created_at=at, id__gte=ident)
    steps = list(found[: wanted.most])
    shown = Steps(wanted.actor, wanted.policy).shown(steps)
    return [Item(step.created_at, step.id, one) for step, one in zip(steps, shown, strict=True)]


def _place(cursor: str | None) -> tuple[datetime, UUID] | None:
    if not cursor:
        return None
    at, _, ident = cursor.replace(" ", "+").partition("|")
    try:
        moment = parse_datetime(at)
        place = UUID(ident)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Malformed(gettext("This cursor is not one of this list; begin again without it."))
    return moment, place
