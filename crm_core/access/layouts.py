"""Which layout a person meets: of their first role, by name, that has one; else the default."""

from collections.abc import Iterable
from uuid import UUID

from crm_core.access.models import Layout
from crm_core.records.layout import LaidOut, LaidOutSection
from freehold.epoch import TenantMemo

_memo: TenantMemo[dict[tuple[str, UUID | None], LaidOut]] = TenantMemo(size=512)


def layout_for(object_name: str, role_ids: Iterable[UUID]) -> LaidOut | None:
    """None where nobody has laid the object out."""
    known = _memo.get("layouts", _read)
    for role_id in (*role_ids, None):
        found = known.get((object_name, role_id))
        if found is not None:
            return found
    return None


def _read() -> dict[tuple[str, UUID | None], LaidOut]:
    return {(one.object, one.role_id): laid_out(one) for one in Layout.objects.all()}


def laid_out(one: Layout) -> LaidOut:
    sections = tuple(
        LaidOutSection(section["label"], section["columns"], tuple(section["fields"]))
        for section in one.sections
    )
    return LaidOut(sections, frozenset(one.known))
