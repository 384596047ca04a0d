"""Global search: what holds the words, what begins with them, what is nearly the same."""

import pytest

from crm_core.records.selectors import search_everything
from crm_core.sales.models import Contact
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import grant, make, someone
from tests.ground.copies import copy

MANY = 700


def names(q: str, who: Actor) -> list[str]:
    return [
        one["name"]
        for group in search_everything(q, actor=who, objects=["contacts"])
        for one in group["results"]
    ]


@pytest.fixture
def crowd(ada: Actor) -> None:
    """Many contacts whose address holds “kranich”, none of whose names does."""
    first = make("contacts", ada, last_name="Miller", email="a@kranich.example")
    copy(
        Contact, first, MANY, name="'Miller ' || n", last_name="'Miller ' || n",
        email="n || '@kranich.example'", search_text="'miller ' || n || ' kranich.example'",
    )  # fmt: skip


@pytest.mark.usefixtures("crowd")
def test_whose_name_begins_with_the_words_is_found_among_very_many_that_hold_them(
    ada: Actor,
) -> None:
    make("contacts", ada, last_name="Kranich", email="k@birds.example")
    found = names("kranich", ada)
    assert found[0] == "Kranich"
    assert len(found) == 5


def test_where_few_hold_the_words_the_nearly_same_follow(ada: Actor) -> None:
    make("contacts", ada, last_name="Schneider")
    make("contacts", ada, last_name="Schneidermann")
    assert names("schneider", ada) == ["Schneider", "Schneidermann"]
    assert sorted(names("schneidr", ada)) == ["Schneider", "Schneidermann"]


def test_to_whom_a_searched_field_is_hidden_nothing_nearly_the_same_is_shown(ada: Actor) -> None:
    make("contacts", ada, last_name="Schneider", email="schneider@birds.example")
    hidden = {"contacts": {"email": "hidden"}}
    eve = someone("Eve", grants={"*": grant("all", "all", "all")}, fields=hidden)
    assert names("schneider", eve) == ["Schneider"]
    assert names("schneidr", eve) == []
    assert names("birds", eve) == []
