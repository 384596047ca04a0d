"""The audit trail as one reader may see it: of a record, of the tenant."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import Field, ObjectType
from crm_core.records.fragments import Fragment, SqlCondition
from crm_core.records.models import CustomRecord
from crm_core.records.policy import Policy, policy_for, require_right
from crm_core.records.selectors.export_entries import readable_export, readable_view
from crm_core.records.selectors.names import Names
from crm_core.records.selectors.reading import get_record
from crm_core.records.selectors.trail_filters import TrailFilter, about
from crm_core.records.selectors.trail_words import Words
from crm_core.records.sights import ACTION as VIEW
from crm_core.records.sights import note_field, note_records
from freehold.audit.models import AuditEntry
from freehold.audit.services import record
from freehold.errors import Invalid, Malformed, NotFound
from freehold.identity.actor import Actor
from freehold.text import grouped

#: Entries of an export that are read at once.
_PART = 500
MOST_EXPORTED = 100_000


def audit_trail(
    *,
    actor: Actor,
    object_name: str | None = None,
    record_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
    only: TrailFilter | None = None,
) -> dict[str, Any]:
    """Newest first: a record's for whoever sees the record, the tenant's with right `audit`."""
    if record_id is not None and object_name is not None:
        policy = policy_for(actor)
        _visible(object_name, record_id, actor)
        wanted = about(record_id)
    else:
        policy = require_right(actor, "audit")
        wanted = (only or TrailFilter()).condition(policy) & _nobodys_secrets(policy)
    page, following = _page(wanted, cursor, limit)
    return {"results": Trail(policy).entries(page), "next": following}


def export_trail(*, actor: Actor, only: TrailFilter) -> Iterator[dict[str, Any]]:
    """The tenant's trail in parts, newest first; that it was taken out is itself in the trail.

    It holds what records held: besides `audit` it needs the right by which these leave the house.
    """
    policy = require_right(actor, "audit")
    require_right(actor, "export")
    wanted = only.condition(policy) & _nobodys_secrets(policy)
    if AuditEntry.objects.filter(wanted).order_by("-id")[MOST_EXPORTED:].exists():
        message = _("Narrow it down: a file holds at most %(most_exported)s entries.") % {
            "most_exported": grouped(MOST_EXPORTED)
        }
        raise Invalid.at("since", "too_many", message)
    record(
        actor=actor,
        action="audit.exported",
        object="audit",
        changes={"filter": [None, only.told()]},
    )
    return _exported(policy, wanted)


def _exported(policy: Policy, wanted: Q) -> Iterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        page, cursor = _page(wanted, cursor, _PART)
        yield from Trail(policy).entries(page)
        if cursor is None:
            return


def _page(wanted: Q, cursor: str | None, limit: int) -> tuple[list[AuditEntry], str | None]:
    entries = AuditEntry.objects.filter(wanted).order_by("-id")
    if cursor:
        entries = entries.filter(id__lt=_position(cursor))
    found = list(entries[: limit + 1])
    page = found[:limit]
    return page, str(page[-1].id) if len(found) > limit else None


def _nobodys_secrets(policy: Policy) -> Q:
    """Not what happened to somebody else's private records, even when these are gone for ever."""
    if policy.user_id is None:
        return Q()
    entry = AuditEntry._meta.db_table
    secrets = [
        SqlCondition(
            Fragment(
                f"NOT ({entry}.object = %s AND (EXISTS (SELECT 1 FROM {kind.table} r"
                f" WHERE r.id = {entry}.record_id AND r.{kind.private_column}"
                " AND r.owner_id IS DISTINCT FROM %s) OR ("
                f" NOT EXISTS (SELECT 1 FROM {kind.table} r WHERE r.id = {entry}.record_id)"
                f" AND EXISTS (SELECT 1 FROM {entry} told WHERE told.record_id ="
                f" {entry}.record_id AND told.changes -> %s ->> 1 = 'true'))))",
                (kind.table, policy.private_user_id, kind.private_column),
            )
        )
        for kind in catalogue.current().objects.values()
        if kind.private_column is not None
    ]
    return Q(*secrets)


def _visible(object_name: str, record_id: UUID, actor: Actor) -> None:
    try:
        get_record(object_name, record_id, actor=actor, fields=("id",))
    except NotFound:
        get_record(object_name, record_id, actor=actor, fields=("id",), trash=True)


def _position(cursor: str) -> int:
    if not cursor.isdigit() or len(cursor) > 18:
        raise Malformed(_("This cursor is not one of this list; begin again without it."))
    return int(cursor)


