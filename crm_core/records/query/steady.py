"""Which ways of reading stay the same until the tenant's epoch moves, and so may be kept."""

from collections.abc import Collection, Iterable

from crm_core.records import catalogue
from crm_core.records.catalogue.types import Field, ObjectType
from crm_core.records.query.projection import ALLOW
from freehold.epoch import TenantMemo

_steady: TenantMemo[bool] = TenantMemo(4096)


def is_steady(object_type: ObjectType, paths: Collection[str] | None) -> bool:
    """Whether these fields of the object (all: None) are read by the same statement every time.

    Computed fields may depend on the day, and views of sensitive ones are noted each time.
    """
    asked = None if paths is None else tuple(paths)
    return _steady.get((object_type.name, asked), lambda: _decide(object_type, asked))


def _decide(object_type: ObjectType, paths: tuple[str, ...] | None) -> bool:
    names = set(object_type.fields if paths is None else paths) - {ALLOW}
    if "custom" in names:
        names |= {one.name for one in object_type.custom_fields}
    if not names - {"custom"} <= object_type.fields.keys():
        return False
    shown = [object_type.fields[name] for name in names - {"custom"}]
    return not any(one.computed is not None or one.sensitive for one in _with_titles(shown))


def _with_titles(shown: Iterable[Field]) -> Iterable[Field]:
    for one in shown:
        yield one
        target = catalogue.current().objects.get(one.reference or "")
        if target is not None and target.title in target.fields:
            yield target.fields[target.title]
