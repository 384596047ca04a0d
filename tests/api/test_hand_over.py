"""Somebody leaves: all that they own goes to somebody else, in one step that can be taken back."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_core.access.services import handover
from crm_core.lists.models import SavedView
from crm_core.records.models import UndoStep
from crm_core.sales.models import Account
from freehold.audit.models import AuditEntry
from freehold.events.models import OutboxEvent
from freehold.identity.models import User
from freehold.ids import new_id
from freehold.jobs.models import Job
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.api.notices import delivered
from tests.api.notices import told as told_of
from tests.freehold.identity.browser import Browser
from tests.freehold.identity.test_passwords import ANOTHER, key_in, reset
from tests.ground.jobs import work_off


@pytest.fixture
def eve(acme: Tenant) -> User:
    return callers.person(acme, "Eve", grants=callers.MEMBER)


@pytest.fixture
def place(mia: User) -> str:
    return f"/users/{mia.id}/"


def owned_by(admin: Caller, owner: User, name: str) -> set[str]:
    title = {"contacts": "name", "activities": "subject"}.get(name, "name")
    found = admin.get(f"/{name}/?owner={owner.id}&limit=200").json()["results"]
    return {one[title] for one in found}


@pytest.fixture
def hers(admin: Caller, member: Caller, mia: User) -> dict[str, str]:
    """One record of each kind that is Mia's, one of them in the Trash, one private."""
    custom = {"name": "ships", "label": "Ship", "label_plural": "Ships"}
    admin.made("/custom-objects/", custom)
    owner = {"owner": str(mia.id)}
    found = {
        "accounts": admin.made("/accounts/", {"name": "Acme", **owner})["id"],
        "contacts": admin.made("/contacts/", {"last_name": "Lovelace", **owner})["id"],
        "opportunities": admin.made("/opportunities/", {"name": "Deal", **owner})["id"],
        "ships": admin.made("/ships/", {"name": "Argo", **owner})["id"],
    }
    note = {"kind": "note", "subject": "Mine alone", "is_private": True}
    found["note"] = member.made("/activities/", note)["id"]
    found["trashed"] = admin.made("/accounts/", {"name": "Old", **owner})["id"]
    admin.delete(f"/accounts/{found['trashed']}/")
    return found


def test_it_says_what_would_move(
    acme: Tenant, admin: Caller, mia: User, place: str, hers: dict[str, str]
) -> None:
    admin.made("/teams/", {"name": "West", "members": [str(mia.id)]})
    admin.made("/teams/", {"name": "East", "manager": str(mia.id)})
    noah = callers.person(acme, "Noah")
    told = admin.get(f"{place}records/?to={noah.id}").json()
    counts = {one["object"]: one["count"] for one in told["results"]}
    assert counts == {"accounts": 2, "contacts": 1, "opportunities": 1, "ships": 1}
    assert told["total"] == 5
    assert {one["reaches"] for one in told["results"]} == {False}
    assert {one["movable"] for one in told["results"]} == {True}
    assert [one["name"] for one in told["teams"]] == ["West"]
    assert [one["name"] for one in told["managed_teams"]] == ["East"]


def test_everything_moves_in_one_step_and_comes_back_in_one(
    acme: Tenant, admin: Caller, mia: User, eve: User, place: str, hers: dict[str, str]
) -> None:
    before = admin.get(f"/accounts/{hers['accounts']}/").json()
    done = admin.post(f"{place}hand-over/", {"to": str(eve.id)})
    assert done.status_code == 200, done.content
    told = done.json()
    assert {one["object"]: one["count"] for one in told["moved"]} == {
        "accounts": 2,
        "contacts": 1,
        "opportunities": 1,
        "ships": 1,
    }
    assert (told["total"], told["job"], told["user"]["active"]) == (5, None, True)
    after = admin.get(f"/accounts/{hers['accounts']}/").json()
    assert after["owner"]["name"] == "Eve"
    assert after["version"] == before["version"] + 1
    assert owned_by(admin, eve, "ships") == {"Argo"}
    trashed = admin.get(f"/accounts/{hers['trashed']}/?trash=true").json()
    assert trashed["owner"]["name"] == "Eve"
    with in_tenant(acme):
        entry = AuditEntry.objects.filter(record_id=hers["accounts"]).order_by("-id")[0]
        assert entry.changes == {"owner_id": [str(mia.id), str(eve.id)]}
        event = OutboxEvent.objects.filter(name="crm.ships.updated").latest("id")
        assert (event.records, event.payload) == ([hers["ships"]], {"fields": ["owner"]})
        assert AuditEntry.objects.filter(action="access.records.handed_over").count() == 1
    undone = admin.post(f"/undo/{told['undo']}/")
    assert undone.status_code == 200, undone.content
    for name in ("accounts", "contacts", "opportunities", "ships"):
        assert owned_by(admin, eve, name) == set()
        assert len(owned_by(admin, mia, name)) == 1
    problem(admin.post(f"/undo/{told['undo']}/"), 409)


