"""Imports through the API: what is right gets in, what is wrong is told by row and reason (I12)."""

from typing import Any
from uuid import UUID

import pytest

from crm_core.transfer.services import running
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.crm_core.transfer.uploads import codes, imported, listed, notice, one, send, table

CONTACTS = table(
    ("First Name", "Last Name", "E-mail", "Mobile Phone", "Company", "Birthday", "Shoe size"),
    ("Ada", "Lovelace", "ada@acme.test", "+44 1", "Analytical Engines", "10.12.1815", "37"),
    ("Grace", "Hopper", "grace@navy.test", "+1 2", "Navy", "09.12.1906", "38"),
)


def test_contacts_arrive_with_their_accounts(admin: Caller, acme_admin: User) -> None:
    report = imported(admin, CONTACTS, "contacts", options={"create_missing": ["account"]})
    assert report["state"] == "done"
    assert report["counts"]["created"] == 2
    ada = listed(admin, "contacts", email="ada@acme.test")[0]
    assert ada["name"] == "Ada Lovelace"
    assert ada["phone"] == "+44 1"
    assert ada["account"]["name"] == "Analytical Engines"
    assert ada["birthday"] == "1815-12-10"
    assert ada["owner"]["id"] == str(acme_admin.id)
    assert notice(report, "unmapped_columns")["examples"] == ["Shoe size"]
    assert notice(report, "references_created")["count"] == 2


def test_the_audit_trail_says_that_an_import_wrote_it(admin: Caller) -> None:
    imported(admin, CONTACTS, "contacts", options={"create_missing": True})
    ada = listed(admin, "contacts", email="ada@acme.test")[0]
    trail = admin.get(f"/contacts/{ada['id']}/audit/").json()["results"]
    assert [(entry["action"], entry["source"]) for entry in trail] == [("create", "import")]


def test_i12_the_same_file_again_changes_nothing(admin: Caller) -> None:
    how = {"options": {"create_missing": True}}
    imported(admin, CONTACTS, "contacts", **how)
    again = imported(admin, CONTACTS, "contacts", **how)
    assert again["counts"]["unchanged"] == 2
    assert "imported_before" in codes(again)
    assert len(listed(admin, "contacts")) == 2
    assert len(listed(admin, "accounts")) == 2


def test_the_same_rows_without_any_key_are_known_again(admin: Caller) -> None:
    deals = table(("Deal Name", "Amount"), ("Big", "100"), ("Big", "100"), ("Small", "5"))
    assert imported(admin, deals, "opportunities")["counts"]["created"] == 3
    assert imported(admin, deals, "opportunities")["counts"]["unchanged"] == 3


def test_a_later_file_updates_what_it_names(admin: Caller) -> None:
    imported(admin, CONTACTS, "contacts", options={"create_missing": True})
    later = table(
        ("E-mail", "Last Name", "Job Title", "Company"),
        ("ADA@acme.test", "King", "Countess", ""),
        ("new@acme.test", "New", "Intern", "Navy"),
    )
    report = imported(admin, later, "contacts")
    assert (report["counts"]["updated"], report["counts"]["created"]) == (1, 1)
    ada = listed(admin, "contacts", title="Countess")[0]
    assert (ada["first_name"], ada["last_name"]) == ("Ada", "King")
    assert ada["account"]["name"] == "Analytical Engines", "an empty cell empties nothing"


@pytest.mark.parametrize(
    ("policy", "counts"), [("skip", {"skipped": 2}), ("create", {"created": 2}), ("update", {})]
)
def test_the_dedupe_policy_is_kept(admin: Caller, policy: str, counts: dict[str, int]) -> None:
    how = {"create_missing": True}
    imported(admin, CONTACTS, "contacts", options=how)
    options = {**how, "dedupe": {"match": ["email"], "policy": policy}}
    report = imported(admin, CONTACTS, "contacts", options=options)
    expected = counts or {"unchanged": 2}
    assert {name: count for name, count in report["counts"].items() if count} == expected


