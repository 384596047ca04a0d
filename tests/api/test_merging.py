"""What becomes of duplicates when they are merged, and taken apart again."""

from typing import Any

import pytest

from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller
from tests.api.merging import EUROS, account, contact, merge, merged, undo


def test_the_survivor_keeps_its_values_and_gets_those_that_it_lacks_or_that_were_chosen(
    admin: Caller,
) -> None:
    kept = account(admin, website="https://kept.example", employees=5)
    gone = account(
        admin, "Analytical Ltd", website="https://gone.example", industry="energy", employees=9
    )
    answer = merged(admin, "accounts", kept, gone, values={"employees": gone})
    record = admin.get(f"/accounts/{kept}/").json()
    assert (record["name"], record["website"]) == ("Analytical", "https://kept.example")
    assert (record["industry"], record["employees"]) == ("energy", 9)
    assert answer["record"] == record
    assert undo(admin, answer["undo"]).status_code == 200
    record = admin.get(f"/accounts/{kept}/").json()
    assert (record["industry"], record["employees"]) == (None, 5)
    assert admin.get(f"/accounts/{gone}/").json()["name"] == "Analytical Ltd"


def test_addresses_and_numbers_that_were_not_chosen_stay_as_further_ones(
    acme: Tenant, admin: Caller
) -> None:
    further = [{"value": "ADA@b.test", "label": "old"}]
    one = contact(admin, email="ada@a.test", phone="+49 30 1", emails=further)
    two = contact(admin, email="ada@b.test", phone="+49301")
    three = contact(admin, email="countess@c.test", phone="+49 30 3")
    found = merged(admin, "contacts", one, two, three, values={"email": three, "phone": one})
    assert (found["record"]["email"], found["record"]["phone"]) == ("countess@c.test", "+49 30 1")
    assert found["record"]["emails"] == [*further, {"value": "ada@a.test", "label": ""}]
    assert found["record"]["phones"] == [{"value": "+49 30 3", "label": ""}]
    assert undo(admin, found["undo"]).status_code == 200
    back = admin.get(f"/contacts/{one}/").json()
    assert (back["email"], back["emails"], back["phones"]) == ("ada@a.test", further, None)
    none = contact(admin)
    kept = merged(admin, "contacts", one, contact(admin))["record"]
    assert (kept["email"], kept["emails"], kept["phones"]) == ("ada@a.test", further, None)
    gone = merged(admin, "contacts", one, none, values={"email": none})["record"]
    assert (gone["email"], gone["emails"]) == (None, further)


def test_a_merge_and_its_end_are_in_the_trail_of_the_one_that_stays(admin: Caller) -> None:
    one, two = account(admin, "Stays"), account(admin, "Goes")
    undo(admin, merged(admin, "accounts", one, two)["undo"])

    def told() -> list[tuple[str, Any]]:
        entries = admin.get(f"/accounts/{one}/audit/").json()["results"]
        found = [one for one in entries if one["action"].startswith("record.")]
        return [(each["action"], [p["to"] or p["from"] for p in each["changes"]]) for each in found]

    assert [action for action, _ in told()] == ["record.merge_undone", "record.merged"]
    assert all("Goes" in str(changes) for _, changes in told())
    found = admin.get("/audit/?group=records").json()["results"]
    assert {"record.merged", "record.merge_undone"} <= {entry["action"] for entry in found}


def test_what_is_hidden_from_whoever_merges_becomes_no_further_one(
    acme: Tenant, admin: Caller
) -> None:
    every = {"*": {"create": True, "read": "all", "update": "all", "delete": "all"}}
    half = callers.person(acme, "Half", grants=every, fields={"contacts": {"email": "hidden"}})
    one, two = contact(admin, email="ada@a.test"), contact(admin, email="ada@b.test")
    record = merged(callers.with_key(acme, half), "contacts", one, two)["record"]
    assert record["emails"] is None


def test_a_value_may_be_chosen_away(admin: Caller) -> None:
    kept, gone = account(admin), account(admin, industry="energy")
    merged(admin, "accounts", kept, gone, values={"industry": kept})
    assert admin.get(f"/accounts/{kept}/").json()["industry"] is None


def test_five_become_one_and_their_addresses_lead_to_it(admin: Caller, member: Caller) -> None:
    kept, *others = [account(admin, f"A{number}") for number in range(5)]
    merged(admin, "accounts", kept, *others)
    for gone in others:
        problem = callers.problem(admin.get(f"/accounts/{gone}/"), 404)
        assert problem["merged_into"] == kept
        assert "merged_into" not in callers.problem(member.get(f"/accounts/{gone}/"), 404)
    last = account(admin, "Last")
    merged(admin, "accounts", last, kept)
    assert callers.problem(admin.get(f"/accounts/{others[0]}/"), 404)["merged_into"] == last


