"""The demonstration: two companies with a believable past, made once, and samples for others."""

import datetime
from typing import Any

import pytest
from django.db.models import Count, F
from django.utils import timezone

from crm_core.access.policy import policy_for
from crm_core.activities.models import Activity
from crm_core.activities.selectors.timeline import timeline
from crm_core.demo import seeding
from crm_core.demo.acme import COMPANY as ACME
from crm_core.demo.globex import COMPANY as GLOBEX
from crm_core.demo.plan import Company, Volumes
from crm_core.records import catalogue
from crm_core.records.models import CustomRecord
from crm_core.sales.models import (
    Account,
    Contact,
    ContactRole,
    Lead,
    LineItem,
    Opportunity,
    Pipeline,
    StageChange,
)
from crm_core.sales.selectors.board import BoardParams, board
from crm_core.service.models import Case
from freehold.audit.models import AuditEntry
from freehold.events.models import OutboxEvent
from freehold.identity.actor import Actor
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.ground import people

pytestmark = pytest.mark.django_db

SMALL = Volumes(accounts=25, contacts=60, leads=20, deals=50, activities=180, cases=20)


def furnished(tenant: Tenant, company: Company) -> None:
    """Make the demonstration in a tenant whose administrator is the company's."""
    with in_tenant(tenant):
        User.objects.filter(email__startswith="admin@").update(
            email=company.address(company.administrator), name=company.administrator.name
        )


@pytest.fixture(scope="module")
def made(held: None) -> list[Any]:
    furnished(people.tenant("acme"), ACME)
    furnished(people.tenant("globex"), GLOBEX)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seeding, "DEMONSTRATION", SMALL)
        return seeding.make_demonstration(lambda line: None)


def test_it_tells_who_may_sign_in_and_is_made_once(made: list[Any]) -> None:
    assert [one["email"] for one in made] == [
        "ada@acme.test", "clara@acme.test", "lena@acme.test", "petra@acme.test",
        "grace@globex.test", "marcus@globex.test", "tyler@globex.test", "renee@globex.test",
    ]  # fmt: skip
    assert {one["password"] for one in made} == {seeding.PASSWORD}
    assert made[0]["url"].startswith("http://acme.localhost")
    assert seeding.make_demonstration(lambda line: None) == []


@pytest.mark.parametrize("company", [ACME, GLOBEX], ids=lambda one: one.slug)
def test_a_company_is_complete_and_believable(
    made: list[Any], acme: Tenant, globex: Tenant, company: Company
) -> None:
    now = timezone.now()
    with in_tenant(acme if company is ACME else globex):
        sizes = (Account, SMALL.accounts), (Contact, SMALL.contacts), (Lead, SMALL.leads), (
            Opportunity, SMALL.deals), (Case, SMALL.cases)  # fmt: skip
        for model, wanted in sizes:
            assert model._default_manager.count() == wanted
        assert Activity.objects.count() >= SMALL.activities * 0.95
        assert LineItem.objects.exists()
        assert ContactRole.objects.exists()
        assert Account.objects.filter(parent__isnull=False).exists()
        assert {"open", "won", "lost"} == set(Opportunity.objects.values_list("status", flat=True))
        assert Pipeline.objects.count() == 2
        for kind in (Account, Contact, Lead, Opportunity, Activity, Case):
            rows = kind._default_manager.all()
            assert not rows.filter(created_at__gt=now).exists()
            assert rows.filter(created_at__lt=now - datetime.timedelta(days=30)).exists()
            assert not rows.filter(owner=None).exists()
            assert not rows.exclude(created_by=F("owner")).exists()


