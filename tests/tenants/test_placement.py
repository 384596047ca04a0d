"""Tenants in another database: entered, made, migrated there."""

from collections.abc import Iterator
from typing import Any, cast
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from crm_core.sales.models import Account
from freehold.audit.models import AuditEntry
from freehold.context import NoTenantActive
from freehold.errors import Invalid
from freehold.identity.models import User
from freehold.jobs.models import Job
from freehold.tenancy import door
from tenants import databases, placements
from tenants.choices import SchemaState
from tenants.connections import tenant_connection
from tenants.console import health
from tenants.context import in_public, in_tenant
from tenants.models import AuditHead, RecordedMigration, Tenant
from tenants.provisioning import capture, provision
from tenants.provisioning.orders import Order
from tenants.provisioning.provision import fulfil, provision_tenant, reserve
from tenants.provisioning.template import current_template
from tenants.rollout.reports import Wishes
from tenants.rollout.run import roll_out
from tests.api import callers
from tests.freehold.actors import CLI
from tests.ground import elsewhere, people
from tests.tenants.placing import caller, drop, fresh, schemas, sealed_whole
from tests.tenants.rolling import lacking_a_column

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_operation_is_left")]


@pytest.fixture
def there(eu: str, committed_db: None) -> Iterator[Tenant]:
    """A tenant that was made in the second database."""
    slug = f"there-{uuid4().hex[:8]}"
    made = provision_tenant(
        slug, "There Ltd", people.email_of(slug), admin_password=people.PASSWORD, database=eu
    )
    yield made.tenant
    drop(made.tenant)


class TestEntering:
    def test_its_rows_are_read_there_and_the_platform_s_at_home(self, there: Tenant) -> None:
        home = connections["default"]
        with in_tenant(there):
            assert placements.here() == "eu"
            assert User.objects.get().email == people.email_of(there.slug)
            assert Tenant.objects.get(slug=there.slug).name == "There Ltd"
            with in_public():
                assert connections["default"] is home
                assert Tenant.objects.filter(slug="acme").exists()
            assert placements.here() == "eu"
        assert connections["default"] is home
        assert tenant_connection.schema_name == "public"

    def test_it_is_left_after_an_error(self, there: Tenant) -> None:
        def fail() -> None:
            Account.objects.create(name="Never")
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError), in_tenant(there), transaction.atomic():
            fail()
        assert placements.here() == placements.HOME
        with in_tenant(there):
            assert not Account.objects.exists()

    def test_another_s_tenant_within_is_at_home(self, there: Tenant) -> None:
        with in_tenant(there), in_tenant("acme"):
            assert placements.here() == placements.HOME
            assert not User.objects.filter(email=people.email_of(there.slug)).exists()

    def test_a_row_of_the_platform_is_saved_wherever_it_was_loaded(self, there: Tenant) -> None:
        with in_tenant(there):
            row = Tenant.objects.get(id=there.id)
        row.name = "Renamed Ltd"
        row.save()
        with in_tenant(there):
            row.refresh_from_db()
            row.domains.get()
            assert Tenant.objects.get(id=there.id).name == "Renamed Ltd"

    def test_the_wrong_database_is_refused_before_any_statement(self, there: Tenant) -> None:
        with in_tenant(there), placements.at(placements.HOME), pytest.raises(NoTenantActive):
            User.objects.exists()

    def test_tables_of_the_platform_are_not_there(self, there: Tenant) -> None:
        with in_tenant(there), connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r'"
                           " AND relnamespace = 'public'::regnamespace")  # fmt: skip
            assert cursor.fetchall() == [("django_content_type",)]

    def test_an_unknown_database_is_unavailable(self, there: Tenant) -> None:
        Tenant.objects.filter(id=there.id).update(database="gone")
        try:
            response = callers.Caller(f"{there.slug}.localhost").get("/me/")
            assert (response.status_code, "not set up" in response.json()["detail"]) == (503, True)
        finally:
            Tenant.objects.filter(id=there.id).update(database="eu")

    def test_a_request_at_home_costs_no_statement_more(self, eu: str, committed_db: None) -> None:
        with CaptureQueriesContext(connection) as captured, in_tenant("acme"), in_public():
            pass
        assert len(captured.captured_queries) == 1