def test_the_tree_of_accounts_has_no_loop_afterwards(admin: Caller) -> None:
    top = account(admin, "Top")
    middle = account(admin, "Middle", parent=top)
    bottom = account(admin, "Bottom", parent=middle)
    merged(admin, "accounts", middle, top)
    assert admin.get(f"/accounts/{middle}/").json()["parent"] is None
    above = account(admin, "Above")
    between = account(admin, "Between", parent=above)
    admin.patch(f"/accounts/{middle}/", {"parent": between})
    problem = callers.problem(merge(admin, "accounts", bottom, above), 409)
    assert "Parent account" in problem["detail"]
    assert admin.get(f"/accounts/{above}/").status_code == 200


def test_who_may_not_change_the_survivor_or_delete_the_others_merges_nothing(
    acme: Tenant, admin: Caller
) -> None:
    grants = {"*": {"create": True, "read": "all", "update": "all", "delete": "own"}}
    vera = callers.with_key(acme, callers.person(acme, "Vera", grants=grants))
    mine, theirs = account(vera), account(admin)
    callers.problem(merge(vera, "accounts", mine, theirs), 403)
    assert merge(vera, "accounts", theirs, mine, dry_run=True).status_code == 200
    assert merge(vera, "accounts", theirs, mine).status_code == 200
    grants = {"*": {"create": True, "read": "all", "update": "own", "delete": "all"}}
    otto = callers.with_key(acme, callers.person(acme, "Otto", grants=grants))
    callers.problem(merge(otto, "accounts", theirs, account(otto)), 403)


def test_hidden_fields_are_neither_chosen_nor_lost(acme: Tenant, admin: Caller) -> None:
    grants = {"*": {"create": True, "read": "all", "update": "all", "delete": "all"}}
    hidden = {"accounts": {"annual_revenue": "hidden", "employees": "read"}}
    vera = callers.with_key(acme, callers.person(acme, "Vera", grants=grants, fields=hidden))
    kept = account(admin, employees=5)
    gone = account(admin, annual_revenue=EUROS, employees=9)
    for name, status in (("annual_revenue", 400), ("employees", 422), ("last_activity_at", 422)):
        refused = merge(vera, "accounts", kept, gone, values={name: gone})
        assert callers.problem(refused, status)["errors"][0]["field"] == name
    assert callers.problem(merge(vera, "accounts", kept, gone, values={"absent": gone}), 400)
    answer = merged(vera, "accounts", kept, gone)
    assert "annual_revenue" not in answer["record"]
    assert admin.get(f"/accounts/{kept}/").json()["annual_revenue"] == EUROS
    assert admin.get(f"/accounts/{kept}/").json()["employees"] == 5
    rich = account(admin, annual_revenue={**EUROS, "amount": 7000})
    merged(vera, "accounts", kept, rich)
    assert admin.get(f"/accounts/{kept}/").json()["annual_revenue"] == EUROS


@pytest.mark.parametrize(
    ("others", "more", "status"),
    [
        (0, {}, 422),
        (5, {}, 422),
        (1, {"values": {"name": "00000000-0000-0000-0000-000000000000"}}, 422),
        (1, {"versions": {"x": 1}}, 422),
        (1, {"values": {"name": "x"}}, 422),
    ],
)
def test_odd_requests_are_refused_in_words(
    admin: Caller, others: int, more: dict[str, Any], status: int
) -> None:
    kept, *rest = [account(admin) for _ in range(others + 1)]
    callers.problem(merge(admin, "accounts", kept, *rest, **more), status)
    callers.problem(merge(admin, "accounts", kept, kept), 422)


def test_a_newer_version_than_the_one_looked_at_is_told(admin: Caller) -> None:
    kept, gone = account(admin), account(admin)
    admin.patch(f"/accounts/{gone}/", {"phone": "+49 30 1"})
    stale = merge(admin, "accounts", kept, gone, versions={kept: 1, gone: 1})
    assert callers.problem(stale, 412)["current"]["id"] == gone
    merged(admin, "accounts", kept, gone, versions={kept: 1, gone: 2})


def test_a_converted_lead_can_only_be_the_one_that_stays(admin: Caller) -> None:
    done = admin.made("/leads/", {"last_name": "Lovelace", "company": "Analytical"})["id"]
    assert admin.post(f"/leads/{done}/convert/", {}).status_code in (200, 201)
    fresh = admin.made("/leads/", {"last_name": "Lovelace"})["id"]
    callers.problem(merge(admin, "leads", fresh, done), 409)
    merged(admin, "leads", done, fresh)


