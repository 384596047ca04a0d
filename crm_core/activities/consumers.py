"""What follows from activities: the records they are about know when they were last in touch."""

from uuid import UUID

from django.db import connection

from crm_core.activities.services.in_touch import refresh, refresh_of
from crm_core.records.models import UndoStep
from freehold.audit.services import act_as
from freehold.events.models import OutboxEvent
from freehold.events.services import subscribe
from freehold.identity.actor import SYSTEM

#: What leads become, by the field of activities that leads there.
_MADE_OF_LEADS = {"account": "accounts", "contact": "contacts", "opportunity": "opportunities"}


@subscribe("activities.last_activity", "crm.activities.*")
def refresh_last_activity(event: OutboxEvent) -> None:
    """Recompute last and next activity of every record that the activities touch."""
    act_as(SYSTEM)
    were_changed = event.name.rpartition(".")[2] in ("updated", "undone")
    refresh_of([UUID(one) for one in event.records], were_changed=were_changed)


@subscribe("activities.converted_leads", "crm.leads.converted")
def follow_converted_leads(event: OutboxEvent) -> None:
    """What was done about a lead is told of what it was made into, too."""
    act_as(SYSTEM)
    leads = [UUID(one) for one in event.records]
    step = _step_of(event)
    if step is not None and step.undone_at is not None:
        return
    for subject, object_name in _MADE_OF_LEADS.items():
        followed, touched = _follow(subject, leads)
        if step is not None and followed:
            step.records[0]["followed"][subject] = [str(one) for one in followed]
            step.save(update_fields=["records"])
        refresh(object_name, touched)


@subscribe("activities.conversions_undone", "crm.leads.conversion_undone")
def leave_converted_leads(event: OutboxEvent) -> None:
    """Activities that followed a conversion are about the lead alone again."""
    act_as(SYSTEM)
    step = _step_of(event)
    if step is None:
        return
    lead = step.records[0]
    for subject, ids in lead["followed"].items():
        target = lead["after"].get(f"converted_{subject}_id")
        with connection.cursor() as run:
            run.execute(
                f"UPDATE activities_activity SET {subject}_id = NULL, version = version + 1"
                f" WHERE id = ANY(%s) AND {subject}_id = %s",
                [[UUID(one) for one in ids], target],
            )
        refresh(_MADE_OF_LEADS[subject], [UUID(target)] if target else [])
    refresh("leads", [UUID(lead["id"])])


@subscribe("activities.unmerged", "crm.*.merge_undone")
def refresh_unmerged(event: OutboxEvent) -> None:
    """Activities that went back to what they were about are no longer the survivor's."""
    act_as(SYSTEM)
    refresh(event.object, [UUID(one) for one in event.records])


def _step_of(event: OutboxEvent) -> UndoStep | None:
    """The conversion's step, locked, which keeps who followed it; imports have none."""
    token = event.payload.get("undo")
    return UndoStep.objects.select_for_update().filter(id=token).first() if token else None


def _follow(subject: str, leads: list[UUID]) -> tuple[list[UUID], list[UUID]]:
    """The activities that are now told of what leads became, and what that is."""
    with connection.cursor() as run:
        run.execute(
            f"UPDATE activities_activity a SET {subject}_id = l.converted_{subject}_id,"
            " version = a.version + 1 FROM sales_lead l"
            f" WHERE l.id = a.lead_id AND l.id = ANY(%s) AND a.{subject}_id IS NULL"
            f" AND l.converted_{subject}_id IS NOT NULL RETURNING a.id",
            [leads],
        )
        followed = [row[0] for row in run.fetchall()]
        run.execute(
            f"SELECT converted_{subject}_id FROM sales_lead"
            f" WHERE id = ANY(%s) AND converted_{subject}_id IS NOT NULL",
            [leads],
        )
        return followed, [row[0] for row in run.fetchall()]