class TestMaking:
    def test_it_equals_the_template_and_works(self, there: Tenant) -> None:
        assert (there.database, there.region) == ("eu", elsewhere.REGION)
        with placements.at("eu"):
            assert capture.checksum_of(there.schema_name) == current_template().checksum
        assert there.schema_name not in schemas(placements.HOME)
        api = caller(there)
        made = api.post("/accounts/", {"name": "Writ there"})
        assert made.status_code == 201, made.content
        assert [one["name"] for one in api.get("/accounts/").json()["results"]] == ["Writ there"]
        with in_tenant(there):
            assert AuditEntry.objects.filter(record_id=made.json()["id"], action="create").exists()
            sealed_whole()
        assert AuditHead.objects.get(tenant=there).intact

    def test_a_region_that_is_named_later_is_that_of_who_lies_there(
        self, there: Tenant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(settings.REGIONS, "eu", "Dublin")
        assert databases.name_regions()
        there.refresh_from_db()
        assert there.region == "Dublin"
        assert not Tenant.objects.filter(database="default", region="Dublin").exists()
        assert not databases.name_regions()

    def test_a_region_chooses_the_database(self, eu: str, committed_db: None) -> None:
        assert databases.checked_place({"region": elsewhere.REGION})["database"] == "eu"
        with pytest.raises(Invalid, match="Frankfurt"):
            databases.checked_place({"region": "Atlantis"})
        with pytest.raises(Invalid, match="default, eu"):
            databases.checked_place({"database": "mars"})

    def test_a_crash_between_the_two_databases_makes_nothing_twice(
        self, eu: str, committed_db: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        slug = f"crash-{uuid4().hex[:8]}"
        order = Order(people.email_of(slug), password_hash="x", sample_data=True)
        tenant = reserve(slug, "Crash Ltd", order, database=eu)
        for step in ("schema", "defaults", "sample_data"):
            with monkeypatch.context() as patched:
                patched.setattr(provision, "_mark", _failing_at(step))
                with pytest.raises(RuntimeError):
                    fulfil(tenant.id)
        fulfil(tenant.id)
        tenant.refresh_from_db()
        assert tenant.progress["step"] == "ready"
        with in_tenant(tenant):
            assert User.objects.filter(email=people.email_of(slug)).count() == 1
            names = list(Account.objects.values_list("name", flat=True))
        assert len(names) == len(set(names)) > 0
        drop(tenant)

    def test_it_is_erased_there(self, there: Tenant) -> None:
        from tenants.services.erasing import erase_tenant

        certificate = erase_tenant(there.slug, actor=CLI)
        assert certificate["rows"]["identity_user"] == 1
        assert there.schema_name not in schemas("eu")


def _failing_at(step: str) -> Any:
    marked = provision._mark

    def mark(tenant: Tenant, order: Any, reached: Any, *, error: str = "") -> None:
        if reached.value == step and not error:
            raise RuntimeError("killed here")
        marked(tenant, order, reached, error=error)

    return mark


class TestMigrating:
    @pytest.fixture
    def column(self, there: Tenant) -> Iterator[RecordedMigration]:
        """A column that the template has got by a migration that the tenant still lacks."""
        with lacking_a_column([there]) as recorded:
            yield recorded

    def test_a_column_reaches_it(self, there: Tenant, column: RecordedMigration) -> None:
        report = roll_out(Wishes(only=(there.slug,)))
        assert (report.migrated, report.failed) == ([there.slug], {})
        with placements.at("eu"):
            assert capture.checksum_of(there.schema_name) == current_template().checksum
        assert fresh(there).may_work

    def test_one_that_moves_is_left_alone(self, there: Tenant, column: RecordedMigration) -> None:
        Tenant.objects.filter(id=there.id).update(schema_state=SchemaState.MOVING)
        assert roll_out(Wishes(only=(there.slug,))).migrated == []


def test_each_database_has_its_health(eu: str, committed_db: None) -> None:
    with in_tenant("operators"):
        found = {part["name"]: part["ok"] for part in health.look(anew=True)}
    assert found["database"]
    assert found["database:eu"]


def test_a_database_that_is_away_is_told_with_its_reason(
    committed_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = {**settings.DATABASES["default"], "HOST": "127.0.0.1", "PORT": "1"}
    monkeypatch.setitem(settings.DATABASES, "gone", gone)
    try:
        with in_tenant("operators"):
            found = {part["name"]: part for part in health.look(anew=True)}
    finally:
        cast(Any, connections["gone"]).close_pool()
        del connections["gone"]
    assert found["database"]["ok"]
    assert not found["database:gone"]["ok"]
    assert "port 1 failed" in found["database:gone"]["message"]


def test_jobs_find_their_tenant_there(there: Tenant) -> None:
    with door().enter(there.id) as entered:
        assert (entered.slug, placements.here()) == (there.slug, "eu")
        assert Job.objects.filter(kind="provision").count() == 2
        with door().leave():
            assert placements.here() == placements.HOME
