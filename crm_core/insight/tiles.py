"""What the home screen can show: tiles with their definitions, and how each is counted and told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_core.access.policy import Policy
from crm_core.insight import scopes
from crm_core.insight.periods import Span
from crm_core.insight.tallies import Counted, Figure, Filter, Sum, Tally
from crm_core.records.query.exchange import total
from crm_core.sales.selectors.pipelines import PipelineFacts

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


@dataclass(frozen=True)
class Asked:
    """What the reader wants to know: of which period and scope, and in which pipeline."""

    policy: Policy
    period: Span
    before: Span
    months: tuple[Span, ...]
    scope: str
    pipeline: PipelineFacts | None

    def scope_of(self, object_name: str) -> str:
        return scopes.effective(self.scope, self.policy, object_name)

    def of_scope(self, object_name: str, *parts: Filter | None) -> Filter:
        """The conditions together with the one of the scope."""
        return together(scopes.condition(self.scope_of(object_name)), *parts)


def together(*parts: Filter | None) -> Filter:
    """All of the conditions, as flat as filters are shown to people."""
    kept: list[Filter] = []
    for part in parts:
        if part is not None:
            kept.extend(part["and"] if set(part) == {"and"} else [part])
    return {"and": kept}


@dataclass(frozen=True)
class Tile:
    """One number or chart. Without all of the fields it `needs` it isn't there for the reader.

    `figures` says what to count, `tell` makes the answer of the counts. `kind` is how it is drawn:
    number, bars, months, funnel or records; `unit` what its values are: count, money, share, days.
    """

    key: str
    object: str
    kind: str
    unit: str
    label: "Text"
    definition: "Text"
    needs: tuple[str, ...]
    figures: Callable[[Asked], list[Figure]]
    tell: Callable[[Asked, Tally], dict[str, Any]]
    of_pipeline: bool = False
    #: About the reader alone, whatever the scope.
    personal: bool = False

    def is_open_to(self, policy: Policy, scope: str) -> bool:
        if not policy.can(self.object, "read"):
            return False
        needed = [*self.needs, *([] if scope == scopes.ALL else ["owner"])]
        return all(policy.field_access(self.object, name) != "hidden" for name in needed)


def sums(found: Iterable[Sum]) -> list[dict[str, Any]]:
    return [
        {"currency": one.currency, "amount": one.amount, "weighted": one.weighted}
        for one in sorted(found, key=lambda one: (-abs(one.amount), one.currency))
    ]


def told(counted: Counted, filter: Filter, **more: Any) -> dict[str, Any]:
    """A number with what is behind it: the filter finds exactly `count` records."""
    found = sums(counted.sums.values())
    whole = total((one.currency, one.exchanged) for one in counted.sums.values())
    weighed = (one for one in counted.sums.values() if one.weighted is not None)
    weighted = whole and total((one.currency, one.exchanged_weighted) for one in weighed)
    return {
        "count": counted.count,
        "sums": found,
        "total": whole,
        "weighted_total": weighted,
        "filter": filter,
        **more,
    }


def share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def days(counted: Counted) -> float | None:
    return None if counted.days is None else round(counted.days, 2)


def only(tally: Tally, name: str) -> Counted:
    return tally[name][""]


def filters(figures: list[Figure]) -> Mapping[str, Filter]:
    """The whole filter of each figure: with that of the figure it is within."""
    own = {one.name: one for one in figures}
    return {
        name: together(own[one.within].filter, one.filter) if one.within else one.filter
        for name, one in own.items()
    }
