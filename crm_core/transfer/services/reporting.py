"""What a finished import has to tell about its rows, beside the rows that failed."""

from django.db import connection
from django.utils.translation import gettext as _

from crm_core.transfer.choices import RowState
from crm_core.transfer.mapping.targets import PEOPLE
from crm_core.transfer.models import Import, ImportRow
from crm_core.transfer.plans import Plan
from crm_core.transfer.reading.table import MOST_LISTED, Notice
from freehold.context import current_tenant

_WRITTEN = (RowState.CREATED, RowState.UPDATED, RowState.UNCHANGED)
#: References that records usually have; rows without one are written and told.
_EXPECTED = {"opportunities": ("account",), "contacts": ("account",), "cases": ("account",)}


def row_notices(imported: Import, plan: Plan) -> list[Notice]:
    if imported.object == PEOPLE:
        return _people_notices(imported)
    found = [
        notice
        for root in _EXPECTED.get(imported.object, ())
        if (notice := _without(imported, plan, root)) is not None
    ]
    return [*found, *_named(imported, plan), *_known_again(imported)]


def _without(imported: Import, plan: Plan, root: str) -> Notice | None:
    columns = [one for one in plan.columns if one.target.root == root and one.index is not None]
    if not columns:
        return None
    empty = " AND ".join(f"cells[{(one.index or 0) + 1}] = ''" for one in columns)
    with connection.cursor() as run:
        run.execute(
            "SELECT count(*), (array_agg(number ORDER BY number))[:%s] FROM transfer_importrow"
            f" WHERE file_id = %s AND state = ANY(%s) AND {empty}",
            [MOST_LISTED, imported.id, [state.value for state in _WRITTEN]],
        )
        count, rows = run.fetchone()
    if not count:
        return None
    return Notice(
        f"without_{root}",
        _("“%(column)s” is empty in these rows; they were imported without.")
        % {"column": columns[0].column},
        column=columns[0].column,
        count=count,
        rows=tuple(rows),
    )


def _named(imported: Import, plan: Plan) -> list[Notice]:
    if imported.object != "opportunities" or not imported.created:
        return []
    if any(one.target.path == "name" for one in plan.columns):
        return []
    message = _("No column gives the opportunities' names; they were made of account and product.")
    return [Notice("names_made", message, count=imported.created)]


def _known_again(imported: Import) -> list[Notice]:
    rows = ImportRow.objects.filter(file=imported, matched_by="row", state__in=_WRITTEN)
    count = rows.count()
    if not count:
        return []
    message = _(
        "These rows were imported before, to the letter; they were recognised, not repeated."
    )
    return [Notice("imported_before", message, count=count)]


def _people_notices(imported: Import) -> list[Notice]:
    if not imported.created:
        return []
    domain = f"{current_tenant().slug}.invalid"
    message = _(
        "New users can't sign in yet: set their addresses and invite them under Settings, "
        "Users. Those without an e-mail in the file got a placeholder at %(domain)s."
    ) % {"domain": domain}
    return [Notice("users_created", message, count=imported.created)]
