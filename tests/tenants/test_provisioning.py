"""Making tenants: equal to the template, once, and however often it is interrupted."""

import signal
import subprocess
import sys
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import connection

from freehold.errors import Conflict, Invalid
from freehold.identity.models import User
from tenants.choices import TenantState
from tenants.context import TEMPLATE_SCHEMA, in_tenant
from tenants.models import Domain, Tenant
from tenants.provisioning import capture, provision, replay, seeding
from tenants.provisioning.orders import Order, Step
from tenants.provisioning.provision import fulfil, provision_tenant, reserve
from tests.ground import people
from tests.ground.workers import process_environment, wait_until

UNSAFE = [
    "public", "pg_x", "pg-x", "information_schema", 'a"; drop schema t1 cascade;--', "a" * 64,
    "__class__", "..", "Acme", "ACME", "аcme", "ａｃｍｅ", "acmé", "www", "api", "admin",
    "operators", "0perators", "adm1n", "a", "1acme", "acme-", "ac--me", "xn--acme", "acme\n",
    " acme", "acme.evil", "", "template", "localhost", pytest.param("\x00acme", id="nul"),
]  # fmt: skip


def _schemas() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%'")
        return {name for (name,) in cursor.fetchall()}


@pytest.fixture
def made(db: None) -> provision.Provisioned:
    return provision_tenant("initech", "Initech", "Bill@Initech.test", currency="USD")


def test_it_makes_a_tenant_that_works(made: provision.Provisioned) -> None:
    tenant = made.tenant
    assert (tenant.state, tenant.currency) == (TenantState.ACTIVE, "USD")
    assert [domain.domain for domain in tenant.domains.all()] == ["initech.localhost"]
    with in_tenant(tenant):
        admin = User.objects.get()
        assert admin.email == made.admin_email == "bill@initech.test"
        assert admin.check_password(made.password)


def test_the_order_with_its_password_is_forgotten_when_it_is_fulfilled(
    made: provision.Provisioned,
) -> None:
    assert made.tenant.progress == {"step": "ready", "done": 4, "total": 4, "error": ""}


def test_the_schema_s_name_tells_nothing(made: provision.Provisioned) -> None:
    assert "initech" not in made.tenant.schema_name
    assert len(made.tenant.schema_name) == 14


def test_a_made_schema_equals_the_migrated_template(made: provision.Provisioned) -> None:
    assert capture.checksum_of(made.tenant.schema_name) == capture.checksum_of(TEMPLATE_SCHEMA)


def test_no_foreign_key_leaves_its_schema(made: provision.Provisioned) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass, conname FROM pg_constraint "
            "JOIN pg_class AS source ON source.oid = conrelid "
            "JOIN pg_class AS target ON target.oid = confrelid "
            "WHERE contype = 'f' AND source.relnamespace <> target.relnamespace"
        )
        assert cursor.fetchall() == []


def test_every_table_has_a_primary_key(made: provision.Provisioned) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r' "
            "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = pg_class.oid "
            "AND contype = 'p')",
            [made.tenant.schema_name],
        )
        assert cursor.fetchall() == []


def test_identity_columns_go_on_behind_the_template_s_rows(made: provision.Provisioned) -> None:
    from django.contrib.auth.models import Group, Permission

    with in_tenant(made.tenant):
        highest = Permission.objects.order_by("-id").values_list("id", flat=True)[0]
        added = Permission.objects.create(name="x", content_type_id=1, codename="x")
        assert added.id > highest
        assert Group.objects.create(name="x").id == 1


@pytest.mark.parametrize("slug", UNSAFE)
def test_T09_an_unsafe_or_reserved_address_is_refused_and_leaves_nothing(
    db: None, slug: str
) -> None:
    schemas, domains = _schemas(), Domain.objects.count()
    with pytest.raises(Invalid) as refused:
        provision_tenant(slug, "Anybody", "a@b.test")
    assert refused.value.errors[0].field == "slug"
    assert (_schemas(), Domain.objects.count()) == (schemas, domains)


def test_T09_a_taken_address_is_refused_and_leaves_nothing(made: provision.Provisioned) -> None:
    schemas, domains = _schemas(), Domain.objects.count()
    with pytest.raises(Conflict, match="taken"):
        provision_tenant("initech", "Someone else", "c@d.test")
    assert (_schemas(), Domain.objects.count()) == (schemas, domains)


