"""Exports: just what the list shows, as CSV, XLSX and JSON; who may, and what is written down."""

import codecs
import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import openpyxl
import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_core.records.query import walking
from crm_core.transfer.exporting.delimited import SPREADSHEETS
from freehold.audit.models import AuditEntry
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.api.test_lists import fill

EVERYTHING = {"*": {"create": True, "read": "all", "update": "all", "delete": "all"}}


@pytest.fixture
def accounts(acme: Tenant, acme_admin: User) -> list[str]:
    rows: list[dict[str, Any]] = [
        {
            "name": "Äther & Co", "industry": "energy", "employees": 12, "phone": "+49 30 123",
            "annual_revenue": {"amount": 125_050, "currency": "EUR"},
            "addresses": [{"street": "Wall 1", "city": "Bonn", "postal_code": "53111"}],
        },
        {"name": 'Bo"x, "Y"', "annual_revenue": {"amount": 500, "currency": "JPY"}},
        {"name": "C\nD", "founded_year": 1999, "annual_revenue": {"amount": -7, "currency": "KWD"}},
    ]  # fmt: skip
    return fill(acme, acme_admin, "accounts", rows)


def exported(caller: Caller, query: str, name: str = "accounts") -> bytes:
    response = caller.get(f"/{name}/export/?{query}")
    assert response.status_code == 200, response.content
    body: bytes = response.getvalue()
    return body


def rows_of(text: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.decode(), newline="")))


def sheet_of(body: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(body)).active


def test_csv_holds_the_lists_columns_rows_and_order(admin: Caller, accounts: list[str]) -> None:
    text = exported(admin, "format=csv&sort=-name&fields=name,industry,employees,annual_revenue")
    assert rows_of(text) == [
        ["Name", "Industry", "Employees", "Annual revenue"],
        ["C\nD", "", "", "-0.007 KWD"],
        ['Bo"x, "Y"', "", "", "500 JPY"],
        ["Äther & Co", "Energy", "12", "1250.50 EUR"],
    ]
    assert text.count(b"\r\n") == 4


def test_csv_for_a_german_spreadsheet_opens_in_columns_and_is_read_back(
    admin: Caller, acme: Tenant, accounts: list[str]
) -> None:
    query = "format=csv&spreadsheet=;,&sort=-name&fields=name,annual_revenue,addresses"
    text = exported(admin, query)
    assert text.startswith(codecs.BOM_UTF8)
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [
        ["Name", "Annual revenue", "Addresses"],
        ["C\nD", "-0,007 KWD", ""],
        ['Bo"x, "Y"', "500 JPY", ""],
        ["Äther & Co", "1250,50 EUR", "Wall 1, 53111 Bonn"],
    ]
    admin.post("/accounts/bulk/", {"action": "delete", "ids": accounts})
    imported(
        admin, acme, "accounts.csv", text, {"Name": "name", "Annual revenue": "annual_revenue"}
    )
    again = admin.get("/accounts/?sort=-name&fields=name,annual_revenue").json()["results"]
    assert [(one["name"], one["annual_revenue"]["amount"]) for one in again] == [
        ("C\nD", -7),
        ('Bo"x, "Y"', 500),
        ("Äther & Co", 125_050),
    ]


def test_a_spreadsheet_keeps_texts_of_digits_as_they_are_and_they_are_read_back(
    admin: Caller, acme: Tenant
) -> None:
    texts = [
        "01067",
        "+49 30 1234",
        "3-4",
        "4012345678901234",
        "12E5",
        "0",
        "42",
        '="01"',
        "1/2 Zoll",
    ]
    made = [admin.made("/accounts/", {"name": text, "phone": "030 99"})["id"] for text in texts]
    text = exported(admin, "format=csv&spreadsheet=;,&sort=created_at&fields=name,phone")
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert {one for _name, one in rows[1:]} == {'="030 99"'}
    assert [name for name, _phone in rows[1:]] == [
        '="01067"',
        '="+49 30 1234"',
        '="3-4"',
        '="4012345678901234"',
        '="12E5"',
        "0",
        "42",
        '\'="01"',
        "1/2 Zoll",
    ]
    plain = exported(admin, "format=csv&sort=created_at&fields=name")
    assert rows_of(plain)[1:4] == [["01067"], ["'+49 30 1234"], ["3-4"]]
    admin.post("/accounts/bulk/", {"action": "delete", "ids": made})
    preview = admin.client.post(
        "/api/v1/imports/preview/",
        {"file": SimpleUploadedFile("accounts.csv", text)},
        headers={"host": admin.host, **admin.headers},
    )
    assert preview.json()["columns"][0]["samples"][:3] == texts[:3]
    imported(admin, acme, "accounts.csv", text, {"Name": "name", "Phone": "phone"})
    again = admin.get("/accounts/?fields=name,phone").json()["results"]
    assert {(one["name"], one["phone"]) for one in again} == {(text, "030 99") for text in texts}


