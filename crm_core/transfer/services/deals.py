"""What is particular to opportunities: names made from parts, closing dates, products, leads."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from crm_core.records.services import create_many, update_many
from crm_core.sales.models import LineItem
from crm_core.sales.selectors import pipelines
from crm_core.sales.services.conversions import mark_converted
from crm_core.transfer.choices import RowState
from crm_core.transfer.drafts import RowDraft
from crm_core.transfer.models import Import
from crm_core.transfer.plans import Plan
from freehold.identity.actor import Actor

if TYPE_CHECKING:
    from crm_core.transfer.services.writing import Result

Written = "Sequence[tuple[RowDraft, Result]]"


def complete(imported: Import, plan: Plan, drafts: Sequence[RowDraft]) -> None:
    """Fill in what follows from other cells of the row."""
    stages = pipelines.current().stages
    for draft in drafts:
        if draft.close_date is not None:
            named = draft.values.get("stage", draft.defaults.get("stage"))
            closed = named in stages and stages[named].category != "open"
            draft.values.setdefault(
                "closed_on" if closed else "expected_close_date", draft.close_date
            )
        if not draft.values.get("name"):
            draft.defaults.setdefault("name", _name(draft))


def _name(draft: RowDraft) -> str:
    parts = [draft.titles[root] for root in ("account", "product") if root in draft.titles]
    called = " – ".join(parts)
    return (called or f"Opportunity {draft.external_id or draft.row.number}")[:255]


def add_parts(plan: Plan, written: "Sequence[tuple[RowDraft, Result]]", *, actor: Actor) -> None:
    """The product line and the lead of each written opportunity."""
    lines = [
        (draft, result.record_id)
        for draft, result in written
        if draft.product is not None and result.record_id is not None
    ]
    if lines:
        _add_lines(plan, lines, actor)
    leads = {
        draft.lead: result.record_id
        for draft, result in written
        if draft.lead is not None
        and result.record_id is not None
        and result.state in (RowState.CREATED, RowState.UPDATED)
    }
    if leads:
        mark_converted(leads, actor=actor)


def _add_lines(plan: Plan, lines: Sequence[tuple[RowDraft, UUID]], actor: Actor) -> None:
    """One line for the row's product; an opportunity that has a line for it keeps that one."""
    held = {
        (opportunity, product): line
        for line, opportunity, product in LineItem.objects.filter(
            opportunity_id__in=[ident for _, ident in lines], deleted_at=None
        ).values_list("id", "opportunity_id", "product_id")
    }
    fresh: list[tuple[RowDraft, dict[str, Any]]] = []
    changes: dict[UUID, dict[str, Any]] = {}
    for draft, opportunity in lines:
        assert draft.product is not None
        values = _line(draft)
        line = held.get((opportunity, draft.product))
        if line is None:
            fresh.append((draft, {"opportunity": opportunity, "product": draft.product, **values}))
        elif values.get("unit_price") is not None:
            changes[line] = values
    if fresh:
        outcomes = create_many("line-items", [values for _, values in fresh], actor=actor)
        for (draft, _), outcome in zip(fresh, outcomes, strict=True):
            for error in outcome.errors:
                draft.refuse("", "", error.message)
    if changes:
        update_many("line-items", list(changes.items()), actor=actor)


def _line(draft: RowDraft) -> dict[str, Any]:
    """Quantity and price of the line. The opportunity's amount stays what the file says it is."""
    amount = draft.values.get("amount")
    quantity = draft.quantity
    if draft.unit_price is not None:
        price: Any = draft.unit_price
    elif amount is not None and quantity is not None and quantity > 0:
        minor, rest = divmod(amount["amount"], quantity)
        if rest:
            return {"quantity": 1, "unit_price": amount}
        price = {"amount": int(minor), "currency": amount["currency"]}
    else:
        price = amount
    return {"unit_price": price, **({"quantity": quantity} if quantity is not None else {})}
