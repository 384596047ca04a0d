"""Values of pick lists in a file: read as the choices they mean; new ones are added and told."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from crm_core.records.catalogue import Field
from crm_core.records.policy import Policy
from crm_core.records.services.choices import LONGEST, MOST_CHOICES, add_choices
from crm_core.transfer.mapping.targets import PEOPLE
from crm_core.transfer.models import Import
from crm_core.transfer.plans import ColumnPlan, Plan
from crm_core.transfer.reading.table import Notice, in_rows
from crm_core.transfer.values.texts import loose, split_list
from freehold.identity.actor import Actor
from freehold.text import fold

MOST_VALUES = 2_000
#: What other programs call choices that exist here under another name.
_MEANT: Mapping[str, Mapping[str, str]] = {
    "status": {
        "notstarted": "open", "inprogress": "open", "completed": "done", "complete": "done",
        "deferred": "open", "waitingonsomeoneelse": "open", "erledigt": "done", "offen": "open",
        "notcontacted": "new", "onhold": "pending", "closed": "closed", "solved": "resolved",
    },
    "priority": {"medium": "normal", "highest": "high", "lowest": "low", "critical": "urgent"},
}  # fmt: skip


def prepare_picklists(
    imported: Import, plan: Plan, policy: Policy, actor: Actor
) -> tuple[dict[str, dict[str, str | None]], list[Notice]]:
    """Path → {cell: choice, or None to leave empty}, and what has to be told."""
    found: dict[str, dict[str, str | None]] = {}
    notices: list[Notice] = []
    if imported.object == PEOPLE:
        return found, notices
    for one in plan.columns:
        field = one.target.field
        if one.type in ("picklist", "multipicklist") and field is not None:
            cells = _distinct(imported, one)
            meanings, unknown = _read(field, cells)
            told = _settle(imported, plan, policy, actor, one, unknown, meanings)
            notices += told
            held = found.setdefault(one.target.path, {})
            held.update(meanings)
    return found, notices


def _read(field: Field, cells: Mapping[str, int]) -> tuple[dict[str, str | None], dict[str, int]]:
    values = {choice.value for choice in field.choices or ()}
    by_name: dict[str, str] = {}
    for choice in field.choices or ():
        for name in (choice.value, str(choice.label)):
            by_name.setdefault(loose(name), choice.value)
    meanings: dict[str, str | None] = {}
    unknown: dict[str, int] = {}
    for cell, rows in cells.items():
        spelt = loose(cell)
        meant = _MEANT.get(field.name, {}).get(spelt)
        if cell in values:
            meanings[cell] = cell
        elif spelt and spelt in by_name:
            meanings[cell] = by_name[spelt]
        elif meant in values:
            meanings[cell] = meant
        else:
            unknown[cell] = rows
    return meanings, unknown


def _settle(
    imported: Import,
    plan: Plan,
    policy: Policy,
    actor: Actor,
    one: ColumnPlan,
    unknown: Mapping[str, int],
    meanings: dict[str, str | None],
) -> list[Notice]:
    """Decide what becomes of values that are no choices, by the option `picklists`."""
    if not unknown:
        return []
    way = plan.options.picklists
    room = MOST_CHOICES - len((one.target.field.choices or ()) if one.target.field else ())
    fitting = all(len(cell) <= LONGEST for cell in unknown) and len(unknown) <= room
    if way == "add" and not (policy.has_right("settings") and fitting):
        way = "refuse"
    if way == "add" and not plan.options.dry_run:
        meanings.update(
            add_choices(
                imported.object, one.target.root, _canonical(unknown, meanings), actor=actor
            )
        )
        _fill_spellings(unknown, meanings)
    elif way != "refuse":
        meanings.update(dict.fromkeys(unknown, None))
    return [
        _notice("to_add" if way == "add" and plan.options.dry_run else way, one.column, unknown)
    ]


def _canonical(unknown: Mapping[str, int], meanings: Mapping[str, Any]) -> list[str]:
    """One spelling for values that differ in case or punctuation only: the most frequent."""
    best: dict[str, str] = {}
    for cell, rows in unknown.items():
        spelt = loose(cell) or fold(cell)
        if spelt not in best or rows > unknown[best[spelt]]:
            best[spelt] = cell
    return list(best.values())


def _fill_spellings(unknown: Mapping[str, int], meanings: dict[str, str | None]) -> None:
    chosen = {loose(cell) or fold(cell): cell for cell in _canonical(unknown, meanings)}
    for cell in unknown:
        meanings[cell] = chosen[loose(cell) or fold(cell)]


def _notice(way: str, column: str, unknown: Mapping[str, int]) -> Notice:
    told = {
        "add": (
            "choices_added",
            gettext("Values of “%(column)s” were no choices yet; they were added."),
        ),
        "to_add": (
            "choices_added",
            gettext("Values of “%(column)s” are no choices yet; the import will add them."),
        ),
        "empty": (
            "choices_left_out",
            gettext("Values of “%(column)s” are no choices; they were left out."),
        ),
        "refuse": (
            "choices_unknown",
            gettext("Values of “%(column)s” are no choices; these rows were refused."),
        ),
    }
    code, message = told[way]
    often = sorted(unknown.items(), key=lambda entry: -entry[1])
    return Notice(
        code,
        message % {"column": column},
        column=column,
        count=sum(unknown.values()),
        examples=tuple(in_rows(cell[:80], rows) for cell, rows in often[:20]),
    )


def _distinct(imported: Import, one: ColumnPlan) -> dict[str, int]:
    if one.index is None:
        return dict.fromkeys(_parts(one, one.constant), 1)
    with connection.cursor() as run:
        run.execute(
            "SELECT cells[%s], count(*) FROM transfer_importrow"
            " WHERE file_id = %s AND state = 0 AND cells[%s] <> ''"
            " GROUP BY 1 ORDER BY 2 DESC LIMIT %s",
            [one.index + 1, imported.id, one.index + 1, MOST_VALUES],
        )
        counted: Sequence[tuple[str, int]] = run.fetchall()
    found: dict[str, int] = {}
    for cell, rows in counted:
        for part in _parts(one, cell):
            found[part] = found.get(part, 0) + rows
    return found


def _parts(one: ColumnPlan, cell: str) -> list[str]:
    return split_list(cell, commas=True) if one.type == "multipicklist" else [cell]
