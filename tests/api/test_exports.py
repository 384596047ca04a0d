"""Exports: just what the list shows, as CSV, XLSX and JSON; who may, and what is written down."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_core.records.query import walking
from freehold.audit.models import AuditEntry
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.api.exports import ACCOUNTS, exported, rows_of, sheet_of
from tests.api.test_lists import fill

EVERYTHING = {"*": {"create": True, "read": "all", "update": "all", "delete": "all"}}


@pytest.fixture
def accounts(acme: Tenant, acme_admin: User) -> list[str]:
    return fill(acme, acme_admin, "accounts", ACCOUNTS)


def test_csv_holds_the_lists_columns_rows_and_order(admin: Caller, accounts: list[str]) -> None:
    text = exported(admin, "format=csv&sort=-name&fields=name,industry,employees,annual_revenue")
    assert rows_of(text) == [
        ["Name", "Industry", "Employees", "Annual revenue"],
        ["C\nD", "", "", "-0.007 KWD"],
        ['Bo"x, "Y"', "", "", "500 JPY"],
        ["Äther & Co", "Energy", "12", "1250.50 EUR"],
    ]
    assert text.count(b"\r\n") == 4


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
