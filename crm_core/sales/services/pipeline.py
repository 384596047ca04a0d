"""Moving a card of the board: to another stage, or to another place in its column."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.policy import Policy, policy_for
from crm_core.records.rules import Draft
from crm_core.records.selectors.reading import fetch_records
from crm_core.records.services import storing, validation
from crm_core.records.services.writing import (
    Saved,
    check,
    drop_unchanged,
    locked,
    refuse_errors,
    refuse_stale,
    rendered,
    store,
)
from crm_core.sales.models import StageChange
from freehold.audit.services import act_as
from freehold.errors import Conflict, Forbidden, Invalid, Stale
from freehold.events.services import emit
from freehold.identity.actor import Actor

#: Ranks nearer to each other than this are spread out before a card goes between them.
NARROWEST = 1e-6


def move_opportunity(
    record_id: UUID,
    *,
    stage: UUID,
    before: UUID | None = None,
    after: UUID | None = None,
    actor: Actor,
    if_version: int | None = None,
    left: UUID | None = None,
    lost_reason: str | None = None,
    values: Mapping[str, Any] = MappingProxyType({}),
) -> Saved:
    """Put an opportunity into `stage`, above the card `before` or below the card `after`.

    With neither it goes to the top. `values` are fields changed with it. `left` is the stage the
    mover saw it in: a card that has left it since is refused (`Stale`), other changes are joined.
    Stage history, audit and event are part of the move.
    """
    policy = policy_for(actor)
    object_type = catalogue.current().object("opportunities")
    flat = validation.flat_values(object_type, policy, _beside_the_stage(values))
    with transaction.atomic():
        act_as(actor)
        row: Any = locked(object_type, record_id, policy, "update")
        if left is None:
            refuse_stale(object_type, row, policy, if_version)
        elif row.stage_id != left:
            raise _moved_meanwhile(object_type, row, policy)
        if policy.field_access("opportunities", "stage") != "write" and row.stage_id != stage:
            raise Forbidden(_("Your roles do not let you change the stage."))
        former_stage = row.stage_id
        draft = Draft(object_type, {}, instance=row, before=storing.columns_of(row))
        validation.read_draft(draft, policy, flat)
        drop_unchanged(draft)
        if stage != former_stage:
            draft.values["stage"] = stage
        draft.values["rank"] = _rank(record_id, stage, before, after)
        if lost_reason:
            if policy.field_access("opportunities", "lost_reason") != "write":
                raise Forbidden(_("Your roles do not let you say why a deal was lost."))
            draft.values["lost_reason"] = _reason(lost_reason)
        check([draft], policy, actor)
        refuse_errors(draft)
        store([draft], actor)
        undo = storing.keep_undo("move", object_type, [draft], actor)
        if stage != former_stage:
            _announce(row, former_stage, actor)
    return Saved(rendered(policy, object_type, draft), undo)


def _beside_the_stage(values: Mapping[str, Any]) -> dict[str, Any]:
    """What else changes; the stage and its pipeline are what the move itself says."""
    return {name: value for name, value in values.items() if name not in ("stage", "pipeline")}


def _moved_meanwhile(object_type: ObjectType, row: Any, policy: Policy) -> Stale:
    """Who moved the card, where to, and the record as it stands."""
    last = (
        StageChange.objects.filter(opportunity_id=row.id)
        .select_related("by", "to_stage")
        .order_by("-at")
        .first()
    )
    stage = last.to_stage.name if last else row.stage.name
    message = _("Meanwhile it was moved to “%(stage)s”.") % {"stage": stage}
    if last and last.by:
        names = {"name": last.by.name, "stage": stage}
        message = _("Meanwhile %(name)s moved it to “%(stage)s”.") % names
    current = fetch_records(policy, object_type, [row.id])
    return Stale(message, extra={"current": current[0] if current else None})


def _reason(text: Any) -> str:
    if not isinstance(text, str) or len(text) > 255 or "\x00" in text:
        raise Invalid.at("lost_reason", "invalid", _("Give a reason of at most 255 characters."))
    return text.strip()


def _announce(row: Any, former_stage: UUID, actor: Actor) -> None:
    emit(
        "crm.opportunities.moved",
        actor=actor,
        object="opportunities",
        records=[row.id],
        payload={"from": str(former_stage), "to": str(row.stage_id), "status": row.status},
    )


def _rank(record_id: UUID, stage: UUID, before: UUID | None, after: UUID | None) -> float:
    """A rank between the neighbours, spreading the column out when there is no room."""
    low, high = _neighbours(record_id, stage, before, after)
    if low is not None and high is not None and high - low < NARROWEST:
        _spread(stage)
        low, high = _neighbours(record_id, stage, before, after)
    if low is None and high is None:
        return 0.0
    if low is None:
        return float(high or 0) - 1
    return low + 1 if high is None else (low + high) / 2


def _neighbours(
    record_id: UUID, stage: UUID, before: UUID | None, after: UUID | None
) -> tuple[float | None, float | None]:
    """The ranks that the card goes between; None where the column ends."""
    if before is not None:
        high = _rank_of(record_id, stage, before)
        return _nearest(record_id, stage, "rank < %s ORDER BY rank DESC", high), high
    if after is not None:
        low = _rank_of(record_id, stage, after)
        return low, _nearest(record_id, stage, "rank > %s ORDER BY rank", low)
    return None, _nearest(record_id, stage, "TRUE ORDER BY rank")


def _rank_of(record_id: UUID, stage: UUID, card: UUID) -> float:
    rank = _nearest(record_id, stage, "id = %s", card)
    if rank is None:
        raise Conflict(_("The card beside it has moved meanwhile: look again."))
    return rank


def _nearest(record_id: UUID, stage: UUID, which: str, *params: UUID | float) -> float | None:
    """The rank of one of the column's other cards."""
    with connection.cursor() as run:
        run.execute(
            "SELECT rank FROM sales_opportunity"
            f" WHERE stage_id = %s AND deleted_at IS NULL AND id <> %s AND {which} LIMIT 1",
            [stage, record_id, *params],
        )
        found = run.fetchone()
    return found[0] if found else None


def _spread(stage: UUID) -> None:
    with connection.cursor() as run:
        run.execute(
            "UPDATE sales_opportunity o SET rank = n.place FROM ("
            " SELECT id, row_number() OVER (ORDER BY rank, id) AS place"
            " FROM sales_opportunity WHERE stage_id = %s AND deleted_at IS NULL) n"
            " WHERE o.id = n.id",
            [stage],
        )
