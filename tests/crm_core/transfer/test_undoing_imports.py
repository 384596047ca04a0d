"""A whole import can be taken back, where nothing newer stands in the way."""

from datetime import timedelta

from django.utils import timezone

from crm_core.transfer.models import Import, ImportRow
from crm_core.transfer.services import retention
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api.callers import Caller, problem
from tests.crm_core.transfer.uploads import finished, imported, listed, notice, table

FIRST = table(("Account ID", "Name", "Phone"), ("1", "Alpha", "11"), ("2", "Beta", "22"))
SECOND = table(
    ("Account ID", "Name", "Phone"), ("1", "Alpha", "99"), ("2", "Beta", "22"), ("3", "Gamma", "33")
)


def undone(caller: Caller, report: dict[str, object]) -> dict[str, object]:
    response = caller.post(f"/imports/{report['id']}/undo/")
    assert response.status_code == 202, response.content
    return finished(caller, str(report["id"]))


def test_created_records_go_and_changed_ones_are_as_before(admin: Caller) -> None:
    imported(admin, FIRST, "accounts")
    second = imported(admin, SECOND, "accounts")
    report = undone(admin, second)
    assert report["undone"] is True
    assert notice(report, "undone")["count"] == 2
    phones = {row["name"]: row["phone"] for row in listed(admin, "accounts")}
    assert phones == {"Alpha": "11", "Beta": "22"}
    assert [row["name"] for row in listed(admin, "accounts", trash="true")] == ["Gamma"]
    problem(admin.post(f"/imports/{second['id']}/undo/"), 409)


def test_what_was_changed_since_then_stays(admin: Caller) -> None:
    report = imported(admin, FIRST, "accounts")
    alpha = listed(admin, "accounts", name="Alpha")[0]
    admin.patch(f"/accounts/{alpha['id']}/", {"phone": "edited"})
    report = undone(admin, report)
    assert notice(report, "undo_blocked")["rows"] == [2]
    assert [row["phone"] for row in listed(admin, "accounts")] == ["edited"]


def test_what_somebody_refers_to_since_then_stays(admin: Caller) -> None:
    report = imported(admin, FIRST, "accounts")
    alpha = listed(admin, "accounts", name="Alpha")[0]
    admin.made("/contacts/", {"last_name": "Newcomer", "account": alpha["id"]})
    report = undone(admin, report)
    told = notice(report, "undo_blocked")
    assert told["rows"] == [2]
    assert "or used since" in told["message"]
    assert [row["name"] for row in listed(admin, "accounts")] == ["Alpha"]


def test_after_undoing_the_same_file_can_be_imported_again(admin: Caller) -> None:
    undone(admin, imported(admin, FIRST, "accounts"))
    assert imported(admin, FIRST, "accounts")["counts"]["created"] == 2


def test_a_record_that_several_rows_wrote_is_as_before_the_first(admin: Caller) -> None:
    imported(admin, FIRST, "accounts")
    rows = table(("Account ID", "Phone"), ("1", "a"), ("1", "b"), ("9", "c"), ("9", "d"))
    report = imported(admin, rows, "accounts", options={"defaults": {"name": "New"}})
    assert (report["counts"]["created"], report["counts"]["updated"]) == (1, 3)
    undone(admin, report)
    assert {row["phone"] for row in listed(admin, "accounts")} == {"11", "22"}


def test_deals_go_with_their_lines(admin: Caller) -> None:
    imported(admin, table(("Product", "Price"), ("GTX", "5")), "products")
    deals = table(("Deal Name", "Product", "Amount"), ("A", "GTX", "10"))
    report = imported(admin, deals, "opportunities")
    assert len(listed(admin, "line-items")) == 1
    undone(admin, report)
    assert listed(admin, "opportunities") == []
    assert listed(admin, "line-items") == []


DEALS = table(("Deal Name", "Account Name"), ("A", "Tern"), ("B", "Gull"), ("C", "Skua"))


def test_what_was_made_because_the_file_named_it_goes_too(admin: Caller) -> None:
    report = imported(admin, DEALS, "opportunities", options={"create_missing": True})
    assert len(listed(admin, "accounts")) == 3
    report = undone(admin, report)
    assert listed(admin, "accounts") == []
    assert {row["name"] for row in listed(admin, "accounts", trash="true")} >= {"Tern", "Skua"}
    assert notice(report, "undone_named")["message"].startswith("3 records ")


def test_what_somebody_uses_or_has_changed_since_stays(admin: Caller) -> None:
    report = imported(admin, DEALS, "opportunities", options={"create_missing": True})
    accounts = {row["name"]: row["id"] for row in listed(admin, "accounts")}
    admin.patch(f"/accounts/{accounts['Tern']}/", {"phone": "030 1"})
    admin.post("/contacts/", {"last_name": "Newcomer", "account": accounts["Gull"]})
    report = undone(admin, report)
    assert {row["name"] for row in listed(admin, "accounts")} == {"Tern", "Gull"}
    assert notice(report, "undone_named")["message"].startswith("1 record ")


def test_users_that_an_import_made_are_deactivated(admin: Caller) -> None:
    report = imported(admin, table(("Agent", "Manager"), ("Ada", "Grace")), "users")
    undone(admin, report)
    users = {user["name"]: user["active"] for user in admin.get("/users/").json()["results"]}
    assert users["Ada"] is False


def test_a_dry_run_can_not_be_undone(admin: Caller) -> None:
    report = imported(admin, FIRST, "accounts", options={"dry_run": True})
    problem(admin.post(f"/imports/{report['id']}/undo/"), 409)


def test_rows_are_kept_for_thirty_days(admin: Caller, acme: Tenant) -> None:
    report = imported(admin, FIRST, "accounts")
    with in_tenant(acme):
        assert retention.forget_rows(timezone.now() - timedelta(days=30)) == 0
        Import.objects.update(created_at=timezone.now() - timedelta(days=31))
        assert retention.forget_rows(timezone.now() - timedelta(days=30)) == 1
        assert not ImportRow.objects.exists()
    problem(admin.post(f"/imports/{report['id']}/undo/"), 409)
    assert admin.get(f"/imports/{report['id']}/").json()["counts"]["created"] == 2
