"""Saved views: whose they are, who sees them, what of them each reader may use."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from freehold.audit.models import AuditEntry
from freehold.identity.models import User
from freehold.ids import new_id
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem

SEES_ALL = {"*": {"create": True, "read": "all", "update": "all", "delete": "all"}}
ENERGY = {"field": "industry", "op": "eq", "value": "energy"}
BIG = {"field": "employees", "op": "gte", "value": 100}


@pytest.fixture
def rita(acme: Tenant) -> User:
    return callers.person(acme, "Rita", grants=SEES_ALL)


@pytest.fixture
def rep(acme: Tenant, rita: User) -> Caller:
    return callers.with_key(acme, rita)


@pytest.fixture
def blind(acme: Tenant) -> Caller:
    """Sees all records, but neither industry nor phone."""
    user = callers.person(
        acme, "Bea", grants=SEES_ALL, fields={"accounts": {"industry": "hidden", "phone": "hidden"}}
    )
    return callers.with_key(acme, user)


def view(caller: Caller, **values: Any) -> dict[str, Any]:
    return caller.made("/views/", {"object": "accounts", "name": "Energy", **values})


def names(caller: Caller, object_name: str = "accounts") -> list[str]:
    response = caller.get(f"/views/?object={object_name}")
    assert response.status_code == 200, response.content
    return [one["name"] for one in response.json()["results"]]


def test_a_view_keeps_what_was_said(admin: Caller) -> None:
    said = {
        "filter": {"and": [ENERGY, {"or": [BIG, {"not": ENERGY}]}]},
        "search": "gmbh",
        "sort": ["-employees", "name"],
        "columns": [{"field": "name", "width": 300, "pinned": True}, {"field": "phone"}],
        "group_by": "owner",
        "kind": "list",
    }
    made = view(admin, **said)
    assert {name: made[name] for name in said} == said
    assert (made["shared"], made["team"], made["editable"], made["withheld"]) == (
        "private", None, True, [],
    )  # fmt: skip
    changed = admin.patch(f"/views/{made['id']}/", {"name": "Power", "group_by": None}).json()
    assert (changed["name"], changed["group_by"], changed["sort"]) == (
        "Power", None, said["sort"],
    )  # fmt: skip
    assert admin.get(f"/views/{made['id']}/").json() == changed


def test_a_private_view_is_its_owners_alone(
    admin: Caller, rep: Caller, stranger: Caller, anonymous: Caller
) -> None:
    made = view(rep)
    place = f"/views/{made['id']}/"
    assert names(rep) == ["Energy"]
    for other in (admin, stranger):
        assert names(other) == []
        problem(other.get(place), 404)
        problem(other.patch(place, {"name": "X"}), 404)
        problem(other.delete(place), 404)
        problem(other.post(f"{place}restore/"), 404)
    problem(anonymous.get("/views/"), 401)


def test_a_teams_members_read_and_its_owner_edits(
    acme: Tenant, admin: Caller, rep: Caller, rita: User, mia: User, member: Caller
) -> None:
    team = admin.made("/teams/", {"name": "North", "members": [str(rita.id), str(mia.id)]})["id"]
    other = admin.made("/teams/", {"name": "South"})["id"]
    problem(rep.post("/views/", {"object": "accounts", "name": "S", "shared": "team"}), 422)
    refused = {"object": "accounts", "name": "S", "shared": "team", "team": other}
    problem(rep.post("/views/", refused), 422)
    made = view(rep, shared="team", team=team)
    assert made["team"] == {"id": team, "name": "North"}
    place = f"/views/{made['id']}/"
    shown = member.get(place).json()
    assert (shown["editable"], shown["owner"]["name"]) == (False, "Rita")
    problem(member.patch(place, {"name": "X"}), 403)
    problem(member.delete(place), 403)
    assert admin.get(place).json()["editable"] is True
    assert admin.patch(place, {"name": "Y"}).status_code == 200
    assert admin.delete(f"/teams/{team}/").status_code == 204
    assert rep.get(place).json()["shared"] == "private"
    problem(member.get(place), 404)
    problem(admin.get(place), 404)


def test_a_view_reaches_the_teams_below_and_not_those_above(
    admin: Caller, rep: Caller, rita: User, mia: User, member: Caller
) -> None:
    sales = admin.made("/teams/", {"name": "Sales", "members": [str(rita.id)]})["id"]
    north = {"name": "North", "parent": sales, "members": [str(mia.id)]}
    below = admin.made("/teams/", north)["id"]
    made = view(rep, name="Ours", shared="team", team=sales)
    assert names(member) == ["Ours"]
    assert member.get(f"/views/{made['id']}/").json()["editable"] is False
    refused = {"object": "accounts", "name": "S", "shared": "team", "team": sales}
    problem(member.post("/views/", refused), 422)
    view(member, name="Theirs", shared="team", team=below)
    assert names(rep) == ["Ours"]


def test_sharing_with_everyone_needs_the_right(
    acme: Tenant, admin: Caller, rep: Caller, member: Caller, nobody: Caller
) -> None:
    wanted = {"object": "accounts", "name": "All", "shared": "everyone"}
    problem(rep.post("/views/", wanted), 403)
    made = view(admin, name="All", shared="everyone")
    for caller in (rep, member):
        assert names(caller) == ["All"]
        problem(caller.delete(f"/views/{made['id']}/"), 403)
    problem(nobody.get("/views/?object=accounts"), 403)
    problem(nobody.get(f"/views/{made['id']}/"), 404)
    with in_tenant(acme):
        entry = AuditEntry.objects.get(action="lists.view.created")
    assert entry.record_name == "All"


def test_a_condition_on_a_hidden_field_is_withheld_and_nothing_of_it_shows(
    admin: Caller, blind: Caller
) -> None:
    made = view(
        admin,
        shared="everyone",
        filter={"and": [BIG, ENERGY, {"or": [BIG, ENERGY]}]},
        sort=["-industry", "name"],
        columns=[{"field": "name"}, {"field": "phone"}],
        group_by="industry",
    )
    answer = blind.get(f"/views/{made['id']}/")
    shown = answer.json()
    assert shown["filter"] == {"and": [BIG]}
    assert shown["sort"] == ["name"]
    assert shown["columns"] == [{"field": "name"}]
    assert shown["group_by"] is None
    assert shown["withheld"] == ["filter", "sort", "group_by"]
    assert "industry" not in answer.content.decode()
    assert "phone" not in answer.content.decode()
    single = view(admin, name="One", shared="everyone", filter={"not": ENERGY})
    assert blind.get(f"/views/{single['id']}/").json()["filter"] is None


def test_a_retired_field_looks_like_a_hidden_one(admin: Caller) -> None:
    field = {"object": "accounts", "name": "tier", "label": "Tier", "type": "text"}
    ident = admin.made("/fields/", field)["id"]
    made = view(admin, filter={"field": "custom.tier", "op": "eq", "value": "x"})
    assert admin.delete(f"/fields/{ident}/").status_code == 200
    shown = admin.get(f"/views/{made['id']}/").json()
    assert (shown["filter"], shown["withheld"]) == (None, ["filter"])


def test_nobody_saves_what_they_could_not_use(blind: Caller) -> None:
    for values, place in (
        ({"filter": ENERGY}, "filter"),
        ({"sort": ["industry"]}, "sort"),
        ({"group_by": "phone"}, "group_by"),
        ({"columns": [{"field": "phone"}]}, "columns"),
    ):
        wanted = {"object": "accounts", "name": "X", **values}
        told = problem(blind.post("/views/", wanted), 422)
        assert told["errors"][0]["field"] == place
    assert names(blind) == []


@pytest.mark.parametrize(
    "values",
    [{"name": ""}, {"name": "   "}, {"shared": "world"}, {"kind": "chart"}, {"object": "nope"},
     {"filter": {"field": "nope"}}, {"filter": "x"}, {"sort": ["nope"]}, {"sort": "name"},
     {"columns": [{"name": "x"}]}, {"columns": [{"field": "name", "width": -1}]},
     {"surprise": 1}, {"team": "x"}, {"name": "x" * 81}, {"position": -1},
     {"owner": "01977d5e-7a10-7c3f-9d52-5a1f0f1d2b3c"}],
)  # fmt: skip
def test_it_says_what_is_wrong(admin: Caller, values: dict[str, Any]) -> None:
    response = admin.post("/views/", {"object": "accounts", "name": "V", **values})
    assert response.status_code in (400, 404, 422), response.content
    problem(response, response.status_code)


def test_two_views_of_ones_own_have_two_names(admin: Caller, rep: Caller) -> None:
    view(admin)
    told = problem(admin.post("/views/", {"object": "accounts", "name": "energy"}), 422)
    assert told["errors"][0]["field"] == "name"
    view(rep)
    view(admin, object="contacts")


def test_a_deleted_view_comes_back(admin: Caller) -> None:
    place = f"/views/{view(admin)['id']}/"
    assert admin.delete(place).status_code == 204
    assert names(admin) == []
    problem(admin.get(place), 404)
    assert admin.post(f"{place}restore/").json()["name"] == "Energy"
    assert names(admin) == ["Energy"]
    admin.delete(place)
    view(admin)
    problem(admin.post(f"{place}restore/"), 422)


def test_everybody_chooses_their_own_default(admin: Caller, rep: Caller) -> None:
    first = view(admin, shared="everyone", is_default=True)["id"]
    second = view(admin, name="Two", shared="everyone")["id"]
    chosen = rep.patch(f"/views/{second}/", {"is_default": True})
    assert chosen.json()["is_default"] is True
    assert admin.get(f"/views/{first}/").json()["is_default"] is True
    assert admin.get(f"/views/{second}/").json()["is_default"] is False
    rep.patch(f"/views/{first}/", {"is_default": True})
    assert rep.get(f"/views/{second}/").json()["is_default"] is False
    rep.patch(f"/views/{first}/", {"is_default": False})
    assert [one["is_default"] for one in rep.get("/views/").json()["results"]] == [False, False]


def test_columns_are_kept_for_each_person_and_view(
    admin: Caller, rep: Caller, blind: Caller
) -> None:
    made = view(admin, shared="everyone", columns=[{"field": "name"}])
    mine = [{"field": "phone", "width": 222, "pinned": True}]
    kept = {"object": "accounts", "view": made["id"], "columns": mine}
    assert rep("PUT", "/views/columns/", kept).status_code == 204
    assert rep.get(f"/views/{made['id']}/").json()["my_columns"] == mine
    assert admin.get(f"/views/{made['id']}/").json()["my_columns"] is None
    plain = {"object": "accounts", "columns": [{"field": "email", "width": 90}]}
    assert rep("PUT", "/views/columns/", plain).status_code == 204
    assert rep.get("/views/?object=accounts").json()["columns"] == plain["columns"]
    assert rep("PUT", "/views/columns/", {**kept, "columns": None}).status_code == 204
    assert rep.get(f"/views/{made['id']}/").json()["my_columns"] is None
    problem(blind("PUT", "/views/columns/", kept), 422)
    problem(rep("PUT", "/views/columns/", {**kept, "view": str(new_id())}), 404)
    problem(rep("PUT", "/views/columns/", {**kept, "object": "contacts"}), 404)


def test_saving_columns_in_a_view_takes_the_place_of_ones_own(admin: Caller) -> None:
    made = view(admin)
    kept = {"object": "accounts", "view": made["id"], "columns": [{"field": "phone"}]}
    admin("PUT", "/views/columns/", kept)
    saved = admin.patch(f"/views/{made['id']}/", {"columns": [{"field": "email"}]}).json()
    assert (saved["columns"], saved["my_columns"]) == ([{"field": "email"}], None)


def test_a_key_bound_to_reading_saves_nothing(reader: Caller) -> None:
    assert names(reader) == []
    problem(reader.post("/views/", {"object": "accounts", "name": "V"}), 403)
    problem(reader("PUT", "/views/columns/", {"object": "accounts", "columns": None}), 403)


def test_the_list_takes_the_same_statements_for_2_views_and_for_40(admin: Caller) -> None:
    counts = []
    for size in (2, 40):
        for number in range(size):
            view(admin, name=f"{size} {number}", filter=ENERGY)
        names(admin)
        with CaptureQueriesContext(connection) as captured:
            names(admin)
        counts.append(len(captured))
    assert counts[0] == counts[1]
