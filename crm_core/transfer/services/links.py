"""What the file's rows refer to: every distinct value of a reference column is looked up once.

Set-based: the values are collected from the staged rows, then resolved by statements that join them
with the referenced table, from the surest way to the least: id, external id, e-mail, exact name,
name without case, spaces and punctuation. The last is told in the report.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy

from crm_core.records.catalogue import Catalogue
from crm_core.records.fragments import TRUE, Fragment
from crm_core.records.policy import Policy
from crm_core.transfer.drafts import LONGEST_REFERENCE
from crm_core.transfer.mapping.targets import PEOPLE, By
from crm_core.transfer.models import Import, ImportLink
from crm_core.transfer.plans import NAMING, ColumnPlan, Plan
from crm_core.transfer.reading.table import MOST_LISTED, Notice, in_rows

_UUID = "'^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'"
#: SQL of `values.texts.loose`: case, accents, spaces and punctuation do not count.
_LOOSE = r"regexp_replace(extensions.fold({0}), '[][\s!-/:;<=>?@\\^_`{{|}}~–—’‘“”·.]+', '', 'g')"
_WAYS: dict[By, tuple[str, ...]] = {
    "auto": ("id", "external_id", "email", "name", "loose"),
    "id": ("id",),
    "external_id": ("external_id",),
    "name": ("name", "loose"),
    "email": ("email",),
}


@dataclass(frozen=True)
class Place:
    """Where a reference leads: a table, its title, and which of its rows the person may name."""

    object_name: str
    table: str
    title: str
    email: str | None
    allowed: Fragment


def place_of(object_name: str, known: Catalogue, policy: Policy) -> Place:
    """The table behind an object or a setting (users, teams, …)."""
    resource = known.resources.get(object_name)
    if resource is not None:
        title = resource.title_sql.format(alias='"t"')
        users = object_name == "users"
        allowed = Fragment('"t".is_active') if users else TRUE
        return Place(object_name, resource.table, title, '"t".email' if users else None, allowed)
    object_type = known.object(object_name)
    allowed = Fragment('"t".deleted_at IS NULL') & policy.condition(object_type, "read", "t")
    if object_type.custom:
        allowed = allowed & Fragment('"t".object = %s', (object_name,))
    email = '"t".email' if "email" in object_type.fields else None
    return Place(object_name, object_type.table, f'"t".{object_type.title}', email, allowed)


def resolve_links(imported: Import, plan: Plan, policy: Policy) -> None:
    """Fill the import's links afresh: each distinct value with the record that it means, if any."""
    ImportLink.objects.filter(file=imported).delete()
    for one in plan.columns:
        if one.target.kind in NAMING and one.target.refers_to not in ("stages", "pipelines"):
            _collect(imported, one)
            resolve_column(imported, plan, one, policy)
            if one.target.refers_to == imported.object:
                _find_in_file(imported, plan, one)
            _conclude(imported, one)


def resolve_column(imported: Import, plan: Plan, one: ColumnPlan, policy: Policy) -> None:
    """Look up the column's values that lead nowhere yet, from the surest way to the least."""
    place = place_of(one.target.refers_to, plan.targets.known, policy)
    for way in _WAYS[one.target.by]:
        _resolve(imported, plan, one, place, way)


def _collect(imported: Import, one: ColumnPlan) -> None:
    if one.index is None:
        ImportLink.objects.get_or_create(
            file=imported, path=one.target.path, value=one.constant[:LONGEST_REFERENCE]
        )
        return
    with connection.cursor() as run:
        run.execute(
            "INSERT INTO transfer_importlink (file_id, path, value, rows, how, title)"
            " SELECT %s, %s, v, count(*), '', '' FROM"
            "  (SELECT cells[%s] AS v FROM transfer_importrow WHERE file_id = %s AND state = 0) s"
            " WHERE v <> '' AND length(v) <= %s GROUP BY v"
            " ON CONFLICT (file_id, path, value)"
            " DO UPDATE SET rows = transfer_importlink.rows + excluded.rows",
            [imported.id, one.target.path, one.index + 1, imported.id, LONGEST_REFERENCE],
        )