SEEN = "2026-07-01T02:30:00.000000Z"


@pytest.fixture
def owl(admin: Caller) -> str:
    """Seen at half past ten in the evening, by the clock of whoever exports it."""
    admin.made("/fields/", {"object": "accounts", "label": "Seen", "type": "datetime"})
    admin.patch("/me/", {"time_zone": "America/New_York"})
    made: str = admin.made("/accounts/", {"name": "Owl", "custom": {"seen": SEEN}})["id"]
    return made


def seen_again(admin: Caller, acme: Tenant, owl: str, file_name: str, file: bytes) -> str:
    """When the owl was seen, after it was deleted and imported from the file."""
    admin.delete(f"/accounts/{owl}/")
    imported(admin, acme, file_name, file, {"Name": "name", "Seen": "custom.seen"})
    [again] = admin.get("/accounts/?fields=custom").json()["results"]
    found: str = again["custom"]["seen"]
    return found


def test_csv_for_a_spreadsheet_tells_times_by_its_readers_clock_and_is_read_back(
    admin: Caller, acme: Tenant, owl: str
) -> None:
    file = exported(admin, "format=csv&spreadsheet=;,&fields=name,custom.seen")
    assert file.decode("utf-8-sig").splitlines()[1] == '"Owl";2026-06-30 22:30:00'
    assert seen_again(admin, acme, owl, "owls.csv", file) == SEEN


def test_a_workbook_tells_times_by_its_readers_clock_and_is_read_back(
    admin: Caller, acme: Tenant, owl: str
) -> None:
    file = exported(admin, "format=xlsx&fields=name,custom.seen")
    cell = sheet_of(file)["B2"]
    assert (str(cell.value), cell.is_date) == ("2026-06-30 22:30:00", True)
    assert seen_again(admin, acme, owl, "owls.xlsx", file) == SEEN


def test_a_program_is_told_times_in_utc(admin: Caller, owl: str) -> None:
    rows = rows_of(exported(admin, "format=csv&fields=name,custom.seen"))
    assert rows[1] == ["Owl", "2026-07-01T02:30:00Z"]
    [one] = json.loads(exported(admin, "format=json&fields=name,custom"))
    assert one["custom"]["seen"] == SEEN


def test_a_swiss_spreadsheet_has_semicolons_and_points(admin: Caller, accounts: list[str]) -> None:
    text = exported(admin, "format=csv&spreadsheet=;.&sort=name&fields=name,annual_revenue")
    assert '"Äther & Co";1250.50 EUR\r\n' in text.decode("utf-8-sig")


@pytest.mark.parametrize("query", ["format=xlsx&spreadsheet=;,", "format=csv&spreadsheet=x"])
def test_it_refuses_a_spelling_that_no_file_has(admin: Caller, query: str) -> None:
    detail = problem(admin.get(f"/accounts/export/?{query}"), 400)["detail"]
    assert "“spreadsheet”" in detail
    assert all(f"“{one}”" in detail for one in SPREADSHEETS)


def test_filter_search_and_fields_of_a_reference_go_along(
    admin: Caller, accounts: list[str]
) -> None:
    parent = {"parent": accounts[0]}
    admin.patch(f"/accounts/{accounts[1]}/", parent)
    text = exported(admin, "employees__gte=1&search=ther&fields=name,addresses,phone")
    assert rows_of(text)[1:] == [["Äther & Co", "Wall 1, 53111 Bonn", "'+49 30 123"]]
    filter = quote(orjson.dumps({"field": "parent", "op": "empty", "value": False}).decode())
    text = exported(admin, f"filter={filter}&fields=parent,parent.industry,id")
    assert rows_of(text) == [
        ["Parent account", "Parent account: Industry", "Id"],
        ["Äther & Co", "Energy", accounts[1]],
    ]


def test_without_fields_it_has_the_columns_that_a_list_begins_with(
    admin: Caller, accounts: list[str]
) -> None:
    described = admin.get("/objects/accounts/").json()
    labels = {one["name"]: one["label"] for one in described["fields"]}
    header = rows_of(exported(admin, ""))[0]
    assert header == [labels[name] for name in described["default_columns"]]


