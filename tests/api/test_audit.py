"""The workspace's trail over HTTP: narrowed, taken out, and how its chain stands."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from freehold.identity.models import User
from freehold.jobs.models import Job
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.ground.jobs import work_off


def trail(caller: Caller, query: str = "") -> list[dict[str, Any]]:
    answer = caller.get(f"/audit/{query}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


@pytest.fixture
def account(admin: Caller) -> dict[str, Any]:
    made = admin.made("/accounts/", {"name": "Zenith", "phone": "1"})
    admin.patch(f"/accounts/{made['id']}/", {"phone": "2"})
    admin.patch(f"/accounts/{made['id']}/", {"website": "https://z.example"})
    return made


def test_it_calls_fields_layouts_and_missing_rights_as_people_do(
    admin: Caller, member: Caller
) -> None:
    admin.made("/fields/", {"object": "contacts", "label": "Risk class", "type": "text"})
    told = [{"label": "Facts", "columns": 2, "fields": ["name"]}]
    admin.made("/layouts/", {"object": "accounts", "role": None, "sections": told})
    names = [one["record_name"] for one in trail(admin)[:2]]
    assert names == ["Accounts: for everybody", "Contacts: Risk class"]
    for address, words in (
        ("/audit/", "Read the workspace's audit trail"),
        ("/roles/", "Manage settings, users, roles and teams"),
    ):
        detail = problem(member.get(address), 403)["detail"]
        assert detail == f"This needs the right “{words}”. Ask an administrator of your workspace."


def test_it_is_narrowed_by_who_what_whom_field_and_words(
    admin: Caller, acme_admin: User, account: dict[str, Any], mia: User
) -> None:
    about = trail(admin, f"?about={account['id']}")
    assert [one["action"] for one in about] == ["update", "update", "create"]
    phone = trail(admin, "?object=accounts&field=phone")
    assert [one["action"] for one in phone] == ["update", "create"]
    assert {one["action"] for one in trail(admin, f"?about={mia.id}")} >= {"identity.user.created"}
    assert len(trail(admin, f"?actor={acme_admin.id}&group=records")) == 3
    assert trail(admin, f"?actor={mia.id}") == []
    assert {one["record_name"] for one in trail(admin, "?search=zenIT")} == {"Zenith"}
    assert trail(admin, "?search=https") == []
    assert {one["action"] for one in trail(admin, "?group=keys")} == {"identity.api_key.created"}


@pytest.mark.parametrize(
    "query", ["group=nope", "field=phone", "object=accounts&field=nope", f"search={'x' * 201}"]
)
def test_a_filter_that_makes_no_sense_is_refused(admin: Caller, query: str) -> None:
    problem(admin.get(f"/audit/?{query}"), 400)


def test_a_hidden_field_cannot_be_looked_for(
    acme: Tenant, admin: Caller, account: dict[str, Any]
) -> None:
    person = callers.person(
        acme,
        "Audrey",
        grants={"*": {"read": "all"}},
        fields={"accounts": {"phone": "hidden", "name": "hidden"}},
        rights=["audit", "export"],
    )
    audrey = callers.with_key(acme, person)
    refused = problem(audrey.get("/audit/?object=accounts&field=phone"), 400)
    unknown = problem(audrey.get("/audit/?object=accounts&field=phono"), 400)
    assert refused["detail"].replace("phone", "phono") == unknown["detail"]
    entries = trail(audrey, f"?about={account['id']}")
    assert {change["field"] for one in entries for change in one["changes"]} <= {
        "website",
        "owner",
    }
    assert "Zenith" not in str(entries)
    assert [one for one in trail(audrey, "?search=Zenith") if one["object"] == "accounts"] == []
    assert "Zenith" not in file(audrey)


def file(caller: Caller, query: str = "") -> str:
    answer = caller.get(f"/audit/export.csv{query}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_it_is_taken_out_as_a_file_which_is_itself_recorded(
    admin: Caller, account: dict[str, Any]
) -> None:
    admin.patch(f"/accounts/{account['id']}/", {"phone": '=cmd|"/c calc"!A1'})
    rows = list(csv.DictReader(io.StringIO(file(admin, "?object=accounts"))))
    assert [one["action"] for one in rows] == ["update", "update", "update", "create"]
    assert (rows[0]["record"], rows[0]["field"], rows[2]["from"]) == ("Zenith", "Phone", "1")
    assert rows[0]["to"].startswith("'=")
    [entry] = trail(admin, "?action=audit.exported")
    assert entry["changes"][0]["to"] == {"object": "accounts"}
    *_later, row = csv.DictReader(io.StringIO(file(admin, "?action=audit.exported")))
    assert (row["field"], row["to"]) == ("Filter", "Object: accounts")


def test_whoever_may_not_export_reads_the_trail_but_does_not_take_it_along(acme: Tenant) -> None:
    grants = {"*": {"read": "all"}}
    reader = callers.with_key(acme, callers.person(acme, "Ria", grants=grants, rights=["audit"]))
    assert reader.get("/audit/").status_code == 200
    detail = problem(reader.get("/audit/export.csv"), 403)["detail"]
    assert "“Export lists”" in detail
    assert trail(reader, "?action=audit.exported") == []
    both = ["audit", "export"]
    allowed = callers.with_key(acme, callers.person(acme, "Rob", grants=grants, rights=both))
    file(allowed)
    assert [one["actor"]["name"] for one in trail(reader, "?action=audit.exported")] == ["Rob"]


def test_the_file_is_headed_in_its_readers_language(admin: Caller) -> None:
    answer = admin.get("/audit/export.csv", Accept_Language="de")
    head = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[0]
    assert head.startswith("Zeit,Person,")
    assert ",Feld,vorher,nachher," in head


def test_changes_of_rights_are_recorded_with_old_and_new(admin: Caller, mia: User) -> None:
    role = admin.made("/roles/", {"name": "Seller", "grants": {"accounts": {"read": "own"}}})
    admin.patch(f"/roles/{role['id']}/", {"grants": {"accounts": {"read": "all"}}})
    admin.patch(f"/roles/{role['id']}/", {"fields": {"accounts": {"phone": "hidden"}}})
    admin.patch(f"/users/{mia.id}/", {"roles": [role["id"]]})
    fields, grants = trail(admin, f"?about={role['id']}")[:2]
    [grants_change] = [one for one in grants["changes"] if one["field"] == "grants"]
    assert grants_change["from"]["accounts"]["read"] == "own"
    assert grants_change["to"]["accounts"]["read"] == "all"
    [fields_change] = [one for one in fields["changes"] if one["field"] == "fields"]
    assert (fields_change["from"], fields_change["to"]) == ({}, {"accounts": {"phone": "hidden"}})
    held = trail(admin, f"?about={mia.id}&group=permissions")[0]
    assert held["changes"][0]["to"] == ["Seller"]


def parts(entry: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    told = [part for change in entry["changes"] for part in change["parts"]]
    return [(one["label"], one["from"], one["to"]) for one in told]


def test_settings_are_told_in_words_with_old_and_new(admin: Caller) -> None:
    pipeline = admin.made("/pipelines/", {"name": "Resale", "stages": [{"name": "First"}]})
    [stage] = pipeline["stages"]
    wanted = {"probability": 40, "category": "won", "required_fields": ["amount"]}
    admin.patch(f"/stages/{stage['id']}/", wanted)
    admin.patch(f"/pipelines/{pipeline['id']}/", {"name": "Renewal"})
    changed, made = trail(admin, f"?about={stage['id']}")
    assert set(parts(changed)) == {
        ("Probability", 0, 40),
        ("Category", "open", "won"),
        ("Required fields", None, "Amount"),
    }
    assert ("Pipeline", None, "Renewal") in parts(made)
    [renamed, _] = trail(admin, f"?about={pipeline['id']}")
    assert parts(renamed) == [("Name", "Resale", "Renewal")]
    admin.delete(f"/pipelines/{pipeline['id']}/")
    assert ("Name", "Renewal", None) in parts(trail(admin, f"?about={pipeline['id']}")[0])
    things = admin.made("/custom-objects/", {"label": "Site", "label_plural": "Sites"})
    admin.patch(f"/custom-objects/{things['id']}/", {"label": "Place", "retired": True})
    assert set(parts(trail(admin, f"?about={things['id']}")[0])) == {
        ("Label", "Site", "Place"),
        ("Out of use", False, True),
    }


def test_roles_and_layouts_are_told_part_by_part(admin: Caller) -> None:
    own = {"accounts": {"read": "own"}}
    role = admin.made("/roles/", {"name": "Seller", "grants": own, "rights": ["export"]})
    values = {"grants": {"accounts": {"read": "all"}}, "fields": {"accounts": {"phone": "hidden"}}}
    admin.patch(f"/roles/{role['id']}/", values)
    assert set(parts(trail(admin, f"?about={role['id']}")[0])) == {
        ("Accounts › see", "one's own", "everybody's"),
        ("Accounts › Phone", None, "hidden"),
    }
    section = {"label": "First", "columns": 1, "fields": ["name", "phone"]}
    layout = admin.made("/layouts/", {"object": "accounts", "role": None, "sections": [section]})
    section["fields"] = ["name"]
    admin.patch(f"/layouts/{layout['id']}/", {"sections": [section]})
    assert parts(trail(admin, f"?about={layout['id']}")[0]) == [
        ("“First” › Fields", "Name, Phone", "Name")
    ]


def test_a_shared_view_is_told_but_for_what_is_hidden_from_the_reader(
    acme: Tenant, admin: Caller
) -> None:
    by_phone = {"field": "phone", "op": "startswith", "value": "+49"}
    values = {"object": "accounts", "kind": "list", "name": "Ours", "shared": "everyone"}
    view = admin.made("/views/", {**values, "filter": by_phone, "sort": ["-name"]})
    [entry] = trail(admin, f"?about={view['id']}")
    assert set(parts(entry)) == {
        ("Name", None, "Ours"),
        ("Shared with", None, "everyone"),
        ("Filter", None, "phone begins with +49"),
        ("Order", None, "Name ↓"),
    }
    fields = {"accounts": {"phone": "hidden"}}
    grants = {"*": {"read": "all"}}
    auditor = callers.person(acme, "Otto", grants=grants, fields=fields, rights=["audit"])
    [entry] = trail(callers.with_key(acme, auditor), f"?about={view['id']}")
    assert "phone" not in str(entry).lower()
    assert ("Name", None, "Ours") in parts(entry)


def test_signing_in_and_out_and_failing_are_recorded(
    acme: Tenant, admin: Caller, mia: User
) -> None:
    browser = callers.signed_in(acme, "mia@acme.test")
    browser.delete("/_allauth/browser/v1/auth/session")
    stranger = callers.anonymous(acme)
    stranger.get("/_allauth/browser/v1/auth/session")
    token = stranger.client.cookies["csrftoken"].value
    wrong = {"email": "mia@acme.test", "password": "wrong"}
    stranger.post("/_allauth/browser/v1/auth/login", wrong, X_CSRFToken=token)
    found = [one["action"] for one in trail(admin, "?group=sign_ins")]
    assert found == ["sign_in_failed", "sign_out", "sign_in"]
    assert parts(trail(admin, "?group=sign_ins")[0]) == [("IP address", None, "127.0.0.1")]


def test_what_is_set_for_a_user_is_told_in_words(admin: Caller, mia: User) -> None:
    admin.patch(f"/users/{mia.id}/", {"locale": "de", "time_zone": "Europe/Berlin"})
    admin.patch(f"/users/{mia.id}/", {"active": False})
    left, changed = trail(admin, f"?about={mia.id}")[:2]
    assert parts(left) == [("Active", True, False)]
    assert ("Language", None, "German") in parts(changed)


def test_the_state_is_told_to_auditors_and_a_check_can_be_asked_for(
    acme: Tenant, admin: Caller, account: dict[str, Any]
) -> None:
    state = admin.get("/audit/state/").json()
    assert (state["state"], state["verified_at"], state["verifying"]) == ("unverified", None, False)
    assert state["waiting_entries"] > 0
    assert state["protected"] is False
    for _ in range(2):
        started = admin.post("/audit/verify/")
        assert started.status_code == 202
        assert started.json()["verifying"] is True
    with in_tenant(acme):
        assert Job.objects.filter(kind="audit.verify").count() == 1
        work_off()
    state = admin.get("/audit/state/").json()
    assert (state["state"], state["verifying"], state["problems"]) == ("intact", False, [])


def mark(admin: Caller, object_name: str, field: str, sensitive: bool = True) -> Any:
    body = {"object": object_name, "field": field, "sensitive": sensitive}
    return admin.post("/sensitive-fields/", body)


@pytest.fixture
def person(admin: Caller) -> dict[str, Any]:
    """With a sensitive field of each kind."""
    admin.made("/fields/", {"object": "contacts", "label": "Passport", "type": "text"})
    assert mark(admin, "contacts", "custom.passport").status_code == 200
    assert [one["field"] for one in mark(admin, "contacts", "birthday").json()["results"]] == [
        "birthday",
        "custom.passport",
    ]
    return admin.made("/contacts/", {"last_name": "Ode", "custom": {"passport": "P1"}})


def views(admin: Caller) -> list[dict[str, Any]]:
    return trail(admin, "?group=views")


def test_who_is_shown_a_sensitive_field_is_recorded(
    admin: Caller, person: dict[str, Any], acme_admin: User
) -> None:
    before = len(views(admin))
    admin.get(f"/contacts/{person['id']}/")
    view = views(admin)[0]
    assert len(views(admin)) == before + 1
    assert (view["object"], view["record_id"]) == ("contacts", person["id"])
    assert view["actor"]["id"] == str(acme_admin.id)
    assert view["changes"][0]["to"] == ["Birthday", "Passport"]
    assert trail(admin, "?object=contacts&field=custom.passport")[0]["action"] == "view"


@pytest.mark.parametrize(
    "path",
    [
        "/contacts/",
        "/contacts/?fields=id,custom.passport",
        "/contacts/?custom.passport=P1&fields=id",
        "/contacts/?sort=birthday&fields=id",
        '/contacts/?filter={"field":"custom.passport","op":"eq","value":"none"}&fields=id',
    ],
)
def test_lists_filters_and_sorts_leave_one_entry_however_many_rows(
    admin: Caller, person: dict[str, Any], path: str
) -> None:
    admin.made("/contacts/", {"last_name": "Other", "custom": {"passport": "P2"}})
    before = len(views(admin))
    assert admin.get(path).status_code == 200
    assert len(views(admin)) == before + 1


def test_being_shown_in_a_list_stands_in_the_records_own_trail(
    admin: Caller, person: dict[str, Any]
) -> None:
    admin.made("/contacts/", {"last_name": "Other"})
    admin.get("/contacts/")
    entry = admin.get(f"/contacts/{person['id']}/audit/").json()["results"][0]
    assert (entry["action"], entry["changes"][1]["to"]) == ("view", 2)


@pytest.mark.parametrize("format", ["csv", "json", "xlsx"])
def test_an_export_tells_how_many_left_the_house(
    admin: Caller, person: dict[str, Any], format: str
) -> None:
    admin.made("/contacts/", {"last_name": "Other"})
    before = len(views(admin))
    answer = admin.get(f"/contacts/export/?format={format}&fields=name,custom.passport")
    assert answer.status_code == 200, answer.content
    b"".join(answer.streaming_content)
    view = views(admin)[0]
    assert len(views(admin)) == before + 1
    assert [one["to"] for one in view["changes"]] == [["Passport"], 2]


def test_what_shows_no_sensitive_field_leaves_no_entry(
    admin: Caller, person: dict[str, Any]
) -> None:
    before = len(views(admin))
    admin.get("/contacts/?fields=id,name")
    admin.get("/accounts/")
    assert len(views(admin)) == before
    mark(admin, "contacts", "birthday", sensitive=False)
    mark(admin, "contacts", "custom.passport", sensitive=False)
    admin.get(f"/contacts/{person['id']}/")
    assert len(views(admin)) == before
    assert len(trail(admin, "?action=records.field.sensitivity_changed")) == 4


def test_a_reader_who_may_not_see_the_field_leaves_no_entry(
    acme: Tenant, admin: Caller, person: dict[str, Any]
) -> None:
    role = {"grants": {"*": {"read": "all"}}, "fields": {"contacts": {
        "birthday": "hidden", "custom.passport": "hidden"}}}  # fmt: skip
    reader = callers.with_key(acme, callers.person(acme, "Rita", **role))
    before = len(views(admin))
    reader.get("/contacts/")
    assert len(views(admin)) == before


def test_watching_costs_one_statement(admin: Caller, person: dict[str, Any]) -> None:
    counts = []
    for number in (2, 30):
        for n in range(number):
            admin.made("/contacts/", {"last_name": f"N{n}"})
        admin.get("/contacts/")
        with CaptureQueriesContext(connection) as captured:
            admin.get("/contacts/")
        counts.append(len(captured))
        with CaptureQueriesContext(connection) as plain:
            admin.get("/contacts/?fields=id")
        assert counts[-1] <= len(plain) + 2
    assert counts[0] == counts[1]


@pytest.mark.parametrize("field", ["name", "last_name_", "id", "owner", "version"])
def test_what_cannot_be_marked_is_refused_at_the_field(admin: Caller, field: str) -> None:
    refused = problem(mark(admin, "contacts", field), 422)
    assert refused["errors"][0]["field"] == "field"
    assert problem(mark(admin, "nothings", "x"), 422)["errors"][0]["field"] == "object"


@pytest.mark.parametrize(
    ("since", "status"),
    [("0194-11-07T09:31:09-23:44", 200), ("9999-12-31T23:59:59-12:00", 400), ("soon", 400)],
)
def test_a_time_that_no_database_knows_is_refused(admin: Caller, since: str, status: int) -> None:
    assert admin.get(f"/audit/?since={since}").status_code == status
