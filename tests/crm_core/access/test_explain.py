"""“Why can they see this?”: sentences that agree with what decides."""

import pytest

from crm_core.access import selectors
from crm_core.access.services.shares import share_record
from crm_core.sales.models import AccountContact, Contact
from freehold.errors import Forbidden, NotFound
from freehold.identity.models import User
from tests.crm_core.access.people import account, actor, administrator, person, role, team

pytestmark = pytest.mark.usefixtures("empty_workspace")


def why(ada: User, user: User, record_id: object, verb: str = "read") -> tuple[bool, list[str]]:
    told = selectors.explanation(actor(ada), "accounts", record_id, user.id)  # type: ignore[arg-type]
    found = told["verbs"][verb]
    return found["allowed"], [reason["text"] for reason in found["reasons"]]


def test_it_tells_the_way_through_the_team_tree() -> None:
    ada, eve = administrator(), person("Eve")
    boss = person("Boss", role("Branch", read="team_and_below"))
    team("South", eve, parent=team("West", manager=boss))
    allowed, (text,) = why(ada, boss, account("A", eve).id)
    assert allowed
    assert text == (
        "The role “Branch” lets its holders read the records of their teams and the teams below; "
        "its owner belongs to “South” below “West”, managed by this user."
    )


def test_it_tells_of_a_share_and_of_what_it_does_not_allow() -> None:
    ada, bob = administrator(), person("Bob", role("Own", read="own", update="own"))
    found = account("A", ada)
    share_record(actor=actor(ada), object_name="accounts", record_id=found.id, user_id=bob.id)
    assert why(ada, bob, found.id) == (True, ["The record is shared with this user."])
    allowed, (text,) = why(ada, bob, found.id, "update")
    assert not allowed
    assert text == (
        "The role “Own” lets its holders update their own records; "
        "this one belongs to someone else."
    )


def test_it_tells_who_holds_no_role() -> None:
    ada, bob = administrator(), person("Bob")
    assert why(ada, bob, account("A").id) == (
        False,
        ["This user is not active or holds no role."],
    )


def test_a_part_is_explained_by_its_whole() -> None:
    ada = administrator()
    whole = Contact.objects.create(last_name="Lovelace", owner=ada)
    part = AccountContact.objects.create(account=account("A"), contact=whole)
    told = selectors.explanation(actor(ada), "account-contacts", part.id)
    assert told["follows"] == {"object": "contacts", "id": str(whole.id)}
    assert told["verbs"]["delete"]["allowed"]


def test_only_settings_and_the_owner_may_ask_about_others_and_nobody_about_the_unseen() -> None:
    ada, bob = administrator(), person("Bob", role("Own", read="own"))
    eve = person("Eve", role("All", read="all"))
    mine, unseen = account("Mine", bob), account("Unseen", ada)
    assert selectors.explanation(actor(bob), "accounts", mine.id)["verbs"]["read"]["allowed"]
    assert selectors.explanation(actor(bob), "accounts", mine.id, ada.id)["user"]["name"] == "Ada"
    with pytest.raises(Forbidden):
        selectors.explanation(actor(eve), "accounts", mine.id, ada.id)
    with pytest.raises(Forbidden):
        selectors.viewers(actor(eve), "accounts", mine.id)
    with pytest.raises(NotFound):
        selectors.explanation(actor(bob), "accounts", unseen.id)
