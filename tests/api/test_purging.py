"""Deleting for ever: out of the Trash alone, by right, with an entry in the trail."""

import pytest

from crm_core.records.models import CustomRecord
from freehold.audit.models import AuditEntry
from freehold.events.models import OutboxEvent
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem


@pytest.fixture
def pam(acme: Tenant) -> Caller:
    """Deletes her own for ever."""
    user = callers.person(acme, "Pam", grants=callers.MEMBER, rights=["purge"])
    return callers.with_key(acme, user)


def trashed(caller: Caller, name: str = "accounts", **values: object) -> str:
    made = caller.made(f"/{name}/", {"name": "Old", **values})["id"]
    caller.delete(f"/{name}/{made}/")
    return str(made)


def test_a_record_leaves_the_trash_for_ever_and_the_trail_tells_it(
    acme: Tenant, pam: Caller, admin: Caller
) -> None:
    record = trashed(pam)
    assert pam.post(f"/accounts/{record}/purge/").status_code == 204
    problem(pam.get(f"/accounts/{record}/?trash=true"), 404)
    problem(pam.post(f"/accounts/{record}/restore/"), 404)
    problem(pam.post(f"/accounts/{record}/purge/"), 404)
    with in_tenant(acme):
        entry = AuditEntry.objects.get(record_id=record, action="purge")
        assert (entry.record_name, entry.actor_name) == ("Old", "Pam")
        assert OutboxEvent.objects.filter(name="crm.accounts.purged", records=[record]).exists()


def test_what_is_used_is_not_lost_at_once(pam: Caller) -> None:
    made = pam.made("/accounts/", {"name": "Used"})["id"]
    told = problem(pam.post(f"/accounts/{made}/purge/"), 409)
    assert "Trash" in told["detail"]
    assert pam.get(f"/accounts/{made}/").status_code == 200


def test_it_needs_the_right_and_the_reach(
    pam: Caller, member: Caller, admin: Caller, reader: Caller, stranger: Caller
) -> None:
    hers = trashed(member)
    problem(member.post(f"/accounts/{hers}/purge/"), 403)
    problem(reader.post(f"/accounts/{hers}/purge/"), 403)
    problem(pam.post(f"/accounts/{hers}/purge/"), 404)
    problem(stranger.post(f"/accounts/{hers}/purge/"), 404)
    assert admin.get(f"/accounts/{hers}/?trash=true").status_code == 200
    assert admin.post(f"/accounts/{hers}/purge/").status_code == 204


def test_what_refers_to_it_stays_without_it(admin: Caller) -> None:
    account = admin.made("/accounts/", {"name": "Old"})["id"]
    contact = admin.made("/contacts/", {"last_name": "Ada", "account": account})["id"]
    admin.delete(f"/accounts/{account}/")
    assert admin.post(f"/accounts/{account}/purge/").status_code == 204
    assert admin.get(f"/contacts/{contact}/").json()["account"] is None


def test_what_others_need_is_kept_and_they_are_named(admin: Caller) -> None:
    product = admin.made("/products/", {"name": "Screw"})["id"]
    deal = admin.made("/opportunities/", {"name": "Deal"})["id"]
    admin.made("/line-items/", {"opportunity": deal, "product": product})
    admin.delete(f"/products/{product}/")
    told = problem(admin.post(f"/products/{product}/purge/"), 409)
    assert "Line items" in told["detail"]
    assert admin.get(f"/products/{product}/?trash=true").status_code == 200


def test_a_custom_record_goes_with_its_shares(acme: Tenant, admin: Caller, mia: User) -> None:
    admin.made("/custom-objects/", {"name": "ships", "label": "Ship", "label_plural": "Ships"})
    ship = admin.made("/ships/", {"name": "Argo"})["id"]
    admin.post(f"/ships/{ship}/shares/", {"user": str(mia.id)})
    admin.delete(f"/ships/{ship}/")
    assert admin.post(f"/ships/{ship}/purge/").status_code == 204
    with in_tenant(acme):
        assert not CustomRecord.objects.filter(id=ship).exists()
