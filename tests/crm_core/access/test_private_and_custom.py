"""Private activities are their owner's alone; custom objects obey the rules of built-in ones."""

import pytest

from crm_core.access.conditions import visible
from crm_core.access.explain import explain
from crm_core.access.services import roles
from crm_core.access.services.shares import share_record
from crm_core.activities.models import Activity
from crm_core.records.models import CustomRecord, ObjectDefinition
from freehold import epoch
from freehold.errors import Conflict
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from tests.crm_core.access.people import actor, administrator, object_type, person, policy

pytestmark = pytest.mark.usefixtures("empty_workspace")


def activities(user: User, verb: str = "read") -> set[str]:
    found = Activity.objects.filter(visible(policy(user), object_type("activities"), verb))
    return set(found.values_list("subject", flat=True))


def test_a_private_note_is_seen_by_its_owner_and_not_even_by_an_administrator() -> None:
    ada = administrator()
    held = {"name": "R", "grants": {"activities": {"read": "all", "update": "all"}}}
    bob = person("Bob", roles.create_role(actor=SYSTEM, values=held))
    note = Activity.objects.create(kind="note", subject="Mine", owner=bob, is_private=True)
    Activity.objects.create(kind="note", subject="Open", owner=bob)
    assert activities(bob) == activities(bob, "update") == {"Mine", "Open"}
    assert activities(ada) == {"Open"}
    told = explain(ada, object_type("activities"), note.id)["verbs"]["read"]
    assert not told["allowed"]
    assert "private" in told["reasons"][0]["text"]


def test_a_share_does_not_open_what_is_private() -> None:
    ada = administrator()
    held = {"name": "R", "grants": {"activities": {"read": "own"}}}
    bob = person("Bob", roles.create_role(actor=SYSTEM, values=held))
    note = Activity.objects.create(kind="note", subject="Mine", owner=ada)
    share_record(actor=actor(ada), object_name="activities", record_id=note.id, user_id=bob.id)
    assert activities(bob) == {"Mine"}
    Activity.objects.update(is_private=True)
    assert activities(bob) == set()
    with pytest.raises(Conflict, match="private"):
        share_record(actor=actor(ada), object_name="activities", record_id=note.id, user_id=bob.id)


def test_a_custom_object_has_grants_fields_and_shares_like_any_other() -> None:
    ObjectDefinition.objects.create(name="ships", label="Ship", label_plural="Ships")
    epoch.bump()
    held = {
        "name": "Captain",
        "grants": {"ships": {"read": "own", "update": "own"}},
        "fields": {"ships": {"name": "read"}},
    }
    bob = person("Bob", roles.create_role(actor=SYSTEM, values=held))
    ada = administrator()
    ours = CustomRecord.objects.create(object="ships", name="Ours", owner=ada)
    CustomRecord.objects.create(object="ships", name="Mine", owner=bob)
    ships = object_type("ships")

    def reached(verb: str = "read") -> set[str]:
        found = CustomRecord.objects.filter(visible(policy(bob), ships, verb))
        return set(found.values_list("name", flat=True))

    assert reached() == {"Mine"}
    share_record(actor=actor(ada), object_name="ships", record_id=ours.id, user_id=bob.id)
    assert reached() == {"Mine", "Ours"}
    assert reached("update") == {"Mine"}
    assert policy(bob).field_access("ships", "name") == "read"
