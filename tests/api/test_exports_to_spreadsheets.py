"""Exports that a spreadsheet opens as they are meant, and that are read back."""

import codecs
import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crm_core.transfer.exporting.delimited import SPREADSHEETS
from freehold.identity.models import User
from tenants.models import Tenant
from tests.api.callers import Caller, problem
from tests.api.exports import ACCOUNTS, exported, imported, rows_of, sheet_of
from tests.api.test_lists import fill


@pytest.fixture
def accounts(acme: Tenant, acme_admin: User) -> list[str]:
    return fill(acme, acme_admin, "accounts", ACCOUNTS)


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
