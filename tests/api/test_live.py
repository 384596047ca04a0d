"""What changed since, and who has a record open."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from crm_core.access.services import shares
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.live import presence, signals
from tenants.context import in_tenant
from tenants.models import Tenant
from tenants.services.lifecycle import resume_tenant, suspend_tenant
from tests.api import callers
from tests.api.callers import Caller


def changes(caller: Caller) -> dict[str, str]:
    found: dict[str, str] = caller.get("/changes/").json()["changes"]
    return found


@pytest.fixture(autouse=True)
def committed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's transaction never commits: what waits for the commit happens now."""
    monkeypatch.setattr(transaction, "on_commit", lambda call: call())


def test_each_change_gives_its_object_another_token(admin: Caller) -> None:
    made = admin.made("/accounts/", {"name": "Initech"})
    before = changes(admin)
    admin.patch(f"/accounts/{made['id']}/", {"name": "Initrode"})
    after = changes(admin)
    assert after["accounts"] != before["accounts"]
    assert {name: one for name, one in after.items() if name != "accounts"} == {
        name: one for name, one in before.items() if name != "accounts"
    }


def test_asked_again_with_its_etag_it_says_that_nothing_changed(admin: Caller) -> None:
    admin.made("/accounts/", {"name": "Initech"})
    tag = admin.get("/changes/").headers["ETag"]
    assert admin.get("/changes/", If_None_Match=tag).status_code == 304
    admin.made("/leads/", {"last_name": "Doe"})
    assert admin.get("/changes/", If_None_Match=tag).status_code == 200


def test_a_workspace_that_is_suspended_and_let_work_again_is_told(
    admin: Caller, acme: Tenant
) -> None:
    told = admin.get("/changes/")
    assert told.json()["workspace"] == "active"
    tag = told.headers["ETag"]
    suspend_tenant(acme.slug, actor=SYSTEM, reason="Invoices are unpaid.")
    assert admin.get("/changes/", If_None_Match=tag).json()["workspace"] == "suspended"
    resume_tenant(acme.slug, actor=SYSTEM)
    assert admin.get("/changes/", If_None_Match=tag).status_code == 304


def test_a_browser_that_asks_at_once_hears_the_state_that_another_process_set(
    admin: Caller, acme: Tenant
) -> None:
    """It was just told to ask, and does not ask again."""
    admin.get("/accounts/")
    for address, state in (("/me/", "suspended"), ("/changes/", "past_due")):
        Tenant.objects.filter(id=acme.id).update(state=state)
        cache.set("platform:hosts-mark", f"moved for {address}")
        told = admin.get(address).json()
        assert state in (told.get("workspace"), told.get("tenant", {}).get("state"))
    Tenant.objects.filter(id=acme.id).update(state="suspended")
    cache.set("platform:hosts-mark", "moved for the stream")
    assert admin.get("/live/").status_code == 204


def test_moving_a_card_within_its_column_is_a_change_too(admin: Caller) -> None:
    account = admin.made("/accounts/", {"name": "Initech"})["id"]
    deals = [
        admin.made("/opportunities/", {"name": f"Deal {number}", "account": account})
        for number in range(2)
    ]
    before = changes(admin)["opportunities"]
    move = {"stage": deals[0]["stage"]["id"], "after": deals[1]["id"]}
    assert admin.post(f"/opportunities/{deals[0]['id']}/move/", move).status_code == 200
    assert changes(admin)["opportunities"] != before


def test_it_asks_the_database_nothing(admin: Caller, django_assert_num_queries: Any) -> None:
    admin.made("/accounts/", {"name": "Initech"})
    admin.get("/changes/")
    with django_assert_num_queries(0):
        admin.get("/changes/")


def test_another_tenant_s_changes_are_not_told(admin: Caller, stranger: Caller) -> None:
    stranger.made("/leads/", {"last_name": "Theirs"})
    admin.made("/accounts/", {"name": "Initech"})
    assert "leads" not in changes(admin)


@pytest.fixture
def open_account(admin: Caller) -> str:
    made: str = admin.made("/accounts/", {"name": "Initech"})["id"]
    return f"/accounts/{made}/presence/"


