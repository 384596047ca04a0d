"""A field that a reader may not know of shows nowhere: not in a record, not by asking around."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from crm_core.access.models import Role
from crm_core.access.services import roles
from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import (
    audit_trail,
    describe_object,
    get_record,
    list_records,
    search_everything,
)
from crm_core.records.services import create_record, update_record
from freehold.errors import Malformed
from freehold.identity.actor import SYSTEM, Actor
from tests.crm_core.records.acting import (
    custom_field,
    custom_object,
    euros,
    found,
    grant,
    make,
    seeing_all_but,
    someone,
)

CANARY = "Canary"


@pytest.fixture
def company(ada: Actor) -> UUID:
    custom_field(ada, "accounts", "secret", "text")
    return make(
        "accounts", ada, name="Zanzibar", phone=CANARY, annual_revenue=euros(77),
        custom={"secret": CANARY},
    )  # fmt: skip


@pytest.fixture
def eve(company: UUID) -> Actor:
    return seeing_all_but("Eve", "accounts", "phone", "annual_revenue", "custom.secret")


HIDDEN = ("phone", "annual_revenue", "custom.secret")


def refusal(act: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(Malformed) as problem:
        act()
    found = [(one.field, one.code, one.message) for one in problem.value.errors]
    return [(field, code, message.replace(field, "…")) for field, code, message in found]


@pytest.mark.parametrize("path", HIDDEN)
def test_naming_it_is_like_naming_what_there_is_not(eve: Actor, company: UUID, path: str) -> None:
    contact = make("contacts", eve, last_name="Bob", account=str(company))

    def ask(object_name: str, name: str) -> list[Any]:
        def listed(**params: Any) -> Any:
            params_ = ListParams(**params)
            return lambda: list_records(object_name, actor=eve, params=params_)

        leaf = {"field": name, "op": "empty", "value": True}
        return [
            refusal(listed(filter=leaf)),
            refusal(listed(filter={"not": leaf})),
            refusal(listed(sort=(name,))),
            refusal(listed(fields=("id", name))),
            refusal(listed(short={f"{name}__empty": "true"})),
        ]

    for object_name, prefix in (("accounts", ""), ("contacts", "account.")):
        hidden, absent = prefix + path, prefix + ("custom.nope" if "." in path else "nope")
        strip = [[(code, message) for _, code, message in one] for one in ask(object_name, hidden)]
        assert strip == [
            [(code, message) for _, code, message in one] for one in ask(object_name, absent)
        ]
    assert contact


def test_it_is_in_no_record_list_or_catalogue(eve: Actor, company: UUID) -> None:
    record = get_record("accounts", company, actor=eve)
    listed = list_records("accounts", actor=eve, params=ListParams()).results[0]
    saved = update_record("accounts", company, {"name": "New"}, actor=eve).record
    for shown in (record, listed, saved):
        assert CANARY not in str(shown)
        assert "phone" not in shown
        assert "annual_revenue" not in shown
        assert shown["custom"] == {}
    described = describe_object("accounts", actor=eve)
    names = {one["name"] for one in described["fields"]}
    assert not names & set(HIDDEN)
    assert "phone" not in described["default_columns"]


def test_changing_a_record_keeps_what_the_writer_can_not_see(
    ada: Actor, eve: Actor, company: UUID
) -> None:
    update_record("accounts", company, {"name": "New", "custom": {}}, actor=eve)
    record = get_record("accounts", company, actor=ada)
    assert (record["phone"], record["custom"]) == (CANARY, {"secret": CANARY})
    assert record["annual_revenue"] == euros(77)


@pytest.mark.parametrize("text", [CANARY, "canary", "cana", "zanzibar canary", "canry"])
def test_it_is_not_found_by_searching(ada: Actor, eve: Actor, company: UUID, text: str) -> None:
    assert found("accounts", eve, search=text) == []
    assert search_everything(text, actor=eve) == []
    assert search_everything(text, actor=ada)


def test_what_is_visible_is_still_found_by_searching(eve: Actor, company: UUID) -> None:
    assert found("accounts", eve, search="zanzibar") == ["Zanzibar"]
    (group,) = search_everything("zanzibar", actor=eve)
    assert [one["name"] for one in group["results"]] == ["Zanzibar"]


def test_it_is_in_no_trail(eve: Actor, company: UUID, ada: Actor) -> None:
    update_record("accounts", company, {"phone": CANARY * 2, "email": "a@b.example"}, actor=ada)
    for trail in (
        audit_trail(actor=eve, object_name="accounts", record_id=company),
        audit_trail(actor=eve),
    ):
        assert CANARY not in str(trail)
    shown = audit_trail(actor=eve, object_name="accounts", record_id=company)["results"]
    assert [one["field"] for one in shown[0]["changes"]] == ["email"]


def test_a_hidden_title_is_nowhere(ada: Actor, company: UUID) -> None:
    contact = make("contacts", ada, last_name="Bob", account=str(company))
    ann = seeing_all_but("Ann", "accounts", "name")
    assert get_record("contacts", contact, actor=ann)["account"] == {"id": company, "name": None}
    by_name = {"field": "account", "op": "eq", "value": "Zanzibar"}
    assert found("contacts", ann, by_name) == []
    assert search_everything("zanzibar", actor=ann) == []
    assert "Zanzibar" not in str(audit_trail(actor=ann))
    in_order = found("contacts", ann, sort=("account",))
    assert in_order == ["Bob"]


def test_a_hidden_reference_can_not_be_followed(ada: Actor, company: UUID) -> None:
    make("contacts", ada, last_name="Bob", account=str(company))
    ann = seeing_all_but("Ann", "contacts", "account")
    for path in ("account", "account.name"):
        with pytest.raises(Malformed):
            found("contacts", ann, {"field": path, "op": "empty", "value": False})
        with pytest.raises(Malformed):
            found("contacts", ann, sort=(path,))


def test_a_record_out_of_reach_is_empty_to_those_who_refer_to_it(ada: Actor, company: UUID) -> None:
    contact = make("contacts", ada, last_name="Bob", account=str(company))
    tim = someone("Tim", grants={"*": grant("all"), "accounts": grant("own")})
    assert get_record("contacts", contact, actor=tim)["account"] == {"id": company, "name": None}
    for op, value in (("eq", "Zanzibar"), ("icontains", "zanzi")):
        path = "account" if op == "eq" else "account.name"
        node = {"field": path, "op": op, "value": value}
        assert found("contacts", tim, node) == []
        assert len(found("contacts", tim, {"not": node})) == 1
        assert len(found("contacts", ada, node)) == 1
        assert found("contacts", ada, {"not": node}) == []
    unknown = {"field": "account.industry", "op": "empty", "value": True}
    assert len(found("contacts", tim, {"or": [unknown, {"not": unknown}]})) == 1


def test_a_custom_object_hides_its_fields_too(ada: Actor) -> None:
    custom_object(ada, "sites")
    custom_field(ada, "sites", "secret", "text")
    create_record("sites", {"name": "Site", "custom": {"secret": CANARY}}, actor=ada)
    ann = seeing_all_but("Ann", "sites", "custom.secret")
    assert CANARY not in str(list_records("sites", actor=ann, params=ListParams()).results)
    assert search_everything("canary", actor=ann) == []


def test_a_page_that_was_read_before_shows_it_no_more(ada: Actor, company: UUID) -> None:
    """How a reader's pages are read is kept until something changes; then at once no more."""
    make("accounts", ada, name="Zebra", phone=CANARY)
    eve = someone("Eve", grants={"accounts": grant("all")})
    held = Role.objects.get(users=eve.user_id)

    def shown(actor: Actor = eve) -> list[list[object]]:
        """What two pages show of the telephone number, asked for twice as they are kept."""
        first = ListParams(sort=("name",), limit=1)
        for _ in range(2):
            page = list_records("accounts", actor=actor, params=first)
            after = replace(first, cursor=page.next)
            further = list_records("accounts", actor=actor, params=after)
        return [[one.get("phone") for one in each.results] for each in (page, further)]

    def change(values: dict[str, Any]) -> None:
        roles.update_role(actor=SYSTEM, role_id=held.id, values=values)

    assert shown() == [[CANARY], [CANARY]]
    change({"fields": {"accounts": {"phone": "hidden"}}})
    assert shown() == [[None], [None]]
    assert shown(ada) == [[CANARY], [CANARY]]
    change({"grants": {"accounts": grant("own")}})
    assert list_records("accounts", actor=eve, params=ListParams(sort=("name",))).results == []
