"""Samples for a workspace of somebody's own, and what the demonstration leaves alone."""

from crm_core.demo import seeding
from crm_core.sales.models import Account, Opportunity
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant


def test_a_workspace_of_somebody_else_stays_as_it_is(acme: Tenant, globex: Tenant) -> None:
    assert seeding.make_demonstration(lambda line: None) == []
    with in_tenant(acme):
        assert not Account.objects.exists()
        assert User.objects.count() == 1


def test_a_new_workspace_may_begin_with_samples(globex: Tenant) -> None:
    with in_tenant(globex):
        seeding.fill_with_samples()
        admin = User.objects.get()
        assert Account.objects.count() == 12
        assert Opportunity.objects.filter(owner=admin).count() == 24
        assert {one.amount_currency for one in Opportunity.objects.all()} == {globex.currency}
        seeding.fill_with_samples()
        assert Account.objects.count() == 12


def test_the_same_day_makes_the_same_company(acme: Tenant, globex: Tenant) -> None:
    names = []
    for tenant in (acme, globex):
        with in_tenant(tenant):
            seeding.fill_with_samples()
            names.append(list(Account.objects.order_by("name").values_list("name", flat=True)))
    assert names[0] == names[1]
