"""Lists and single records."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import Fragment, with_arrays_written
from crm_core.records.policy import Policy, Seeking, policy_for, refuse_bound_key
from crm_core.records.query.listing import ListParams, Page, list_page
from crm_core.records.query.projection import add_allowed, project
from crm_core.records.query.source import Source
from crm_core.records.query.steady import is_steady
from crm_core.records.selectors.merged import merged_into, survivor_of
from crm_core.records.sights import note_records
from freehold.epoch import TenantMemo
from freehold.errors import Forbidden, NotFound
from freehold.identity.actor import Actor
from freehold.statements import Repeated
from freehold.text import in_a_sentence


def readable_object(object_name: str, policy: Policy) -> ObjectType:
    """The object, or 403 when no role of the reader opens it at all."""
    object_type = catalogue.current().object(object_name)
    if not policy.can(object_name, "read"):
        refuse_bound_key(policy, object_name, "read")
        raise Forbidden(
            _("Your roles do not let you see %(objects)s.") % {"objects": object_type.label_plural}
        )
    return object_type


def list_records(object_name: str, *, actor: Actor, params: ListParams) -> Page:
    policy = policy_for(actor)
    object_type = readable_object(object_name, policy)
    page = list_page(catalogue.current(), policy, object_type, params)
    if params.trash:
        ids = [UUID(str(one["id"])) for one in page.results if "id" in one]
        return replace(page, merged_into=merged_into(policy, object_type, ids))
    return page


def get_record(
    object_name: str,
    record_id: UUID,
    *,
    actor: Actor,
    fields: Sequence[str] | None = None,
    trash: bool = False,
    allow: bool = False,
) -> dict[str, Any]:
    """The record as its reader may see it; 404 when it is absent or not visible to them.

    With `allow` it also tells, under that name, what they may do to it: “update”, “delete”.
    """
    policy = policy_for(actor)
    object_type = readable_object(object_name, policy)
    found = fetch_records(policy, object_type, [record_id], fields=fields, trash=trash, allow=allow)
    if not found:
        raise _absent(policy, object_type, record_id, trash=trash)
    return found[0]


def _absent(policy: Policy, object_type: ObjectType, record_id: UUID, *, trash: bool) -> NotFound:
    label = in_a_sentence(object_type.label)
    if not trash and (survivor := survivor_of(policy, object_type, record_id)) is not None:
        return NotFound(
            _("This %(label)s was merged into another one.") % {"label": label},
            extra={"merged_into": survivor},
        )
    return NotFound(_("There is no such %(label)s, or you may not see it.") % {"label": label})


#: How records are read, by reader: the same until the epoch moves.
_readings: "TenantMemo[_Reading]" = TenantMemo(1024)
_Reading = tuple[Fragment, Callable[[tuple[Any, ...]], dict[str, Any]]]


def _reading(
    policy: Policy,
    object_type: ObjectType,
    fields: tuple[str, ...] | None,
    *,
    trash: bool,
    single: bool,
    allow: bool,
) -> _Reading:
    """The statement, whose last parameter is the id or the list of ids, and what makes a record."""
    steady = is_steady(object_type, fields)

    def build() -> _Reading:
        seeking: Seeking = "one" if single else "page"
        source = Source(catalogue.current(), policy, object_type, seeking=seeking)
        projection = project(source, fields)
        if allow:
            add_allowed(source, projection)
        wanted = '"r".id = %s' if single else '"r".id = ANY(%s)'
        where = source.base_condition(trash=trash)
        origin = source.from_clause()
        columns = ", ".join(['"r".id', *projection.columns])
        found = Fragment(
            f"SELECT {columns} FROM {origin.sql} WHERE {where.sql} AND {wanted}",
            (*origin.params, *where.params),
        )
        if steady and single:
            ready = with_arrays_written(found)
            found = Fragment(Repeated(ready.sql), ready.params)
        return found, projection.record

    if steady:
        return _readings.get((policy, object_type.name, fields, trash, single, allow), build)
    return build()


def fetch_records(
    policy: Policy,
    object_type: ObjectType,
    ids: Sequence[UUID],
    *,
    fields: Sequence[str] | None = None,
    trash: bool = False,
    allow: bool = False,
) -> list[dict[str, Any]]:
    """The visible ones of `ids`, in the order given; one statement."""
    chosen, single = None if fields is None else tuple(fields), len(ids) == 1
    statement, emit = _reading(policy, object_type, chosen, trash=trash, single=single, allow=allow)
    with connection.cursor() as run:
        run.execute(statement.sql, (*statement.params, ids[0] if single else list(ids)))
        rows = {row[0]: emit(row[1:]) for row in run.fetchall()}
    note_records(object_type.name, list(rows))
    return [rows[one] for one in ids if one in rows]
