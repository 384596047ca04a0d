"""Which rows mean records that exist already, and which mean the same record as an earlier row."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext

from crm_core.records.catalogue import ObjectType
from crm_core.records.fragments import Fragment
from crm_core.records.policy import Policy
from crm_core.transfer.choices import Policy as DuplicatePolicy
from crm_core.transfer.choices import RowState
from crm_core.transfer.mapping.targets import Targets
from crm_core.transfer.models import Import, ImportRow
from crm_core.transfer.plans import ColumnPlan, Plan
from crm_core.transfer.reading.table import Notice, in_rows
from freehold.errors import Invalid

#: The ledger's system of row digests.
ROWS = "#row"
#: By what a record is usually known when nobody says.
USUAL: dict[str, tuple[tuple[str, ...], ...]] = {
    "accounts": (("name",),),
    "contacts": (("email",),),
    "leads": (("email",),),
    "products": (("code",), ("name",)),
}
_TEXTUAL = frozenset({"text", "email", "phone", "url", "picklist"})


def match_rows(imported: Import, plan: Plan, policy: Policy) -> list[Notice]:
    """Set `record_id`, `matched_by` and `twin` of the staged rows; what is ambiguous is refused."""
    object_type = plan.targets.known.object(imported.object)
    allowed = Fragment('"t".deleted_at IS NULL') & policy.condition(object_type, "read", "t")
    _match_ids(imported, plan, object_type, allowed)
    _match_external(imported, plan, object_type, allowed)
    if plan.options.policy != DuplicatePolicy.CREATE:
        _match_digests(imported, object_type, allowed)
    notices: list[Notice] = []
    if plan.options.match:
        columns = key_columns(plan, plan.options.match)
        _match_keys(imported, object_type, allowed, columns)
        _find_twins(imported, columns)
    elif plan.options.policy != DuplicatePolicy.CREATE:
        notices = _match_usual(imported, plan, object_type, allowed)
    external = next(plan.of_kind("external_id"), None)
    if external is not None and external.index is not None:
        _find_twins(imported, [external])
    return notices


def check_match(match: Sequence[str], mapped: Sequence[str], targets: Targets) -> None:
    """Invalid unless the fields of `dedupe.match` are mapped and can be compared."""
    for path in match:
        target = targets.find(path)
        usable = target is not None and (
            target.kind in ("external_id", "record_id")
            or (
                target.kind == "value"
                and target.field is not None
                and target.field.type in _TEXTUAL
            )
        )
        if not usable:
            raise Invalid.at(
                "options.dedupe",
                "invalid",
                gettext("Records can't be compared by “%(path)s”.") % {"path": path[:60]},
            )
        if path not in mapped:
            raise Invalid.at(
                "options.dedupe",
                "not_mapped",
                gettext("No column is mapped to “%(path)s”, which is compared.") % {"path": path},
            )


def key_columns(plan: Plan, match: Sequence[str]) -> list[ColumnPlan]:
    found = []
    for path in match:
        target = plan.targets.find(path)
        found += [
            one
            for one in plan.columns
            if target is not None and one.target.path == target.path and one.index is not None
        ]
    return found


def _match_ids(imported: Import, plan: Plan, object_type: ObjectType, allowed: Fragment) -> None:
    one = next(plan.of_kind("record_id"), None)
    if one is None or one.index is None:
        return
    place = one.index + 1
    _run(
        "UPDATE transfer_importrow r SET record_id = \"t\".id, matched_by = 'id'"
        f' FROM {object_type.table} "t" WHERE r.file_id = %s AND r.state = 0'
        f' AND "t".id::text = lower(r.cells[{place}]) AND {allowed.sql}',
        [imported.id, *allowed.params],
    )
    _refuse(
        imported,
        f"r.cells[{place}] <> '' AND r.record_id IS NULL",
        one.column,
        place,
        gettext("There is no record with this id, or you may not see it."),
    )


def _match_external(
    imported: Import, plan: Plan, object_type: ObjectType, allowed: Fragment
) -> None:
    one = next(plan.of_kind("external_id"), None)
    if one is None or one.index is None:
        return
    _run(
        "UPDATE transfer_importrow r SET record_id = \"t\".id, matched_by = 'external_id'"
        f' FROM transfer_externalid e JOIN {object_type.table} "t" ON "t".id = e.record_id'
        " WHERE r.file_id = %s AND r.state = 0 AND r.record_id IS NULL"
        f" AND e.object = %s AND e.system = %s AND e.key = r.cells[{one.index + 1}]"
        f" AND {allowed.sql}",
        [imported.id, imported.object, plan.options.system, *allowed.params],
    )


def _match_digests(imported: Import, object_type: ObjectType, allowed: Fragment) -> None:
    """The same row, imported before: the second import of one file finds what the first made."""
    _run(
        "UPDATE transfer_importrow r SET record_id = \"t\".id, matched_by = 'row'"
        f' FROM transfer_externalid e JOIN {object_type.table} "t" ON "t".id = e.record_id'
        " WHERE r.file_id = %s AND r.state = 0 AND r.record_id IS NULL"
        f" AND e.object = %s AND e.system = %s AND e.key = r.digest AND {allowed.sql}",
        [imported.id, imported.object, ROWS, *allowed.params],
    )


def _match_usual(
    imported: Import, plan: Plan, object_type: ObjectType, allowed: Fragment
) -> list[Notice]:
    """By e-mail or name, where the file has no ids of its own.

    Of the rows of one file, those equal in every cell are one record; the others stay apart.
    """
    if any(True for _ in plan.of_kind("external_id", "record_id")):
        return []
    for paths in USUAL.get(imported.object, ()):
        columns = key_columns(plan, paths)
        if len(columns) == len(paths):
            _match_keys(imported, object_type, allowed, columns)
            _mark_twins(imported, "split_part(r.digest, '#', 1)", columns)
            return [*_repeated(imported, columns), *_alike(imported, columns)]
    return []


def _key(columns: Sequence[ColumnPlan], row: str = "r") -> str:
    parts = [f"extensions.fold({row}.cells[{(one.index or 0) + 1}])" for one in columns]
    return " || E'\\x1f' || ".join(parts)


def _filled(columns: Sequence[ColumnPlan], row: str = "r") -> str:
    return " AND ".join(f"{row}.cells[{(one.index or 0) + 1}] <> ''" for one in columns)


def _stored(one: ColumnPlan) -> str:
    name = one.target.root
    if name.startswith("custom."):
        key = name.removeprefix("custom.").replace("'", "''")
        return f"\"t\".custom ->> '{key}'"
    return f'"t".{name}'


def _match_keys(
    imported: Import, object_type: ObjectType, allowed: Fragment, columns: Sequence[ColumnPlan]
) -> None:
    own = [one for one in columns if one.target.kind == "value"]
    if not own:
        return
    stored = " || E'\\x1f' || ".join(f"extensions.fold({_stored(one)})" for one in own)
    names = ", ".join(one.target.path for one in own)
    # One pass over the table: the rows' keys are hashed, not looked up one by one.
    _run(
        f"WITH open AS MATERIALIZED (SELECT DISTINCT {_key(own)} AS key FROM transfer_importrow r"
        f"  WHERE r.file_id = %s AND r.state = 0 AND r.record_id IS NULL AND {_filled(own)}),"
        ' found AS MATERIALIZED (SELECT open.key, (array_agg("t".id ORDER BY "t".id))[1] AS id,'
        f'  count(*) AS n FROM open JOIN {object_type.table} "t" ON open.key = {stored}'
        f"  WHERE {allowed.sql} GROUP BY open.key)"
        " UPDATE transfer_importrow r SET record_id = CASE WHEN found.n = 1 THEN found.id END,"
        "  matched_by = CASE WHEN found.n = 1 THEN %s ELSE 'several' END"
        f" FROM found WHERE r.file_id = %s AND r.state = 0 AND r.record_id IS NULL"
        f" AND {_filled(own)} AND {_key(own)} = found.key",
        [imported.id, *allowed.params, names[:100], imported.id],
    )
    place = (own[0].index or 0) + 1
    _refuse(
        imported,
        "r.matched_by = 'several'",
        own[0].column,
        place,
        gettext(
            "Several records match this row. Map a column to their ids, or compare by more fields."
        ),
    )


def _find_twins(imported: Import, columns: Sequence[ColumnPlan]) -> None:
    if columns:
        _mark_twins(imported, _key(columns), columns)


def _mark_twins(imported: Import, key: str, columns: Sequence[ColumnPlan]) -> None:
    """Of rows with one `key` (SQL) and nothing empty in `columns`, the later name the first."""
    _run(
        f"WITH keys AS (SELECT r.number, first_value(r.number) OVER (PARTITION BY {key}"
        "   ORDER BY r.number) AS first FROM transfer_importrow r"
        f"  WHERE r.file_id = %s AND r.state = 0 AND {_filled(columns)}),"
        " twins AS MATERIALIZED (SELECT * FROM keys WHERE first < number)"
        " UPDATE transfer_importrow r SET twin = twins.first FROM twins"
        " WHERE r.file_id = %s AND r.number = twins.number",
        [imported.id, imported.id],
    )


def _repeated(imported: Import, columns: Sequence[ColumnPlan]) -> list[Notice]:
    """Rows that stand in the file before, to the letter: told, and written once."""
    with connection.cursor() as run:
        run.execute(
            f"SELECT min(r.cells[{(columns[0].index or 0) + 1}]), count(*) + 1"
            " FROM transfer_importrow r"
            " WHERE r.file_id = %s AND r.state = 0 AND r.record_id IS NULL AND r.twin IS NOT NULL"
            " GROUP BY r.twin ORDER BY 2 DESC, 1",
            [imported.id],
        )
        found = run.fetchall()
    if not found:
        return []
    return [
        Notice(
            "repeated_in_file",
            gettext("Rows that stand in the file more than once were taken as one record."),
            count=sum(count - 1 for _, count in found),
            examples=tuple(in_rows(value, count) for value, count in found[:10]),
        )
    ]


def _alike(imported: Import, columns: Sequence[ColumnPlan]) -> list[Notice]:
    """Rows of the file that share what records are usually known by: told, and written apart."""
    with connection.cursor() as run:
        run.execute(
            f"SELECT min(r.cells[{(columns[0].index or 0) + 1}]), count(*)"
            " FROM transfer_importrow r"
            f" WHERE r.file_id = %s AND r.state = 0 AND r.record_id IS NULL AND r.twin IS NULL"
            f" AND {_filled(columns)} GROUP BY {_key(columns)}"
            " HAVING count(*) > 1 ORDER BY 2 DESC, 1",
            [imported.id],
        )
        found = run.fetchall()
    if not found:
        return []
    header = columns[0].column
    return [
        Notice(
            "alike_in_file",
            gettext(
                "Rows share the same “%(column)s” and were written as records of their own. "
                "Merge them among the possible duplicates where they are one."
            )
            % {"column": header},
            column=header,
            count=sum(count for _, count in found),
            examples=tuple(in_rows(value, count) for value, count in found[:10]),
        )
    ]


def _refuse(imported: Import, where: str, column: str, place: int, reason: str) -> None:
    _run(
        "UPDATE transfer_importrow r SET state = %s, problems = jsonb_build_array("
        f"jsonb_build_object('column', %s::text, 'value', left(r.cells[{place}], 200),"
        f" 'reason', %s::text)) WHERE r.file_id = %s AND r.state = 0 AND {where}",
        [RowState.FAILED.value, column, reason, imported.id],
    )


def without_loops() -> None:
    """For the running transaction: join by hashing. The planner knows nothing yet about rows that
    were just copied, and would compare each with each (measured: 126 s for 7,040 rows)."""
    with connection.cursor() as run:
        run.execute("SET LOCAL enable_nestloop = off")


def _run(sql: str, params: Sequence[Any]) -> None:
    with connection.cursor() as run:
        run.execute(sql, params)


def number_repeated_rows(imported: Import) -> None:
    """Rows equal to the letter get digests of their own: none is taken for another."""
    repeated = (
        ImportRow.objects.filter(file=imported)
        .values("digest")
        .annotate(n=Count("number"))
        .filter(n__gt=1)
    )
    if not repeated.exists():
        return
    _run(
        "UPDATE transfer_importrow r SET digest = r.digest || '#' || s.n FROM"
        " (SELECT number, row_number() OVER (PARTITION BY digest ORDER BY number) AS n"
        "  FROM transfer_importrow WHERE file_id = %s) s"
        " WHERE r.file_id = %s AND r.number = s.number AND s.n > 1",
        [imported.id, imported.id],
    )
