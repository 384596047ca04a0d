"""The board: order of the cards, sums, and that both keep to what the reader may see."""

import datetime
import random
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from crm_core.records.services import trash_record, undo, update_record
from crm_core.sales.models import Opportunity, StageChange
from crm_core.sales.selectors.board import BoardParams, board
from crm_core.sales.services.pipeline import move_opportunity
from crm_core.sales.services.pipelines import update_stage
from freehold.errors import Conflict, Forbidden, Invalid, Malformed, NotFound, Stale
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import euros, grant, seeing_all_but, someone
from tests.crm_core.sales.selling import cards, columns, deal, stages


def test_a_new_deal_stands_on_top(ada: Actor) -> None:
    for name in ("first", "second", "third"):
        deal(ada, name)
    assert cards(ada) == ["third", "second", "first"]


def test_a_card_goes_where_it_is_put(ada: Actor) -> None:
    ids = {name: deal(ada, name) for name in ("d", "c", "b", "a")}
    here = stages()["Qualification"]
    move_opportunity(ids["d"], stage=here, before=ids["b"], actor=ada)
    assert cards(ada) == ["a", "d", "b", "c"]
    move_opportunity(ids["a"], stage=here, after=ids["c"], actor=ada)
    assert cards(ada) == ["d", "b", "c", "a"]
    move_opportunity(ids["c"], stage=here, actor=ada)
    assert cards(ada) == ["c", "d", "b", "a"]
    assert StageChange.objects.count() == 4


def test_a_card_keeps_its_place_however_often_others_move(ada: Actor) -> None:
    """As many moves into the narrowest gap as make the ranks run out of digits."""
    ids = {str(n): deal(ada, str(n)) for n in range(4)}
    here, order = stages()["Qualification"], ["3", "2", "1", "0"]
    for _ in range(60):
        name = order[-1]
        move_opportunity(ids[name], stage=here, before=ids[order[1]], actor=ada)
        order = [order[0], name, *order[1:-1]]
    assert cards(ada) == order
    ranks = list(Opportunity.objects.order_by("rank").values_list("rank", flat=True))
    assert len(set(ranks)) == 4


def test_random_moves_agree_with_a_plain_list(ada: Actor) -> None:
    chance = random.Random(3)
    ids = {str(n): deal(ada, str(n)) for n in range(8)}
    here, order = stages()["Qualification"], [str(n) for n in reversed(range(8))]
    for _ in range(80):
        name, beside = chance.sample(order, 2)
        order.remove(name)
        at = order.index(beside)
        if chance.random() < 0.5:
            move_opportunity(ids[name], stage=here, before=ids[beside], actor=ada)
            order.insert(at, name)
        else:
            move_opportunity(ids[name], stage=here, after=ids[beside], actor=ada)
            order.insert(at + 1, name)
    assert cards(ada) == order


def test_a_move_beside_a_card_that_has_gone_is_a_conflict(ada: Actor) -> None:
    ident, other = deal(ada, "a"), deal(ada, "b", stage="Proposal")
    stage = stages()["Qualification"]
    with pytest.raises(Conflict):
        move_opportunity(ident, stage=stage, actor=ada, before=other)
    with pytest.raises(Conflict):
        move_opportunity(ident, stage=stage, actor=ada, after=other)


def test_a_move_of_an_older_version_or_to_nowhere_is_refused(ada: Actor) -> None:
    ident = deal(ada, "a")
    with pytest.raises(Stale):
        move_opportunity(ident, stage=stages()["Won"], actor=ada, if_version=7)
    with pytest.raises(Invalid):
        move_opportunity(ident, stage=UUID(int=1), actor=ada)
    assert Opportunity.objects.get(id=ident).version == 1


def test_moving_needs_the_right_to_change_and_to_say_why(ada: Actor) -> None:
    ident = deal(ada, "a")
    reader = someone("Bob", grants={"*": grant("all", "own")})
    with pytest.raises(Forbidden):
        move_opportunity(ident, stage=stages()["Won"], actor=reader)
    fixed = someone(
        "Eve",
        grants={"*": grant("all", "all")},
        fields={"opportunities": {"stage": "read", "lost_reason": "read"}},
    )
    with pytest.raises(Forbidden):
        move_opportunity(ident, stage=stages()["Won"], actor=fixed)
    with pytest.raises(Forbidden):
        move_opportunity(ident, stage=stages()["Qualification"], actor=fixed, lost_reason="x")
    move_opportunity(ident, stage=stages()["Qualification"], actor=fixed)


