"""The suite's tenants and their administrators."""

from django.contrib.auth.hashers import make_password

from freehold.identity.models import User
from tenants.context import in_public, in_tenant
from tenants.models import SignUp, Tenant
from tenants.provisioning import replay
from tenants.provisioning.orders import Order
from tenants.provisioning.provision import fulfil, provision_tenant, reserve

PASSWORD = "correct horse battery staple"


def email_of(slug: str) -> str:
    return f"admin@{slug}.test"


def make_tenants() -> None:
    """`acme` and `globex`, two companies, and `operators`."""
    provisioned("acme", "Acme GmbH")
    provisioned("globex", "Globex Corporation")
    order = Order(email_of("operators"), "Olga Operator", make_password(PASSWORD))
    fulfil(reserve("operators", "Operators", order, is_operators=True).id)


def provisioned(slug: str, name: str) -> Tenant:
    return provision_tenant(
        slug, name, email_of(slug), admin_name=f"Admin of {name}", admin_password=PASSWORD
    ).tenant


def tenant(slug: str) -> Tenant:
    with in_public():
        return Tenant.objects.get(slug=slug)


def admin(tenant: Tenant) -> User:
    with in_tenant(tenant):
        return User.objects.get(email=email_of(tenant.slug))


def drop(tenant: Tenant) -> None:
    replay.drop_schema(tenant.schema_name)
    tenant.domains.all().delete()
    SignUp.objects.filter(tenant=tenant).delete()
    tenant.delete()
