"""Fields without a stored value: formulas over a record, roll-ups over what refers to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from crm_core.records.formulas.checking import Typed

FUNCTIONS = ("count", "sum", "min", "max", "latest")


@dataclass(frozen=True)
class Rollup:
    """`function` over `field` of the records of `object` whose `reference` leads here.

    `latest` takes the value of the record with the greatest `by`. `filter` is in the filter
    language. Only records that the reader may see count.
    """

    object: str
    reference: str
    function: str
    field: str | None = None
    by: str = "created_at"
    filter: Any = None

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Rollup":
        return cls(
            object=told["object"],
            reference=told["reference"],
            function=told["function"],
            field=told.get("field"),
            by=told.get("by") or "created_at",
            filter=told.get("filter"),
        )


@dataclass(frozen=True)
class Computed:
    """How a field is computed, and each (object, field) that its reader must be able to read."""

    kind: Literal["formula", "rollup"]
    reads: tuple[tuple[str, str], ...]
    tree: "Typed | None" = None
    rollup: Rollup | None = None
