"""Further choices of a pick list, built in or custom: what an import or an admin adds to it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.models import FieldDefinition
from crm_core.records.policy import require_right
from freehold import epoch
from freehold.audit.services import act_as, record
from freehold.errors import Invalid
from freehold.identity.actor import Actor

#: The type of definitions that only add choices to a built-in field; their names begin with "+".
ADDED = "choices"
MOST_CHOICES = 500
LONGEST = 100


def add_choices(
    object_name: str, field_name: str, labels: Sequence[str], *, actor: Actor
) -> dict[str, str]:
    """Label → value of each new choice. Needs the right `settings`; Invalid beyond 500 choices."""
    require_right(actor, "settings")
    known = catalogue.current().object(object_name).fields.get(field_name)
    if known is None or known.choices is None:
        raise Invalid.at(field_name, "unknown", _("This field has no choices."))
    held = {choice.value for choice in known.choices}
    fresh = [label for label in dict.fromkeys(labels) if label not in held]
    if any(not label.strip() or len(label) > LONGEST for label in fresh):
        raise Invalid.at(
            field_name,
            "invalid",
            _("A choice has 1 to %(longest)s characters.") % {"longest": LONGEST},
        )
    if len(held) + len(fresh) > MOST_CHOICES:
        raise Invalid.at(
            field_name,
            "too_many",
            _("A pick list has at most %(most_choices)s choices.") % {"most_choices": MOST_CHOICES},
        )
    with transaction.atomic():
        act_as(actor)
        definition = _definition(object_name, field_name)
        definition.choices = [
            *definition.choices,
            *({"value": label, "label": label, "color": ""} for label in fresh),
        ]
        definition.save()
        record(
            actor=actor,
            action="records.field.choices_added",
            object="fields",
            record_id=definition.id,
            record_name=f"{catalogue.current().words_for(object_name)}: {definition.label}",
            changes={"choices": [None, fresh]},
        )
        epoch.bump()
    return {label: label for label in labels}


def _definition(object_name: str, field_name: str) -> FieldDefinition:
    rows = FieldDefinition.objects.select_for_update().filter(object=object_name)
    if field_name.startswith("custom."):
        return rows.get(name=field_name.removeprefix("custom."))
    found = rows.filter(name=f"+{field_name}").first()
    return found or FieldDefinition(
        object=object_name, name=f"+{field_name}", label=field_name, type=ADDED
    )
