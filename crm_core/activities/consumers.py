"""What follows from activities: the records they are about know when they were last in touch."""

from uuid import UUID

from django.db import connection

from crm_core.activities.models import SUBJECTS
from freehold.audit.services import act_as
from freehold.events.models import OutboxEvent
from freehold.events.services import subscribe
from freehold.identity.actor import SYSTEM

TABLES = {
    "account": "sales_account",
    "contact": "sales_contact",
    "lead": "sales_lead",
    "opportunity": "sales_opportunity",
    "case": "service_case",
}
#: When an activity took place or will: done at, or planned for.
_LAST = "max(coalesce(a.completed_at, a.starts_at, a.created_at)) FILTER (WHERE a.status = 'done')"
_CONTACTED = (
    "max(coalesce(a.completed_at, a.starts_at, a.created_at))"
    " FILTER (WHERE a.status = 'done' AND a.kind IN ('call', 'email', 'meeting'))"
)
_NEXT = "min(coalesce(a.due_at, a.starts_at)) FILTER (WHERE a.status = 'open')"


@subscribe("activities.last_activity", "crm.activities.*")
def refresh_last_activity(event: OutboxEvent) -> None:
    """Recompute last and next activity of every record that the activities touch."""
    act_as(SYSTEM)
    ids = [UUID(one) for one in event.records]
    for subject in SUBJECTS:
        with connection.cursor() as run:
            run.execute(
                f"SELECT DISTINCT {subject}_id FROM activities_activity"
                f" WHERE id = ANY(%s) AND {subject}_id IS NOT NULL",
                [ids],
            )
            touched = [row[0] for row in run.fetchall()]
        if touched:
            _refresh(subject, touched)


@subscribe("activities.converted_leads", "crm.leads.converted")
def follow_converted_leads(event: OutboxEvent) -> None:
    """What was done about a lead is told of what it was made into, too."""
    act_as(SYSTEM)
    leads = [UUID(one) for one in event.records]
    with connection.cursor() as run:
        run.execute(
            "UPDATE activities_activity a SET"
            " account_id = coalesce(a.account_id, l.converted_account_id),"
            " contact_id = coalesce(a.contact_id, l.converted_contact_id),"
            " opportunity_id = coalesce(a.opportunity_id, l.converted_opportunity_id),"
            " version = a.version + 1"
            " FROM sales_lead l WHERE l.id = a.lead_id AND l.id = ANY(%s)"
            " AND (a.account_id IS NULL AND l.converted_account_id IS NOT NULL"
            " OR a.contact_id IS NULL AND l.converted_contact_id IS NOT NULL"
            " OR a.opportunity_id IS NULL AND l.converted_opportunity_id IS NOT NULL)",
            [leads],
        )
        for subject in ("account", "contact", "opportunity"):
            run.execute(
                f"SELECT converted_{subject}_id FROM sales_lead"
                f" WHERE id = ANY(%s) AND converted_{subject}_id IS NOT NULL",
                [leads],
            )
            _refresh(subject, [row[0] for row in run.fetchall()])


def _refresh(subject: str, touched: list[UUID]) -> None:
    columns = {"last_activity_at": _LAST}
    if subject != "case":
        columns |= {"last_contacted_at": _CONTACTED, "next_activity_at": _NEXT}
    found = ", ".join(f"{value} AS {name}" for name, value in columns.items())
    sets = ", ".join(f"{name} = f.{name}" for name in columns)
    differs = " OR ".join(f"r.{name} IS DISTINCT FROM f.{name}" for name in columns)
    with connection.cursor() as run:
        run.execute(
            f"UPDATE {TABLES[subject]} r SET {sets} FROM ("
            f" SELECT t.id, {found} FROM unnest(%s::uuid[]) t(id)"
            f" LEFT JOIN activities_activity a ON a.{subject}_id = t.id"
            f" AND a.deleted_at IS NULL AND NOT a.is_private GROUP BY 1) f"
            f" WHERE r.id = f.id AND ({differs})",
            [touched],
        )