def test_the_stage_history_stays(admin: Caller) -> None:
    kept, gone = (admin.made("/opportunities/", {"name": "Deal"})["id"] for _ in range(2))
    before = admin.get(f"/opportunities/{kept}/stage-history/").json()
    merged(admin, "opportunities", kept, gone)
    assert admin.get(f"/opportunities/{kept}/stage-history/").json() == before


def test_the_number_of_statements_is_the_same_for_two_and_for_many(
    admin: Caller, django_assert_max_num_queries: Any
) -> None:
    def looked(pairs: int) -> int:
        for number in range(pairs):
            for _ in range(2):
                account(admin, f"Pair {pairs} {number}")
        with django_assert_max_num_queries(60) as counted:
            assert admin.get("/accounts/duplicates/?limit=100").status_code == 200
        return len(counted)

    def joined(number: int) -> int:
        kept, gone = account(admin), account(admin)
        for _ in range(number):
            contact(admin, account=gone)
        with django_assert_max_num_queries(150) as counted:
            merged(admin, "accounts", kept, gone)
        return len(counted)

    looked(1)
    joined(1)
    assert looked(2) == looked(15)
    assert joined(1) == joined(8)


def roles(caller: Caller, deal: str) -> list[tuple[str, str | None, bool]]:
    found = caller.get(f"/contact-roles/?opportunity={deal}").json()["results"]
    return sorted((one["contact"]["id"], one["role"], one["is_primary"]) for one in found)


def test_two_contacts_of_one_opportunity_become_one_role_the_stronger(admin: Caller) -> None:
    kept, gone = contact(admin), contact(admin, "Byron")
    deal = admin.made("/opportunities/", {"name": "Engine"})["id"]
    other = admin.made("/opportunities/", {"name": "Loom"})["id"]

    def place(deal: str, person: str, role: str | None, primary: bool = False) -> None:
        values = {"opportunity": deal, "contact": person, "role": role, "is_primary": primary}
        admin.made("/contact-roles/", values)

    place(deal, kept, "user")
    place(deal, gone, "decision_maker", True)
    place(other, gone, "user")
    before = roles(admin, deal)
    answer = merged(admin, "contacts", kept, gone)
    assert roles(admin, deal) == [(kept, "decision_maker", True)]
    assert roles(admin, other) == [(kept, "user", False)]
    assert undo(admin, answer["undo"]).status_code == 200
    assert roles(admin, deal) == before
    assert roles(admin, other) == [(gone, "user", False)]


def test_roles_that_a_merge_did_not_touch_stay_as_they_are(admin: Caller) -> None:
    kept, gone = contact(admin), contact(admin, "Byron")
    deal = admin.made("/opportunities/", {"name": "Engine"})["id"]
    for role in ("user", "decision_maker"):
        admin.made("/contact-roles/", {"opportunity": deal, "contact": kept, "role": role})
    merged(admin, "contacts", kept, gone)
    assert len(roles(admin, deal)) == 2


def test_the_trash_says_what_a_record_was_merged_into(admin: Caller, acme: Tenant) -> None:
    first, second, third = account(admin, "One"), account(admin, "Two"), account(admin, "Three")
    alone = account(admin, "Alone")
    admin.delete(f"/accounts/{alone}/")
    merged(admin, "accounts", second, first)
    merged(admin, "accounts", third, second)
    page = admin.get("/accounts/?trash=true&fields=id,name").json()
    assert {one["id"] for one in page["results"]} == {first, second, alone}
    into = {"id": third, "name": "Three"}
    assert page["merged_into"] == {first: into, second: into}
    assert "merged_into" not in admin.get("/accounts/").json()
    assert admin.post(f"/accounts/{first}/restore/").status_code == 200
    admin.delete(f"/accounts/{first}/")
    assert admin.get("/accounts/?trash=true").json()["merged_into"] == {second: into}
    admin.delete(f"/accounts/{third}/")
    assert admin.get("/accounts/?trash=true").json()["merged_into"] == {}


def test_the_trash_names_no_record_out_of_reach(admin: Caller, acme: Tenant) -> None:
    mia = callers.person(acme, "Mia", grants=callers.MEMBER)
    member = callers.with_key(acme, mia)
    kept, gone = account(admin, "Secret"), account(admin, "Hers", owner=str(mia.id))
    merged(admin, "accounts", kept, gone, values={"owner": kept})
    page = member.get("/accounts/?trash=true").json()
    assert [one["id"] for one in page["results"]] == [gone]
    assert page["merged_into"] == {}