def test_two_rows_of_one_record_write_one_record(admin: Caller) -> None:
    twice = table(
        ("Last Name", "Email", "Title"),
        ("Lovelace", "ada@acme.test", "Pioneer"),
        ("Hopper", "grace@navy.test", "Admiral"),
        ("Lovelace", "Ada@Acme.test", "Countess"),
    )
    options = {"dedupe": {"match": ["email"], "policy": "update"}}
    report = imported(admin, twice, "contacts", options=options)
    assert (report["counts"]["created"], report["counts"]["updated"]) == (2, 1)
    assert listed(admin, "contacts", last_name="Lovelace")[0]["title"] == "Countess"


def test_rows_that_share_a_name_stay_apart_and_are_told(admin: Caller) -> None:
    same = table(("Account Name", "Phone"), ("Spar", "1"), ("Spar", "2"), ("Aldi", "3"))
    report = imported(admin, same, "accounts")
    assert report["counts"]["created"] == 3
    assert notice(report, "alike_in_file")["count"] == 2
    assert imported(admin, same, "accounts")["counts"]["unchanged"] == 3


def test_ids_of_another_system_link_files(admin: Caller) -> None:
    accounts = table(
        ("Account ID", "Account Name", "Parent ID"), ("7", "Sub", "9"), ("9", "Top", "")
    )
    report = imported(admin, accounts, "accounts", options={"system": "old-crm"})
    assert report["counts"]["created"] == 2
    contacts = table(
        ("Contact ID", "Last Name", "Account ID"), ("a1", "Lovelace", "7"), ("a2", "Lost", "8")
    )
    report = imported(admin, contacts, "contacts", options={"system": "old-crm"})
    assert (report["counts"]["created"], report["counts"]["failed"]) == (1, 1)
    assert report["errors"][0]["row"] == 3
    assert "“8”" in report["errors"][0]["reason"]
    assert one(admin, "contacts")["account"]["name"] == "Sub"
    assert listed(admin, "accounts", name="Sub")[0]["parent"]["name"] == "Top"
    renamed = table(("Account ID", "Account Name"), ("7", "Renamed"))
    report = imported(admin, renamed, "accounts", options={"system": "old-crm"})
    assert report["counts"]["updated"] == 1
    assert imported(admin, renamed, "accounts")["counts"]["created"] == 1, "another system"


def test_a_hierarchy_of_one_file_is_linked_whatever_the_order(admin: Caller) -> None:
    rows = table(
        ("Name", "Subsidiary of"),
        ("Child", "parent ag"),
        ("Grandchild", "Child"),
        ("Parent AG", ""),
    )
    report = imported(admin, rows, "accounts")
    assert report["counts"]["created"] == 3
    parents = {row["name"]: (row["parent"] or {}).get("name") for row in listed(admin, "accounts")}
    assert parents == {"Child": "Parent AG", "Grandchild": "Child", "Parent AG": None}


def test_a_loose_match_is_told_never_silent(admin: Caller) -> None:
    imported(admin, table(("Product", "Price"), ("GTX Pro", "4821")), "products")
    deals = table(("Deal Name", "Product", "Value"), ("A", "GTXPro", "10"), ("B", "GTX Pro", "20"))
    report = imported(admin, deals, "opportunities")
    told = notice(report, "matched_loosely")
    assert (told["count"], told["rows"]) == (1, [2])
    assert "GTX Pro" in told["examples"][0]
    deal = listed(admin, "opportunities", name="A")[0]
    (line,) = listed(admin, "line-items", opportunity=deal["id"])
    assert line["product"]["name"] == "GTX Pro"
    assert deal["amount"]["amount"] == 1000


@pytest.mark.parametrize(("policy", "state"), [("update", "unchanged"), ("skip", "skipped")])
def test_a_row_that_stands_twice_in_a_file_is_one_record(
    admin: Caller, policy: str, state: str
) -> None:
    same = table(
        ("Account Name", "Phone"), ("Spar", "1"), ("Aldi", "3"), ("Spar", "1"), ("Spar", "2")
    )
    options = {"dedupe": {"policy": policy}}
    report = imported(admin, same, "accounts", options=options)
    assert (report["counts"]["created"], report["counts"][state]) == (3, 1)
    assert notice(report, "repeated_in_file")["examples"] == ["“Spar” (2 rows)"]
    assert notice(report, "alike_in_file")["count"] == 2
    phones = sorted(one["phone"] for one in listed(admin, "accounts", name="Spar"))
    assert phones == ["1", "2"]
    imported(admin, same, "accounts", options=options)
    assert len(listed(admin, "accounts")) == 3