class Trail:
    """Entries in API form: hidden fields left out, references with their names."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        known = catalogue.current().objects
        self._objects = {one.table: one for one in known.values() if not one.custom} | dict(known)
        self._custom = {name: one for name, one in known.items() if one.custom}
        self._custom_of: dict[UUID, ObjectType] = {}

    def entries(self, found: list[AuditEntry]) -> list[dict[str, Any]]:
        self._tell_custom_apart(found)
        names = Names(self.policy)
        words = Words(self.policy, names)
        changes = {entry.id: self._changes(entry, names) for entry in found}
        for one in (one for entry in found if _is_setting(entry) for one in changes[entry.id]):
            words.note(one["field"], one["from"], one["to"])
        names.resolve()
        return [
            self._entry(entry, self._told(entry, changes[entry.id], names, words))
            for entry in found
        ]

    def _told(
        self, entry: AuditEntry, changes: list[dict[str, Any]], names: Names, words: Words
    ) -> list[dict[str, Any]]:
        """Names in place of ids; what was set in Settings, in words, too."""
        if not _is_setting(entry):
            return names.fill(changes)
        about = catalogue.current().objects.get(_about(entry)) or self._object_of(entry)
        return [
            {
                **one,
                "label": words.label(one["field"]),
                "parts": words.parts(one["field"], one["from"], one["to"], about),
            }
            for one in changes
        ]

    def _tell_custom_apart(self, found: list[AuditEntry]) -> None:
        """Custom objects share a table: their records say of which object they are."""
        table = CustomRecord._meta.db_table
        ids = {entry.record_id for entry in found if entry.object == table and entry.record_id}
        if ids:
            rows = CustomRecord.objects.filter(id__in=ids).values_list("id", "object")
            self._custom_of |= {
                ident: self._custom[name] for ident, name in rows if name in self._custom
            }

    def _object_of(self, entry: AuditEntry) -> ObjectType | None:
        if entry.record_id in self._custom_of:
            return self._custom_of[entry.record_id]
        return self._objects.get(entry.object)

    def _entry(self, entry: AuditEntry, changes: list[dict[str, Any]]) -> dict[str, Any]:
        object_type = self._object_of(entry)
        return {
            "id": str(entry.id),
            "at": entry.at,
            "actor": {"id": entry.actor_id, "name": entry.actor_name},
            "source": entry.source,
            "action": entry.action,
            "object": object_type.name if object_type else entry.object,
            "record_id": entry.record_id,
            "record_name": self._title(entry, object_type),
            "changes": changes,
            "request_id": entry.request_id,
        }

    def _title(self, entry: AuditEntry, object_type: ObjectType | None) -> str:
        if (
            object_type
            and self.policy.field_access(object_type.name, object_type.title) == "hidden"
        ):
            return ""
        return entry.record_name

    def _changes(self, entry: AuditEntry, names: "Names") -> list[dict[str, Any]]:
        object_type = self._object_of(entry)
        if entry.action == VIEW:
            return self._shown(entry, object_type)
        if entry.action.startswith("file.") and object_type is not None:
            old, new = entry.changes.get("file", [None, None])
            return [{"field": "file", "label": _("File"), "from": old, "to": new}]
        if entry.action.startswith("record.merge") and object_type is not None:
            hidden = self.policy.field_access(object_type.name, object_type.title) == "hidden"
            old, new = entry.changes.get("merged", [None, None])
            one = {"field": "merged", "label": _("Merged"), "from": old, "to": new}
            return [] if hidden else [one]
        if object_type is None and entry.object == CustomRecord._meta.db_table:
            return []
        if object_type is None or _is_setting(entry):
            told = entry.changes
            if entry.action == "export":
                told = readable_export(self.policy, entry.object, told)
            elif entry.object == "view":
                told = readable_view(self.policy, _about(entry), told)
            return [
                {"field": name, "label": name, "from": _first(pair), "to": _second(pair)}
                for name, pair in told.items()
            ]
        shown = []
        for field in _fields_of(object_type, entry.changes):
            if self.policy.field_access(object_type.name, field.name) != "hidden":
                note_field(object_type.name, field)
                old, new = field_values(field, entry.changes)
                shown.append(
                    {
                        "field": field.name,
                        "label": str(field.label),
                        "from": names.want(field, old),
                        "to": names.want(field, new),
                    }
                )
        if entry.record_id is not None:
            note_records(object_type.name, [entry.record_id])
        return shown

    def _shown(self, entry: AuditEntry, object_type: ObjectType | None) -> list[dict[str, Any]]:
        """Of a view: which fields, as far as the reader may know of them, of how many records."""
        names = _second(entry.changes.get("fields")) or []
        known = [
            str(object_type.fields[name].label)
            for name in names
            if object_type is not None
            and name in object_type.fields
            and self.policy.field_access(object_type.name, name) != "hidden"
        ]
        count = _second(entry.changes.get("records"))
        return [
            {"field": "fields", "label": _("Fields"), "from": None, "to": known},
            {"field": "records", "label": _("Records"), "from": None, "to": count},
        ]


def _is_setting(entry: AuditEntry) -> bool:
    """No trigger wrote it, whose actions are single words; these are the other ones."""
    return "." in entry.action or entry.action in ("export", "sign_in_failed")


def _about(entry: AuditEntry) -> str:
    """The object whose fields a setting names."""
    told = _second(entry.changes.get("object"))
    if isinstance(told, str):
        return told
    return {"stages": "opportunities"}.get(entry.object, entry.object)


def _first(pair: Any) -> Any:
    return pair[0] if isinstance(pair, list) and len(pair) == 2 else None


def _second(pair: Any) -> Any:
    return pair[1] if isinstance(pair, list) and len(pair) == 2 else pair


def _fields_of(object_type: ObjectType, changes: dict[str, Any]) -> list[Field]:
    """The fields that the changed columns belong to, in the catalogue's order."""
    return [
        field
        for field in object_type.fields.values()
        if field.column in changes
        or (field.type == "money" and f"{field.name}_currency" in changes)
    ]


def field_values(field: Field, changes: dict[str, Any]) -> tuple[Any, Any]:
    """A field's old and new value in API form, from its columns' changes."""
    if field.type != "money" or field.custom:
        pair = changes.get(field.column, [None, None])
        return pair[0], pair[1]
    amounts = changes.get(field.name)
    currencies = changes.get(f"{field.name}_currency")

    def at(index: int) -> Any:
        if amounts is None:
            return {"amount": None, "currency": currencies[index]} if currencies else None
        if amounts[index] is None:
            return None
        return {
            "amount": amounts[index],
            "currency": currencies[index] if currencies else None,
        }

    return at(0), at(1)
