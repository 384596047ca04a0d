"""SQL put together from pieces, each with its own parameters in its own place."""

from dataclasses import dataclass
from string import Formatter

from crm_core.records.fragments import Fragment

_PARTS = Formatter()
_NOTHING = Fragment("NULL")


@dataclass(frozen=True, slots=True)
class Value:
    """A typed SQL expression. Of money, `sql` is the minor units, and `currency` stands beside."""

    type: str
    sql: Fragment
    currency: Fragment = _NOTHING


def fill(template: str, **parts: Fragment) -> Fragment:
    """`{name}` stands for a fragment, however often; its parameters come along."""
    text: list[str] = []
    params: list[object] = []
    for before, name, _, _ in _PARTS.parse(template):
        text.append(before)
        if name:
            text.append(parts[name].sql)
            params.extend(parts[name].params)
    return Fragment("".join(text), tuple(params))


def listed(parts: list[Fragment], separator: str = ", ") -> Fragment:
    return Fragment(
        separator.join(part.sql for part in parts),
        tuple(value for part in parts for value in part.params),
    )