def _resolve(imported: Import, plan: Plan, one: ColumnPlan, place: Place, way: str) -> None:
    condition = _condition(way, place, plan)
    if condition is None:
        return
    # MATERIALIZED: the lookup is planned by itself, as one hash join over the referenced table.
    sql = (
        "WITH open AS MATERIALIZED (SELECT value FROM transfer_importlink"
        "  WHERE file_id = %s AND path = %s AND how = ''),"
        " found AS (SELECT open.value,"
        '  (array_agg("t".id ORDER BY "t".id))[1] AS id, count(*) AS n,'
        f"  min({place.title}) AS title"
        f'  FROM open JOIN {place.table} "t" ON {condition.sql}'
        f"  WHERE {place.allowed.sql} GROUP BY open.value)"
        " UPDATE transfer_importlink l SET"
        "  record_id = CASE WHEN found.n = 1 OR %s THEN found.id END,"
        "  how = CASE WHEN found.n = 1 THEN %s WHEN %s THEN 'oldest' ELSE 'ambiguous' END,"
        "  title = left(coalesce(found.title, ''), 300)"
        " FROM found WHERE l.file_id = %s AND l.path = %s AND l.value = found.value"
    )
    oldest = plan.options.ambiguous == "oldest"
    with connection.cursor() as run:
        run.execute(
            sql,
            [
                imported.id, one.target.path, *condition.params, *place.allowed.params,
                oldest, way, oldest, imported.id, one.target.path,
            ],
        )  # fmt: skip


def _condition(way: str, place: Place, plan: Plan) -> Fragment | None:
    if way == "id":
        return Fragment(f'"t".id = CASE WHEN open.value ~ {_UUID} THEN open.value::uuid END')
    if way == "external_id":
        return Fragment(
            '"t".id = (SELECT e.record_id FROM transfer_externalid e'
            " WHERE e.object = %s AND e.system = %s AND e.key = open.value)",
            (place.object_name, plan.options.system),
        )
    if way == "email":
        return Fragment(f"lower({place.email}) = lower(open.value)") if place.email else None
    if way == "name":
        return Fragment(f"extensions.fold({place.title}) = extensions.fold(open.value)")
    loose = _LOOSE.format(place.title)
    return Fragment(f"{loose} = {_LOOSE.format('open.value')} AND {loose} <> ''")


def _find_in_file(imported: Import, plan: Plan, one: ColumnPlan) -> None:
    """Values that name a record which this same file brings: linked once all rows are written."""
    own = _own_column(plan, one)
    if own is None or own.index is None:
        return
    with connection.cursor() as run:
        run.execute(
            "UPDATE transfer_importlink l SET how = 'file' FROM"
            " (SELECT DISTINCT extensions.fold(cells[%s]) AS own FROM transfer_importrow"
            "  WHERE file_id = %s AND state = 0) s"
            " WHERE l.file_id = %s AND l.path = %s AND l.how = ''"
            " AND extensions.fold(l.value) = s.own",
            [own.index + 1, imported.id, imported.id, one.target.path],
        )


def _own_column(plan: Plan, one: ColumnPlan) -> ColumnPlan | None:
    if one.target.by == "external_id":
        return next(plan.of_kind("external_id"), None)
    object_type = plan.targets.known.objects.get(plan.object_name)
    title = object_type.title if object_type else "name"
    named = [each for each in plan.columns if each.target.path == title and each.index is not None]
    return named[0] if named else next(plan.of_kind("external_id"), None)


def _conclude(imported: Import, one: ColumnPlan) -> None:
    ImportLink.objects.filter(file=imported, path=one.target.path, how="").update(how="missing")


def links_for(
    imported: Import, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], ImportLink]:
    """(path, value) → link, for the references of one chunk of rows."""
    pairs = set(wanted)
    if not pairs:
        return {}
    found = ImportLink.objects.filter(
        file=imported,
        path__in={path for path, _ in pairs},
        value__in={value for _, value in pairs},
    )
    return {(link.path, link.value): link for link in found}


