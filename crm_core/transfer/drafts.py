"""Rows of cells to values of fields: one row's draft, with everything that is wrong in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from babel.numbers import get_currency_precision
from django.utils.translation import gettext

from crm_core.transfer.models import ImportRow
from crm_core.transfer.plans import NAMING, ColumnPlan, Plan
from crm_core.transfer.reading.table import CellProblem
from crm_core.transfer.values.dates import parse_date, parse_datetime
from crm_core.transfer.values.numbers import currency_of, parse_number, strip_currency
from crm_core.transfer.values.texts import parse_boolean, split_list

LONGEST_REFERENCE = 300
LONGEST_KEY = 255
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Use:
    """A cell that names another record."""

    plan: ColumnPlan
    text: str


@dataclass
class RowDraft:
    """What one row says: values by field path, the records it names, and its problems."""

    row: ImportRow
    values: dict[str, Any] = field(default_factory=dict)
    #: Values for a new record only.
    defaults: dict[str, Any] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    external_id: str = ""
    close_date: Any = None
    quantity: Decimal | None = None
    unit_price: dict[str, Any] | None = None
    product: UUID | None = None
    lead: UUID | None = None
    #: Field → text that names another row of the file; set when all rows are written.
    later: dict[str, str] = field(default_factory=dict)
    #: Root of a reference → how the record it names is called.
    titles: dict[str, str] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)

    def refuse(self, column: str, value: str, reason: str) -> None:
        self.problems.append(CellProblem(column, value[:200], reason))


def read_row(plan: Plan, row: ImportRow) -> RowDraft:
    """The draft of a row. Nothing is looked up; references stand in `uses` as they were written."""
    draft = RowDraft(row)
    entries: dict[str, dict[str, dict[str, str]]] = {}
    for one in plan.columns:
        cell = _cell(one, row, plan)
        if not cell:
            continue
        try:
            _read_cell(draft, one, cell, plan, entries)
        except ValueError as error:
            draft.refuse(one.column, cell, str(error))
    for root, addresses in entries.items():
        draft.values[root] = list(addresses.values())
    return draft


def _cell(one: ColumnPlan, row: ImportRow, plan: Plan) -> str:
    text = one.cell(row.cells)
    if one.index is None and "{" in text and one.target.kind not in NAMING:
        places = {name: index for index, name in enumerate(plan.headers)}
        return _PLACEHOLDER.sub(
            lambda found: row.cells[places[found[1]]] if found[1] in places else found[0], text
        ).strip()
    return text


def _read_cell(
    draft: RowDraft,
    one: ColumnPlan,
    cell: str,
    plan: Plan,
    entries: dict[str, dict[str, dict[str, str]]],
) -> None:
    kind = one.target.kind
    if kind in NAMING:
        if len(cell) > LONGEST_REFERENCE:
            raise ValueError(
                gettext("A name has at most %(longest_reference)s characters.")
                % {"longest_reference": LONGEST_REFERENCE}
            )
        draft.uses.append(Use(one, cell))
    elif kind == "external_id":
        if len(cell) > LONGEST_KEY:
            raise ValueError(
                gettext("An id has at most %(longest_key)s characters.")
                % {"longest_key": LONGEST_KEY}
            )
        draft.external_id = cell
    elif kind == "entry":
        _add_entries(draft, one, cell)
    elif kind == "address":
        address = entries.setdefault(one.target.root, {}).setdefault(
            one.target.label, {"label": one.target.label}
        )
        address[one.target.part] = cell
    elif kind == "full_name":
        _split_name(draft, cell)
    elif kind == "close_date":
        draft.close_date = parse_date(cell, one.order)
    elif kind == "quantity":
        draft.quantity = _number(cell, one)
    elif kind == "unit_price":
        draft.unit_price = _money(cell, one, plan)
    elif kind == "value":
        _read_value(draft, one, cell, plan)


def _read_value(draft: RowDraft, one: ColumnPlan, cell: str, plan: Plan) -> None:
    values = draft.defaults if one.is_default else draft.values
    if one.type == "email" and not one.is_default:
        first, *others = split_list(cell, commas=True)
        values[one.target.root] = first.removeprefix("mailto:")
        if others and "emails" in plan.targets.fields:
            draft.values.setdefault("emails", []).extend(
                {"value": other, "label": ""} for other in others
            )
        elif others:
            raise ValueError(gettext("Give one e-mail address."))
        return
    value = read_value(one, cell, plan)
    if value is not None:
        values[one.target.root] = value


def read_value(one: ColumnPlan, cell: str, plan: Plan) -> Any:
    """The cell as a value that the field's own parser takes; ValueError says what is wrong."""
    if one.type == "money":
        return _money(cell, one, plan)
    if one.type == "number":
        return _number(cell, one)
    if one.type == "integer":
        number = _number(cell, one)
        if number != number.to_integral_value():
            raise ValueError(gettext("Enter a whole number."))
        return int(number)
    if one.type == "date":
        return parse_date(cell, one.order)
    if one.type == "datetime":
        return parse_datetime(cell, one.order, plan.zone)
    if one.type == "boolean":
        return parse_boolean(cell)
    if one.type == "picklist":
        return _choice(one, cell)
    if one.type == "multipicklist":
        chosen = [_choice(one, part) for part in split_list(cell, commas=True)]
        return [value for value in chosen if value is not None]
    return cell


