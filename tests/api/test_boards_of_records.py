"""A board of any object by a pick list: columns, counts, sums, rights, moves and their undoing."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_core.sales.models import Lead
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.api.test_lists import fill

CHOICES = [
    {"value": "planned", "label": "Planned", "color": "blue"},
    {"value": "running", "label": "Running", "color": "green"},
    {"value": "done", "label": "Done"},
]


@pytest.fixture
def projects(admin: Caller) -> dict[str, Any]:
    """An object of the company's own, with a pick list, an amount and a day."""
    made = {"name": "projects", "label": "Project", "label_plural": "Projects"}
    admin.made("/custom-objects/", made)
    fields: list[dict[str, Any]] = [
        {"label": "Status", "name": "status", "type": "picklist", "choices": CHOICES},
        {"label": "Budget", "name": "budget", "type": "money"},
        {"label": "Ends", "name": "ends", "type": "date"},
    ]
    return {
        one["name"]: admin.made("/fields/", {"object": "projects", **one})["id"] for one in fields
    }


def project(admin: Caller, name: str, status: str | None, **custom: Any) -> dict[str, Any]:
    return admin.made("/projects/", {"name": name, "custom": {"status": status, **custom}})


def board(caller: Caller, query: str = "", name: str = "projects") -> dict[str, Any]:
    answer = caller.get(f"/{name}/board/?{query}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def columns(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in told["stages"]}


def euros(amount: int, currency: str = "EUR") -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


def test_the_columns_are_the_choices_with_counts_sums_and_cards(
    admin: Caller, acme_admin: User, projects: dict[str, Any]
) -> None:
    project(admin, "A", "running", budget=euros(100), ends="2031-05-01")
    project(admin, "B", "running", budget=euros(30, "USD"))
    project(admin, "C", None)
    told = board(admin)
    assert (told["group"], told["groups"]) == (
        "custom.status",
        [{"id": "custom.status", "name": "Status"}],
    )
    assert told["card"] == {
        "title": "name", "about": None, "amount": "custom.budget", "date": "custom.ends",
    }  # fmt: skip
    assert [(one["id"], one["name"], one["count"]) for one in told["stages"]] == [
        ("", "No value", 1), ("planned", "Planned", 0), ("running", "Running", 2),
        ("done", "Done", 0),
    ]  # fmt: skip
    running = columns(told)["running"]
    assert running["color"] == "green"
    assert running["sums"] == [
        {"currency": "EUR", "amount": 100}, {"currency": "USD", "amount": 30},
    ]  # fmt: skip
    assert [one["name"] for one in running["cards"]] == ["B", "A"], "The newest change first."
    card = running["cards"][1]
    assert card["custom"] == {"status": "running", "budget": euros(100), "ends": "2031-05-01"}
    assert card["allow"] == ["update", "delete"]
    assert (card["version"], card["owner"]["id"]) == (1, str(acme_admin.id))


def test_a_column_is_continued_without_gap_or_repetition(
    admin: Caller, projects: dict[str, Any], acme: Tenant, acme_admin: User
) -> None:
    rows = [{"name": f"P{n}", "custom": {"status": "done"}} for n in range(5)]
    made = fill(acme, acme_admin, "projects", [*rows, {"name": "P5"}, {"name": "P6"}])
    first = columns(board(admin, "limit=2"))
    for column, wanted in (("done", made[:5]), ("", made[5:])):
        seen = [card["id"] for card in first[column]["cards"]]
        cursor = first[column]["next"]
        while cursor:
            more = board(admin, f"limit=2&stage={column}&cursor={quote(cursor)}")
            assert more["stage"] == column
            seen += [card["id"] for card in more["cards"]]
            cursor = more["next"]
        assert sorted(seen) == sorted(wanted)
    problem(admin.get("/projects/board/?stage=nope"), 404)
    problem(admin.get("/projects/board/?stage=done&cursor=nonsense"), 400)


def test_filter_and_search_narrow_the_board(admin: Caller, projects: dict[str, Any]) -> None:
    project(admin, "Bridge", "done")
    project(admin, "Tunnel", "done", ends="2031-01-01")
    for query in ("search=bridge", "name=Bridge", "custom.ends__empty=true"):
        told = columns(board(admin, query))
        assert [one["name"] for one in told["done"]["cards"]] == ["Bridge"], query
        assert told["done"]["count"] == 1


def test_values_out_of_use_stand_in_a_column_while_there_are_any(
    admin: Caller, projects: dict[str, Any]
) -> None:
    old = project(admin, "Old", "done")
    place = f"/fields/{projects['status']}/"
    assert admin.patch(place, {"choices": CHOICES[:2]}).status_code == 200
    last = board(admin)["stages"][-1]
    assert (last["name"], last["retired"], last["reserved"]) == ("Out of use", True, True)
    assert [one["id"] for one in last["cards"]] == [old["id"]]
    admin.patch(f"/projects/{old['id']}/", {"custom": {"status": "planned"}})
    assert [one["id"] for one in board(admin)["stages"]] == ["", "planned", "running"]


@pytest.mark.parametrize(
    ("name", "group", "columns_"),
    [
        ("leads", "status", ["new", "contacted", "qualified", "unqualified", "converted"]),
        ("cases", "status", ["new", "open", "pending", "resolved", "closed"]),
        ("activities", "status", ["open", "done", "cancelled"]),
        ("accounts", "type", None),
        ("contacts", "lead_source", None),
    ],
)
def test_built_in_objects_have_a_board_too(
    admin: Caller, name: str, group: str, columns_: list[str] | None
) -> None:
    told = board(admin, "", name)
    assert told["group"] == group
    if columns_:
        assert [one["id"] for one in told["stages"] if one["id"]] == columns_
    assert "board" in admin.get(f"/objects/{name}/").json()["features"]


def test_it_can_be_by_another_pick_list(admin: Caller) -> None:
    admin.made("/cases/", {"subject": "Leak", "priority": "urgent"})
    told = board(admin, "group=priority", "cases")
    assert [one["id"] for one in told["groups"]] == ["status", "priority", "type", "origin"]
    assert columns(told)["urgent"]["count"] == 1
    assert "" not in columns(told), "A priority may not be empty, and none is."
    assert "" in columns(board(admin, "group=origin", "cases"))


def test_a_leads_conversion_is_no_choice_of_anybody(admin: Caller) -> None:
    told = columns(board(admin, "", "leads"))
    assert [key for key, one in told.items() if one["reserved"]] == ["converted"]


@pytest.mark.parametrize(
    ("name", "group", "code"),
    [
        ("cases", "nope", "unknown_field"),
        ("cases", "subject", "not_groupable"),
        ("cases", "account.type", "not_groupable"),
        ("cases", "owner", "not_groupable"),
    ],
)
def test_it_says_what_makes_no_board(admin: Caller, name: str, group: str, code: str) -> None:
    told = problem(admin.get(f"/{name}/board/?group={group}"), 400)
    assert told["errors"][0]["code"] == code


def test_an_object_without_a_pick_list_has_no_board(admin: Caller) -> None:
    told = problem(admin.get("/products/board/"), 404)
    assert "pick list" in told["detail"]
    assert "board" not in admin.get("/objects/products/").json()["features"]


def test_only_cards_in_reach_are_shown_and_counted(
    admin: Caller, member: Caller, projects: dict[str, Any]
) -> None:
    project(admin, "Hers", "done", budget=euros(5))
    own = project(member, "Own", "done")
    done = columns(board(member))["done"]
    assert (done["count"], done["sums"]) == (1, [])
    assert [one["id"] for one in done["cards"]] == [own["id"]]


def test_a_hidden_pick_list_is_unknown_and_a_hidden_amount_adds_up_to_nothing(
    acme: Tenant, admin: Caller, projects: dict[str, Any]
) -> None:
    project(admin, "A", "done", budget=euros(5))
    rights = {"*": {"create": False, "read": "all", "update": "none", "delete": "none"}}
    hidden = {"custom.budget": "hidden", "custom.ends": "hidden"}
    bea = callers.person(acme, "Bea", grants=rights, fields={"projects": hidden})
    told = board(callers.with_key(acme, bea))
    assert told["card"]["amount"] is None
    done = columns(told)["done"]
    assert (done["count"], done["sums"], done["cards"][0]["allow"]) == (1, [], [])
    assert done["cards"][0]["custom"] == {"status": "done"}
    unseen = {"custom.status": "hidden"}
    bob = callers.with_key(
        acme, callers.person(acme, "Bob", grants=rights, fields={"projects": unseen})
    )
    problem(bob.get("/projects/board/"), 404)
    known = problem(bob.get("/projects/board/?group=custom.status"), 400)
    unknown = problem(bob.get("/projects/board/?group=custom.statis"), 400)
    assert known["detail"].replace("status", "statis") == unknown["detail"]
    assert "board" not in bob.get("/objects/projects/").json()["features"]


def test_a_card_moves_by_its_field_and_back_by_undo(
    admin: Caller, projects: dict[str, Any]
) -> None:
    one = project(admin, "A", "planned")
    place = f"/projects/{one['id']}/"
    moved = admin.patch(place, {"custom": {"status": "running"}}, If_Match='"1"')
    assert moved.status_code == 200
    assert columns(board(admin))["running"]["cards"][0]["version"] == 2
    late = problem(admin.patch(place, {"custom": {"status": "done"}}, If_Match='"1"'), 412)
    assert late["current"]["custom"]["status"] == "running"
    admin.post(f"/undo/{moved.headers['Undo-Token']}/")
    assert columns(board(admin))["planned"]["count"] == 1


def test_what_is_to_be_done_next_is_marked(admin: Caller, acme: Tenant) -> None:
    lead = admin.made("/leads/", {"last_name": "Berg"})
    admin.made("/leads/", {"last_name": "Tal"})
    with in_tenant(acme):
        Lead.objects.filter(id=lead["id"]).update(next_activity_at=datetime(2001, 1, 1, tzinfo=UTC))
    cards = columns(board(admin, "", "leads"))["new"]["cards"]
    assert {one["name"]: one["next_activity"] for one in cards} == {
        "Berg": "overdue", "Tal": "none",
    }  # fmt: skip


def test_it_takes_as_many_statements_for_200_cards_as_for_2(
    admin: Caller, projects: dict[str, Any], acme: Tenant, acme_admin: User
) -> None:
    counts = []
    for size in (2, 200):
        keys = ["planned", "running", "done", None]
        rows = [{"name": f"{n}", "custom": {"status": keys[n % 4]}} for n in range(size)]
        fill(acme, acme_admin, "projects", rows)
        board(admin)
        with CaptureQueriesContext(connection) as captured:
            board(admin, "limit=200")
        counts.append(len(captured))
    assert counts[0] == counts[1]
