"""An opportunity's way through the stages."""

from typing import Any
from uuid import UUID

from crm_core.records.policy import policy_for
from crm_core.records.query.source import unknown_field
from crm_core.records.selectors import get_record
from crm_core.sales.models import StageChange
from freehold.identity.actor import Actor


def stage_history(record_id: UUID, *, actor: Actor) -> list[dict[str, Any]]:
    """Oldest first; for whoever sees the opportunity and its stage."""
    get_record("opportunities", record_id, actor=actor, fields=("id",))
    if policy_for(actor).field_access("opportunities", "stage") == "hidden":
        raise unknown_field("stage")
    changes = StageChange.objects.filter(opportunity_id=record_id).order_by("at", "id")
    return [_shown(one) for one in changes.select_related("from_stage", "to_stage", "by")]


def _shown(one: StageChange) -> dict[str, Any]:
    return {
        "id": one.id,
        "from": {"id": one.from_stage_id, "name": one.from_stage.name} if one.from_stage else None,
        "to": {"id": one.to_stage_id, "name": one.to_stage.name},
        "at": one.at,
        "by": {"id": one.by_id, "name": one.by.name} if one.by else None,
        "seconds_in_previous": one.seconds_in_previous,
    }
