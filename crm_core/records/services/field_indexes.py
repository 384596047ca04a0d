"""An index for each custom field that is filtered or sorted by, built beside running work.

A unique field has a second one, which holds what the write door looks for.

The name holds the field's id and a digest of what is indexed, so an index of a former type is
known for what it is. Building may be killed at any moment: what it leaves is invalid, is found by
the next run and made anew.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, IntegrityError, connection
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ACTIVITIES, Catalogue, Field, ObjectType
from crm_core.records.models import FieldDefinition
from crm_core.records.query.source import Located, rows_of_object
from crm_core.records.services.uniqueness import COMPARABLE
from freehold.identity.actor import Actor
from freehold.jobs.services import start_job
from tenants.ownership import OwnerUnknown, as_owner

KIND = "records.field_index"
#: Where an index's name begins, so that comparing schemas can tell it from the product's own.
PREFIX = "cf_"
_LOCK_TIMEOUT = "10s"
_UNINDEXED = frozenset({"longtext", "emails", "phones", "addresses"})

State = FieldDefinition.IndexState

_following: list[Callable[[FieldDefinition], None]] = []


@dataclass(frozen=True)
class Wanted:
    """The index that a field should have."""

    name: str
    table: str
    definition: str
    unique: bool = False

    @property
    def sql(self) -> str:
        kind = "UNIQUE INDEX" if self.unique else "INDEX"
        return f"CREATE {kind} CONCURRENTLY {self.name} ON {self.table} {self.definition}"


def is_indexable(definition: FieldDefinition) -> bool:
    return not definition.computed and definition.type not in _UNINDEXED


def start_indexing(definition: FieldDefinition, *, actor: Actor) -> None:
    """Have the field's index built, or dropped where it needs none any more."""
    wanted = definition.retired_at is None and is_indexable(definition)
    definition.index_state = State.WAITING if wanted else State.NONE
    definition.index_error = ""
    definition.save(update_fields=["index_state", "index_error"])
    start_job(KIND, {"field": str(definition.id)}, actor=actor)


def start_dropping(definition: FieldDefinition, *, actor: Actor) -> None:
    """The field's definition goes: have its indexes dropped behind it."""
    if is_indexable(definition):
        start_job(KIND, {"field": str(definition.id)}, actor=actor)


def register_following(follow: Callable[[FieldDefinition], None]) -> None:
    """Of an app that keeps what comes of a field's values: called when it came, went or is back."""
    _following.append(follow)


def look_after(definition: FieldDefinition) -> None:
    """Build the field's index, then whatever follows from its values."""
    build_index(definition)
    for follow in _following:
        follow(definition)


