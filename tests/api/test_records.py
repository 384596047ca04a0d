"""One record: create, read, change, delete, restore, for each kind of caller."""

from typing import Any

import pytest

from freehold.identity.models import User
from freehold.ids import new_id
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem


@pytest.fixture
def contact(admin: Caller) -> dict[str, Any]:
    return admin.made("/contacts/", {"first_name": "Ada", "last_name": "Lovelace"})


def at(record: dict[str, Any]) -> str:
    return f"/contacts/{record['id']}/"


def test_it_creates_a_record_and_says_where_it_is(acme: Tenant, admin: Caller) -> None:
    account = admin.made("/accounts/", {"name": "Acme"})
    response = admin.post("/contacts/", {"last_name": "Lovelace", "account": account["id"]})
    record = response.json()
    assert response.status_code == 201
    assert response.headers["Location"] == f"/api/v1/contacts/{record['id']}/"
    assert response.headers["ETag"] == '"1"'
    assert record["account"] == {"id": account["id"], "name": "Acme"}
    assert record["created_at"].endswith("Z")
    with in_tenant(acme):
        from crm_core.sales.models import Contact

        assert Contact.objects.get(id=record["id"]).last_name == "Lovelace"


def test_a_record_belongs_to_whoever_created_it(
    member: Caller, mia: User, contact: dict[str, Any]
) -> None:
    record = member.made("/contacts/", {"last_name": "Byron"})
    assert record["owner"] == record["created_by"] == {"id": str(mia.id), "name": "Mia"}


def test_it_names_every_field_that_is_wrong(admin: Caller) -> None:
    told = problem(admin.post("/contacts/", {"email": "nonsense", "birthday": "soon"}), 422)
    assert {error["field"] for error in told["errors"]} == {"last_name", "email", "birthday"}


def test_it_refuses_a_field_that_is_not_there(admin: Caller) -> None:
    told = problem(admin.post("/contacts/", {"last_name": "X", "shoe_size": 43}), 400)
    assert told["errors"][0]["field"] == "shoe_size"


def test_it_reads_a_record_with_its_version(admin: Caller, contact: dict[str, Any]) -> None:
    response = admin.get(at(contact))
    assert response.status_code == 200
    assert response.json() == contact
    assert response.headers["ETag"] == '"1"'
    assert response.headers["Cache-Control"] == "no-store"


def test_it_reads_only_the_fields_asked_for(admin: Caller, contact: dict[str, Any]) -> None:
    assert set(admin.get(f"{at(contact)}?fields=id,name").json()) == {"id", "name"}


def test_it_changes_only_what_is_sent(admin: Caller, contact: dict[str, Any]) -> None:
    response = admin.patch(at(contact), {"title": "Countess"})
    changed = response.json()
    assert response.status_code == 200
    assert (changed["title"], changed["last_name"], changed["version"]) == (
        "Countess",
        "Lovelace",
        2,
    )
    assert response.headers["ETag"] == '"2"'
    assert response.headers["Undo-Token"]


def test_null_clears_a_field(admin: Caller, contact: dict[str, Any]) -> None:
    assert admin.patch(at(contact), {"first_name": None}).json()["first_name"] is None


def test_it_goes_to_the_trash_and_comes_back(admin: Caller, contact: dict[str, Any]) -> None:
    trashed = admin.delete(at(contact))
    assert trashed.status_code == 200
    assert set(trashed.json()) == {"id", "deleted_at", "undo"}
    problem(admin.get(at(contact)), 404)
    assert admin.get(f"{at(contact)}?trash=true").json()["deleted_at"]
    restored = admin.post(f"{at(contact)}restore/")
    assert restored.json()["deleted_at"] is None
    assert admin.get(at(contact)).status_code == 200


def test_restoring_what_is_not_in_the_trash_is_not_found(
    admin: Caller, contact: dict[str, Any]
) -> None:
    problem(admin.post(f"{at(contact)}restore/"), 404)


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_unseen_record_looks_like_an_absent_one(
    method: str, member: Caller, contact: dict[str, Any]
) -> None:
    unseen = problem(member(method, at(contact), {}), 404)
    absent = problem(member(method, f"/contacts/{new_id()}/", {}), 404)
    assert unseen["detail"] == absent["detail"]


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_another_tenants_record_is_not_found(
    method: str, stranger: Caller, contact: dict[str, Any]
) -> None:
    problem(stranger(method, at(contact), {}), 404)


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_nobody_gets_in_without_signing_in(
    method: str, anonymous: Caller, contact: dict[str, Any]
) -> None:
    response = anonymous(method, at(contact), {})
    problem(response, 401)
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_without_a_role_an_object_is_closed(nobody: Caller, contact: dict[str, Any]) -> None:
    problem(nobody.get(at(contact)), 403)
    problem(nobody.post("/contacts/", {"last_name": "X"}), 403)


