"""What the sales objects add to the write door."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.records.catalogue.kinds import MOST_MONEY
from crm_core.records.policy import Policy, policy_for
from crm_core.records.rules import Draft, Rules
from crm_core.sales.models import Product, StageChange
from crm_core.sales.selectors import hierarchy, pipelines
from freehold.company.selectors import company
from freehold.identity.actor import Actor
from freehold.row_batches import insert_along


class AccountRules(Rules):
    """A group of accounts is a tree."""

    @staticmethod
    def prepare(drafts: Sequence[Draft], *, actor: Actor) -> None:
        moved = {
            draft.instance.id: draft
            for draft in drafts
            if draft.instance is not None and draft.changes("parent") and draft.values["parent"]
        }
        for ident in hierarchy.loops({id_: moved[id_].values["parent"] for id_ in moved}):
            moved[ident].refuse(
                "parent", "loop", _("An account can't stand below itself or its own subsidiary.")
            )


class PersonRules(Rules):
    """A person's name is made of its parts."""

    @staticmethod
    def prepare(drafts: Sequence[Draft], *, actor: Actor) -> None:
        for draft in drafts:
            if draft.is_new or "first_name" in draft.values or "last_name" in draft.values:
                parts = (draft.get("first_name"), draft.get("last_name"))
                draft.values["name"] = " ".join(part for part in parts if part)


class LeadRules(PersonRules):
    @staticmethod
    def prepare(drafts: Sequence[Draft], *, actor: Actor) -> None:
        PersonRules.prepare(drafts, actor=actor)
        for draft in drafts:
            if actor.source == "web" and draft.changes("status"):
                _refuse_by_hand(draft)

    @staticmethod
    def refuse_merge(survivor: Any, others: Sequence[Any]) -> str | None:
        """What a lead was made into stays its own: it can only be the one that others go into."""
        if any(one.converted_at for one in others):
            return str(_("A converted lead can't be merged into another one: keep the converted."))
        return None


def _refuse_by_hand(draft: Draft) -> None:
    """A conversion makes a lead *Converted*, and only taking it back makes it something else."""
    becomes = draft.values["status"] == "converted"
    if becomes and not draft.get("converted_at"):
        message = _("Convert the lead instead of setting this status.")
        draft.refuse("status", "convert_instead", message)
    elif not becomes and draft.before.get("status") == "converted" and draft.get("converted_at"):
        message = _("It has been converted: undo the conversion instead of setting another status.")
        draft.refuse("status", "unconvert_instead", message)


class OpportunityRules(Rules):
    """The stage decides pipeline, status, probability and closing date."""

    @staticmethod
    def prepare(drafts: Sequence[Draft], *, actor: Actor) -> None:
        known, policy = pipelines.current(), policy_for(actor)
        for index, draft in enumerate(drafts):
            if draft.is_new:
                draft.values.setdefault("rank", index / 1000 - draft.now.timestamp())
            _place(draft, known, policy)

    @staticmethod
    def written(drafts: Sequence[Draft], *, actor: Actor) -> None:
        insert_along([_stage_change(draft, actor) for draft in drafts if _moved(draft)])


def _moved(draft: Draft) -> bool:
    return draft.is_new or draft.before.get("stage_id") != getattr(draft.instance, "stage_id", None)


def _stage_change(draft: Draft, actor: Actor) -> StageChange:
    row: Any = draft.instance
    entered = draft.before.get("stage_entered_at")
    return StageChange(
        opportunity_id=row.id,
        from_stage_id=draft.before.get("stage_id"),
        to_stage_id=row.stage_id,
        at=draft.now,
        by_id=actor.user_id,
        seconds_in_previous=int((draft.now - entered).total_seconds()) if entered else None,
    )


def _place(draft: Draft, known: pipelines.Pipelines, policy: Policy) -> None:
    stage = _stage_of(draft, known)
    if stage is None:
        return
    moved = draft.is_new or draft.current("stage") != stage.id
    draft.values["stage"] = stage.id
    draft.values["pipeline"] = stage.pipeline_id
    if draft.values.get("probability", 0) is None:
        draft.values["probability"] = stage.probability
    if not moved:
        return
    draft.values["status"] = stage.category
    draft.values.setdefault("probability", stage.probability)
    draft.values.setdefault("stage_entered_at", draft.now)
    _close(draft, stage.category)
    if stage.retired:
        message = _("The stage “%(stage)s” is retired: choose another one.")
        draft.refuse("stage", "retired", message % {"stage": stage.name})
    for name in stage.required_of(policy):
        if name in draft.object_type.fields and draft.get(name) in (None, "", []):
            label = str(draft.object_type.fields[name].label)
            draft.refuse(
                name,
                "required_at_stage",
                _("“%(field)s” must be filled in before the stage “%(stage)s”.")
                % {"field": label, "stage": stage.name},
            )


