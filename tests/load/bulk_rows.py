"""A bulk edit and its undo, beside one UPDATE of the same rows without the audit trigger.

A contact is found by its title: the floor keeps the text of the search, and its index, too.
"""

from typing import Any
from uuid import UUID, uuid4

from crm_core.records.services.bulk import bulk_change
from crm_core.records.services.undoing import undo
from crm_core.sales.models import Contact
from tenants.context import in_tenant
from tests.ground.jobs import work_off
from tests.load.batch_rows import ROUNDS, TABLE, plain_connection, row, seconds, user_as_actor

#: The product refuses to change more at once.
MOST = 50_000


def bulk_edit(slug: str, wanted: int) -> list[dict[str, Any]]:
    """Two rows: `wanted` contacts changed by the worker's job, and all taken back."""
    edits, undos, floors = [], [], []
    with in_tenant(slug) as tenant:
        ids = list(
            Contact.objects.filter(deleted_at=None)
            .order_by("id")
            .values_list("id", flat=True)[: min(wanted, MOST)]
        )
        for _ in range(ROUNDS):
            edit, back = _edited(ids)
            edits.append(edit)
            undos.append(back)
            floors.append(_floor(tenant.schema, ids))
    size = f"{len(ids):,} records"
    return [
        row("bulk", f"bulk edit of {size}", edits, floors, budget=2.5, seconds_budget=3),
        row("bulk_undo", f"undo of a bulk edit of {size}", undos, floors, budget=2.5),
    ]


def _edited(ids: list[UUID]) -> tuple[float, float]:
    actor = user_as_actor()
    values = {"title": f"Measured {uuid4()}"}
    tokens = []

    def edit() -> None:
        done = bulk_change("contacts", "update", actor=actor, ids=ids, values=values)
        work_off()
        if done.undo is None:
            raise RuntimeError("The bulk edit changed nothing.")
        tokens.append(done.undo)

    edited = seconds(edit)
    if Contact.objects.filter(**values).count() != len(ids):
        raise RuntimeError("The bulk edit did not change what it should.")
    taken_back = seconds(lambda: undo(tokens[0], actor=actor))
    return edited, taken_back


def _floor(schema: str, ids: list[UUID]) -> float:
    update = (
        f"UPDATE {TABLE} SET title = %(title)s::text, version = version + 1, updated_at = now(),"
        " search_text = extensions.fold(concat_ws(' ', name, %(title)s::text, email, phone))"
        " WHERE id = ANY(%(ids)s)"
    )
    with plain_connection(schema) as run:
        run.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        taken = seconds(lambda: run.execute(update, {"title": f"Floor {uuid4()}", "ids": ids}))
        run.rollback()
    return taken