def test_a_private_note_stays_with_its_author(
    admin: Caller, member: Caller, eve: User, acme: Tenant, place: str, hers: dict[str, str]
) -> None:
    admin.post(f"{place}hand-over/", {"to": str(eve.id)})
    assert member.get(f"/activities/{hers['note']}/").status_code == 200
    problem(callers.with_key(acme, eve).get(f"/activities/{hers['note']}/"), 404)


def test_only_the_objects_named_move(
    admin: Caller, mia: User, eve: User, place: str, hers: dict[str, str]
) -> None:
    wanted = {"to": str(eve.id), "objects": ["contacts"]}
    assert admin.post(f"{place}hand-over/", wanted).json()["total"] == 1
    assert owned_by(admin, eve, "contacts") == {"Lovelace"}
    assert owned_by(admin, mia, "accounts") == {"Acme"}


def view_of(caller: Caller, name: str, **more: Any) -> str:
    values = {"object": "accounts", "kind": "list", "name": name, **more}
    made: str = caller.made("/views/", values)["id"]
    return made


def owners(caller: Caller) -> dict[str, str]:
    found = caller.get("/views/?object=accounts").json()["results"]
    return {one["name"]: one["owner"]["name"] for one in found}


def test_shared_views_go_along_and_come_back_and_private_ones_stay(
    acme: Tenant, admin: Caller, member: Caller, mia: User, eve: User, place: str
) -> None:
    team = admin.made("/teams/", {"name": "West", "members": [str(mia.id)]})["id"]
    view_of(member, "Hot", shared="team", team=team)
    view_of(member, "Mine alone")
    hers = callers.with_key(acme, eve)
    view_of(hers, "Hot")
    assert [one["name"] for one in admin.get(f"{place}records/").json()["shared_views"]] == ["Hot"]
    done = admin.post(f"{place}hand-over/", {"to": str(eve.id), "deactivate": True}).json()
    assert [one["name"] for one in done["shared_views"]] == ["Hot (Mia)"]
    assert owners(admin) == {"Hot (Mia)": "Eve"}
    assert owners(hers) == {"Hot": "Eve", "Hot (Mia)": "Eve"}
    entry = admin.get("/audit/?action=lists.view.changed").json()["results"][0]
    assert ("Owner", "Mia", "Eve") in [
        (one["label"], one["from"], one["to"]) for one in entry["changes"]
    ]
    undone = admin.post(f"/undo/{done['undo']}/")
    assert undone.status_code == 200, undone.content
    assert owners(admin) == {"Hot": "Mia"}


def test_shared_views_stay_where_only_some_objects_move_or_it_is_said(
    acme: Tenant, admin: Caller, member: Caller, mia: User, eve: User, place: str
) -> None:
    team = admin.made("/teams/", {"name": "West", "members": [str(mia.id)]})["id"]
    view_of(member, "Hot", shared="team", team=team)
    admin.post(f"{place}hand-over/", {"to": str(eve.id), "objects": ["contacts"]})
    admin.post(f"{place}hand-over/", {"to": str(eve.id), "shared_views": False})
    assert owners(admin) == {"Hot": "Mia"}
    wanted = {"to": str(eve.id), "objects": [], "shared_views": True}
    assert admin.post(f"{place}hand-over/", wanted).json()["total"] == 0
    assert owners(admin) == {"Hot": "Eve"}


def test_views_go_along_and_come_back_in_the_same_statements_for_2_as_for_20(
    acme: Tenant, admin: Caller, mia: User, eve: User, place: str
) -> None:
    with in_tenant(acme):
        counts = [moved_views(admin, mia, eve, place, size) for size in (2, 2, 20)]
    assert counts[1] == counts[2], "The first one finds nothing remembered."