def _stage_of(draft: Draft, known: pipelines.Pipelines) -> pipelines.StageFacts | None:
    """The stage after the write; refuses one that is unknown or of another pipeline."""
    wanted, pipeline_id = draft.get("stage"), draft.get("pipeline")
    if draft.changes("pipeline") and not draft.changes("stage"):
        wanted = None
    if wanted is None:
        pipeline = known.pipelines.get(pipeline_id) if pipeline_id else known.default
        entrance = pipeline.entrance if pipeline else None
        if entrance is None:
            draft.refuse(
                "pipeline", "unknown", _("There is no such pipeline, or it has no stages.")
            )
            return None
        return entrance
    stage = known.stages.get(wanted)
    if stage is None:
        draft.refuse("stage", "unknown", _("There is no such stage."))
    elif "pipeline" in draft.values and pipeline_id not in (None, stage.pipeline_id):
        draft.refuse("stage", "other_pipeline", _("This stage belongs to another pipeline."))
        return None
    return stage


def _close(draft: Draft, category: str) -> None:
    if category == "open":
        if not draft.is_new:
            draft.values.setdefault("closed_on", None)
            draft.values.setdefault("won_reason", None)
            draft.values.setdefault("lost_reason", None)
    elif draft.get("closed_on") is None or draft.current("status") not in (None, category):
        draft.values.setdefault("closed_on", draft.now.astimezone(company().zone).date())


class LineItemRules(Rules):
    """A line's price comes from its product unless given; lines make the opportunity's amount."""

    @staticmethod
    def prepare(drafts: Sequence[Draft], *, actor: Actor) -> None:
        prices = _prices({draft.get("product") for draft in drafts if _needs_price(draft)})
        for draft in drafts:
            if _needs_price(draft) and draft.get("product") in prices:
                draft.values["unit_price"] = prices[draft.get("product")]
            draft.values["total"] = _total(draft)
            if abs((draft.values["total"] or {}).get("amount", 0)) > MOST_MONEY:
                draft.refuse("quantity", "too_large", _("The total of this line is too large."))

    @staticmethod
    def written(drafts: Sequence[Draft], *, actor: Actor) -> None:
        touched = {getattr(draft.instance, "opportunity_id", None) for draft in drafts}
        touched |= {draft.before.get("opportunity_id") for draft in drafts}
        _sum_up([one for one in touched if one])


def _needs_price(draft: Draft) -> bool:
    return "unit_price" not in draft.values and (draft.is_new or draft.changes("product"))


def _prices(products: set[UUID]) -> dict[UUID, dict[str, Any]]:
    if not products:
        return {}
    return {
        one.id: {"amount": one.unit_price, "currency": one.unit_price_currency}
        for one in Product.objects.filter(id__in=products, unit_price__isnull=False)
    }


def _total(draft: Draft) -> dict[str, Any] | None:
    price = draft.get("unit_price")
    if price is None:
        return None
    quantity = draft.get("quantity")
    rest = Decimal(100) - Decimal(draft.get("discount_percent") or 0)
    exact = Decimal(price["amount"]) * Decimal(1 if quantity is None else quantity) * rest / 100
    amount = int(exact.to_integral_value(ROUND_HALF_UP))
    return {"amount": amount, "currency": price["currency"]}


def _sum_up(opportunities: list[UUID]) -> None:
    """The amount of an opportunity with priced lines in one currency is their sum."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sales_opportunity o SET amount = s.total, amount_currency = s.currency,"
            " version = o.version + 1, updated_at = %s"
            " FROM (SELECT opportunity_id, sum(total) AS total, min(total_currency) AS currency"
            "       FROM sales_lineitem WHERE opportunity_id = ANY(%s) AND deleted_at IS NULL"
            "       AND total IS NOT NULL GROUP BY 1 HAVING count(DISTINCT total_currency) = 1) s"
            " WHERE o.id = s.opportunity_id"
            " AND (o.amount, o.amount_currency) IS DISTINCT FROM (s.total, s.currency)",
            [timezone.now(), opportunities],
        )
