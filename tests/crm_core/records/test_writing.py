"""The write door: what is stored, what is refused, and that nothing is written by halves."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from crm_core.records import catalogue
from crm_core.records.selectors import get_record
from crm_core.records.services import create_many, create_record, trash_record, update_record
from crm_core.sales.models import Account, Contact
from freehold.errors import Forbidden, Invalid, Malformed, NotFound, Stale
from freehold.events.models import OutboxEvent
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import custom_field, euros, grant, make, make_many, someone

LEAST: dict[str, dict[str, Any]] = {
    "accounts": {"name": "A"},
    "contacts": {"last_name": "B"},
    "leads": {"last_name": "B"},
    "activities": {"kind": "task", "subject": "C"},
    "cases": {"subject": "C"},
    "products": {"name": "P"},
    "opportunities": {"name": "D"},
}

#: An id that no record has; the same in every process, which share the tests by their names.
NOBODY = "00000000-0000-7000-8000-000000000000"


def wrong(problem: pytest.ExceptionInfo[Any]) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in problem.value.errors]


def test_a_record_comes_back_as_it_was_given(ada: Actor) -> None:
    parent = make("accounts", ada, name="Group")
    values = {
        "name": "Acme",
        "website": "acme.example",
        "email": "info@acme.example",
        "industry": "energy",
        "employees": 12,
        "annual_revenue": euros(1_000),
        "parent": str(parent),
        "addresses": [{"label": "Office", "street": "Elm 1", "city": "Bonn", "region": "",
                       "postal_code": "", "country": ""}],
    }  # fmt: skip
    made = create_record("accounts", values, actor=ada)
    assert made["parent"] == {"id": parent, "name": "Group"}
    assert {name: made[name] for name in values if name != "parent"} == {
        name: value for name, value in values.items() if name != "parent"
    }
    assert made["version"] == 1
    assert made["owner"] == made["created_by"] == {"id": ada.user_id, "name": ada.name}
    assert get_record("accounts", made["id"], actor=ada) == made


@pytest.mark.parametrize(
    ("object_name", "field", "value", "code"),
    [
        ("accounts", "name", "x" * 256, "invalid"),
        ("accounts", "name", "nul\x00", "invalid"),
        ("accounts", "name", 7, "invalid"),
        ("accounts", "email", "nobody", "invalid"),
        ("accounts", "website", "no address", "invalid"),
        ("accounts", "website", "javascript://x.y", "invalid"),
        ("accounts", "industry", "witchcraft", "invalid"),
        ("accounts", "employees", 2**31, "invalid"),
        ("accounts", "employees", True, "invalid"),
        ("accounts", "employees", "many", "invalid"),
        ("accounts", "employees", "9" * 5000, "invalid"),
        ("accounts", "annual_revenue", {"amount": 1.5, "currency": "EUR"}, "invalid"),
        ("accounts", "annual_revenue", {"amount": 1, "currency": "euro"}, "invalid"),
        ("accounts", "annual_revenue", {"amount": 10**16, "currency": "EUR"}, "invalid"),
        ("accounts", "annual_revenue", {"amount": 1, "tenant": "x"}, "invalid"),
        ("accounts", "parent", "not an id", "invalid"),
        ("accounts", "parent", NOBODY, "unknown_reference"),
        ("accounts", "owner", NOBODY, "unknown_reference"),
        ("accounts", "addresses", [{"planet": "Mars"}], "invalid"),
        ("accounts", "addresses", [{"city": 7}], "invalid"),
        ("accounts", "addresses", "Bonn", "invalid"),
        ("contacts", "emails", [{"value": "nobody"}], "invalid"),
        ("contacts", "birthday", "yesterday", "invalid"),
        ("contacts", "birthday", "2026-02-30", "invalid"),
        ("contacts", "do_not_contact", "yes", "invalid"),
        ("activities", "due_at", "2026-13-01T00:00:00Z", "invalid"),
        ("activities", "due_at", "0001-01-01T00:00:00+14:00", "invalid"),
        ("opportunities", "probability", 101, "invalid"),
    ],
)
def test_a_value_that_does_not_fit_is_named(
    ada: Actor, object_name: str, field: str, value: Any, code: str
) -> None:
    with pytest.raises(Invalid) as problem:
        create_record(object_name, {**LEAST[object_name], field: value}, actor=ada)
    assert wrong(problem) == [(field, code)]
    assert not OutboxEvent.objects.exists()


def test_everything_that_is_wrong_is_told_at_once(ada: Actor) -> None:
    with pytest.raises(Invalid) as problem:
        create_record("accounts", {"email": "x", "employees": "y"}, actor=ada)
    assert set(wrong(problem)) == {
        ("email", "invalid"), ("employees", "invalid"), ("name", "required"),
    }  # fmt: skip


@pytest.mark.parametrize("empty", [None, "", "   "])
def test_a_required_field_stays_filled(ada: Actor, empty: str | None) -> None:
    ident = make("accounts", ada, name="Acme")
    with pytest.raises(Invalid) as problem:
        update_record("accounts", ident, {"name": empty}, actor=ada)
    assert wrong(problem) == [("name", "required")]
    assert Account.objects.get(id=ident).name == "Acme"


@pytest.mark.parametrize("name", LEAST)
def test_every_field_that_is_not_required_can_be_emptied(ada: Actor, name: str) -> None:
    known, values = catalogue.current().object(name).fields, LEAST[name]
    ident = make(name, ada, **values)
    for field in known.values():
        if field.read_only or field.required:
            continue
        record = update_record(name, ident, {field.name: None}, actor=ada).record
        create_record(name, {**values, field.name: None}, actor=ada)
        assert record["id"] == ident


def test_an_emptied_flag_or_choice_goes_back_to_its_default(ada: Actor) -> None:
    contact = make("contacts", ada, last_name="B", do_not_contact=True)
    record = update_record("contacts", contact, {"do_not_contact": None}, actor=ada).record
    assert record["do_not_contact"] is False
    deal = make("opportunities", ada, name="D", probability=80)
    record = update_record("opportunities", deal, {"probability": None}, actor=ada).record
    assert record["probability"] == 10


@pytest.mark.parametrize(
    "name",
    ["tenant", "is_staff", "is_deleted", "role", "plan", "stripe_customer_id", "email_verified",
     "owner_id", "search_text", "rank", "custom.unknown", "__class__", "password"],
)  # fmt: skip
def test_what_is_no_field_is_refused_by_name(ada: Actor, name: str) -> None:
    with pytest.raises(Malformed) as problem:
        create_record("accounts", {"name": "Acme", name: "x"}, actor=ada)
    assert wrong(problem) == [(name, "unknown_field")]
    assert not Account.objects.exists()


def test_what_the_server_sets_is_left_alone(ada: Actor) -> None:
    ident = make("accounts", ada, name="Acme")
    before = get_record("accounts", ident, actor=ada)
    forged = {
        "id": str(uuid4()), "version": 99, "created_at": "2001-01-01T00:00:00Z",
        "created_by": str(uuid4()), "updated_at": "2001-01-01T00:00:00Z",
        "deleted_at": "2001-01-01T00:00:00Z", "last_activity_at": "2001-01-01T00:00:00Z",
    }  # fmt: skip
    assert update_record("accounts", ident, forged, actor=ada).record == before
    made = create_record("accounts", {**forged, "name": "Other"}, actor=ada)
    assert made["version"] == 1
    assert str(made["id"]) != forged["id"]
    assert made["deleted_at"] is made["last_activity_at"] is None
    assert made["created_at"].year > 2001


def test_a_record_can_be_sent_back_as_it_was_read(ada: Actor) -> None:
    custom_field(ada, "accounts", "partner", "reference", reference="accounts")
    other = make("accounts", ada, name="Other")
    made = create_record(
        "accounts",
        {"name": "Acme", "annual_revenue": euros(5), "parent": str(other),
         "custom": {"partner": str(other)}},
        actor=ada,
    )  # fmt: skip
    saved = update_record("accounts", made["id"], made, actor=ada)
    assert saved.record == made
    assert saved.undo is None


def test_a_change_without_a_difference_changes_nothing(ada: Actor) -> None:
    ident = make("accounts", ada, name="Acme", employees=5)
    events = OutboxEvent.objects.count()
    saved = update_record("accounts", ident, {"name": " Acme ", "employees": "5"}, actor=ada)
    assert saved.record["version"] == 1
    assert saved.undo is None
    assert OutboxEvent.objects.count() == events


def test_the_version_guards_against_overwriting(ada: Actor) -> None:
    ident = make("accounts", ada, name="Acme")
    first = update_record("accounts", ident, {"phone": "1"}, actor=ada, if_version=1)
    assert first.record["version"] == 2
    with pytest.raises(Stale) as problem:
        update_record("accounts", ident, {"phone": "2"}, actor=ada, if_version=1)
    assert problem.value.extra["current"] == first.record
    with pytest.raises(Stale):
        trash_record("accounts", ident, actor=ada, if_version=1)
    assert Account.objects.get(id=ident).phone == "1"


def test_an_event_names_the_fields_that_changed_and_no_other(ada: Actor) -> None:
    ident = make("opportunities", ada, name="Deal")
    update_record("opportunities", ident, {"next_step": "Call"}, actor=ada)
    event = OutboxEvent.objects.order_by("id").last()
    assert event is not None
    assert (event.name, event.payload) == ("crm.opportunities.updated", {"fields": ["next_step"]})
    assert event.records == [str(ident)]


def test_a_reference_to_what_the_writer_can_not_see_is_unknown(ada: Actor) -> None:
    secret = make("accounts", ada, name="Secret")
    bob = someone("Bob", grants={"*": grant("own", "own", "own")})
    with pytest.raises(Invalid) as problem:
        create_record("contacts", {"last_name": "X", "account": str(secret)}, actor=bob)
    assert wrong(problem) == [("account", "unknown_reference")]


def test_a_record_in_the_trash_can_not_be_referred_to_or_changed(ada: Actor) -> None:
    gone = make("accounts", ada, name="Gone")
    trash_record("accounts", gone, actor=ada)
    with pytest.raises(Invalid):
        create_record("contacts", {"last_name": "X", "account": str(gone)}, actor=ada)
    with pytest.raises(NotFound):
        update_record("accounts", gone, {"name": "Back"}, actor=ada)


def test_seeing_is_not_changing(ada: Actor) -> None:
    ident = make("accounts", ada, name="Acme")
    bob = someone("Bob", grants={"*": grant("all", "own", "own")})
    for act in (
        lambda: update_record("accounts", ident, {"name": "Mine"}, actor=bob),
        lambda: trash_record("accounts", ident, actor=bob),
    ):
        with pytest.raises(Forbidden):
            act()
    row = Account.objects.get(id=ident)
    assert (row.name, row.deleted_at, row.version) == ("Acme", None, 1)


def test_a_read_only_field_is_refused_and_a_hidden_one_unknown(ada: Actor) -> None:
    bob = someone(
        "Bob",
        grants={"*": grant("all", "all", "all")},
        fields={"accounts": {"phone": "read", "email": "hidden"}},
    )
    ident = make("accounts", bob, name="Acme")
    with pytest.raises(Invalid) as refused:
        update_record("accounts", ident, {"phone": "1"}, actor=bob)
    assert wrong(refused) == [("phone", "not_allowed")]
    with pytest.raises(Malformed) as unknown:
        update_record("accounts", ident, {"email": "x@y.example"}, actor=bob)
    assert wrong(unknown) == [("email", "unknown_field")]


def test_many_rows_report_their_own_errors_and_write_the_rest(ada: Actor) -> None:
    outcomes = create_many(
        "contacts",
        [{"last_name": "A"}, {"last_name": ""}, {"no": 1}, {"last_name": "D", "email": "x"},
         {"last_name": "E", "account": str(uuid4())}],
        actor=ada,
    )  # fmt: skip
    assert [one.id is not None for one in outcomes] == [True, False, False, False, False]
    assert [[error.field for error in one.errors] for one in outcomes] == [
        [], ["last_name"], ["no", "last_name"], ["email"], ["account"],
    ]  # fmt: skip
    assert Contact.objects.count() == 1


def test_records_with_a_past_keep_it(ada: Actor) -> None:
    import datetime

    since = datetime.datetime(2020, 5, 4, 9, 0, tzinfo=datetime.UTC)
    (outcome,) = create_many(
        "cases", [{"subject": "Old", "status": "closed"}], actor=ada,
        pasts=[{"created_at": since, "closed_at": since}],
    )  # fmt: skip
    assert outcome.id is not None
    record = get_record("cases", outcome.id, actor=ada)
    assert record["created_at"] == record["updated_at"] == record["closed_at"] == since


def test_a_group_of_accounts_stays_a_tree(ada: Actor) -> None:
    top = make("accounts", ada, name="Top")
    middle = make("accounts", ada, name="Middle", parent=str(top))
    low = make("accounts", ada, name="Low", parent=str(middle))
    for below in (top, middle, low):
        with pytest.raises(Invalid) as problem:
            update_record("accounts", top, {"parent": str(below)}, actor=ada)
        assert wrong(problem) == [("parent", "loop")]
    update_record("accounts", low, {"parent": str(top)}, actor=ada)


def test_two_changes_of_a_batch_make_no_loop_together(ada: Actor) -> None:
    from crm_core.records.services import update_many

    a, b = make_many("accounts", ada, [{"name": "A"}, {"name": "B"}])
    changes: list[tuple[UUID, dict[str, Any]]] = [(a, {"parent": str(b)}), (b, {"parent": str(a)})]
    outcomes = update_many("accounts", changes, actor=ada)
    assert [[error.code for error in one.errors] for one in outcomes] == [["loop"], ["loop"]]
