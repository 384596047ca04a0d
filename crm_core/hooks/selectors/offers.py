"""Which events a webhook can be told of."""

from typing import Any, Final

from crm_core.hooks.choices import EventKind
from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType

_ALWAYS: Final = (
    EventKind.CREATED,
    EventKind.UPDATED,
    EventKind.DELETED,
    EventKind.RESTORED,
    EventKind.UNDONE,
)
#: Ends of the names of events that are not called like their kind.
_CALLED: Final = {"conversion_undone": EventKind.UNDONE}


def kinds_of(object_type: ObjectType) -> list[EventKind]:
    some = {
        EventKind.MOVED: "pipeline" in object_type.features,
        EventKind.CONVERTED: "conversion" in object_type.features,
        EventKind.MERGED: object_type.can_be_merged,
    }
    return [kind for kind in EventKind if kind in _ALWAYS or some.get(kind)]


def kind_of_event(name: str) -> EventKind | None:
    """`crm.accounts.created` is of the kind `created`; None for what nobody is told of."""
    end = name.rpartition(".")[2]
    if end in _CALLED:
        return _CALLED[end]
    return EventKind(end) if end in EventKind.values else None


def offered() -> dict[str, ObjectType]:
    """Type of a message → its object."""
    return {
        f"{name}.{kind}": object_type
        for name, object_type in catalogue.current().objects.items()
        for kind in kinds_of(object_type)
    }


def offer_list() -> list[dict[str, Any]]:
    return [
        {
            "object": name,
            "label": str(object_type.label_plural),
            "kinds": [
                {"event": f"{name}.{kind.value}", "label": str(kind.label)}
                for kind in kinds_of(object_type)
            ],
        }
        for name, object_type in catalogue.current().objects.items()
    ]
