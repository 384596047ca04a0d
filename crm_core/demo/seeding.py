"""The demonstration's companies, and sample records for a workspace that asked for them."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from crm_core.demo.acme import COMPANY as ACME
from crm_core.demo.acme.german import COMPANY as GERMAN_ACME
from crm_core.demo.activities import make_activities
from crm_core.demo.agenda import make_agenda
from crm_core.demo.cases import make_cases
from crm_core.demo.custom import make_own_records
from crm_core.demo.customers import make_accounts, make_contacts
from crm_core.demo.days import Days
from crm_core.demo.deals import make_deals, make_products
from crm_core.demo.globex import COMPANY as GLOBEX
from crm_core.demo.leads import make_leads
from crm_core.demo.plan import DEMONSTRATION, SAMPLE, Company
from crm_core.demo.workspace import furnish
from crm_core.demo.world import World
from crm_core.sales.models import Account
from crm_core.start.samples import Made
from crm_core.start.services.guide import put_away
from crm_core.start.services.samples import mark_made
from freehold.company.selectors import company as company_facts
from freehold.context import current_tenant
from freehold.events.services import deliver_waiting
from freehold.identity.actor import Actor
from freehold.identity.models import User
from tenants.choices import TenantState
from tenants.context import in_tenant
from tenants.models import Tenant
from tenants.provisioning.provision import provision_tenant
from tenants.provisioning.seeding import SignIn
from tenants.services.addresses import address_of

#: One for everybody of the demonstration; told at the start, so it protects nothing.
PASSWORD = "freehold-demo"
COMPANIES = (ACME, GLOBEX)
_PLAN = "team"
#: In the order in which the records refer to each other.
PARTS: tuple[Callable[[World], object], ...] = (
    make_products,
    make_accounts,
    make_contacts,
    make_leads,
    make_deals,
    make_cases,
    make_activities,
    make_agenda,
    make_own_records,
)
#: Which company the samples are like, by the language of the workspace.
_LIKENESSES = {"de": GERMAN_ACME}
#: Whose sign-ins are told: one of each role that changes records.
_SHOWN = ("Administrator", "Sales manager", "Sales representative", "Support agent")


def make_demonstration(show: Callable[[str], None]) -> list[SignIn]:
    """Make the companies that are missing; a workspace that somebody else made stays as it is."""
    return [sign_in for company in COMPANIES for sign_in in _make(company, show)]


def _make(company: Company, show: Callable[[str], None]) -> list[SignIn]:
    tenant = Tenant.objects.filter(slug=company.slug).first()
    if tenant is None or tenant.state == TenantState.PROVISIONING:
        show(f"Making the demonstration: {company.name} …")
        tenant = _provision(company)
    if not tenant.may_work:
        return []
    with in_tenant(tenant), transaction.atomic():
        email = company.address(company.administrator)
        administrator = User.objects.filter(email=email).first()
        if administrator is None or Account.objects.exists():
            return []
        show(f"Filling it with a company's last eighteen months: {company.name} …")
        actor = Actor(administrator.id, administrator.name, "import")
        users = furnish(company, actor=actor, password=PASSWORD)
        fill(_world(company, users))
        put_away()
    return _sign_ins(company, tenant)


def _provision(company: Company) -> Tenant:
    return provision_tenant(
        company.slug,
        company.name,
        company.address(company.administrator),
        admin_name=company.administrator.name,
        admin_password=PASSWORD,
        # With Stripe, a new tenant's own plan has too few seats for the company's people.
        plan=_PLAN,
        currency=company.currency,
        locale=company.locale,
        time_zone=company.time_zone,
    ).tenant


def _world(company: Company, users: dict[str, User]) -> World:
    def at(desk: str) -> list[User]:
        return [users[person.name] for person in company.people if person.desk == desk]

    return World(
        company=company,
        volumes=DEMONSTRATION,
        chance=random.Random(company.slug),
        days=Days(timezone.now(), company.time_zone),
        sellers=at("sales"),
        agents=at("service"),
        administrator=users[company.administrator.name],
    )


def fill_with_samples() -> None:
    """Samples for a workspace that is made with them, owned by its first user."""
    owner = User.objects.order_by("created_at", "id").first()
    if owner is None or Account.objects.exists():
        return
    with transaction.atomic():
        mark_made(owner)


def sample_parts(owner: User) -> Iterator[Made]:
    """A small company's records, part by part, all owned by one user."""
    facts = company_facts()
    usual = ACME if facts.currency == "EUR" else GLOBEX
    likeness = _LIKENESSES.get(facts.locale.partition("-")[0], usual)
    company = replace(
        likeness,
        slug=current_tenant().slug,
        name=facts.name,
        currency=facts.currency,
        time_zone=facts.time_zone,
        people=(),
        teams=(),
        pipelines=(),
        fields=(),
        objects=(),
    )
    world = World(
        company=company,
        volumes=SAMPLE,
        chance=random.Random("sample"),
        days=Days(timezone.now(), facts.time_zone),
        sellers=[owner],
        agents=[owner],
        administrator=owner,
    )
    for part in PARTS:
        before = len(world.everything)
        part(world)
        yield Made(world.everything[before:])


def fill(world: World) -> None:
    """All records of a company, in the order in which they refer to each other."""
    for part in PARTS:
        part(world)
    deliver_waiting(limit=100_000)


def _sign_ins(company: Company, tenant: Tenant) -> list[SignIn]:
    shown = [next(one for one in company.people if one.role == role) for role in _SHOWN]
    return [
        SignIn(
            name=f"{company.name}, {person.role.lower()}",
            url=address_of(tenant),
            email=company.address(person),
            password=PASSWORD,
        )
        for person in shown
    ]
