"""Duplicates: which records are told together, to whom."""

import pytest

from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller
from tests.api.merging import account, contact, groups, merged


def test_records_that_hold_the_same_are_told_together(admin: Caller) -> None:
    a1, a2 = account(admin, "Müller AG"), account(admin, "mueller  ag".replace("  ", " "))
    b1 = account(admin, "Muller ag")
    c1 = account(admin, "One", website="https://www.shared.example/en")
    c2 = account(admin, "Two", website="shared.example")
    account(admin, "Alone", website="alone.example")
    assert sorted(map(sorted, groups(admin, "accounts"))) == sorted(
        map(sorted, [[a1, b1], [c1, c2]])
    )
    assert a2
    p1 = contact(admin, first_name="Ada", account=a1)
    p2 = contact(admin, "LOVELACE", first_name="ada", account=a1)
    p3 = contact(admin, "Byron", email="ada@x.example")
    p4 = contact(admin, "King", email="ADA@x.example")
    assert groups(admin, "contacts") == [[p3, p4], [p1, p2]]
    assert groups(admin, "cases") == []
    page = admin.get("/contacts/duplicates/").json()["results"]
    assert [one["fields"] for one in page] == [["email"], ["first_name", "last_name", "account"]]
    assert page[0]["records"][0]["email"] == "ada@x.example"


def test_the_same_phone_is_told_and_no_shared_one_of_a_company(admin: Caller) -> None:
    one = account(admin, "Müller", phone="+49 30 1234567")
    two = account(admin, "Mueller Group", phone="030/1234567")
    account(admin, "Short", phone="110")
    account(admin, "Shorter", phone="110")
    assert groups(admin, "accounts") == [[one, two]]
    (told,) = admin.get("/accounts/duplicates/").json()["results"]
    assert told["fields"] == ["phone"]
    p1 = contact(admin, "Hall", first_name="A.", phone="+49 30 1234567")
    p2 = contact(admin, "HALL", first_name="Ada", phone="0049 (0)30 123 45 67")
    contact(admin, "Byron", phone="+49 30 1234567")
    assert groups(admin, "contacts") == [[p1, p2]]
    admin.post("/contacts/duplicates/", {"ids": [p1, p2]})
    assert groups(admin, "contacts") == []


def test_different_ones_are_not_told_again_until_that_is_taken_back(admin: Caller) -> None:
    one, two, three = (account(admin, "Same") for _ in range(3))
    body = {"ids": [one, two]}
    assert admin.post("/accounts/duplicates/", body).status_code == 204
    assert admin.post("/accounts/duplicates/", body).status_code == 204
    assert groups(admin, "accounts") == [[one, two, three]]
    admin.post("/accounts/duplicates/", {"ids": [one, two, three]})
    assert groups(admin, "accounts") == []
    admin.post("/accounts/duplicates/", {"ids": [one, three], "different": False})
    assert groups(admin, "accounts") == [[one, three]]
    merged(admin, "accounts", one, three)
    assert groups(admin, "accounts") == []


def test_nobody_is_told_of_duplicates_out_of_reach_or_by_hidden_fields(
    acme: Tenant, admin: Caller, member: Caller
) -> None:
    mine = account(member, "Same")
    account(admin, "Same")
    assert groups(member, "accounts") == []
    again = account(member, "Same")
    assert groups(member, "accounts") == [[mine, again]]
    blind = callers.person(
        acme, "Bob", grants=callers.MEMBER, fields={"leads": {"email": "hidden"}}
    )
    for _ in range(2):
        lead = {"last_name": "X", "email": "x@x.example", "owner": str(blind.id)}
        admin.made("/leads/", lead)
    assert groups(callers.with_key(acme, blind), "leads") == []
    assert len(groups(admin, "leads")) == 1


@pytest.mark.parametrize("cursor", ["x", "W10", "WzksbnVsbCxmYWxzZV0", "WzAsWyJcdTAwMDAiXSwxXQ"])
def test_a_cursor_of_another_list_is_refused(admin: Caller, cursor: str) -> None:
    callers.problem(admin.get(f"/accounts/duplicates/?cursor={cursor}"), 400)


def test_a_window_that_is_full_goes_on_where_it_ended(
    admin: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm_core.records.selectors import duplicates

    monkeypatch.setattr(duplicates, "WINDOW", 3)
    ids: dict[str, list[str]] = {}
    for name in ("A", "B", "B", "C", "C", "D", "E", "E"):
        ids.setdefault(name, []).append(account(admin, name))
    assert groups(admin, "accounts") == [ids["B"], ids["C"], ids["E"]]
