"""Leads that became something: the link from a lead to what it was made into."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from crm_core.records import catalogue
from crm_core.records.fragments import SqlCondition
from crm_core.records.policy import policy_for
from crm_core.records.rules import Draft
from crm_core.records.services import storing
from crm_core.records.services.writing import store
from crm_core.sales.models import Lead, Opportunity
from freehold.audit.services import act_as
from freehold.events.services import emit
from freehold.identity.actor import Actor


def mark_converted(opportunities: Mapping[UUID, UUID], *, actor: Actor) -> set[UUID]:
    """Lead id → the opportunity that it became elsewhere. Returns the leads that were linked.

    A lead that is converted already keeps what it was made into; one that the actor may not
    change is left alone.
    """
    policy = policy_for(actor)
    object_type = catalogue.current().object("leads")
    if not policy.can("leads", "update"):
        return set()
    with transaction.atomic():
        act_as(actor)
        may = SqlCondition(policy.condition(object_type, "update", object_type.table))
        rows = (
            Lead.objects.select_for_update(of=("self",))
            .filter(may, id__in=opportunities, deleted_at=None, converted_opportunity=None)
            .order_by("id")
        )
        accounts = dict(
            Opportunity.objects.filter(id__in=opportunities.values()).values_list("id", "account")
        )
        drafts = [_converted(object_type, row, opportunities[row.id], accounts) for row in rows]
        if drafts:
            store(drafts, actor)
            ids = [draft.instance.id for draft in drafts if draft.instance]
            emit("crm.leads.converted", actor=actor, object="leads", records=ids)
    return {draft.instance.id for draft in drafts if draft.instance}


def _converted(
    object_type: Any, row: Any, opportunity: UUID, accounts: Mapping[UUID, Any]
) -> Draft:
    values = {"status": "converted", "converted_opportunity": opportunity}
    if row.converted_at is None:
        values["converted_at"] = timezone.now()
    if row.converted_account_id is None and accounts.get(opportunity):
        values["converted_account"] = accounts[opportunity]
    return Draft(object_type, values, instance=row, before=storing.columns_of(row))
