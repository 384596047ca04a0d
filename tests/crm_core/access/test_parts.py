"""Line items, contact roles and the like have no rights of their own: they follow their whole."""

import pytest

from crm_core.access.conditions import visible
from crm_core.access.services import roles
from crm_core.sales.models import AccountContact, Contact
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from tests.crm_core.access.people import account, object_type, person, policy

pytestmark = pytest.mark.usefixtures("empty_workspace")


def reached(user: User, verb: str) -> set[str]:
    links = AccountContact.objects.filter(
        visible(policy(user), object_type("account-contacts"), verb)
    )
    return {link.contact.last_name for link in links.select_related("contact")}


def test_a_part_is_read_and_changed_with_its_whole() -> None:
    grants = {"contacts": {"read": "all", "update": "own"}}
    bob = person("Bob", roles.create_role(actor=SYSTEM, values={"name": "R", "grants": grants}))
    employer = account("Employer")
    for name, owner in (("Mine", bob), ("Other", None)):
        whole = Contact.objects.create(last_name=name, owner=owner)
        AccountContact.objects.create(account=employer, contact=whole)
    assert reached(bob, "read") == {"Mine", "Other"}
    assert reached(bob, "update") == reached(bob, "delete") == {"Mine"}


def test_without_the_whole_there_is_no_part() -> None:
    AccountContact.objects.create(
        account=account("Other"), contact=Contact.objects.create(last_name="Lovelace")
    )
    assert reached(person("Bob"), "read") == set()