def test_histories_hold_together(made: list[Any], acme: Tenant) -> None:
    with in_tenant(acme):
        changes = StageChange.objects.filter(from_stage__isnull=False)
        assert changes.exists()
        assert not changes.filter(seconds_in_previous__lt=60).exists()
        assert not changes.filter(at__lt=F("opportunity__created_at")).exists()
        deals = Opportunity.objects.all()
        assert not deals.filter(status="lost", lost_reason=None).exists()
        assert not deals.filter(status="open", closed_on__isnull=False).exists()
        assert not deals.exclude(status="open").filter(closed_on=None).exists()
        assert not Case.objects.filter(closed_at__lt=F("created_at")).exists()
        for kind in (Contact, Opportunity):
            early = kind._default_manager.filter(account__created_at__gt=F("created_at"))
            assert not early.exists()
        done = Activity.objects.filter(status="done")
        assert not done.filter(completed_at=None).exists()
        late = Activity.objects.filter(status="open", due_at__lt=timezone.now())
        assert late.exists()


def test_everything_has_come_through_the_write_door(made: list[Any], globex: Tenant) -> None:
    with in_tenant(globex):
        created = (
            AuditEntry.objects.filter(action="create").values("object").annotate(n=Count("id"))
        )
        counts = {one["object"]: one["n"] for one in created}
        assert counts["sales_contact"] == Contact.objects.count()
        assert counts["records_customrecord"] == CustomRecord.objects.count() > 0
        assert {one.source for one in AuditEntry.objects.filter(action="create")} == {"import"}
        assert not OutboxEvent.objects.filter(delivered_at=None).exists()
        assert Account.objects.filter(last_activity_at__isnull=False).exists()
        assert not Contact.objects.filter(search_text="").exists()


def test_who_sells_and_who_administers_has_something_to_do_today(
    made: list[Any], acme: Tenant
) -> None:
    now = timezone.now()
    with in_tenant(acme):
        ahead = Activity.objects.filter(kind="meeting", status="open", starts_at__gt=now)
        sellers = User.objects.filter(
            id__in=Opportunity.objects.filter(status="open").values("owner")
        )
        assert sellers.count() > 2
        for user in (*sellers, User.objects.get(email="ada@acme.test")):
            assert ahead.filter(owner=user, starts_at__lt=now + datetime.timedelta(days=7)).exists()
            due = Activity.objects.filter(owner=user, kind="task", status="open")
            assert due.filter(due_at__range=(now, now + datetime.timedelta(hours=24))).count() >= 3


def test_a_timeline_begins_with_its_record(made: list[Any], acme: Tenant) -> None:
    with in_tenant(acme):
        ada = User.objects.get(email="ada@acme.test")
        deal = Opportunity.objects.exclude(status="open").order_by("created_at")[0]
        actor = Actor(ada.id, ada.name, "web")
        entries = timeline("opportunities", deal.id, actor=actor, limit=200)["results"]
        assert entries[-1]["kind"] == "created"
        changed = {change["field"] for one in entries if one["kind"] == "change"
                   for change in one["changes"]}  # fmt: skip
        assert changed <= {"lost_reason"}
        shown = board(actor=actor, params=BoardParams())
        assert any(stage["cards"] for stage in shown["stages"])


def test_people_have_their_roles_and_teams(made: list[Any], acme: Tenant) -> None:
    with in_tenant(acme):
        assert User.objects.count() == len(ACME.people)
        assert all(user.check_password(seeding.PASSWORD) for user in User.objects.exclude(
            email="ada@acme.test"))  # fmt: skip
        clara = policy_for(_actor("clara@acme.test"))
        lena = policy_for(_actor("lena@acme.test"))
        assert clara.below_user_ids > lena.team_user_ids
        assert lena.user_id in lena.team_user_ids
        assert not policy_for(_actor("felix@acme.test")).can("accounts", "update")


def _actor(email: str) -> Actor:
    user = User.objects.get(email=email)
    return Actor(user.id, user.name, "web")


def test_globex_has_fields_and_an_object_of_its_own(made: list[Any], globex: Tenant) -> None:
    with in_tenant(globex):
        known = catalogue.current()
        assert known.object("subscriptions").custom
        types = {one.type for one in known.object("accounts").custom_fields}
        assert types == {"picklist", "date", "integer", "reference"}
        held = CustomRecord.objects.filter(last_activity_at__isnull=False)
        assert held.filter(next_activity_at__isnull=False).exists()
        for name in ("tier", "renewal_date", "nps", "partner"):
            assert Account.objects.filter(custom__has_key=name).exists(), name
