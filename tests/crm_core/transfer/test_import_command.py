"""`manage.py import`: the same import from the command line."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from crm_core.sales.models import Account, Contact, Opportunity
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.crm_core.transfer.uploads import shared, table
from tests.ground import people


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "contacts.csv").write_text(
        table(("Last Name", "Email", "Company"), ("Lovelace", "ada@x.test", "Engines"))
    )
    (tmp_path / "accounts.csv").write_text(
        table(("Account Name", "Industry"), ("Engines", "Retail"))
    )
    (tmp_path / "deals.csv").write_text(
        table(("Deal Name", "Account", "Stage", "Amount"), ("A", "Engines", "Odd", "5"))
    )
    (tmp_path / "readme.txt").write_text("Nothing to import here.\n")
    return tmp_path


def run(*arguments: Any, tenant: str = "acme") -> str:
    out = io.StringIO()
    call_command("import", *arguments, tenant=tenant, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_a_file_is_recognised_and_imported(acme: Tenant, files: Path) -> None:
    said = run(files / "accounts.csv")
    assert "accounts.csv: 1 created" in said
    with in_tenant(acme):
        assert Account.objects.get().name == "Engines"


def test_a_folder_is_imported_in_the_order_of_its_references(acme: Tenant, files: Path) -> None:
    said = json.loads(run(files, "--json"))
    assert [one["object"] for one in said["imports"]] == ["accounts", "contacts", "opportunities"]
    with in_tenant(acme):
        assert Contact.objects.get().account == Account.objects.get()
        assert Opportunity.objects.get().stage.name == "Odd"


def test_a_mapping_and_options_may_be_given(acme: Tenant, files: Path) -> None:
    run(
        files / "contacts.csv", "--object", "leads", "--map", "Last Name=last_name",
        "--map", "Company=company", "--options", '{"defaults": {"source": "event"}}',
        "--user", people.email_of("acme"),
    )  # fmt: skip
    from crm_core.sales.models import Lead

    with in_tenant(acme):
        lead = Lead.objects.get()
        assert (lead.company, lead.source, lead.email) == ("Engines", "event", None)
        assert lead.owner is not None


def test_a_dry_run_writes_nothing(acme: Tenant, files: Path) -> None:
    assert "dry run" in run(files / "accounts.csv", "--dry-run")
    with in_tenant(acme):
        assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere.csv"], "There is no file"),
        (["{}/readme.txt"], "Say with --object"),
        (["{}/contacts.csv", "--user", "no@one.test"], "no active user"),
        (["{}/contacts.csv", "--mapping", "{"], "not JSON"),
        (["{}/contacts.csv", "--object", "contacts", "--map", "Nome=last_name"], "no column"),
        (["{}/contacts.csv", "--object", "nonsense"], "no object"),
    ],
)
def test_what_is_wrong_is_one_clear_line(
    acme: Tenant, files: Path, arguments: list[str], says: str
) -> None:
    with pytest.raises(CommandError) as refused:
        run(*[argument.replace("{}", str(files)) for argument in arguments])
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_unknown_tenant_is_told(acme: Tenant, files: Path) -> None:
    with pytest.raises(CommandError, match="no tenant"):
        run(files / "contacts.csv", tenant="nobody")


def test_a_folder_of_real_files_is_recognised(acme: Tenant, tmp_path: Path) -> None:
    for name in ("accounts", "products", "sales_teams"):
        (tmp_path / f"{name}.csv").write_bytes(shared(f"maven_crm/{name}.csv"))
    said = json.loads(run(tmp_path, "--json"))
    assert {one["object"]: one["counts"]["created"] for one in said["imports"]} == {
        "users": 35,
        "products": 7,
        "accounts": 85,
    }
