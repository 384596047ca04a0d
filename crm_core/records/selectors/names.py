"""Names of many referenced records at once, as far as the reader may see them."""

from typing import Any
from uuid import UUID

from django.db import connection

from crm_core.records import catalogue
from crm_core.records.catalogue.types import Field, Resource
from crm_core.records.policy import Policy
from crm_core.records.selectors.reading import fetch_records


class _Wanted:
    """A place that a name goes into once it is known."""

    def __init__(self, target: str, ident: str) -> None:
        self.target = target
        self.ident = ident


class Names:
    """First `want` every value, then `resolve` with one statement a target, then `fill`."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._wanted: dict[str, set[str]] = {}
        self._names: dict[tuple[str, str], str | None] = {}

    def want(self, field: Field, value: Any) -> Any:
        if field.type != "reference" or not field.reference or not isinstance(value, str):
            return value
        self._wanted.setdefault(field.reference, set()).add(value)
        return _Wanted(field.reference, value)

    def want_named(self, target: str, ident: str) -> None:
        """The same of an id that stands by itself; `named` tells it afterwards."""
        self._wanted.setdefault(target, set()).add(ident)

    def named(self, target: str, ident: str) -> str | None:
        return self._names.get((target, ident))

    def resolve(self) -> None:
        known = catalogue.current()
        for target, idents in self._wanted.items():
            ids = [found for found in map(_uuid, idents) if found]
            resource = known.resources.get(target)
            if resource is not None:
                self._keep(target, _resource_names(resource, ids))
            elif target in known.objects and self.policy.can(target, "read"):
                object_type = known.object(target)
                if self.policy.field_access(target, object_type.title) == "hidden":
                    continue
                found = fetch_records(
                    self.policy, object_type, ids, fields=("id", object_type.title)
                )
                self._keep(target, {one["id"]: one[object_type.title] for one in found})

    def _keep(self, target: str, names: dict[UUID, str | None]) -> None:
        self._names.update({(target, str(ident)): name for ident, name in names.items()})

    def fill(self, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{key: self._filled(value) for key, value in one.items()} for one in changes]

    def _filled(self, value: Any) -> Any:
        if isinstance(value, _Wanted):
            return {"id": value.ident, "name": self._names.get((value.target, value.ident))}
        return value


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _resource_names(resource: Resource, ids: list[UUID]) -> dict[UUID, str | None]:
    title = resource.title_sql.format(alias='"t"')
    with connection.cursor() as run:
        run.execute(
            f'SELECT "t".id, {title} FROM {resource.table} "t" WHERE "t".id = ANY(%s)', [ids]
        )
        return dict(run.fetchall())