def test_what_went_wrong_is_told_in_words_of_the_web_app(admin: Caller) -> None:
    people = table(
        ("Last Name", "Email", "Company", "Birthday"),
        ("Lovelace", "ada@acme.test", "Engines", "10.12.1815"),
        ("Lovelace", "ada@acme.test", "Engines", ""),
        ("Hopper", "grace@navy.test", "Navy", "31.02.1906"),
    )
    report = imported(admin, people, "contacts", options={"create_missing": True})
    alike = notice(report, "alike_in_file")
    assert "possible duplicates" in alike["message"]
    assert alike["examples"] == ["“ada@acme.test” (2 rows)"]
    assert [(error["row"], error["column"]) for error in report["errors"]] == [(4, "Birthday")]

    refused = imported(admin, people, "contacts", options={"create_missing": False})
    reasons = [error["reason"] for error in refused["errors"] if error["column"] == "Company"]
    assert reasons[-1].startswith("There are no Accounts called “Navy”.")
    told = f"{refused['errors']} {refused['notices']}"
    assert "option" not in told
    assert "create_missing" not in told


def test_a_dry_run_tells_everything_and_writes_nothing(admin: Caller) -> None:
    rows = table(
        ("Name", "Industry", "Employees", "Owner"),
        ("A", "Piracy", "12", "New"),
        ("B", "", "many", ""),
    )
    options = {"dry_run": True, "create_missing": True}
    report = imported(admin, rows, "accounts", options=options)
    assert (report["counts"]["created"], report["counts"]["failed"]) == (1, 1)
    assert report["dry_run"] is True
    assert report["errors"][0]["column"] == "Employees"
    assert "will create" in notice(report, "references_to_create")["message"]
    assert "will add" in notice(report, "choices_added")["message"]
    without = imported(admin, rows, "accounts", options={"dry_run": True})
    assert "name nothing" in notice(without, "not_found")["message"]
    assert listed(admin, "accounts") == []
    assert len(admin.get("/users/").json()["results"]) == 1
    assert imported(admin, rows, "accounts")["counts"]["created"] == 1


def test_all_or_nothing_writes_nothing_if_a_row_is_wrong(admin: Caller) -> None:
    rows = table(("Name", "Employees"), ("A", "1"), ("B", "many"), ("C", "3"))
    report = imported(admin, rows, "accounts", options={"atomic": "all"})
    assert report["state"] == "failed"
    assert (report["counts"]["failed"], report["counts"]["skipped"]) == (1, 2)
    assert "nothing was written" in report["error"]
    assert listed(admin, "accounts") == []
    right = table(("Name", "Employees"), ("A", "1"), ("C", "3"))
    report = imported(admin, right, "accounts", options={"atomic": "all"})
    assert (report["state"], report["counts"]["created"]) == ("done", 2)


def test_i12_half_of_the_rows_may_be_wrong(admin: Caller) -> None:
    rows = [("Last Name", "Email", "Birthday")]
    for number in range(600):
        wrong = number % 2
        rows.append(
            (f"Person {number}", "no address" if wrong else f"p{number}@x.test", "1.2.2000")
        )
    report = imported(admin, table(*rows), "contacts")
    assert (report["counts"]["created"], report["counts"]["failed"]) == (300, 300)
    assert report["error_count"] == 300
    assert len(report["errors"]) == 100
    assert report["errors"][0] == {
        "row": 3, "column": "Email", "value": "no address",
        "reason": "“no address” is not an e-mail address.",
    }  # fmt: skip
    lines = admin.get(f"/imports/{report['id']}/errors.csv")
    text = b"".join(lines.streaming_content).decode("utf-8-sig").splitlines()
    assert len(text) == 301
    assert (
        text[0]
        == "Row in the file,Column in question,Refused value,Why refused,Last Name,Email,Birthday"
    )
    assert text[1].startswith("3,Email,no address,")


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_error_file_can_be_imported_again(admin: Caller, language: str) -> None:
    rows = table(("Name", "Amount", "Close date"), ("Pump", "12.50", "soon"))
    report = imported(admin, rows, "opportunities")
    lines = admin.get(f"/imports/{report['id']}/errors.csv", Accept_Language=language)
    again = b"".join(lines.streaming_content)
    header = again.decode("utf-8-sig").splitlines()[0].split(",")
    assert (header[0] == "Zeile der Datei") == (language == "de")
    preview = send(admin, again, "opportunities", path="/imports/preview/").json()
    suggested = {column["name"]: column["suggested"] for column in preview["columns"]}
    assert [suggested[column] for column in header[:4]] == [None] * 4
    assert suggested["Amount"] == "amount"