def test_json_is_the_api_s_own_form(admin: Caller, accounts: list[str]) -> None:
    query = "sort=name&fields=id,name,annual_revenue,owner,created_at"
    listed = admin.get(f"/accounts/?{query}").json()["results"]
    assert json.loads(exported(admin, f"format=json&{query}")) == listed
    assert json.loads(exported(admin, "format=json&search=nothing")) == []


def test_xlsx_has_types(admin: Caller, accounts: list[str]) -> None:
    fields = "name,employees,annual_revenue,created_at,founded_year,industry"
    sheet = sheet_of(exported(admin, f"format=xlsx&sort=name&fields={fields}"))
    header, first, second, _ = sheet.iter_rows()
    assert [cell.value for cell in header][:2] == ["Name", "Employees"]
    assert [cell.data_type for cell in first][:4] == ["s", "n", "n", "d"]
    assert (first[1].value, first[2].value, first[5].value) == (12, 1250.5, "Energy")
    assert first[2].number_format == "#,##0.00 [$EUR]"
    assert second[2].number_format == "#,##0 [$JPY]"


@pytest.mark.parametrize("format", ["csv", "xlsx", "json"])
def test_long_lists_come_page_by_page_and_whole(
    admin: Caller, acme: Tenant, acme_admin: User, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "PAGE", 10)
    rows = [{"name": f"Company {n:03}", "industry": "energy" if n % 3 else None} for n in range(35)]
    fill(acme, acme_admin, "accounts", rows)
    body = exported(admin, f"format={format}&sort=-industry,name&fields=name")
    listed = admin.get("/accounts/?sort=-industry,name&limit=200").json()["results"]
    names = [one["name"] for one in listed]
    readers: dict[str, Callable[[], list[Any]]] = {
        "csv": lambda: [row[0] for row in rows_of(body)[1:]],
        "xlsx": lambda: [row[0].value for row in sheet_of(body).iter_rows(min_row=2)],
        "json": lambda: [one["name"] for one in json.loads(body)],
    }
    found = readers[format]()
    assert found == names


def test_it_takes_the_same_statements_for_2_rows_and_for_200(
    admin: Caller, acme: Tenant, acme_admin: User
) -> None:
    counts = []
    for size in (2, 200):
        fill(acme, acme_admin, "accounts", [{"name": f"{size} {n}"} for n in range(size)])
        exported(admin, "sort=name")
        with CaptureQueriesContext(connection) as captured:
            exported(admin, "sort=name")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_it_needs_the_right_and_the_object(
    acme: Tenant, admin: Caller, member: Caller, reader: Caller, nobody: Caller, anonymous: Caller
) -> None:
    for caller, status in ((anonymous, 401), (nobody, 403), (member, 403), (reader, 403)):
        problem(caller.get("/accounts/export/"), status)
    exporter = callers.with_key(acme, callers.person(acme, "Ed", rights=["export"]))
    problem(exporter.get("/accounts/export/"), 403)
    problem(admin.get("/accounts/export/?format=pdf"), 400)
    problem(admin.get("/accounts/export/?fields=nope"), 400)
    problem(admin.get("/accounts/export/?nope=1"), 400)


def test_only_what_is_in_reach_leaves_and_hidden_fields_never(
    acme: Tenant, admin: Caller, accounts: list[str]
) -> None:
    bea = callers.person(
        acme, "Bea", grants=callers.MEMBER, rights=["export"],
        fields={"accounts": {"phone": "hidden", "industry": "hidden"}},
    )  # fmt: skip
    blind = callers.with_key(acme, bea)
    blind.made("/accounts/", {"name": "Own"})
    for format in ("csv", "json"):
        text = exported(blind, f"format={format}").decode()
        assert "Own" in text
        assert "ther" not in text
        assert "Industry" not in text
        assert "industry" not in text
    hidden = problem(blind.get("/accounts/export/?fields=phone"), 400)
    unknown = problem(blind.get("/accounts/export/?fields=phony"), 400)
    assert hidden["detail"].replace("phone", "phony") == unknown["detail"]
    problem(blind.get("/accounts/export/?sort=phone"), 400)


def test_private_notes_of_others_stay_private(
    acme: Tenant, admin: Caller, acme_admin: User
) -> None:
    ed = callers.with_key(acme, callers.person(acme, "Ed", grants=EVERYTHING, rights=["export"]))
    note = {"kind": "note", "subject": "Between us", "is_private": True}
    admin.made("/activities/", note)
    ed.made("/activities/", {**note, "subject": "Mine alone"})
    text = exported(ed, "fields=subject", "activities").decode()
    assert "Mine alone" in text
    assert "Between us" not in text


