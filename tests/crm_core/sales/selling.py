"""Pipelines and deals for the tests of selling."""

from typing import Any
from uuid import UUID

from crm_core.records.services import update_record
from crm_core.sales.models import Opportunity, Stage
from crm_core.sales.selectors.board import BoardParams, board
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import euros, make


def stages() -> dict[str, UUID]:
    """The stages of the pipeline that a new workspace starts with."""
    return dict(Stage.objects.values_list("name", "id"))


def deal(actor: Actor, name: str, stage: str = "Qualification", **values: Any) -> UUID:
    return make("opportunities", actor, name=name, stage=str(stages()[stage]), **values)


def put(actor: Actor, ident: UUID, stage: str, **values: Any) -> dict[str, Any]:
    """Change the stage as a form does."""
    values = {"stage": str(stages()[stage]), **values}
    return update_record("opportunities", ident, values, actor=actor).record


def columns(actor: Actor, **params: Any) -> dict[str, dict[str, Any]]:
    """The board's stages by name."""
    shown = board(actor=actor, params=BoardParams(**params))
    return {stage["name"]: stage for stage in shown["stages"]}


def cards(actor: Actor, stage: str = "Qualification") -> list[str]:
    return [card["name"] for card in columns(actor)[stage]["cards"]]


def amount(ident: UUID) -> dict[str, Any] | None:
    row = Opportunity.objects.get(id=ident)
    return euros(row.amount) if row.amount is not None else None
