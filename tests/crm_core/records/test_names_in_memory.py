"""The names of users, stages and pipelines that records show: from memory, and never old."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import get_record, list_records
from crm_core.sales.models import Stage
from freehold import epoch
from freehold.identity.actor import SYSTEM, Actor
from freehold.identity.models import User
from freehold.identity.services import users
from freehold.ids import new_id
from tests.crm_core.records.acting import administrator, make
from tests.crm_core.records.test_statements import statements

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def ada() -> Actor:
    return administrator()


def owners(ada: Actor) -> set[str]:
    page = list_records("contacts", actor=ada, params=ListParams(fields=("id", "owner")))
    return {one["owner"]["name"] for one in page.results}


def test_a_new_name_is_shown_at_once(ada: Actor) -> None:
    contact = make("contacts", ada, last_name="Lovelace")
    assert ada.user_id is not None
    assert get_record("contacts", contact, actor=ada)["owner"]["name"] == ada.name
    users.update_user(actor=SYSTEM, user_id=ada.user_id, values={"name": "Ada King"})
    assert get_record("contacts", contact, actor=ada)["owner"]["name"] == "Ada King"
    assert "Ada King" in owners(ada)


def test_a_new_name_of_a_stage_is_shown_at_once(ada: Actor) -> None:
    deal = make("opportunities", ada, name="Mill")
    stage: dict[str, Any] = get_record("opportunities", deal, actor=ada)["stage"]
    named = {"id": stage["id"], "name": "Looked at"}
    Stage.objects.filter(id=stage["id"]).update(name="Looked at")
    epoch.bump()
    assert get_record("opportunities", deal, actor=ada)["stage"] == named


def test_somebody_unknown_to_the_memory_is_looked_up(ada: Actor) -> None:
    """Made by another process a moment ago, whose message about it has not come yet."""
    contact = make("contacts", ada, last_name="Babbage")
    get_record("contacts", contact, actor=ada)
    made = _written_elsewhere("Newcomer")
    with connection.cursor() as run:
        run.execute("UPDATE sales_contact SET owner_id = %s WHERE id = %s", [made, contact])
    assert get_record("contacts", contact, actor=ada)["owner"] == {"id": made, "name": "Newcomer"}


def test_showing_names_costs_no_join(ada: Actor) -> None:
    deal = make("opportunities", ada, name="Mill")
    get_record("opportunities", deal, actor=ada)
    (statement,) = statements(lambda: get_record("opportunities", deal, actor=ada))
    assert "identity_user" not in statement
    assert "sales_stage" not in statement


def _written_elsewhere(name: str) -> UUID:
    user = User(id=new_id(), email="newcomer@acme.test", name=name)
    User.objects.bulk_create([user])
    return user.id