@pytest.fixture
def vera(acme: Tenant) -> Caller:
    grants = {"*": {"create": True, "read": "all", "update": "all", "delete": "all"}}
    return callers.with_key(acme, callers.person(acme, "Vera", grants=grants))


def people(response: Any) -> list[tuple[str, bool]]:
    assert response.status_code == 200, response.content
    return [(one["name"], one["editing"]) for one in response.json()["people"]]


def test_people_at_a_record_see_each_other_come_edit_and_leave(
    open_account: str, admin: Caller, vera: Caller
) -> None:
    assert people(admin("PUT", open_account, {"tab": "a"})) == []
    assert [editing for _, editing in people(vera("PUT", open_account, {"tab": "b"}))] == [False]
    assert people(admin("PUT", open_account, {"tab": "a"})) == [("Vera", False)]
    vera("PUT", open_account, {"tab": "b", "editing": True})
    assert people(admin("PUT", open_account, {"tab": "a"})) == [("Vera", True)]
    assert vera.delete(f"{open_account}?tab=b").status_code == 204
    assert people(admin("PUT", open_account, {"tab": "a"})) == []


def test_somebody_with_two_tabs_is_one_person(
    open_account: str, admin: Caller, vera: Caller
) -> None:
    vera("PUT", open_account, {"tab": "b"})
    vera("PUT", open_account, {"tab": "c", "editing": True})
    assert people(admin("PUT", open_account, {})) == [("Vera", True)]
    vera.delete(f"{open_account}?tab=c")
    assert people(admin("PUT", open_account, {})) == [("Vera", False)]


def test_who_may_not_see_the_record_does_not_learn_who_does(
    open_account: str, member: Caller, vera: Caller
) -> None:
    vera("PUT", open_account, {"tab": "b"})
    assert member("PUT", open_account, {}).status_code == 404
    assert people(vera("PUT", open_account, {"tab": "b"})) == []


def test_whose_share_ended_is_told_nothing_more(
    open_account: str, acme: Tenant, acme_admin: User, mia: User, member: Caller, vera: Caller
) -> None:
    account = open_account.split("/")[2]
    share: dict[str, Any] = {
        "actor": callers.actor(acme_admin),
        "object_name": "accounts",
        "record_id": account,
        "user_id": mia.id,
    }
    with in_tenant(acme):
        shares.share_record(**share)
    vera("PUT", open_account, {"tab": "b"})
    assert people(member("PUT", open_account, {})) == [("Vera", False)]
    with in_tenant(acme):
        shares.unshare_record(**share)
    assert member("PUT", open_account, {}).status_code == 404


def test_a_share_given_or_taken_back_is_a_change_of_its_object(
    open_account: str, acme: Tenant, acme_admin: User, mia: User, admin: Caller
) -> None:
    share: dict[str, Any] = {
        "actor": callers.actor(acme_admin),
        "object_name": "accounts",
        "record_id": open_account.split("/")[2],
        "user_id": mia.id,
    }
    heard = [changes(admin).get("accounts")]
    with in_tenant(acme):
        shares.share_record(**share)
    heard.append(changes(admin)["accounts"])
    with in_tenant(acme):
        shares.unshare_record(**share)
    heard.append(changes(admin)["accounts"])
    assert len(set(heard)) == 3


def test_only_those_who_have_it_open_are_told_that_somebody_came(
    open_account: str, admin: Caller, vera: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(signals, "publish", told.append)
    admin("PUT", open_account, {"tab": "a"})
    assert told == []
    vera("PUT", open_account, {"tab": "b"})
    vera("PUT", open_account, {"tab": "b"})
    assert [one["topic"] for one in told] == ["presence"]
    assert len(told[0]["users"]) == 1
    assert set(told[0]["said"]) == {"object", "id"}


def test_it_is_forgotten_by_itself(
    open_account: str, admin: Caller, vera: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    vera("PUT", open_account, {"tab": "b"})
    monkeypatch.setattr(presence, "LASTS_SECONDS", 0)
    assert people(admin("PUT", open_account, {})) == []
