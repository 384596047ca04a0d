"""Who writes and reads in the tests of the record spine, and short ways to do it."""

from typing import Any
from uuid import UUID

from crm_core.access.services import roles
from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import list_records
from crm_core.records.services import create_many, create_record, fields, objects
from freehold.identity.actor import SYSTEM, Actor
from freehold.identity.models import User
from freehold.identity.services import users
from tests.ground import people


def administrator() -> Actor:
    """The administrator of the active tenant, at the web app."""
    user = User.objects.get(email__startswith="admin@")
    return Actor(user.id, user.name, "web")


def someone(name: str, **role: Any) -> Actor:
    """A user whose one role holds the `grants`, `fields` and `rights` given."""
    user = users.create_user(
        actor=SYSTEM, email=f"{name.lower()}@acme.test", name=name, password=people.PASSWORD
    )
    held = roles.create_role(actor=SYSTEM, values={"name": f"Role of {name}", **role})
    roles.assign_roles(actor=SYSTEM, user_id=user.id, role_ids=[held.id])
    return Actor(user.id, user.name, "web")


def grant(read: str = "all", update: str = "none", delete: str = "none", **more: Any) -> Any:
    return {"create": more.get("create", update != "none"), "read": read, "update": update,
            "delete": delete}  # fmt: skip


def seeing_all_but(name: str, object_name: str, *hidden: str) -> Actor:
    """Someone who may do everything with records and can't see the hidden fields."""
    return someone(
        name,
        grants={"*": grant("all", "all", "all")},
        fields={object_name: dict.fromkeys(hidden, "hidden")},
        rights=["bulk", "audit"],
    )


def make(object_name: str, actor: Actor, **values: Any) -> UUID:
    found: UUID = create_record(object_name, values, actor=actor)["id"]
    return found


def make_many(object_name: str, actor: Actor, rows: list[dict[str, Any]]) -> list[UUID]:
    outcomes = create_many(object_name, rows, actor=actor)
    assert [error for one in outcomes for error in one.errors] == []
    return [one.id for one in outcomes if one.id]


def custom_field(actor: Actor, object_name: str, name: str, type: str, **values: Any) -> None:
    fields.create_field(
        {"object": object_name, "name": name, "label": name.title(), "type": type, **values},
        actor=actor,
    )


def custom_object(actor: Actor, name: str) -> None:
    objects.create_object({"name": name, "label": name, "label_plural": name}, actor=actor)


def found(object_name: str, actor: Actor, filter: Any = None, **params: Any) -> list[Any]:
    """The titles of the records that a list shows, in its order."""
    params.setdefault("limit", 200)
    page = list_records(object_name, actor=actor, params=ListParams(filter=filter, **params))
    return [one.get("name", one.get("subject")) for one in page.results]


def euros(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}
