"""How an import's columns become values: their targets, and the formats they turned out to have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from crm_core.records.policy import Policy
from crm_core.transfer.mapping.targets import PEOPLE, Target, Targets, targets_of
from crm_core.transfer.models import Import
from crm_core.transfer.options import ImportOptions
from crm_core.transfer.reading.table import Notice
from crm_core.transfer.values.dates import DateEvidence
from crm_core.transfer.values.numbers import NumberEvidence, currency_of, strip_currency
from crm_core.transfer.zones import zone_of
from freehold.company.selectors import company

NUMERIC = frozenset({"money", "number", "integer"})
DATED = frozenset({"date", "datetime"})
#: Kinds of targets that name another record.
NAMING = frozenset({"reference", "product", "lead"})
#: Languages that write day.month.year and a decimal comma, unless a column shows otherwise.
_POINT_LANGUAGES = {"en", "ja", "zh", "ko", "th", "he", "hi"}


def type_of(target: Target) -> str:
    """The type that a column's cells are read as."""
    if target.kind == "close_date":
        return "date"
    if target.kind in ("quantity", "unit_price"):
        return "number" if target.kind == "quantity" else "money"
    return target.field.type if target.field is not None and target.kind == "value" else "text"


@dataclass(frozen=True)
class ColumnPlan:
    """One column on its way into one target. Without an index it is a constant for every row."""

    column: str
    target: Target
    index: int | None
    constant: str = ""
    decimal: str = "."
    order: str = "mdy"
    factor: Decimal | None = None
    #: Cell → value of the pick list.
    choices: Mapping[str, str | None] | None = None
    #: Used only for new records, where the row gives nothing itself.
    is_default: bool = False

    @property
    def type(self) -> str:
        return type_of(self.target)

    def cell(self, cells: Sequence[str]) -> str:
        return self.constant if self.index is None else cells[self.index]


@dataclass(frozen=True)
class Plan:
    """All that reading a row needs; made anew for every chunk from the import's row."""

    targets: Targets
    columns: tuple[ColumnPlan, ...]
    options: ImportOptions
    currency: str
    zone: ZoneInfo
    headers: tuple[str, ...] = ()
    #: Objects that rows refer to and that the importer may not create.
    beyond: frozenset[str] = frozenset()

    @property
    def object_name(self) -> str:
        return self.targets.object_name

    def of_kind(self, *kinds: str) -> Iterator[ColumnPlan]:
        return (one for one in self.columns if one.target.kind in kinds)

    def column_of(self, field_name: str) -> str:
        """The header that fills a field, for reports; the field's label where none does."""
        for one in self.columns:
            if field_name in (one.target.root, one.target.path) and one.index is not None:
                return one.column
        known = self.targets.fields.get(field_name)
        return str(known.label) if known is not None else field_name


def plan_of(imported: Import, policy: Policy) -> Plan:
    options = ImportOptions.stored(imported.options)
    targets = targets_of(imported.object, policy)
    columns = [*_mapped(imported, options, targets), *_defaults(imported, options, targets)]
    return Plan(
        targets=targets,
        columns=tuple(columns),
        options=options,
        currency=options.currency or company().currency,
        zone=ZoneInfo(options.time_zone) if options.time_zone else zone_of(policy.user_id),
        headers=tuple(imported.columns),
        beyond=frozenset(_beyond(columns, targets, policy)),
    )


def _beyond(columns: Sequence[ColumnPlan], targets: Targets, policy: Policy) -> Iterator[str]:
    for one in columns:
        named = one.target.refers_to
        people = named == PEOPLE and not policy.has_right("settings")
        if people or (named in targets.known.objects and not policy.can(named, "create")):
            yield named


def _mapped(imported: Import, options: ImportOptions, targets: Targets) -> Iterator[ColumnPlan]:
    places = {name: index for index, name in enumerate(imported.columns)}
    for column, paths in imported.mapping.items():
        for path in paths:
            target = targets.find(path)
            if target is not None and column in places:
                yield _formatted(
                    ColumnPlan(column, target, places[column]), imported.formats, options
                )


def _defaults(imported: Import, options: ImportOptions, targets: Targets) -> Iterator[ColumnPlan]:
    for path, value in options.defaults.items():
        target = targets.find(path)
        if target is not None and value is not None:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            given = ColumnPlan(
                f"default of {path}", target, None, text, is_default=True, order="ymd"
            )
            choices = imported.formats.get("choices", {}).get(target.path)
            yield _with_choices(given, choices)