def drop_indexes(field_id: UUID) -> None:
    """Of a field that is no more."""
    if connection.in_atomic_block:
        return
    with as_owner(), _brief_locks():
        for name in _there(_stem_of(field_id)):
            _run(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")


def build_index(definition: FieldDefinition) -> None:
    """Make the database hold the field's index and no other; raises when it can't now.

    Indexes are made by whoever owns the tables, which the product's own role does not.

    Inside a transaction an index could only be built in everybody's way: it is left for later.
    """
    if connection.in_atomic_block:
        return
    wanted = _wanted(catalogue.current(), definition)
    try:
        with as_owner(), _brief_locks():
            kept = _drop_others(definition, wanted)
            missing = [one for one in wanted if one.name not in kept]
            for one in missing:
                _run(one.sql)
            if missing:
                _run(f"ANALYZE {missing[0].table}")
    except IntegrityError:
        _give_up_unique(definition, wanted)
        return
    except OwnerUnknown:
        message = _("The operators of this installation have to let this index be built.")
        _tell(definition, State.FAILED, message)
        raise
    except DatabaseError as error:
        _tell(definition, State.FAILED, str(error).strip().splitlines()[0][:300])
        raise
    _tell(definition, State.READY if wanted else State.NONE)


def _give_up_unique(definition: FieldDefinition, wanted: Sequence[Wanted]) -> None:
    """Two records got the same value meanwhile: half an index would refuse writes and help nobody.

    The daily run tries again.
    """
    with as_owner(), _brief_locks():
        for one in wanted:
            if one.unique:
                _run(f"DROP INDEX CONCURRENTLY IF EXISTS {one.name}")
    _tell(definition, State.FAILED, _("Several records have the same value; make them differ."))


def unfinished() -> list[FieldDefinition]:
    """Fields whose index is not as it should be: never built, broken, or of a retired field."""
    known = catalogue.current()
    there = _there(PREFIX)
    return [
        one
        for one in FieldDefinition.objects.exclude(name__startswith="+")
        if _differs(_wanted(known, one), one, there)
    ]


def _differs(wanted: Sequence[Wanted], one: FieldDefinition, there: dict[str, bool]) -> bool:
    own = {name: valid for name, valid in there.items() if name.startswith(_stem(one))}
    return own != {wish.name: True for wish in wanted}


def _wanted(known: Catalogue, definition: FieldDefinition) -> list[Wanted]:
    object_type = known.objects.get(definition.object)
    field = object_type.fields.get(f"custom.{definition.name}") if object_type else None
    if object_type is None or field is None or not is_indexable(definition):
        return []
    is_subject = object_type.name == ACTIVITIES and field.reference in known.subjects
    plain = f"{_columns(object_type, field, is_subject)}{_rows(object_type)}"
    wanted = [Wanted(f"{_stem(definition)}{_digest(plain)}", object_type.table, plain)]
    if definition.unique and definition.type in COMPARABLE:
        text = f"(({_column(object_type, field)})) WHERE {_live(object_type)}"
        name = f"{_stem(definition)}u{_digest(text)}"
        wanted.append(Wanted(name, object_type.table, text, unique=True))
    return wanted


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=4).hexdigest()


def _stem(definition: FieldDefinition) -> str:
    return _stem_of(definition.id)


def _stem_of(field_id: UUID) -> str:
    return f"{PREFIX}{field_id.hex}_"


def _columns(object_type: ObjectType, field: Field, is_subject: bool) -> str:
    """The very expressions that filters and sorts are compiled to, without the row's alias.

    What an activity is about holds the order of the timeline, too.
    """
    sql = _column(object_type, field)
    if field.type == "multipicklist":
        return f"USING gin (({sql}))"
    if field.kind.folded:
        return f'((extensions.fold({sql})) COLLATE "C", id)'
    return f"(({sql}), created_at, id)" if is_subject else f"(({sql}), id)"


def _column(object_type: ObjectType, field: Field) -> str:
    return Located("r", field, object_type, field.name).sql.replace('"r".', "")


def _rows(object_type: ObjectType) -> str:
    """Of all rows, the trashed ones too: PostgreSQL takes no statistics from a partial index.

    Custom objects share a table, so theirs must be partial.
    """
    return f" WHERE {_live(object_type)}" if object_type.custom else ""


def _live(object_type: ObjectType) -> str:
    alias = f'"{object_type.table}".'
    own = rows_of_object(object_type, object_type.table).sql.replace(alias, "")
    parts = ["deleted_at IS NULL", *([own] if object_type.custom else [])]
    return " AND ".join(parts)


def _drop_others(definition: FieldDefinition, wanted: Sequence[Wanted]) -> set[str]:
    """Drop former and half-built indexes of the field; the names of those wanted that are there."""
    kept = set()
    for name, valid in _there(_stem(definition)).items():
        if valid and any(name == one.name for one in wanted):
            kept.add(name)
        else:
            _run(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    return kept


def _there(prefix: str) -> dict[str, bool]:
    """Indexes of this schema whose names begin so, and whether they are valid."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " WHERE relnamespace = current_schema()::regnamespace AND starts_with(relname, %s)",
            [prefix],
        )
        return dict(cursor.fetchall())


@contextmanager
def _brief_locks() -> Iterator[None]:
    """Rather fail and come back than have everyone queue up behind us."""
    _run(f"SET lock_timeout = '{_LOCK_TIMEOUT}'")
    try:
        yield
    finally:
        _run("RESET lock_timeout")


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _tell(definition: FieldDefinition, state: str, error: str = "") -> None:
    FieldDefinition.objects.filter(id=definition.id).update(index_state=state, index_error=error)
