"""The tenants of the browser tests: a company with sample records, its people, and a neighbour."""

from crm_core.notices.choices import NoticeKind
from crm_core.notices.services.telling import News, tell
from crm_core.records.services import create_many
from freehold.identity.actor import SYSTEM, Actor
from freehold.identity.models import User
from freehold.identity.services import keys
from tenants.context import in_tenant
from tenants.models import Tenant
from tenants.provisioning.provision import provision_tenant
from tests.api import callers
from tests.ground import people

SLUG = "harbour"
NEIGHBOUR = "lakeside"
#: Where whatever a person can name bears the text of a program.
MARKUP = "markup"
ADMIN = people.email_of(SLUG)
ADMIN_NAME = "Ada Harbour"
#: More than two pages of a list.
LEADS = 130
#: Reads everything but what deals are worth, changes nothing, has no rights.
VIEWER = {
    "grants": {"*": {"create": False, "read": "all", "update": "none", "delete": "none"}},
    "fields": {"opportunities": {"amount": "hidden"}, "contacts": {"email": "hidden"}},
}
#: Reads everything, changes what is their own.
SELLER = {
    "grants": {"*": {"create": True, "read": "all", "update": "own", "delete": "own"}},
}


def found() -> dict[str, str]:
    """Make the tenants, committed. Returns administrators' API keys by address."""
    people.provisioned(NEIGHBOUR, "Lakeside Ltd")
    markup = people.provisioned(MARKUP, "Markup <img src=x onerror=alert(1)>")
    harbour = provision_tenant(
        SLUG,
        "Harbour Supplies",
        ADMIN,
        admin_name=ADMIN_NAME,
        admin_password=people.PASSWORD,
        sample_data=True,
        currency="EUR",
        locale="en",
        time_zone="Europe/Berlin",
    ).tenant
    vera = callers.person(harbour, "Vera", **VIEWER)
    callers.person(harbour, "Selma", **SELLER)
    with in_tenant(harbour):
        admin = User.objects.get(email=ADMIN)
        rows = [{"last_name": f"Pageant {number:03}"} for number in range(LEADS)]
        made = create_many("leads", rows, actor=Actor(admin.id, admin.name, "import"))
        tell([News(NoticeKind.MENTIONED, [admin.id], "leads", made[0].id, actor=vera.id)])
    return {tenant.slug: _key_of(tenant) for tenant in (harbour, markup)}


def _key_of(tenant: Tenant) -> str:
    with in_tenant(tenant):
        admin = User.objects.get(email=people.email_of(tenant.slug))
        _, key = keys.create_api_key(actor=SYSTEM, user_id=admin.id, name="Tests", scopes=("all",))
    return key