def moved_views(admin: Caller, mia: User, eve: User, place: str, size: int) -> tuple[int, int]:
    """Statements of a hand-over with so many shared views, half of their names used, and back."""
    SavedView.objects.all().delete()
    everyone = {"object": "accounts", "shared": "everyone"}
    SavedView.objects.bulk_create(
        [SavedView(name=f"View {n}", owner=mia, **everyone) for n in range(size)]
        + [SavedView(name=f"View {n}", owner=eve, object="accounts") for n in range(size // 2)]
    )
    wanted = {"to": str(eve.id), "objects": [], "shared_views": True}
    with CaptureQueriesContext(connection) as there:
        done = admin.post(f"{place}hand-over/", wanted).json()
    assert SavedView.objects.filter(owner=eve, name__contains="(Mia)").count() == size // 2
    with CaptureQueriesContext(connection) as back:
        assert admin.post(f"/undo/{done['undo']}/").status_code == 200
    names = SavedView.objects.filter(owner=mia).values_list("name", flat=True)
    assert set(names) == {f"View {n}" for n in range(size)}
    return len(there), len(back)


def test_it_names_the_webhooks_that_go_off_with_somebody(
    acme: Tenant, admin: Caller, acme_admin: User
) -> None:
    hook = {"name": "Books", "url": "https://books.test/in", "events": ["accounts.created"]}
    admin.made("/webhooks/", hook)
    told = admin.get(f"/users/{acme_admin.id}/records/").json()
    assert [one["name"] for one in told["webhooks"]] == ["Books"]


def test_leaving_and_handing_over_are_one_step(
    acme: Tenant, admin: Caller, member: Caller, mia: User, eve: User, place: str
) -> None:
    member.made("/accounts/", {"name": "Acme"})
    wanted = {"to": str(eve.id), "deactivate": True}
    told = admin.post(f"{place}hand-over/", wanted).json()
    assert told["user"]["active"] is False
    problem(member.get("/accounts/"), 401)
    assert admin.post(f"/undo/{told['undo']}/").status_code == 200
    assert owned_by(admin, mia, "accounts") == {"Acme"}
    assert admin.get(place).json()["active"] is False


def test_what_was_given_on_since_stands_in_the_way_of_undoing(
    admin: Caller, mia: User, eve: User, acme_admin: User, place: str, hers: dict[str, str]
) -> None:
    undo = admin.post(f"{place}hand-over/", {"to": str(eve.id)}).json()["undo"]
    admin.patch(f"/contacts/{hers['contacts']}/", {"title": "Countess"})
    admin.patch(f"/accounts/{hers['accounts']}/", {"owner": str(acme_admin.id)})
    told = problem(admin.post(f"/undo/{undo}/"), 409)
    assert "Acme" in told["detail"]
    assert owned_by(admin, eve, "contacts") == {"Lovelace"}
    admin.patch(f"/accounts/{hers['accounts']}/", {"owner": str(eve.id)})
    assert admin.post(f"/undo/{undo}/").status_code == 200
    assert admin.get(f"/contacts/{hers['contacts']}/").json()["title"] == "Countess"
    assert owned_by(admin, mia, "contacts") == {"Lovelace"}


def test_what_was_deleted_for_ever_since_stands_in_nobodys_way(
    admin: Caller, mia: User, eve: User, place: str, hers: dict[str, str]
) -> None:
    undo = admin.post(f"{place}hand-over/", {"to": str(eve.id)}).json()["undo"]
    assert admin.post(f"/accounts/{hers['trashed']}/purge/").status_code == 204
    assert admin.post(f"/undo/{undo}/").status_code == 200


@pytest.fixture
def many(acme: Tenant, mia: User, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(handover, "AT_ONCE", 20)
    monkeypatch.setattr(handover, "CHUNK", 15)
    with in_tenant(acme):
        Account.objects.bulk_create(Account(name=f"A{number}", owner=mia) for number in range(50))
    return 50


def test_many_records_are_moved_by_a_job(
    acme: Tenant, admin: Caller, mia: User, eve: User, place: str, many: int
) -> None:
    done = admin.post(f"{place}hand-over/", {"to": str(eve.id), "deactivate": True})
    assert done.status_code == 202
    told = done.json()
    assert (told["total"], told["user"]["active"]) == (many, False)
    problem(admin.post(f"/undo/{told['undo']}/"), 409)
    with in_tenant(acme):
        work_off()
    job = admin.get(f"/jobs/{told['job']}/").json()
    assert job["state"] == "done"
    assert job["progress"] == {"done": many, "total": many}
    assert len(owned_by(admin, eve, "accounts")) == many
    one = admin.get("/accounts/?limit=1").json()["results"][0]
    admin.patch(f"/accounts/{one['id']}/", {"owner": None})
    problem(admin.post(f"/undo/{told['undo']}/"), 409)
    admin.patch(f"/accounts/{one['id']}/", {"owner": str(eve.id)})
    assert admin.post(f"/undo/{told['undo']}/").status_code == 200
    with in_tenant(acme):
        work_off()
    assert len(owned_by(admin, mia, "accounts")) == many
    delivered(acme)
    assert told_of(admin) == [
        f"Taking back the handing over is finished: {many} records",
        f"Handing over a colleague’s records is finished: {many} records",
    ]


def test_a_job_that_was_killed_goes_on_where_it_stood(
    acme: Tenant, admin: Caller, eve: User, place: str, many: int
) -> None:
    told = admin.post(f"{place}hand-over/", {"to": str(eve.id)}).json()
    with in_tenant(acme):
        actor = callers.actor(User.objects.get(name="Eve"))
        handover.advance(UUID(told["undo"]), actor=actor)
        work_off()
        assert Job.objects.get(id=told["job"]).state == "done"
        kept = UndoStep.objects.filter(action="hand_over_part")
        assert sum(len(one.records) for one in kept) == many
    assert len(owned_by(admin, eve, "accounts")) == many


def test_parts_of_a_hand_over_are_nobodys_to_undo(
    acme: Tenant, admin: Caller, eve: User, place: str, hers: dict[str, str]
) -> None:
    admin.post(f"{place}hand-over/", {"to": str(eve.id)})
    with in_tenant(acme):
        part = UndoStep.objects.filter(action="hand_over_part")[0]
    problem(admin.post(f"/undo/{part.id}/"), 404)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({}, "to"),
        ({"to": "x"}, "to"),
        ({"to": str(UUID(int=1))}, "to"),
        ({"to": "herself"}, "to"),
        ({"to": "retired"}, "to"),
        ({"to": "admin", "objects": ["planets"]}, "objects"),
        ({"to": "admin", "nonsense": True}, "nonsense"),
    ],
)
def test_it_says_what_is_wrong(
    acme: Tenant, admin: Caller, acme_admin: User, mia: User, wanted: dict[str, Any], field: str
) -> None:
    retired = callers.person(acme, "Rex")
    admin.patch(f"/users/{retired.id}/", {"active": False})
    known = {"herself": mia.id, "admin": acme_admin.id, "retired": retired.id}
    if wanted.get("to") in known:
        wanted = {**wanted, "to": str(known[wanted["to"]])}
    told = problem(admin.post(f"/users/{mia.id}/hand-over/", wanted), 422)
    assert field in {error["field"] for error in told["errors"]}


def test_nobody_hands_over_what_they_could_not_give_one_by_one(
    acme: Tenant, admin: Caller, acme_admin: User, mia: User, eve: User, hers: dict[str, str]
) -> None:
    grants = {
        "*": {"create": True, "read": "own", "update": "own", "delete": "own"},
        "contacts": {"create": True, "read": "all", "update": "all", "delete": "own"},
    }
    clerk = callers.person(acme, "Clerk", grants=grants, rights=["settings"])
    caller = callers.with_key(acme, clerk)
    told = problem(caller.post(f"/users/{mia.id}/hand-over/", {"to": str(clerk.id)}), 403)
    assert "Accounts" in told["detail"]
    assert "Contacts" not in told["detail"]
    counted = {
        one["object"]: (one["count"], one["movable"])
        for one in caller.get(f"/users/{mia.id}/records/").json()["results"]
    }
    assert counted["accounts"] == (None, False)
    assert counted["contacts"] == (1, True)
    wanted = {"to": str(clerk.id), "objects": ["contacts"]}
    assert caller.post(f"/users/{mia.id}/hand-over/", wanted).status_code == 200
    problem(caller.post(f"/users/{acme_admin.id}/hand-over/", wanted), 403)
    assert owned_by(admin, mia, "accounts") == {"Acme"}


def test_the_last_administrator_is_not_handed_away(
    acme: Tenant, admin: Caller, acme_admin: User, eve: User
) -> None:
    clerk = callers.person(acme, "Clerk", rights=["settings"], is_admin=True)
    caller = callers.with_key(acme, clerk)
    admin.patch(f"/users/{clerk.id}/", {"active": True})
    wanted = {"to": str(eve.id), "deactivate": True}
    assert caller.post(f"/users/{acme_admin.id}/hand-over/", wanted).status_code == 200
    problem(caller.post(f"/users/{clerk.id}/hand-over/", wanted), 409)
    assert caller.get("/me/").status_code == 200


def test_a_user_without_records_is_handed_over_without_a_trace(
    admin: Caller, mia: User, eve: User, place: str
) -> None:
    told = admin.post(f"{place}hand-over/", {"to": str(eve.id)}).json()
    assert (told["total"], told["moved"], told["undo"]) == (0, [], None)
    problem(admin.get(f"/users/{new_id()}/records/"), 404)


def test_an_invitation_is_sent_again_and_ends_the_one_before(
    acme: Tenant,
    admin: Caller,
    member: Caller,
    mia: User,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invited = admin.made("/users/", {"name": "New", "email": "new@acme.test"})
        again = admin.post(f"/users/{invited['id']}/invite-again/")
    assert again.status_code == 200
    assert again.json()["invited"] is True
    first, second = map(key_in, mailoutbox)
    assert reset("acme", first).status_code == 400
    assert reset("acme", second).status_code == 401  # done; signing in is a step of its own
    assert Browser("acme").sign_in("new@acme.test", ANOTHER).status_code == 200
    with in_tenant(acme):
        assert AuditEntry.objects.filter(action="identity.user.invited_again").count() == 1
    problem(admin.post(f"/users/{mia.id}/invite-again/"), 409)
    problem(member.post(f"/users/{invited['id']}/invite-again/"), 403)
