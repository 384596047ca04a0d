"""Records that an import made because its file named them: accounts of deals, products."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from crm_core.records import catalogue
from crm_core.records.catalogue import ObjectType
from crm_core.records.query.source import Located, rows_of_object
from crm_core.records.services.repointing import references_to
from crm_core.records.services.undoing import put_back
from crm_core.transfer.models import Import, ImportLink
from freehold.identity.actor import Actor

CHUNK = 1_000


def take_back_named(imported: Import, actor: Actor) -> int:
    """Into the Trash with those that nobody has changed and nothing live refers to; how many."""
    links = ImportLink.objects.filter(file=imported, how="created", record_id__isnull=False)
    made: dict[str, set[UUID]] = {}
    for path, ident in links.values_list("path", "record_id"):
        if ident is not None and (name := _object_of(imported, path)) is not None:
            made.setdefault(name, set()).add(ident)
    known = catalogue.current()
    return sum(
        _take_back(known.object(name), sorted(ids)[start : start + CHUNK], actor)
        for name, ids in made.items()
        for start in range(0, len(ids), CHUNK)
    )


def _object_of(imported: Import, path: str) -> str | None:
    """Which records the path of a column names; None for people, who are no records."""
    known = catalogue.current()
    object_type = known.objects.get(imported.object)
    fields = object_type.fields if object_type else {}
    named = (one for name, one in fields.items() if path == name or path.startswith(f"{name}."))
    field = next(named, None)
    name = field.reference if field else {"product": "products"}.get(path.partition(".")[0])
    return name if name in known.objects else None


def _take_back(object_type: ObjectType, ids: Sequence[UUID], actor: Actor) -> int:
    rows = object_type.model._default_manager.filter(id__in=ids, deleted_at=None, version=1)
    untouched = set(rows.select_for_update(of=("self",)).values_list("id", flat=True))
    gone = {"deleted_at": timezone.now().isoformat()}
    steps: list[dict[str, Any]] = [
        {"id": str(one), "version": 1, "before": gone}
        for one in sorted(untouched - named_by_others(object_type, list(untouched)))
    ]
    if steps:
        put_back(object_type, steps, actor)
    return len(steps)


def named_by_others(
    object_type: ObjectType, ids: Sequence[UUID], *, since: datetime | None = None
) -> set[UUID]:
    """Those that any live record refers to, whoever may see it; `since`: one made after that."""
    found: set[UUID] = set()
    for referring, field in references_to(object_type.name):
        at = Located("r", field, referring, field.name).sql
        own = rows_of_object(referring, "r")
        newer = ' AND "r".created_at > %s' if since else ""
        with connection.cursor() as run:
            run.execute(
                f'SELECT DISTINCT {at} FROM {referring.table} "r"'
                f' WHERE "r".deleted_at IS NULL AND {own.sql} AND {at} = ANY(%s){newer}',
                [*own.params, list(ids), *([since] if since else [])],
            )
            found |= {UUID(str(row[0])) for row in run.fetchall()}
    return found
