"""Lines of a deal: prices from the product, totals to the cent, the deal's amount."""

from typing import Any
from uuid import UUID

import pytest

from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import get_record, list_records
from crm_core.records.services import (
    create_record,
    restore_record,
    trash_record,
    update_record,
)
from freehold.errors import Forbidden, Invalid
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import euros, grant, make, someone
from tests.crm_core.sales.selling import amount, deal


@pytest.fixture
def pump(ada: Actor) -> UUID:
    return make("products", ada, name="Pump", unit_price=euros(999))


def line(actor: Actor, ident: UUID, product: UUID, **values: Any) -> dict[str, Any]:
    values = {"opportunity": str(ident), "product": str(product), **values}
    return create_record("line-items", values, actor=actor)


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ({}, 999),
        ({"quantity": 3}, 2997),
        ({"quantity": 0.5}, 500),
        ({"quantity": 3, "discount_percent": 12.5}, 2622),
        ({"quantity": 0}, 0),
        ({"unit_price": euros(5), "quantity": 7}, 35),
        ({"quantity": "0.333333"}, 333),
        ({"quantity": None, "discount_percent": None}, 999),
    ],
)
def test_a_line_costs_quantity_times_price_less_discount(
    ada: Actor, pump: UUID, values: dict[str, Any], total: int
) -> None:
    ident = deal(ada, "Deal")
    assert line(ada, ident, pump, **values)["total"] == euros(total)
    assert amount(ident) == euros(total)


def test_the_amount_follows_its_lines(ada: Actor, pump: UUID) -> None:
    ident = deal(ada, "Deal", amount=euros(1))
    first, second = line(ada, ident, pump), line(ada, ident, pump, quantity=2)
    assert amount(ident) == euros(2997)
    update_record("line-items", first["id"], {"quantity": 10}, actor=ada)
    assert amount(ident) == euros(11_988)
    trash_record("line-items", second["id"], actor=ada)
    assert amount(ident) == euros(9_990)
    restore_record("line-items", second["id"], actor=ada)
    assert amount(ident) == euros(11_988)


def test_a_line_moves_its_price_with_it(ada: Actor, pump: UUID) -> None:
    one, two = deal(ada, "One"), deal(ada, "Two")
    line(ada, one, pump)
    moved = line(ada, one, pump, quantity=2)
    update_record("line-items", moved["id"], {"opportunity": str(two)}, actor=ada)
    assert (amount(one), amount(two)) == (euros(999), euros(1998))


def test_lines_in_several_currencies_leave_the_amount_alone(ada: Actor, pump: UUID) -> None:
    ident = deal(ada, "Deal", amount=euros(7))
    line(ada, ident, pump, unit_price={"amount": 5, "currency": "USD"})
    assert get_record("opportunities", ident, actor=ada)["amount"]["currency"] == "USD"
    line(ada, ident, pump)
    assert get_record("opportunities", ident, actor=ada)["amount"]["currency"] == "USD"


def test_a_line_without_a_price_has_no_total(ada: Actor) -> None:
    free = make("products", ada, name="Talk")
    ident = deal(ada, "Deal", amount=euros(7))
    assert line(ada, ident, free)["total"] is None
    assert amount(ident) == euros(7)


def test_a_total_beyond_all_measure_is_refused(ada: Actor, pump: UUID) -> None:
    ident = deal(ada, "Deal")
    with pytest.raises(Invalid) as problem:
        line(ada, ident, pump, unit_price=euros(10**15), quantity=10**10)
    assert [one.field for one in problem.value.errors] == ["quantity"]


def test_a_line_belongs_to_whoever_may_change_the_deal(ada: Actor, pump: UUID) -> None:
    ident = deal(ada, "Deal")
    made = line(ada, ident, pump)
    bob = someone("Bob", grants={"*": grant("all", "own", "own")})
    with pytest.raises(Invalid):
        line(bob, ident, pump)
    for act in (
        lambda: update_record("line-items", made["id"], {"quantity": 9}, actor=bob),
        lambda: trash_record("line-items", made["id"], actor=bob),
    ):
        with pytest.raises(Forbidden):
            act()
    seen = list_records("line-items", actor=bob, params=ListParams())
    assert [one["id"] for one in seen.results] == [made["id"]]
    eve = someone("Eve", grants={"*": grant("own", "own", "own")})
    assert list_records("line-items", actor=eve, params=ListParams()).results == []