def test_sums_stand_by_currency_and_weight(ada: Actor) -> None:
    deal(ada, "a", amount=euros(1000))
    deal(ada, "b", amount=euros(500), probability=50)
    deal(ada, "c", amount={"amount": 300, "currency": "USD"})
    deal(ada, "d")
    trash_record("opportunities", deal(ada, "gone", amount=euros(9999)), actor=ada)
    shown = columns(ada)["Qualification"]
    assert shown["count"] == 4
    assert shown["sums"] == [euros(1500), {"amount": 300, "currency": "USD"}]
    assert shown["weighted"] == [euros(350), {"amount": 30, "currency": "USD"}]


def test_the_largest_amounts_can_be_summed(ada: Actor) -> None:
    for name in "abc":
        deal(ada, name, amount=euros(10**15))
    assert columns(ada)["Qualification"]["sums"] == [euros(3 * 10**15)]


def test_counts_and_sums_keep_to_the_filter_and_to_what_is_visible(ada: Actor) -> None:
    deal(ada, "Ada's", amount=euros(1000))
    bob = someone("Bob", grants={"*": grant("own", "own")})
    deal(bob, "Bob's", amount=euros(10))
    assert columns(bob)["Qualification"]["sums"] == [euros(10)]
    narrowed = columns(ada, filter={"field": "name", "op": "startswith", "value": "bob"})
    assert narrowed["Qualification"]["sums"] == [euros(10)]
    assert [card["name"] for card in narrowed["Qualification"]["cards"]] == ["Bob's"]
    assert columns(ada, search="ada")["Qualification"]["count"] == 1


def test_a_hidden_amount_shows_in_no_sum_and_no_card(ada: Actor) -> None:
    deal(ada, "a", amount=euros(1000))
    eve = seeing_all_but("Eve", "opportunities", "amount")
    shown = columns(eve)["Qualification"]
    assert (shown["count"], shown["sums"], shown["weighted"]) == (1, [], [])
    assert "amount" not in shown["cards"][0]
    with pytest.raises(Malformed):
        columns(eve, filter={"field": "amount", "op": "gt", "value": 1})


def test_a_card_that_stands_longer_than_its_stage_allows_is_rotting(ada: Actor) -> None:
    here = stages()["Discovery"]
    update_stage(here, {"rots_after": 10}, actor=ada)
    for name, days in (("fresh", 9), ("old", 11), ("older", 40)):
        deal(ada, name, stage="Discovery", amount=euros(1))
        standing(name, days)
    deal(ada, "won long ago", stage="Won")
    standing("won long ago", 400)
    shown = columns(ada)
    marks = {card["name"]: card["rotting"] for card in shown["Discovery"]["cards"]}
    assert marks == {"fresh": False, "old": True, "older": True}
    assert (shown["Discovery"]["rotting"], shown["Discovery"]["rots_after"]) == (2, 10)
    assert shown["Discovery"]["cards"][0]["days_in_stage"] == 40
    assert not shown["Won"]["cards"][0]["rotting"]
    update_stage(here, {"rots_after": None}, actor=ada)
    assert columns(ada)["Discovery"]["rotting"] == 0


def standing(name: str, days: int) -> None:
    since = timezone.now() - datetime.timedelta(days=days, hours=1)
    Opportunity.objects.filter(name=name).update(stage_entered_at=since)


def test_a_card_tells_whether_something_is_to_be_done_about_it(ada: Actor) -> None:
    due = {"late": -1, "soon": 1}
    for name in (*due, "never"):
        deal(ada, name)
    for name, days in due.items():
        at = timezone.now() + datetime.timedelta(days=days)
        Opportunity.objects.filter(name=name).update(next_activity_at=at)
    told = {card["name"]: card["next_activity"] for card in columns(ada)["Qualification"]["cards"]}
    assert told == {"late": "overdue", "soon": "planned", "never": "none"}


