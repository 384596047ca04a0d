"""The catalogue as one reader may see it, in the API's form."""

from collections.abc import Mapping
from typing import Any

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ACTIVITIES, Field, ObjectType
from crm_core.records.layout import sections_of
from crm_core.records.policy import Policy, policy_for
from crm_core.records.query.ordering import default_sort
from crm_core.records.selectors.board_fields import board_fields
from freehold.identity.actor import Actor

VERBS = ("create", "read", "update", "delete")


def describe_objects(*, actor: Actor) -> list[dict[str, Any]]:
    policy = policy_for(actor)
    subjects = _subjects(policy)
    return [
        described(object_type, policy, subjects)
        for object_type in catalogue.current().objects.values()
        if policy.can(object_type.name, "read")
    ]


def describe_object(object_name: str, *, actor: Actor) -> dict[str, Any]:
    from crm_core.records.selectors.reading import readable_object

    policy = policy_for(actor)
    return described(readable_object(object_name, policy), policy, _subjects(policy))


def _subjects(policy: Policy) -> dict[str, str]:
    """By object, the field that leads to what an activity is about, as far as it may be seen."""
    return {
        name: one.name
        for name, one in catalogue.current().subjects.items()
        if policy.field_access(ACTIVITIES, one.name) != "hidden"
    }


def described(
    object_type: ObjectType, policy: Policy, subjects: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """`subjects` is told of activities alone."""
    readable = [
        one
        for one in object_type.fields.values()
        if policy.field_access(object_type.name, one.name) != "hidden"
    ]
    fields = [_field(one, object_type, policy) for one in readable]
    known = {one["name"] for one in fields}
    return {
        "name": object_type.name,
        "label": str(object_type.label),
        "label_plural": str(object_type.label_plural),
        "icon": object_type.icon,
        "custom": object_type.custom,
        "title_field": object_type.title,
        "parent": object_type.parent[0] if object_type.parent else None,
        "navigation": object_type.navigation,
        "features": _features(object_type, policy, known),
        "default_columns": [name for name in object_type.default_columns if name in known],
        "default_sort": default_sort(policy, object_type),
        "permissions": {verb: policy.can(object_type.name, verb) for verb in VERBS},
        "help": object_type.help,
        "alike": [list(names) for names in object_type.alike if known.issuperset(names)],
        "sections": sections_of(object_type, readable, policy.layout(object_type.name)),
        "fields": sorted(fields, key=lambda one: one["position"]),
        "subjects": dict(subjects or {}) if object_type.name == ACTIVITIES else {},
    }


def _features(object_type: ObjectType, policy: Policy, known: set[str]) -> list[str]:
    """`duplicates` where the reader may see by what they are found."""
    naming = object_type.naming
    compared = [*object_type.reviewed, *([naming.fields] if naming else [])]
    has_board = "board" not in object_type.features and bool(board_fields(object_type, policy))
    found = [
        *object_type.features,
        *(["board"] if has_board else []),
        *(["merge"] if object_type.can_be_merged else []),
    ]
    return [*found, *(["duplicates"] if any(map(known.issuperset, compared)) else [])]


def _field(one: Field, object_type: ObjectType, policy: Policy) -> dict[str, Any]:
    access = policy.field_access(object_type.name, one.name)
    return {
        "name": one.name,
        "label": str(one.label),
        "type": one.type,
        "help": str(one.help),
        "required": one.required,
        "read_only": one.read_only,
        "access": "write" if access == "write" and not one.read_only else "read",
        "custom": one.custom,
        "filterable": bool(one.operators),
        "sortable": one.is_sortable,
        "searchable": one.searchable,
        "unique": one.unique,
        "sensitive": one.sensitive,
        "operators": list(one.operators),
        "choices": [choice.as_json() for choice in one.choices]
        if one.choices is not None
        else None,
        "reference": {"object": one.reference} if one.reference else None,
        "default": one.default,
        "max_length": one.max_length,
        "format": one.format or None,
        "section": one.section,
        "position": one.position,
        "computed": one.computed.kind if one.computed else None,
        "limits": one.limits.as_json() if one.limits else None,
    }