def _choice(one: ColumnPlan, cell: str) -> str | None:
    choices = one.choices or {}
    if cell not in choices:
        known = one.target.field.choices or () if one.target.field else ()
        shown = ", ".join(str(choice.label) for choice in known[:12])
        raise ValueError(
            gettext("“%(cell)s” is not among the choices: %(shown)s.")
            % {"cell": cell[:80], "shown": shown}
        )
    return choices[cell]


def _number(cell: str, one: ColumnPlan) -> Decimal:
    number = parse_number(strip_currency(cell)[0], one.decimal)
    return number * one.factor if one.factor is not None else number


def _money(cell: str, one: ColumnPlan, plan: Plan) -> dict[str, Any]:
    bare, mark = strip_currency(cell)
    number = parse_number(bare, one.decimal)
    if one.factor is not None:
        number *= one.factor
    currency = plan.options.currency or (
        currency_of(mark, plan.currency) if mark else plan.currency
    )
    minor = (number * _minor_units(currency)).to_integral_value(ROUND_HALF_UP)
    if abs(minor) > 2**63 - 1:
        raise ValueError(gettext("This amount is too large."))
    return {"amount": int(minor), "currency": currency}


@lru_cache(maxsize=200)
def _minor_units(currency: str) -> int:
    digits: int = get_currency_precision(currency)
    return int(10**digits)


def _add_entries(draft: RowDraft, one: ColumnPlan, cell: str) -> None:
    found = draft.values.setdefault(one.target.root, [])
    commas = one.target.field is not None and one.target.field.type == "emails"
    for part in split_list(cell, commas=commas):
        found.append({"value": part, "label": one.target.label})


def _split_name(draft: RowDraft, cell: str) -> None:
    """ "Lovelace, Ada" and "Ada Lovelace"; columns of first and last names go before."""
    last, comma, first = cell.partition(",")
    if not comma:
        first, _, last = cell.rpartition(" ")
    if last.strip():
        draft.values.setdefault("last_name", last.strip())
    if first.strip():
        draft.values.setdefault("first_name", first.strip())


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Flat paths to the write door's form, custom fields under `custom`."""
    flat = {path: value for path, value in values.items() if not path.startswith("custom.")}
    custom = {
        path.removeprefix("custom."): value
        for path, value in values.items()
        if path.startswith("custom.")
    }
    return {**flat, "custom": custom} if custom else flat


def merged_entries(held: Sequence[Mapping[str, str]], given: list[dict[str, str]]) -> list[Any]:
    """Further e-mails, telephones and addresses of an existing record: added to, never dropped."""
    result = [dict(one) for one in held]
    for entry in given:
        same = next((one for one in result if _is_same(one, entry)), None)
        if same is None:
            result.append(entry)
        else:
            same.update({key: text for key, text in entry.items() if text})
    return result


def _is_same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    if "value" in one or "value" in other:
        return one.get("value", "").lower() == other.get("value", "").lower()
    return one.get("label", "") == other.get("label", "")
