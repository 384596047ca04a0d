"""Records that a new one would repeat: told to whom may see them, and to nobody else."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from freehold.identity.models import User
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller


def alike(caller: Caller, object_name: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    answer = caller.get(f"/{object_name}/alike/?values={quote(json.dumps(values))}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


@pytest.fixture
def ada(admin: Caller) -> dict[str, Any]:
    account = admin.made(
        "/accounts/", {"name": "Müller & Co", "website": "https://mueller.example"}
    )
    values = {"first_name": "Ada", "last_name": "Lovelace", "email": "Ada@Mueller.example"}
    return admin.made("/contacts/", {**values, "account": account["id"]})


def test_the_same_email_is_found_however_it_is_written(admin: Caller, ada: dict[str, Any]) -> None:
    assert alike(admin, "contacts", {"email": " ada@MUELLER.example "}) == [
        {
            "id": ada["id"],
            "name": "Ada Lovelace",
            "detail": "Ada@Mueller.example",
            "fields": ["email"],
        }
    ]
    assert alike(admin, "contacts", {"email": "da@mueller.example"}) == []
    assert alike(admin, "contacts", {"email": "ada@mueller_example"}) == []


def test_a_name_is_the_same_person_only_at_the_same_account(
    admin: Caller, ada: dict[str, Any]
) -> None:
    name = {"first_name": "ADA", "last_name": "lovelace"}
    [found] = alike(admin, "contacts", {**name, "account": ada["account"]["id"]})
    assert found["fields"] == ["first_name", "last_name", "account"]
    [found] = alike(admin, "contacts", {**name, "account": ada["account"]})
    assert found["id"] == ada["id"]
    elsewhere = admin.made("/accounts/", {"name": "Another"})
    assert alike(admin, "contacts", name) == []
    assert alike(admin, "contacts", {**name, "account": elsewhere["id"]}) == []


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"name": "MULLER & CO"}, ["name"]),
        ({"website": "www.mueller.example/about?x=1"}, ["website"]),
        ({"website": "http://MUELLER.example:8080", "name": "müller & co"}, ["name", "website"]),
    ],
)
def test_an_account_is_known_by_name_and_host(
    admin: Caller, ada: dict[str, Any], values: dict[str, Any], fields: list[str]
) -> None:
    [found] = alike(admin, "accounts", values)
    assert (found["id"], found["fields"]) == (ada["account"]["id"], fields)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("030/1234567", True),
        ("0049 30 123 45 67", True),
        ("+49 (0)30 1234567", True),
        ("030 1234568", False),
        ("4567", False),
        ("by mail", False),
    ],
)
def test_a_phone_is_the_same_however_it_is_written(
    admin: Caller, written: str, found: bool
) -> None:
    account = admin.made("/accounts/", {"name": "Müller", "phone": "+49 30 1234567"})
    told = alike(admin, "accounts", {"phone": written})
    assert [(one["id"], one["fields"]) for one in told] == [(account["id"], ["phone"])] * found


def test_at_one_phone_only_the_same_surname_is_alike(admin: Caller) -> None:
    phone = "+49 30 1234567"
    made = admin.made("/contacts/", {"first_name": "A.", "last_name": "Lovelace", "phone": phone})
    [told] = alike(admin, "contacts", {"last_name": "LOVELACE", "phone": "030 1234567"})
    assert (told["id"], told["fields"]) == (made["id"], ["last_name", "phone"])
    assert alike(admin, "contacts", {"last_name": "Byron", "phone": phone}) == []


def test_what_lies_in_the_trash_is_no_duplicate(admin: Caller, ada: dict[str, Any]) -> None:
    admin.delete(f"/contacts/{ada['id']}/")
    assert alike(admin, "contacts", {"email": ada["email"]}) == []


def test_what_somebody_may_not_see_is_not_told(
    admin: Caller, member: Caller, stranger: Caller, mia: User, ada: dict[str, Any]
) -> None:
    for caller in (member, stranger):
        assert alike(caller, "contacts", {"email": ada["email"]}) == []
    admin.post(f"/contacts/{ada['id']}/shares/", {"user": str(mia.id)})
    [found] = alike(member, "contacts", {"email": ada["email"]})
    assert found["id"] == ada["id"]
    person = {"first_name": "Ada", "last_name": "Lovelace", "account": ada["account"]["id"]}
    assert alike(member, "contacts", person) == [], "its account is out of sight"


def test_a_hidden_field_is_not_compared_nor_named(acme: Tenant, ada: dict[str, Any]) -> None:
    grants = {"*": {"create": True, "read": "all"}}
    hidden = {"contacts": {"email": "hidden"}}
    caller = callers.with_key(acme, callers.person(acme, "hal", grants=grants, fields=hidden))
    assert alike(caller, "contacts", {"email": ada["email"]}) == []
    described = caller.get("/objects/contacts/").json()
    assert described["alike"] == [
        ["first_name", "last_name", "account"],
        ["last_name", "phone"],
    ]


@pytest.mark.parametrize(
    "values",
    ["[]", "7", "{", '{"email": 7}', '{"email": "a\\u0000"}', '{"account": {"id": []}}', "{}"],
)
def test_what_can_not_be_compared_finds_nothing(admin: Caller, values: str) -> None:
    answer = admin.get(f"/contacts/alike/?values={quote(values)}")
    assert answer.status_code in (200, 400)
    assert answer.json().get("results", []) == []


def test_it_is_one_statement_however_many_there_are(admin: Caller, ada: dict[str, Any]) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            alike(admin, "contacts", {"email": ada["email"]})
        return len(counted)

    before = statements()
    for _ in range(7):
        admin.made("/contacts/", {"last_name": "Lovelace", "email": ada["email"]})
    assert statements() == before
    assert len(alike(admin, "contacts", {"email": ada["email"]})) == 5


@pytest.fixture
def bridge(admin: Caller) -> dict[str, Any]:
    admin.made("/custom-objects/", {"label": "Project", "label_plural": "Projects"})
    for told in (
        {"object": "projects", "label": "Contact mail", "type": "email"},
        {"object": "projects", "label": "Reach", "type": "formula", "expression": "name"},
    ):
        admin.made("/fields/", told)
    return admin.made(
        "/projects/", {"name": "Brücke", "custom": {"contact_mail": "info@bruecke.example"}}
    )


def test_own_objects_are_compared_by_name_and_email(admin: Caller, bridge: dict[str, Any]) -> None:
    [found] = alike(admin, "projects", {"name": " BRUCKE"})
    assert (found["id"], found["fields"]) == (bridge["id"], ["name"])
    [found] = alike(admin, "projects", {"custom": {"contact_mail": "Info@Bruecke.example"}})
    assert (found["id"], found["fields"]) == (bridge["id"], ["custom.contact_mail"])
    assert alike(admin, "projects", {"name": "Other", "custom": "x"}) == []
    assert admin.get("/projects/duplicates/").json() == {"results": [], "next": None}
    described = admin.get("/objects/projects/").json()
    assert described["alike"] == [["name"], ["custom.contact_mail"]]


def test_an_email_field_that_is_hidden_is_not_compared(
    acme: Tenant, admin: Caller, bridge: dict[str, Any]
) -> None:
    grants = {"*": {"create": True, "read": "all"}}
    hidden = {"projects": {"custom.contact_mail": "hidden"}}
    reader = callers.with_key(acme, callers.person(acme, "hal", grants=grants, fields=hidden))
    told = {"custom": {"contact_mail": "info@bruecke.example"}}
    assert alike(reader, "projects", told) == []
