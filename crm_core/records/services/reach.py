"""Whether records are within somebody's reach, as they are or as a change makes them."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.utils.translation import gettext as _

from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import SqlCondition
from crm_core.records.policy import Policy
from freehold.errors import Forbidden


def reached(
    object_type: ObjectType, ids: Collection[UUID], policy: Policy, verb: str
) -> frozenset[UUID]:
    """Those on which the verb is allowed, in the Trash too; one statement."""
    if not ids or not policy.can(object_type.name, verb):
        return frozenset()
    may = SqlCondition(policy.condition(object_type, verb, object_type.table))
    rows = object_type.model._default_manager.filter(may, id__in=ids)
    return frozenset(rows.values_list("id", flat=True))


@contextmanager
def kept_within_reach(
    object_type: ObjectType, ids: Collection[UUID], policy: Policy, verb: str
) -> Iterator[None]:
    """`Forbidden` for a change of records that are out of reach before it and after it.

    Whoever gave a record away may take it back; whoever it was taken from may not write it.
    """
    before = reached(object_type, ids, policy, verb)
    yield
    if len(before) < len(ids) and not before | reached(object_type, ids, policy, verb) >= set(ids):
        raise Forbidden(_("You may no longer change these records, so you can't take this back."))