def may_create(plan: Plan, one: ColumnPlan) -> bool:
    """Whether the options let what the column names and nobody knows be created."""
    if one.target.refers_to in plan.beyond:
        return False
    return plan.options.may_create(one.target.root, one.column, one.target.refers_to)


def is_creatable(plan: Plan, one: ColumnPlan) -> bool:
    """The same of what a name alone is enough for."""
    by_name = one.target.by not in ("id", "external_id") and one.target.kind != "lead"
    return by_name and may_create(plan, one)


def keep_created(links: Sequence[ImportLink]) -> None:
    for link in links:
        ImportLink.objects.filter(file=link.file_id, path=link.path, value=link.value).update(
            record_id=link.record_id, how=link.how, title=link.title
        )


def link_notices(imported: Import, plan: Plan) -> list[Notice]:
    """What was matched loosely, created, ambiguous or not found at all."""
    columns = {one.target.path: one for one in plan.columns}
    # People that a file of people names (managers) are made with it.
    made = ["manager"] if imported.object == PEOPLE else []
    notices: list[Notice] = []
    for how, code, message in _TOLD:
        rows: dict[str, list[Any]] = {}
        links = (
            ImportLink.objects.filter(file=imported, how=how)
            .exclude(path__in=made)
            .order_by("-rows", "value")
        )
        for link in links.only("path", "value", "rows", "title")[:2_000]:
            rows.setdefault(link.path, []).append(link)
        for path, found in rows.items():
            one = columns.get(path)
            column = one.column if one else path
            told = (code, message)
            if how == "missing" and plan.options.dry_run and one and is_creatable(plan, one):
                told = _TO_CREATE
            notices.append(
                Notice(
                    told[0],
                    str(told[1]) % {"column": column},
                    column=column,
                    count=sum(link.rows for link in found),
                    examples=tuple(_example(link, how) for link in found[:10]),
                    rows=_rows_of(imported, plan, path, how),
                )
            )
    return notices


def _rows_of(imported: Import, plan: Plan, path: str, how: str) -> tuple[int, ...]:
    one = next((one for one in plan.columns if one.target.path == path), None)
    if one is None or one.index is None:
        return ()
    with connection.cursor() as run:
        run.execute(
            "SELECT r.number FROM transfer_importrow r JOIN transfer_importlink l"
            " ON l.file_id = r.file_id AND l.value = r.cells[%s] AND l.path = %s AND l.how = %s"
            " WHERE r.file_id = %s ORDER BY r.number LIMIT %s",
            [one.index + 1, path, how, imported.id, MOST_LISTED],
        )
        return tuple(row[0] for row in run.fetchall())


def _example(link: ImportLink, how: str) -> str:
    leads_to = link.title if how in ("loose", "oldest") else ""
    return in_rows(link.value, link.rows, leads_to)


#: Of a dry run: there is nothing yet that was created.
_TO_CREATE = (
    "references_to_create",
    gettext_lazy("“%(column)s” names records that do not exist; the import will create them."),
)
_TOLD = (
    (
        "loose",
        "matched_loosely",
        gettext_lazy(
            "Values of “%(column)s” are written otherwise than the record that was taken for them "
            "(case, spaces or punctuation differ)."
        ),
    ),
    (
        "oldest",
        "several_found",
        gettext_lazy("Values of “%(column)s” name several records; the oldest was taken."),
    ),
    (
        "created",
        "references_created",
        gettext_lazy("“%(column)s” named records that did not exist; they were created."),
    ),
    (
        "ambiguous",
        "ambiguous",
        gettext_lazy("Values of “%(column)s” name several records; these rows were refused."),
    ),
    ("missing", "not_found", gettext_lazy("Values of “%(column)s” name nothing that exists.")),
    (
        "row_failed",
        "row_failed",
        gettext_lazy(
            "Values of “%(column)s” name rows of this file that were refused; the records that "
            "name them were written without the link."
        ),
    ),
)