def test_the_report_speaks_the_readers_language(admin: Caller) -> None:
    report = imported(admin, table(("Last Name", "Email"), ("Roe", "no")), "contacts")
    lines = admin.get(f"/imports/{report['id']}/report.csv", Accept_Language="de")
    text = b"".join(lines.streaming_content).decode("utf-8-sig").splitlines()
    assert text[0] == "Art,Zeile,Spalte,Wert,Was geschehen ist"
    assert text[1].startswith("Fehler,2,Email,no,")


def test_the_error_file_starts_no_formula(admin: Caller) -> None:
    rows = table(("Last Name", "Email"), ("=cmd|' /C calc'!A0", "@SUM(1)"), ("-5", "no"))
    report = imported(admin, rows, "contacts")
    response = admin.get(f"/imports/{report['id']}/errors.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert response.headers["Content-Type"] == "text/csv"
    assert "'=cmd|" in text
    assert "'@SUM(1)" in text
    assert ",-5," in text


def test_errors_of_the_write_door_name_the_column(admin: Caller) -> None:
    rows = table(("First Name", "Surname"), ("Ada", ""), ("Grace", "x" * 300))
    report = imported(admin, rows, "contacts")
    assert [(error["row"], error["column"]) for error in report["errors"]] == [
        (2, "Surname"),
        (3, "Surname"),
    ]


def test_i12_a_cell_of_ten_megabytes_is_one_error(admin: Caller) -> None:
    rows = table(("Name", "Description"), ("A", "x" * 10_500_000), ("B", "fine"))
    report = imported(admin, rows, "accounts")
    assert (report["counts"]["created"], report["counts"]["failed"]) == (1, 1)
    assert (report["errors"][0]["row"], report["errors"][0]["column"]) == (2, "Description")


@pytest.mark.parametrize(
    ("content", "mapping", "options", "field", "says"),
    [
        ("", None, None, "file", "empty"),
        ("Name\n", None, None, "file", "no rows"),
        ("Name\nA\n", {"Nome": "name"}, None, "mapping.Nome", "no column “Nome”"),
        ("Name\nA\n", {"Name": "nonsense"}, None, "mapping.Name", "no field “nonsense”"),
        ("Name,Phone\nA,1\n", {"Name": "name", "Phone": "name"}, None, "mapping.Phone", "both"),
        ("Phone\n1\n", {"Phone": "phone"}, None, "mapping", "“Name”"),
        ("Name,name\nA,B\n", {"Name": "name"}, None, "mapping.Name", "2 times"),
        ("Name;Phone\nA;1\n", {"Name": "name"}, {"delimiter": ","}, "mapping.Name", "no column"),
        ("Name\nA\n", None, {"colour": "red"}, "options.colour", "no option"),
        ("Name\nA\n", None, {"dedupe": {"match": ["phone"]}}, "options.dedupe", "No column"),
        ("Name\nA\n", None, {"currency": "EURO"}, "options.currency", "three letters"),
        ("Name\nA\n", None, {"date_format": "?"}, "options.date_format", "DD.MM.YYYY"),
        ("Name\nA\n", None, {"encoding": "klingon"}, "file", "not an encoding"),
        ("Name\nA\n", [], None, "mapping", "column: field"),
    ],
)
def test_a_wrong_file_or_wish_is_refused_before_anything_is_written(
    admin: Caller, content: str, mapping: Any, options: Any, field: str, says: str
) -> None:
    response = send(admin, content, "accounts", mapping=mapping, options=options)
    refused = problem(response, 422)
    assert refused["errors"][0]["field"] == field
    assert says in refused["errors"][0]["message"]
    assert admin.get("/imports/").json()["results"] == []


def test_binary_files_are_refused(admin: Caller) -> None:
    refused = problem(send(admin, bytes(range(256)) * 99, "accounts", name="a.csv"), 422)
    assert "binary" in refused["detail"]


def test_a_waiting_import_is_cancelled_at_once(admin: Caller) -> None:
    ident = send(admin, CONTACTS, "contacts").json()["id"]
    response = admin.post(f"/imports/{ident}/cancel/")
    assert response.status_code == 200, response.content
    assert response.json()["state"] == "cancelled"
    problem(admin.post(f"/imports/{ident}/cancel/"), 409)
    problem(admin.post(f"/imports/{ident}/undo/"), 409)
    assert listed(admin, "contacts") == []


def test_i12_cancelled_half_way_it_keeps_whole_chunks_and_the_next_try_makes_no_twins(
    admin: Caller, acme: Tenant, acme_admin: User
) -> None:
    rows = "Name,Phone\n" + "".join(f"Company {number},{number}\n" for number in range(2_500))
    ident = send(admin, rows, "accounts").json()["id"]
    place = f"/imports/{ident}/"
    with in_tenant(acme):
        while admin.get(place).json()["counts"]["created"] == 0:
            running.advance(UUID(ident), actor=callers.actor(acme_admin))
    report = admin.post(f"{place}cancel/").json()
    assert (report["state"], report["counts"]["created"]) == ("cancelled", 1_000)
    assert admin.get("/accounts/?limit=1").json()["count"] == 1_000
    again = imported(admin, rows, "accounts")
    assert (again["counts"]["created"], again["counts"]["unchanged"]) == (1_500, 1_000)
    assert admin.get("/accounts/?limit=1").json()["count"] == 2_500


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_preview_leaves_out_columns_without_name_and_content(
    admin: Caller, language: str
) -> None:
    sent = Caller(admin.host, {**admin.headers, "Accept-Language": language}, admin.client)
    shown = send(sent, "Name,,City\nA,,B\n", "accounts", path="/imports/preview/").json()
    assert [column["name"] for column in shown["columns"]] == ["Name", "City"]
    assert shown["sheets"] == []


def test_rows_of_an_export_with_ids_find_their_records_whatever_changed(admin: Caller) -> None:
    imported(admin, table(("Name",), ("Alpha",), ("Beta",)), "accounts")
    told = b"".join(
        admin.get("/accounts/export/?format=csv&fields=id,name&sort=name").streaming_content
    ).decode()
    changed = told.replace("Alpha", "Gamma")
    shown = send(admin, changed, "accounts", path="/imports/preview/").json()
    assert {one["name"]: one["suggested"] for one in shown["columns"]} == {
        "Id": "id", "Name": "name",
    }  # fmt: skip
    report = imported(admin, changed, "accounts")
    counts = report["counts"]
    assert (counts["created"], counts["updated"], counts["unchanged"]) == (0, 1, 1)
    assert sorted(one["name"] for one in listed(admin, "accounts")) == ["Beta", "Gamma"]


def test_ids_that_no_record_here_has_are_those_of_another_system(admin: Caller) -> None:
    file = table(("Id", "Name"), ("01977d5e-7a10-7c3f-9d52-5a1f0f1d2b3c", "Alpha"))
    shown = send(admin, file, "accounts", path="/imports/preview/").json()
    assert shown["columns"][0]["suggested"] == "external_id"


def test_the_preview_says_what_a_file_holds(admin: Caller) -> None:
    response = send(admin, CONTACTS, None, path="/imports/preview/", name="Kontakte.csv")
    assert response.status_code == 200, response.content
    shown = response.json()
    assert (shown["object"], shown["rows"], shown["delimiter"]) == ("contacts", 2, ",")
    suggested = {column["name"]: column["suggested"] for column in shown["columns"]}
    assert suggested["Company"] == "account"
    assert suggested["Shoe size"] is None
    assert shown["columns"][0]["samples"] == ["Ada", "Grace"]
    other = send(admin, CONTACTS, "leads", path="/imports/preview/").json()
    assert {column["name"]: column["suggested"] for column in other["columns"]}[
        "Company"
    ] == "company"
