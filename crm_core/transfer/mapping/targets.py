"""The field paths that a column may be mapped to, for one object and one person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from crm_core.records import catalogue
from crm_core.records.catalogue import Catalogue, Field, ObjectType
from crm_core.records.policy import Policy

Kind = Literal[
    "value", "reference", "entry", "address", "external_id", "record_id",
    "full_name", "close_date", "product", "quantity", "unit_price", "lead",
]  # fmt: skip
By = Literal["auto", "id", "external_id", "name", "email"]

ADDRESS_PARTS = ("street", "city", "region", "postal_code", "country")
#: The import's own objects, which are no records: people of the tenant.
PEOPLE = "users"
_BY: dict[str, By] = {
    "id": "id",
    "external_id": "external_id",
    "key": "external_id",
    "name": "name",
    "title": "name",
    "email": "email",
}
_FULL_NAME = ("contacts", "leads")


@dataclass(frozen=True)
class Target:
    """What one column gives: `root` is the field it fills, `path` how the mapping writes it."""

    path: str
    kind: Kind
    root: str
    field: Field | None = None
    refers_to: str = ""
    by: By = "auto"
    label: str = ""
    part: str = ""


def people_fields() -> dict[str, Field]:
    """What an import may say about a person of the tenant."""
    return {
        "name": Field("name", "Name", "text", required=True, max_length=200),
        "email": Field("email", "E-mail", "email"),
        "first_name": Field("first_name", "First name", "text"),
        "last_name": Field("last_name", "Last name", "text"),
        "manager": Field("manager", "Manager", "reference", reference=PEOPLE),
        "team": Field("team", "Team", "text", max_length=120),
        "region": Field("region", "Region", "text", max_length=120),
        "role": Field("role", "Role", "text", max_length=100),
    }


@dataclass(frozen=True)
class Targets:
    """All paths of one object that the person may fill, found by `find`."""

    object_name: str
    fields: Mapping[str, Field]
    known: Catalogue

    def find(self, path: str) -> Target | None:
        """The target, or None: a field that may not be written is as unknown as one that isn't."""
        for written in _spellings(path.strip()):
            found = self._find(written)
            if found is not None:
                return replace(found, path=written)
        return None

    def _find(self, path: str) -> Target | None:
        special = self._special(path)
        if special is not None:
            return special
        if path in self.fields:
            return self._of_field(path, self.fields[path])
        if f"custom.{path}" in self.fields:
            return self._of_field(f"custom.{path}", self.fields[f"custom.{path}"])
        head, _, tail = path.rpartition(".")
        field = self.fields.get(head)
        if field is not None and field.type == "reference" and tail in _BY:
            return Target(path, "reference", head, field, field.reference or "", _BY[tail])
        return self._of_entry(path)

    def _special(self, path: str) -> Target | None:
        if path == "external_id":
            return Target(path, "external_id", path)
        if path == "id" and self.object_name != PEOPLE:
            return Target(path, "record_id", path)
        if path == "name" and self.object_name in _FULL_NAME and "last_name" in self.fields:
            return Target(path, "full_name", path)
        if self.object_name == "opportunities":
            return self._of_opportunity(path)
        return None

    def _of_opportunity(self, path: str) -> Target | None:
        if path == "close_date" and {"closed_on", "expected_close_date"} <= set(self.fields):
            return Target(path, "close_date", path)
        head, _, tail = path.partition(".")
        if path in ("product.quantity", "quantity"):
            return Target(path, "quantity", "product.quantity", _line_field(self.known, "quantity"))
        if path in ("product.unit_price", "unit_price"):
            field = _line_field(self.known, "unit_price")
            return Target(path, "unit_price", "product.unit_price", field)
        if head == "product" and (not tail or tail in _BY) and "products" in self.known.objects:
            return Target(path, "product", "product", None, "products", _BY.get(tail, "auto"))
        if head == "lead" and (not tail or tail in _BY) and "leads" in self.known.objects:
            return Target(path, "lead", "lead", None, "leads", _BY.get(tail, "auto"))
        return None

    def _of_field(self, path: str, field: Field) -> Target:
        if field.type == "reference":
            return Target(path, "reference", path, field, field.reference or "")
        if field.type in ("emails", "phones"):
            return Target(path, "entry", path, field)
        return Target(path, "value", path, field)

    def _of_entry(self, path: str) -> Target | None:
        root, *rest = path.split(".")
        field = self.fields.get(root)
        if field is None:
            return None
        if field.type in ("emails", "phones") and len(rest) == 1:
            return Target(path, "entry", root, field, label=rest[0])
        if field.type == "addresses" and rest and rest[-1] in ADDRESS_PARTS and len(rest) <= 2:
            label = rest[0] if len(rest) == 2 else "main"
            return Target(path, "address", root, field, label=label, part=rest[-1])
        return None


def targets_of(object_name: str, policy: Policy) -> Targets:
    """The paths of an object of the catalogue (NotFound for others) or of the people."""
    known = catalogue.current()
    if object_name == PEOPLE:
        return Targets(PEOPLE, people_fields(), known)
    object_type = known.object(object_name)
    return Targets(object_name, writable_fields(object_type, policy), known)


def writable_fields(object_type: ObjectType, policy: Policy) -> dict[str, Field]:
    return {
        name: field
        for name, field in object_type.fields.items()
        if not field.read_only and policy.field_access(object_type.name, name) == "write"
    }


def readable_targets(targets: Targets, policy: Policy) -> Targets:
    """The paths that could be filled if what the person may read could be written, too."""
    object_type = targets.known.objects.get(targets.object_name)
    if object_type is None:
        return targets
    fields = {
        name: field
        for name, field in object_type.fields.items()
        if not field.read_only and policy.field_access(object_type.name, name) != "hidden"
    }
    return replace(targets, fields=fields)


def _line_field(known: Catalogue, name: str) -> Field | None:
    part = known.objects.get("line-items")
    return part.fields.get(name) if part else None


def _spellings(path: str) -> Iterable[str]:
    """`account_name`, `owner_email` and `account_id` are understood as `account.name` and so on."""
    yield path
    for ending in ("_external_id", "_name", "_email", "_id"):
        if path.endswith(ending):
            yield f"{path.removesuffix(ending)}.{ending[1:]}"
