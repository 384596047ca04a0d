"""What follows from changes of companies and people: those with similar names are looked for."""

from uuid import UUID

from crm_core.records.services.comparing import concerns_names, note_names
from freehold.events.models import OutboxEvent
from freehold.events.services import subscribe

#: Other objects that are compared, those of tenants' own, are looked through every night.
_SOON = ("accounts", "contacts", "leads")
_CHANGES = ("created", "updated", "undone", "deleted", "restored", "merge_undone")


@subscribe(
    "sales.similar_names", *(f"crm.{name}.{change}" for name in _SOON for change in _CHANGES)
)
def note_similar_names(event: OutboxEvent) -> None:
    if event.name.endswith(".updated") and not concerns_names(
        event.object, event.payload.get("fields", ())
    ):
        return
    note_names(event.object, [UUID(one) for one in event.records])
