"""Imports among the actions that people can take back."""

from collections.abc import Sequence
from typing import Any

from crm_core.records import catalogue
from crm_core.records.selectors.history import Item, Wanted
from crm_core.transfer.choices import Phase
from crm_core.transfer.models import Import
from crm_core.transfer.services.imports import KEPT_FOR


def imports_done(wanted: Wanted) -> Sequence[Item]:
    """Imports that wrote something; only those who may import have any."""
    found = Import.objects.filter(created_at__gte=wanted.since).order_by("-created_at", "-id")
    if wanted.actor_id is not None:
        found = found.filter(created_by_id=wanted.actor_id)
    if wanted.object:
        found = found.filter(object=wanted.object)
    if wanted.before is not None:
        at, ident = wanted.before
        found = found.filter(created_at__lte=at).exclude(created_at=at, id__gte=ident)
    written = found.exclude(created=0, updated=0).exclude(options__dry_run=True)
    return [_item(one, wanted) for one in written[: wanted.most]]


def _item(one: Import, wanted: Wanted) -> Item:
    known = catalogue.current().objects.get(one.object)
    mine = one.created_by_id is not None and one.created_by_id == wanted.actor.user_id
    undone = one.phase in (Phase.UNDOING, Phase.UNDONE)
    can = mine and one.has_ended and not undone and wanted.policy.has_right("import")
    maker = {"id": one.created_by_id, "name": one.created_by_name} if one.created_by_id else None
    shown: dict[str, Any] = {
        "id": one.id,
        "kind": "import",
        "at": one.created_at,
        "actor": maker,
        "mine": mine,
        "action": "import",
        "object": one.object,
        "object_label": str(known.label_plural) if known else one.object,
        "count": one.created + one.updated,
        "undone_at": one.finished_at if one.phase == Phase.UNDONE else None,
        "skipped": 0,
        "expires_at": one.created_at + KEPT_FOR,
        "record": {"id": one.id, "name": one.file_name},
        "fields": [],
        "can_undo": can,
        "conflict_count": 0,
    }
    return Item(one.created_at, one.id, shown)
