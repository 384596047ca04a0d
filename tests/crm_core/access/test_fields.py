"""Hidden, read, write: a field per role, the most generous of several."""

import pytest

from crm_core.access.models import Role
from crm_core.access.services import roles
from freehold.identity.actor import SYSTEM
from tests.crm_core.access.people import administrator, person, policy

pytestmark = pytest.mark.usefixtures("empty_workspace")

READ_ALL: dict[str, object] = {"read": "all"}
WRITE_ALL: dict[str, object] = {"create": True, "read": "all", "update": "all"}


def limited(name: str, grant: dict[str, object], obj: str = "accounts", **fields: str) -> Role:
    values = {"name": name, "grants": {obj: grant}, "fields": {obj: fields} if fields else {}}
    return roles.create_role(actor=SYSTEM, values=values)


def test_a_field_that_is_not_limited_is_written_by_those_who_write() -> None:
    writer = policy(person("Bob", limited("W", WRITE_ALL)))
    reader = policy(person("Eve", limited("R", READ_ALL)))
    assert writer.field_access("accounts", "annual_revenue") == "write"
    assert reader.field_access("accounts", "annual_revenue") == "read"


def test_a_limited_field_is_hidden_or_only_read() -> None:
    held = limited("W", WRITE_ALL, annual_revenue="hidden", phone="read")
    found = policy(person("Bob", held))
    assert found.field_access("accounts", "annual_revenue") == "hidden"
    assert found.field_access("accounts", "phone") == "read"


def test_the_most_generous_role_decides() -> None:
    hiding = limited("Hiding", WRITE_ALL, annual_revenue="hidden")
    reading = limited("Reading", READ_ALL)
    found = policy(person("Bob", hiding, reading))
    assert found.field_access("accounts", "annual_revenue") == "read"


def test_a_role_without_reading_the_object_opens_no_field() -> None:
    hiding = limited("Hiding", WRITE_ALL, annual_revenue="hidden")
    elsewhere = limited("Elsewhere", WRITE_ALL, obj="contacts")
    found = policy(person("Bob", hiding, elsewhere))
    assert found.field_access("accounts", "annual_revenue") == "hidden"


def test_an_administrator_writes_every_field_but_not_with_a_key_for_reading() -> None:
    ada = administrator()
    assert policy(ada).field_access("accounts", "annual_revenue") == "write"
    assert policy(ada, "contacts.read").field_access("accounts", "name") == "hidden"


def test_a_part_follows_its_whole() -> None:
    held = limited("Deals", WRITE_ALL, obj="opportunities")
    found = policy(person("Bob", held))
    assert found.can("line-items", "delete")
    assert found.field_access("line-items", "quantity") == "write"
    assert (
        policy(person("Eve", limited("R", READ_ALL, obj="opportunities"))).field_access(
            "line-items", "quantity"
        )
        == "read"
    )


def test_a_part_has_limits_of_its_own() -> None:
    values = {
        "name": "No discounts",
        "grants": {"opportunities": WRITE_ALL},
        "fields": {"line-items": {"discount_percent": "hidden"}},
    }
    found = policy(person("Bob", roles.create_role(actor=SYSTEM, values=values)))
    assert found.field_access("line-items", "discount_percent") == "hidden"
