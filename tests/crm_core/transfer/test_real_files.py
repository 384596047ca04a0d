"""Real companies' files, end to end: uploaded through the API, imported by a worker."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from crm_core.sales.models import Lead
from crm_core.transfer.models import Import
from crm_core.transfer.services import running
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller
from tests.crm_core.transfer.uploads import listed, notice, send, shared
from tests.ground import people, workers

ENDED = ("done", "failed", "cancelled")


@pytest.fixture
def admin(fresh_tenant: Tenant) -> Caller:
    with in_tenant(fresh_tenant):
        user = User.objects.get(email=people.email_of(fresh_tenant.slug))
    return callers.with_key(fresh_tenant, user)


@pytest.fixture
def worker(admin: Caller) -> Iterator["subprocess.Popen[bytes]"]:
    with workers.real_broker(), workers.worker("crm_core.transfer.tasks") as process:
        yield process


def imported(caller: Caller, content: bytes, object_name: str, **how: Any) -> dict[str, Any]:
    """The report, once the worker is done."""
    response = send(caller, content, object_name, **how)
    assert response.status_code == 202, response.content
    place = f"/imports/{response.json()['id']}/"
    workers.wait_until(lambda: caller.get(place).json()["state"] in ENDED, seconds=300, pause=0.5)
    report: dict[str, Any] = caller.get(place).json()
    assert sum(report["counts"].values()) == report["rows"]
    assert report["state"] == "done", report["error"]
    return report


def counts(report: dict[str, Any]) -> dict[str, int]:
    return {name: count for name, count in report["counts"].items() if count}


def total(caller: Caller, object_name: str, **filters: str) -> int:
    query = "&".join(f"{name}={value}" for name, value in {"limit": "1", **filters}.items())
    count: int = caller.get(f"/{object_name}/?{query}").json()["count"]
    return count


@pytest.mark.slow
def test_a_hardware_sellers_crm_is_imported_whole(admin: Caller, worker: object) -> None:
    teams = imported(admin, shared("maven_crm/sales_teams.csv"), "users", name="sales_teams.csv")
    assert counts(teams) == {"created": 35}
    products = imported(admin, shared("maven_crm/products.csv"), "products")
    assert counts(products) == {"created": 7}
    accounts = imported(
        admin,
        shared("maven_crm/accounts.csv"),
        "accounts",
        options={"multiply": {"revenue": 1_000_000}},
    )
    assert counts(accounts) == {"created": 85}
    deals = imported(
        admin,
        shared("maven_crm/dev/sales_pipeline_dev.csv"),
        "opportunities",
        options={"create_missing": ["stage"]},
    )
    assert counts(deals) == {"created": 7040}
    assert notice(deals, "matched_loosely")["count"] == 1178
    assert len(notice(deals, "matched_loosely")["rows"]) == 1178
    assert notice(deals, "without_account")["count"] == 1141
    _check_people(admin)
    _check_accounts(admin)
    _check_board(admin)
    again = imported(
        admin,
        shared("maven_crm/dev/sales_pipeline_dev.csv"),
        "opportunities",
        options={"create_missing": ["stage"]},
    )
    assert counts(again) == {"unchanged": 7040}


def _check_people(admin: Caller) -> None:
    users = admin.get("/users/").json()["results"]
    assert len(users) == 1 + 35 + 6, "the administrator, the agents and their managers"
    names = {user["id"]: user["name"] for user in users}
    teams = admin.get("/teams/").json()["results"]
    regions = {team["id"]: team["name"] for team in teams if team["parent"] is None}
    assert sorted(regions.values()) == ["Central", "East", "West"]
    managed = [team for team in teams if team["parent"] is not None]
    assert len(managed) == 6
    assert sum(len(team["members"]) for team in managed) == 35
    assert all(_id(team["manager"]) in names for team in managed)
    assert all(_id(team["parent"]) in regions for team in managed)


def _id(reference: Any) -> str:
    return str(reference["id"] if isinstance(reference, dict) else reference)


def _check_accounts(admin: Caller) -> None:
    found = listed(admin, "accounts")
    assert len(found) == 85
    assert sum(row["parent"] is not None for row in found) == 15
    largest = max(found, key=lambda row: row["annual_revenue"]["amount"])
    assert largest["annual_revenue"]["amount"] > 10**11
    assert all(row["industry"] and row["employees"] and row["founded_year"] for row in found)
    assert all(row["addresses"][0]["country"] for row in found)


def _check_board(admin: Caller) -> None:
    board = admin.get("/opportunities/board/").json()
    columns = {stage["name"]: stage for stage in board["stages"] if stage["count"]}
    assert {name: stage["count"] for name, stage in columns.items()} == {
        "Won": 3400,
        "Lost": 1973,
        "Engaging": 1267,
        "Prospecting": 400,
    }
    assert [total_["amount"] for total_ in columns["Won"]["sums"]] == [8_145_836_00]
    for status, count in (("won", 3400), ("lost", 1973), ("open", 1667)):
        assert total(admin, "opportunities", status=status) == count
    won = listed(admin, "opportunities", status="won")[0]
    assert won["engaged_on"]
    assert won["closed_on"]
    assert won["owner"]["name"]
    (line,) = listed(admin, "line-items", opportunity=won["id"])
    assert line["total"] == won["amount"]
    assert total(admin, "line-items") == 7040


@pytest.mark.slow
def test_another_crms_export_is_linked_by_its_ids(
    admin: Caller, worker: object, fresh_tenant: Tenant
) -> None:
    options = {"create_missing": ["stage", "owner"]}
    users = imported(admin, shared("zoho_crm/Users.csv"), "users", options=options)
    assert counts(users) == {"created": 11}
    accounts = imported(admin, shared("zoho_crm/Accounts.csv"), "accounts", options=options)
    assert counts(accounts) == {"created": 2226, "failed": 3}
    assert {error["column"] for error in accounts["errors"]} == {"Account Name"}
    contacts = imported(admin, shared("zoho_crm/Contacts.csv"), "contacts", options=options)
    assert counts(contacts) == {"created": 1264, "failed": 1}
    assert all(contact["account"]["name"] for contact in listed(admin, "contacts"))
    leads = imported(admin, shared("zoho_crm/Leads.csv"), "leads", options=options)
    assert counts(leads) == {"created": 3900}
    deals = imported(admin, shared("zoho_crm/Potentials.csv"), "opportunities", options=options)
    assert counts(deals) == {"created": 3632}
    assert total(admin, "opportunities", status="won") == 1425
    assert total(admin, "opportunities", status="lost") == 485
    assert {deal["owner"]["name"] for deal in listed(admin, "opportunities")} <= {
        user["name"] for user in admin.get("/users/").json()["results"]
    }
    with in_tenant(fresh_tenant):
        assert Lead.objects.filter(converted_opportunity__isnull=False).count() == 3632
    again = imported(admin, shared("zoho_crm/Leads.csv"), "leads", options=options)
    assert counts(again) == {"unchanged": 3900}


def test_a_killed_worker_loses_and_repeats_nothing(admin: Caller, fresh_tenant: Tenant) -> None:
    rows = "Name,Phone\n" + "".join(f"Company {number},{number}\n" for number in range(5_000))
    with workers.real_broker():
        with workers.worker("crm_core.transfer.tasks") as first:
            response = send(admin, rows, "accounts")
            place = f"/imports/{response.json()['id']}/"
            workers.wait_until(lambda: admin.get(place).json()["counts"]["created"] >= 1_000)
            os.killpg(first.pid, signal.SIGKILL)
        written = admin.get(place).json()["counts"]["created"]
        assert written % 1_000 == 0
        assert total(admin, "accounts") == written
        with in_tenant(fresh_tenant):
            found = Import.objects.get()
            actor = callers.actor(User.objects.get(email=people.email_of(fresh_tenant.slug)))
            while running.advance(found.id, actor=actor):
                pass
    assert admin.get(place).json()["counts"]["created"] == 5_000
    assert total(admin, "accounts") == 5_000
    assert len({json.dumps(row["name"]) for row in listed(admin, "accounts")}) == 200
