"""Numbers of many digits, formulas and roll-ups on every way out that a list has."""

import csv
import io
import json
from typing import Any

import openpyxl
import pytest

from tests.api.callers import Caller

EXACT = "0.12345678901234567891"
DECIMALS = "1234567891" * 4
PATHS = "name,custom.share,custom.double,custom.worth,custom.deals"


@pytest.fixture
def account(admin: Caller) -> dict[str, Any]:
    """Its share has more digits than a float; formulas and a roll-up read it and its deals."""
    for values in (
        {"label": "Share", "type": "number"},
        {"label": "Double", "type": "formula", "expression": "custom.share * 2"},
        {"label": "Worth", "type": "formula", "expression": "annual_revenue * 2"},
        {
            "label": "Deals",
            "type": "rollup",
            "rollup": {"object": "opportunities", "reference": "account", "function": "count"},
        },
    ):
        admin.made("/fields/", {"object": "accounts", **values})
    body = f'{{"name": "Exact", "custom": {{"share": {EXACT}}},'.encode()
    body += b'"annual_revenue": {"amount": 150, "currency": "EUR"}}'
    made = admin.post("/accounts/", body)
    assert made.status_code == 201, made.content
    record: dict[str, Any] = made.json()
    admin.made("/opportunities/", {"name": "D", "account": record["id"]})
    return record


def exported(admin: Caller, format: str) -> bytes:
    answer = admin.get(f"/accounts/export/?format={format}&fields={PATHS}")
    assert answer.status_code == 200, answer.content
    body: bytes = answer.getvalue()
    return body


def test_the_list_tells_every_digit(admin: Caller, account: dict[str, Any]) -> None:
    text = admin.get(f"/accounts/?fields={PATHS}").content.decode()
    assert EXACT in text
    assert "0.24691357802469135782" in text
    (held,) = json.loads(text)["results"]
    assert held["custom"]["worth"] == {"amount": 300, "currency": "EUR"}
    assert held["custom"]["deals"] == 1


def test_so_do_the_files(admin: Caller, account: dict[str, Any]) -> None:
    text = exported(admin, "json").decode()
    assert EXACT in text
    assert "0.24691357802469135782" in text
    (_, row) = csv.reader(io.StringIO(exported(admin, "csv").decode()))
    assert row == ["Exact", EXACT, "0.24691357802469135782", "3.00 EUR", "1"]
    sheet: Any = openpyxl.load_workbook(io.BytesIO(exported(admin, "xlsx"))).active
    name, share, double, worth, deals = (cell.value for cell in sheet[2])
    assert (name, worth, deals) == ("Exact", 3, 1)
    assert (share, double) == pytest.approx((float(EXACT), 2 * float(EXACT)))


def test_groups_count_and_add_up_what_is_computed(admin: Caller, account: dict[str, Any]) -> None:
    answer = admin.get("/accounts/groups/?group_by=industry&sums=custom.worth,custom.deals")
    assert answer.status_code == 200, answer.content
    (group,) = answer.json()["groups"]
    sums = {one["field"]: one["sums"] for one in group["sums"]}
    assert sums["custom.worth"] == [{"currency": "EUR", "amount": 300}]
    assert sums["custom.deals"] == [{"value": 1}]


@pytest.mark.parametrize(
    "query",
    [
        "custom.deals=1",
        "custom.worth__gt=299&sort=-custom.double",
        f"custom.share={EXACT}",
        "custom.double=0.24691357802469135782",
        f'filter={{"field":"custom.share","op":"eq","value":{EXACT}}}',
    ],
)
def test_filter_sort_and_bulk_reach_it(admin: Caller, account: dict[str, Any], query: str) -> None:
    found = admin.get(f"/accounts/?{query}").json()["results"]
    assert [one["id"] for one in found] == [account["id"]]
    wanted = {"field": "custom.deals", "op": "eq", "value": 1}
    body = {"action": "update", "filter": wanted, "values": {"industry": "energy"}}
    answer = admin.post("/accounts/bulk/", body)
    assert (answer.status_code, answer.json()["count"]) == (200, 1)


def test_what_was_divided_is_rounded(admin: Caller, account: dict[str, Any]) -> None:
    values = {"label": "Third", "type": "formula", "expression": "custom.share / 3"}
    admin.made("/fields/", {"object": "accounts", **values})
    held = admin.get(f"/accounts/{account['id']}/").json()
    assert held["custom"]["third"] == 0.041152


def test_forty_decimals_are_kept_and_no_text_is_made_of_digits(
    admin: Caller, account: dict[str, Any]
) -> None:
    place = f"/accounts/{account['id']}/"
    for sent, kept in (
        ("0." + DECIMALS + "1", "0." + DECIMALS),
        ("99999999999999." + DECIMALS,) * 2,
    ):
        answer = admin.patch(place, f'{{"custom": {{"share": {sent}}}}}'.encode())
        assert (answer.status_code, kept in answer.content.decode()) == (200, True)
        assert sent not in answer.content.decode() or sent == kept
        assert kept in exported(admin, "csv").decode()
    refused = admin.patch(place, f'{{"name": {EXACT}}}'.encode())
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "name")