def test_each_export_stands_in_the_trail(acme: Tenant, admin: Caller, accounts: list[str]) -> None:
    exported(admin, "format=csv&fields=name,phone&employees__gte=1&search=ther&sort=name")
    with in_tenant(acme):
        entry = AuditEntry.objects.filter(action="export").get()
    told = {name: pair[1] for name, pair in entry.changes.items()}
    assert entry.object == "accounts"
    assert told == {
        "format": "csv",
        "count": 1,
        "fields": ["name", "phone"],
        "filter": {"and": [{"field": "employees__gte", "value": "1"}]},
        "search": "ther",
        "sort": ["name"],
    }
    [shown] = admin.get("/audit/?action=export").json()["results"]
    assert shown["object"] == "accounts"


def test_the_trail_of_exports_tells_nobody_of_fields_they_may_not_see(
    acme: Tenant, admin: Caller, accounts: list[str]
) -> None:
    filter = quote(orjson.dumps({"field": "phone", "op": "eq", "value": "+49 30 123"}).decode())
    exported(admin, f"fields=name,phone&filter={filter}&sort=phone")
    exported(admin, "phone=%2B49 30 123&fields=name")
    auditor = callers.person(
        acme, "Olga", grants=EVERYTHING, rights=["audit"], fields={"accounts": {"phone": "hidden"}}
    )
    text = callers.with_key(acme, auditor).get("/audit/?action=export").content.decode()
    assert "export" in text
    assert "phone" not in text
    assert "49 30" not in text


@pytest.mark.parametrize("format", ["csv", "xlsx", "json"])
def test_i11_the_files_name_is_plain(admin: Caller, format: str) -> None:
    response = admin.get(f"/accounts/export/?format={format}&search=x%0D%0ASet-Cookie:%20a=b")
    header = response.headers["Content-Disposition"]
    assert re.fullmatch(rf'attachment; filename="accounts-\d{{4}}-\d\d-\d\d\.{format}"', header)
    assert "a" not in response.cookies


DANGEROUS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "\u00a0=1+1", "＝1+1",
    "\n=1+1", "=cmd|' /C calc'!A0", "|calc", "%0A=1", "'=1+1", "''=1", "＋1", "－1", "＠x",
    "=_x000D_1",
    "\ttab first", "\rcarriage first", "\u200b=1", "\ufeff=1", "=HYPERLINK(\"http://x\",\"y\")",
]  # fmt: skip
HARMLESS = [
    "plain",
    "a_x000D_b",
    "two\nlines",
    "bell\x07",
    "a=b",
    "'quoted",
    "2026-01-01",
    "x +1",
    "O'Neill",
    "Ünïcode ✓",
]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_i06_no_cell_is_calculated_and_the_import_gives_back_what_was_there(
    admin: Caller, acme: Tenant, acme_admin: User, format: str
) -> None:
    texts = [*DANGEROUS, *HARMLESS]
    rows = [{"name": f"N{n:02}", "description": text} for n, text in enumerate(texts)]
    fill(acme, acme_admin, "accounts", rows)
    stored = {one["name"]: one["description"]
              for one in admin.get("/accounts/?limit=200").json()["results"]}  # fmt: skip
    body = exported(admin, f"format={format}&sort=name&fields=name,description")
    if format == "csv":
        cells = [row[1] for row in rows_of(body)[1:]]
    else:
        sheet = sheet_of(body)
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
        cells = [row[1].value for row in sheet.iter_rows(min_row=2)]
    for text, cell in zip(texts, cells, strict=True):
        assert cell.startswith("'") == (text in DANGEROUS or text == "'quoted"), (text, cell)
    found = admin.get("/accounts/?limit=200").json()["results"]
    admin.post("/accounts/bulk/", {"action": "delete", "ids": [one["id"] for one in found]})
    imported(admin, acme, f"accounts.{format}", body)
    again = {one["name"]: one["description"]
             for one in admin.get("/accounts/?limit=200").json()["results"]}  # fmt: skip
    assert again == stored


DESCRIBED = {"Name": "name", "Description": "description"}


def imported(
    admin: Caller, acme: Tenant, file_name: str, body: bytes, mapping: dict[str, str] = DESCRIBED
) -> None:
    from tests.ground.jobs import work_off

    response = admin.client.post(
        "/api/v1/imports/",
        {
            "file": SimpleUploadedFile(file_name, body),
            "object": "accounts",
            "mapping": json.dumps(mapping),
        },
        headers={"host": admin.host, **admin.headers},
    )
    assert response.status_code == 202, response.content
    with in_tenant(acme):
        work_off()
    state = admin.get(f"/imports/{response.json()['id']}/").json()
    assert (state["state"], state["error_count"]) == ("done", 0), state
