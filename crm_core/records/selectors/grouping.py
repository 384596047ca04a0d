"""A list in groups, as its reader may see it."""

from typing import Any

from crm_core.records import catalogue
from crm_core.records.policy import policy_for
from crm_core.records.query.source import Source
from crm_core.records.query.subtotals import GroupParams, grouped
from crm_core.records.selectors.reading import readable_object
from freehold.identity.actor import Actor


def group_records(object_name: str, *, actor: Actor, params: GroupParams) -> dict[str, Any]:
    """The groups with counts and sums; their rows come from the list with a group's `filter`."""
    policy = policy_for(actor)
    object_type = readable_object(object_name, policy)
    return grouped(Source(catalogue.current(), policy, object_type), params)
