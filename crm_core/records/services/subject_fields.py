"""The field by which activities are about the records of a custom object: it comes and goes along.

Whether there is one in use is all that says whether an object has activities.
"""

import re
from collections.abc import Callable, Iterator
from itertools import chain, count

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ACTIVITIES
from crm_core.records.fragments import literal
from crm_core.records.models import FieldDefinition, ObjectDefinition, SensitiveField
from crm_core.records.services.field_definitions import name_from
from crm_core.records.services.field_indexes import start_dropping
from crm_core.records.services.fields import (
    MOST_FIELDS,
    create_field,
    labels_of,
    restore_field,
    retire_field,
    update_field,
)
from crm_core.records.services.turns import wait_for_others
from freehold.errors import Invalid
from freehold.identity.actor import Actor
from freehold.text import fold

#: So many activities lose a reference by one statement.
CHUNK = 2_000

_forgetting: list[Callable[[str, str], None]] = []


def register_forgetting_field(forget: Callable[[str, str], None]) -> None:
    """Of an app that names fields: forgets one, told by its object and path, that is deleted."""
    _forgetting.append(forget)


def subjects() -> set[str]:
    """Names of the objects that a custom field of activities leads to, retired ones too."""
    return set(_leading().filter(retired_at=None).values_list("reference", flat=True))


def switch(definition: ObjectDefinition, wanted: bool, *, actor: Actor) -> bool:
    """Let activities be about the object's records, or no longer; whether that changed anything.

    Nothing is lost: the field that is retired is the one that comes back.
    """
    fields = list(_leading().filter(reference=definition.name).order_by("-retired_at", "name"))
    live = [one for one in fields if one.retired_at is None]
    if wanted == bool(live):
        return False
    if not wanted:
        for one in live:
            retire_field(one.id, actor=actor)
    elif fields:
        _restore(fields[0], definition, actor)
    else:
        _make(definition, actor)
    return True


def rename(definition: ObjectDefinition, label: str, plural: str, *, actor: Actor) -> None:
    """The field goes on bearing the object's label, unless somebody gave it one of its own.

    `label` and `plural` are the object's former ones.
    """
    for one in _leading().filter(reference=definition.name):
        if one.label == _free_label(label, plural, one.label):
            new = _free_label(definition.label, definition.label_plural, one.label)
            update_field(one.id, {"label": new}, actor=actor)


def forget(definition: ObjectDefinition, *, actor: Actor) -> None:
    """The object goes for ever: activities stay, and are about its records no longer."""
    for one in _leading().filter(reference=definition.name):
        path = f"custom.{one.name}"
        _take_out(one.name)
        SensitiveField.objects.filter(object=ACTIVITIES, field=path).delete()
        for forget_field in _forgetting:
            forget_field(ACTIVITIES, path)
        start_dropping(one, actor=actor)
        one.delete()


def _leading() -> "QuerySet[FieldDefinition]":
    return FieldDefinition.objects.filter(object=ACTIVITIES, type="reference")


def _make(definition: ObjectDefinition, actor: Actor) -> None:
    wait_for_others(f"fields/{ACTIVITIES}")
    there = FieldDefinition.objects.filter(object=ACTIVITIES)
    taken = set(there.values_list("name", flat=True))
    if len(taken) >= MOST_FIELDS:
        raise Invalid.at(
            "activities",
            "too_many",
            _(
                "Activities have %(most)s custom fields already, and need one more to be about"
                " these. Leave them off."
            )
            % {"most": MOST_FIELDS},
        )
    if definition.name not in catalogue.current().objects:
        raise Invalid.at("activities", "retired", _("Bring the object back into use first."))
    taken |= catalogue.current().object(ACTIVITIES).fields.keys()
    values = {
        "object": ACTIVITIES,
        "type": "reference",
        "reference": definition.name,
        "label": _free_label(definition.label, definition.label_plural),
        "name": next(one for one in _names(definition) if one not in taken),
        "section": "about",
    }
    create_field(values, actor=actor)


def _restore(field: FieldDefinition, definition: ObjectDefinition, actor: Actor) -> None:
    """Under another label, where a field that came since bears its own."""
    wait_for_others(f"fields/{ACTIVITIES}")
    if field.label.casefold() in labels_of(ACTIVITIES):
        update_field(
            field.id, {"label": _free_label(definition.label, definition.label_plural)}, actor=actor
        )
    restore_field(field.id, actor=actor)


def _free_label(label: str, plural: str, own: str = "") -> str:
    """What a field to an object of these labels is called beside the others."""
    taken = labels_of(ACTIVITIES) - {own.casefold()}
    numbered = (f"{label[:75]} {number}" for number in count(2))
    return next(one for one in chain((label, plural), numbered) if one.casefold() not in taken)


def _names(definition: ObjectDefinition) -> Iterator[str]:
    """As the label, if one can be made of it; else as the object in addresses."""
    spoken = re.search("[a-z]", fold(definition.label))
    first = name_from(definition.label if spoken else definition.name)
    yield first
    yield from (f"{first[:36]}_{number}" for number in count(2))


def _take_out(name: str) -> None:
    """A field of that name may come again, and must not find what was another's."""
    key = literal(name)
    with connection.cursor() as run:
        while True:
            run.execute(
                "UPDATE activities_activity held"
                f" SET custom = held.custom - {key}, version = held.version + 1"
                " FROM (SELECT id FROM activities_activity"
                f" WHERE (custom ->> {key}) IS NOT NULL LIMIT {CHUNK:d} FOR UPDATE) chosen"
                " WHERE held.id = chosen.id"
            )
            if run.rowcount < CHUNK:
                return
