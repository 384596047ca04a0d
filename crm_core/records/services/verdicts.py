"""Telling that records which look alike are different ones, or that they may be the same again."""

from collections.abc import Sequence
from itertools import combinations
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from crm_core.records.models import Verdict
from crm_core.records.policy import policy_for
from crm_core.records.selectors.reading import fetch_records
from crm_core.records.services.writing import allowed_object
from freehold.audit.services import act_as
from freehold.errors import Invalid, NotFound
from freehold.identity.actor import Actor

MOST_TOLD_APART = 5


def tell_apart(
    object_name: str, ids: Sequence[UUID], *, actor: Actor, different: bool = True
) -> None:
    """Each of them is another record: the review queue shows no two of them together any more.

    `different=False` takes it back. Needs to see all of them, and the right to update the object.
    """
    policy = policy_for(actor)
    object_type = allowed_object(object_name, policy, "update")
    wanted = sorted(set(ids))
    if not 2 <= len(wanted) <= MOST_TOLD_APART:
        raise Invalid.at(
            "ids", "count", _("Name two to %(most)d records.") % {"most": MOST_TOLD_APART}
        )
    if len(fetch_records(policy, object_type, wanted, fields=("id",))) < len(wanted):
        raise NotFound(_("There is no such record, or you may not see it."))
    pairs = list(combinations(wanted, 2))
    with transaction.atomic():
        act_as(actor)
        if not different:
            either = Q()
            for first, second in pairs:
                either |= Q(record_id=first, other_id=second)
            Verdict.objects.filter(either, merged=False).delete()
            return
        Verdict.objects.bulk_create(
            [
                Verdict(
                    object=object_name,
                    record_id=first,
                    other_id=second,
                    decided_by_id=actor.user_id,
                )
                for first, second in pairs
            ],
            ignore_conflicts=True,
        )


def forget_merges(restored: Sequence[UUID]) -> None:
    """Records of their own again: their addresses lead no longer to what they were merged into."""
    Verdict.objects.filter(record_id__in=restored, merged=True).delete()