def _formatted(plan: ColumnPlan, formats: Mapping[str, Any], options: ImportOptions) -> ColumnPlan:
    factor = options.multiply.get(plan.column) or options.multiply.get(plan.target.path)
    told = formats.get("columns", {}).get(plan.column, {})
    formatted = ColumnPlan(
        plan.column,
        plan.target,
        plan.index,
        decimal=told.get("decimal", "."),
        order=told.get("order", "mdy"),
        factor=Decimal(factor) if factor else None,
    )
    return _with_choices(formatted, formats.get("choices", {}).get(plan.target.path))


def _with_choices(plan: ColumnPlan, choices: Mapping[str, str | None] | None) -> ColumnPlan:
    if choices is None:
        return plan
    return ColumnPlan(
        plan.column, plan.target, plan.index, plan.constant, plan.decimal, plan.order,
        plan.factor, choices, plan.is_default,
    )  # fmt: skip


@dataclass
class Evidence:
    """What is learnt about the formats of the mapped columns while the file is read."""

    plan: Plan
    numbers: dict[int, NumberEvidence] = field(default_factory=dict)
    dates: dict[int, DateEvidence] = field(default_factory=dict)
    currencies: dict[int, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.plan.columns:
            if one.index is None:
                continue
            if one.type in NUMERIC:
                self.numbers[one.index] = NumberEvidence()
            if one.type in DATED:
                self.dates[one.index] = DateEvidence()
            if one.type == "money":
                self.currencies[one.index] = {}

    def add(self, cells: Sequence[str]) -> None:
        for index, numbers in self.numbers.items():
            if cells[index]:
                numbers.add(cells[index])
        for index, dates in self.dates.items():
            if cells[index]:
                dates.add(cells[index])
        for index, counts in self.currencies.items():
            mark = strip_currency(cells[index])[1] if cells[index] else None
            if mark:
                counts[mark] = counts.get(mark, 0) + 1

    def decide(self) -> tuple[dict[str, dict[str, str]], list[Notice]]:
        """Column → {"decimal", "order"}, and what has to be told about it."""
        columns = {one.index: one for one in self.plan.columns if one.index is not None}
        found: dict[str, dict[str, str]] = {}
        notices: list[Notice] = []
        for index, numbers in self.numbers.items():
            notices += _decide_number(columns[index].column, numbers, self.plan, found)
        for index, dates in self.dates.items():
            notices += _decide_date(columns[index].column, dates, self.plan, found)
        for index, counts in self.currencies.items():
            notices += _told_currencies(columns[index].column, counts, self.plan)
        return found, notices


def _decide_number(
    column: str, seen: NumberEvidence, plan: Plan, found: dict[str, dict[str, str]]
) -> Iterator[Notice]:
    usual = "." if company().locale[:2] in _POINT_LANGUAGES else ","
    mark = plan.options.decimal or seen.decimal_mark(usual)
    found.setdefault(column, {})["decimal"] = mark
    if seen.is_open() and plan.options.decimal is None:
        examples = tuple(seen.unclear.values())
        name = gettext("point") if mark == "." else gettext("comma")
        yield Notice(
            "decimal_guessed",
            gettext(
                "Nothing in “%(column)s” tells whether points or commas mark the decimals; it was "
                "read with a decimal %(mark)s. If that is wrong, set the option “decimal”."
            )
            % {"column": column, "mark": name},
            column=column,
            examples=examples,
        )


def _decide_date(
    column: str, seen: DateEvidence, plan: Plan, found: dict[str, dict[str, str]]
) -> Iterator[Notice]:
    chosen = plan.options.date_order.get(column) or plan.options.date_order.get("*")
    usual = "mdy" if company().locale.lower() in ("en", "en-us", "en_us") else "dmy"
    order = chosen or seen.order(usual)
    found.setdefault(column, {})["order"] = order
    if not seen.is_numeric or chosen:
        return
    spelt = gettext("month/day/year") if order == "mdy" else gettext("day/month/year")
    if seen.is_proved:
        proof = tuple(seen.proof[key] for key in (order,) if key in seen.proof)
        yield Notice(
            "dates_decided",
            gettext("“%(column)s” was read as %(order)s.") % {"column": column, "order": spelt},
            column=column,
            examples=proof,
        )
    else:
        yield Notice(
            "dates_guessed",
            gettext(
                "Nothing in “%(column)s” tells day from month; it was read as %(order)s. "
                "If that is wrong, set the option “date_format”."
            )
            % {"column": column, "order": spelt},
            column=column,
            count=seen.unclear,
        )


def _told_currencies(column: str, counts: Mapping[str, int], plan: Plan) -> Iterator[Notice]:
    if plan.options.currency:
        return
    for mark, count in counts.items():
        meant = currency_of(mark, plan.currency)
        if meant != plan.currency:
            yield Notice(
                "currency_read",
                gettext(
                    "Amounts in “%(column)s” were read as %(currency)s. Set the option “currency” "
                    "if they are in another."
                )
                % {"column": column, "currency": meant},
                column=column,
                count=count,
            )
