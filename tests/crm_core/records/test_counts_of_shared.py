"""Counting what is in reach finds the same rows as listing it, and fetches shared ones by id."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_core.access.services.shares import share_record
from crm_core.access.services.teams import create_team
from crm_core.records import catalogue
from crm_core.records.policy import policy_for
from crm_core.records.query.listing import ListParams
from crm_core.records.query.source import Source
from crm_core.records.selectors import GroupParams, group_records, list_records
from freehold.identity.actor import SYSTEM, Actor
from tests.crm_core.records.acting import grant, make, make_many, someone


@pytest.fixture
def rep(ada: Actor) -> Actor:
    """Reaches her team's and those below, and what is shared with her."""
    rep = someone("Rep", grants={"*": grant("team_and_below")})
    mate = someone("Mate", grants={"*": grant("own", "own", create=True)})
    assert rep.user_id
    assert mate.user_id
    top = create_team(actor=SYSTEM, name="Top", member_ids=[rep.user_id])
    create_team(actor=SYSTEM, name="Below", parent_id=top.id, member_ids=[mate.user_id])
    make_many("accounts", mate, [{"name": f"Mate's {n}"} for n in range(3)])
    others = make_many("accounts", ada, [{"name": f"Ada's {n}"} for n in range(6)])
    for one in others[:2]:
        share_record(actor=ada, object_name="accounts", record_id=one, user_id=rep.user_id)
    share_record(actor=ada, object_name="accounts", record_id=others[1], team_id=top.id)
    opportunity = make("opportunities", ada, name="Deal", account=str(others[0]))
    share_record(actor=ada, object_name="opportunities", record_id=opportunity, user_id=rep.user_id)
    product = make("products", ada, name="Bolt")
    make("line-items", ada, opportunity=str(opportunity), product=str(product))
    return rep


@pytest.mark.parametrize(
    ("name", "filter", "count"),
    [
        ("accounts", None, 5),
        ("accounts", {"field": "name", "op": "startswith", "value": "Ada"}, 2),
        ("opportunities", {"field": "account.name", "op": "eq", "value": "Ada's 0"}, 1),
        ("line-items", None, 1),
    ],
)
def test_the_count_is_that_of_the_rows(rep: Actor, name: str, filter: Any, count: int) -> None:
    params = ListParams(filter=filter)
    page = list_records(name, actor=rep, params=params)
    assert page.count == len(page.results) == count
    groups = group_records(name, actor=rep, params=GroupParams("owner", rows=params))
    assert groups["count"] == count


@pytest.mark.parametrize(
    ("name", "filter", "count"),
    [
        ("accounts", None, 5),
        ("accounts", {"field": "name", "op": "contains", "value": "a"}, 5),
        ("accounts", {"field": "owner.name", "op": "eq", "value": "Mate"}, 3),
    ],
)
def test_a_full_page_counts_those_beyond_it_too(
    rep: Actor, name: str, filter: Any, count: int
) -> None:
    page = list_records(name, actor=rep, params=ListParams(filter=filter, limit=2))
    assert (page.count, len(page.results)) == (count, 2)
    later = list_records(name, actor=rep, params=ListParams(filter=filter, cursor=page.next))
    assert (later.count, len(later.results)) == (count, count - 2)


def test_a_record_that_is_shared_and_the_teams_own_is_counted_once(rep: Actor, ada: Actor) -> None:
    own = list_records("accounts", actor=rep, params=ListParams(sort=("-name",))).results[0]
    share_record(actor=ada, object_name="accounts", record_id=own["id"], user_id=rep.user_id)
    assert list_records("accounts", actor=rep, params=ListParams(limit=1)).count == 5


def test_only_a_full_page_is_counted(rep: Actor) -> None:
    list_records("accounts", actor=rep, params=ListParams())
    with CaptureQueriesContext(connection) as short:
        list_records("accounts", actor=rep, params=ListParams())
    with CaptureQueriesContext(connection) as full:
        list_records("accounts", actor=rep, params=ListParams(limit=2))
    assert (len(short), len(full)) == (1, 2)


def test_counting_asks_for_shared_rows_by_their_ids(rep: Actor) -> None:
    known = catalogue.current()
    source = Source(known, policy_for(rep), known.object("accounts"))
    assert "id = ANY(ARRAY(SELECT" in source.base_condition(seeking="all").sql
    assert "id IN (SELECT" in source.base_condition().sql