@pytest.mark.parametrize(
    ("field", "marks"),
    [("stage_entered_at", {"days_in_stage", "rotting"}), ("next_activity_at", {"next_activity"})],
)
def test_a_hidden_date_shows_in_no_mark(ada: Actor, field: str, marks: set[str]) -> None:
    deal(ada, "a")
    standing("a", 400)
    eve = seeing_all_but("Eve", "opportunities", field)
    shown = columns(eve)["Qualification"]
    assert not marks & set(shown["cards"][0])
    assert shown["rotting"] == (0 if field == "stage_entered_at" else 1)


def test_what_a_stage_requires_can_be_filled_in_with_the_move(ada: Actor) -> None:
    ident, proposal = deal(ada, "a"), stages()["Proposal"]
    update_stage(proposal, {"required_fields": ["next_step", "amount"]}, actor=ada)
    with pytest.raises(Invalid) as refused:
        move_opportunity(ident, stage=proposal, actor=ada, values={"next_step": "Call"})
    assert [(one.field, one.code) for one in refused.value.errors] == [
        ("amount", "required_at_stage")
    ]
    values = {"next_step": "Call", "amount": euros(500), "stage": str(stages()["Won"])}
    moved = move_opportunity(ident, stage=proposal, actor=ada, values=values)
    assert (moved.record["stage"]["name"], moved.record["next_step"]) == ("Proposal", "Call")
    assert moved.undo is not None
    undo(moved.undo, actor=ada)
    row = Opportunity.objects.get(id=ident)
    assert (row.stage_id, row.next_step, row.amount) == (stages()["Qualification"], None, None)


def test_fields_that_one_may_not_change_do_not_come_with_a_move(ada: Actor) -> None:
    ident = deal(ada, "a", amount=euros(1))
    eve = someone(
        "Eve",
        grants={"*": grant("all", "all")},
        fields={"opportunities": {"amount": "read", "next_step": "hidden"}},
    )
    won = stages()["Won"]
    with pytest.raises(Invalid):
        move_opportunity(ident, stage=won, actor=eve, values={"amount": euros(9)})
    with pytest.raises(Malformed):
        move_opportunity(ident, stage=won, actor=eve, values={"next_step": "x"})
    assert Opportunity.objects.get(id=ident).version == 1


def test_only_a_card_that_was_moved_meanwhile_is_a_conflict_and_it_says_by_whom(
    ada: Actor,
) -> None:
    ident, before = deal(ada, "a"), stages()["Qualification"]
    update_record("opportunities", ident, {"next_step": "Call"}, actor=ada)
    move_opportunity(ident, stage=stages()["Discovery"], left=before, if_version=1, actor=ada)
    bob = someone("Bob", grants={"*": grant("all", "all")})
    with pytest.raises(Stale) as refused:
        move_opportunity(ident, stage=stages()["Won"], left=before, actor=bob)
    assert refused.value.detail == f"Meanwhile {ada.name} moved it to “Discovery”."
    assert refused.value.extra["current"]["stage"]["name"] == "Discovery"


def test_a_hidden_probability_weighs_nothing(ada: Actor) -> None:
    deal(ada, "a", amount=euros(1000))
    eve = seeing_all_but("Eve", "opportunities", "probability")
    assert columns(eve)["Qualification"]["weighted"] == []


def test_a_column_continues_where_its_page_ended(ada: Actor) -> None:
    for number in range(7):
        deal(ada, str(number))
    first = columns(ada, limit=3)["Qualification"]
    seen = [card["name"] for card in first["cards"]]
    cursor, here = first["next"], stages()["Qualification"]
    while cursor:
        part = board(actor=ada, params=BoardParams(stage=here, cursor=cursor, limit=3))
        seen += [card["name"] for card in part["cards"]]
        cursor = part["next"]
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"pipeline": UUID(int=1)}, NotFound),
        ({"stage": UUID(int=1)}, NotFound),
        ({"filter": {"field": "nothing", "op": "eq"}}, Malformed),
    ],
)
def test_a_board_that_there_is_not(
    ada: Actor, params: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        columns(ada, **params)


def test_a_forged_cursor_of_a_column_is_refused(ada: Actor) -> None:
    here = stages()["Qualification"]
    with pytest.raises(Malformed):
        board(
            actor=ada,
            params=BoardParams(stage=here, cursor="W1siYSIsImIiXSwwLG51bGwsMF0"),
        )