@pytest.mark.slow
def test_T09_two_at_once_have_one_winner(committed_db: None) -> None:
    slug = f"race-{uuid4().hex[:8]}"
    schemas = _schemas()
    both = [_command("create", slug, f"{who}@race.test") for who in ("one", "two")]
    codes = sorted(process.wait() for process in both)
    assert codes == [0, 1]
    tenant = Tenant.objects.get(slug=slug)
    assert _schemas() - schemas == {tenant.schema_name}
    assert Domain.objects.filter(domain__startswith=slug).count() == 1
    people.drop(tenant)


@pytest.mark.parametrize(
    ("name", "email", "field"),
    [("", "a@b.test", "name"), ("x" * 201, "a@b.test", "name"), ("X", "nobody", "admin_email")],
)
def test_a_bad_order_is_refused_by_field(db: None, name: str, email: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        provision_tenant("initech", name, email)
    assert [error.field for error in refused.value.errors] == [field]


@pytest.fixture
def interrupted(db: None, request: pytest.FixtureRequest) -> tuple[Tenant, Step]:
    """A tenant whose making stopped in the step of the parameter, after it wrote."""
    step: Step = request.param
    order = Order("bill@initech.test", password_hash="x")
    tenant = reserve("initech", "Initech", order)
    former = provision._WORK[step]

    def stop(tenant: Tenant, order: Order) -> None:
        raise ConnectionAbortedError("the machine went down")

    provision._WORK[step] = stop
    with pytest.raises(ConnectionAbortedError):
        fulfil(tenant.id)
    provision._WORK[step] = former
    return tenant, step


STEPS = [Step.SCHEMA, Step.DEFAULTS, Step.SAMPLE_DATA, Step.READY]


@pytest.mark.parametrize("interrupted", STEPS, indirect=True)
def test_it_goes_on_where_it_was_interrupted(interrupted: tuple[Tenant, Step]) -> None:
    tenant, _ = interrupted
    tenant.refresh_from_db()
    assert tenant.progress["error"] == "the machine went down"
    fulfil(tenant.id)
    fulfil(tenant.id)
    tenant.refresh_from_db()
    assert tenant.state == TenantState.ACTIVE
    with in_tenant(tenant):
        assert User.objects.count() == 1


@pytest.mark.parametrize("interrupted", STEPS, indirect=True)
def test_asking_again_finishes_it_with_the_password_that_is_told(
    interrupted: tuple[Tenant, Step],
) -> None:
    made = provision_tenant("initech", "Initech", "bill@initech.test")
    with in_tenant(made.tenant):
        assert check_password(made.password, User.objects.get().password)


def test_somebody_else_can_not_take_over_an_unfinished_one(db: None) -> None:
    reserve("initech", "Initech", Order("bill@initech.test"))
    with pytest.raises(Conflict, match="taken"):
        provision_tenant("initech", "Initech", "evil@example.test")


@pytest.mark.slow
def test_it_survives_kill_9_at_any_moment(committed_db: None) -> None:
    """The command is killed later and later, then asked once more."""
    slug = f"killed-{uuid4().hex[:8]}"
    for _ in range(3):
        process = _command("create", slug, "bill@killed.test")
        _wait_for_row(slug, process)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert _command("create", slug, "bill@killed.test").wait() in (0, 1)
    tenant = Tenant.objects.get(slug=slug)
    assert tenant.state == TenantState.ACTIVE
    with in_tenant(tenant):
        assert User.objects.count() == 1
    people.drop(tenant)


def test_sample_data_is_filled_in_on_request(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding, "_samples", [lambda: User.objects.create(email="s@b.test")])
    made = provision_tenant("initech", "Initech", "bill@initech.test", sample_data=True)
    with in_tenant(made.tenant):
        assert User.objects.filter(email="s@b.test").exists()


def test_a_schema_can_be_dropped_and_made_again(fresh_tenant: Tenant) -> None:
    from tenants.provisioning.template import current_template

    replay.drop_schema(fresh_tenant.schema_name)
    assert not replay.schema_exists(fresh_tenant.schema_name)
    replay.make_schema(fresh_tenant.schema_name, current_template())
    assert replay.schema_exists(fresh_tenant.schema_name)


def _command(action: str, slug: str, email: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [
            *(sys.executable, "manage.py", "tenant", action, slug),
            *("--name", "Any", "--admin-email", email),
        ],
        env=process_environment(),
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait_for_row(slug: str, process: "subprocess.Popen[bytes]") -> Any:
    wait_until(lambda: process.poll() is not None or Tenant.objects.filter(slug=slug).exists())