def test_a_key_that_reads_does_not_write(reader: Caller, contact: dict[str, Any]) -> None:
    assert reader.get(at(contact)).status_code == 200
    problem(reader.patch(at(contact), {"title": "X"}), 403)
    problem(reader.post("/contacts/", {"last_name": "X"}), 403)
    problem(reader.delete(at(contact)), 403)


def test_an_object_that_is_not_there_is_not_found(admin: Caller) -> None:
    problem(admin.get("/dragons/"), 404)
    problem(admin.get(f"/dragons/{new_id()}/"), 404)


def test_an_address_without_its_slash_leads_on(admin: Caller) -> None:
    response = admin.post("/contacts?x=1", {"last_name": "X"})
    assert response.status_code == 308
    assert response.headers["Location"] == "/api/v1/contacts/?x=1"


def test_a_record_says_what_its_reader_may_do_to_it(
    acme: Tenant, admin: Caller, contact: dict[str, Any]
) -> None:
    sees = {"create": True, "read": "all", "update": "own", "delete": "own"}
    other = callers.with_key(acme, callers.person(acme, "Rhea", grants={"*": sees}))
    own = other.made("/contacts/", {"last_name": "Byron"})

    def writes(caller: Caller, place: str) -> set[str]:
        allowed = caller.get(place).headers["Allow"].split(", ")
        return {"PATCH", "DELETE"} & set(allowed)

    assert writes(admin, at(contact)) == writes(other, at(own)) == {"PATCH", "DELETE"}
    assert writes(other, at(contact)) == set()
    admin.post(f"{at(contact)}shares/", {"user": own["owner"]["id"], "access": "write"})
    assert writes(other, at(contact)) == {"PATCH"}


def test_a_list_and_a_board_say_what_their_reader_may_do_to_each(
    acme: Tenant, admin: Caller
) -> None:
    sees = {"create": True, "read": "all", "update": "own", "delete": "none"}
    rhea = callers.person(acme, "Rhea", grants={"*": sees})
    other = callers.with_key(acme, rhea)
    other.made("/opportunities/", {"name": "Own"})
    for name in ("Theirs", "Shared"):
        place = f"/opportunities/{admin.made('/opportunities/', {'name': name})['id']}/"
        if name == "Shared":
            admin.post(f"{place}shares/", {"user": str(rhea.id), "access": "write"})

    def told(caller: Caller) -> list[dict[str, Any]]:
        stages = caller.get("/opportunities/board/").json()["stages"]
        cards = {card["name"]: card["allow"] for stage in stages for card in stage["cards"]}
        rows = caller.get("/opportunities/?fields=name,allow").json()["results"]
        return [cards, {row["name"]: row["allow"] for row in rows}]

    assert told(other) == [{"Own": ["update"], "Theirs": [], "Shared": ["update"]}] * 2
    both = ["update", "delete"]
    assert told(admin) == [{"Own": both, "Theirs": both, "Shared": both}] * 2
    assert "allow" not in admin.get("/opportunities/").json()["results"][0]


def test_parts_follow_their_whole_in_what_may_be_done_to_them(acme: Tenant, admin: Caller) -> None:
    sees = {"create": True, "read": "all", "update": "own", "delete": "own"}
    other = callers.with_key(acme, callers.person(acme, "Rhea", grants={"*": sees}))
    product = admin.made("/products/", {"name": "Bolt"})["id"]
    for caller, name in ((admin, "theirs"), (other, "own")):
        deal = caller.made("/opportunities/", {"name": name})["id"]
        caller.made("/line-items/", {"opportunity": deal, "product": product, "description": name})
    rows = other.get("/line-items/?fields=description,allow").json()["results"]
    assert {row["description"]: row["allow"] for row in rows} == {
        "own": ["update", "delete"],
        "theirs": [],
    }


def test_a_key_that_reads_is_told_that_it_does_not_write(
    reader: Caller, contact: dict[str, Any]
) -> None:
    assert "PATCH" not in reader.get(at(contact)).headers["Allow"]
