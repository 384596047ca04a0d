"""By which pick lists an object has a board, and which of its fields a card shows."""

from collections.abc import Callable, Iterator

from crm_core.records.catalogue.types import Field, ObjectType
from crm_core.records.policy import Policy
from crm_core.records.query.source import readable_field

#: With more choices than this a pick list is no row of columns that anybody looks at.
MOST_COLUMNS = 50
#: What people call the field that says how far something is: the board opens by it.
_STEPS = ("status", "stage", "state", "phase")


def board_fields(object_type: ObjectType, policy: Policy) -> list[Field]:
    """The pick lists that may be its columns, the one that it opens by first.

    A part of another record has no lists of its own, so no board either.
    """
    if object_type.parent is not None:
        return []
    found = [one for one in _readable(object_type, policy) if _makes_columns(one)]
    return sorted(found, key=lambda one: _STEPS.index(one.key) if one.key in _STEPS else 9)


def shown_on_cards(object_type: ObjectType, policy: Policy) -> dict[str, str | None]:
    """The parts of a card, by field: `title`, `about`, `amount`, `date`; None without one."""
    known = list(_readable(object_type, policy))
    return {
        "title": object_type.title if any(one.name == object_type.title for one in known) else None,
        "about": _first(known, _is_about) or _detail(object_type, known),
        "amount": _first(known, lambda one: one.type == "money"),
        "date": _first(known, lambda one: one.type in ("date", "datetime") and not one.read_only),
    }


def _readable(object_type: ObjectType, policy: Policy) -> Iterator[Field]:
    """In the order in which they stand in forms."""
    for one in sorted(object_type.fields.values(), key=lambda one: one.position):
        if readable_field(policy, object_type, one.name) is not None:
            yield one


def _makes_columns(one: Field) -> bool:
    is_choice = one.type == "picklist" and not one.read_only
    return is_choice and 0 < len(one.choices or ()) <= MOST_COLUMNS


def _is_about(one: Field) -> bool:
    return one.type == "reference" and one.reference != "users" and not one.read_only


def _detail(object_type: ObjectType, known: list[Field]) -> str | None:
    """The second line of its search results, where that is a text."""
    return _first(known, lambda one: one.name == object_type.detail and one.type == "text")


def _first(known: list[Field], fits: Callable[[Field], bool]) -> str | None:
    """What is sensitive is shown on no card: each look at it would be written down."""
    return next((one.name for one in known if fits(one) and not one.sensitive), None)
