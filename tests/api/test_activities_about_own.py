"""Activities about records of a tenant's own objects, as about those that everybody has."""

from typing import Any

import pytest

from crm_core.activities.models import Activity
from crm_core.records.services import subject_fields
from freehold.audit.models import AuditEntry
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.api.merging import merged, undo
from tests.api.notices import delivered, told
from tests.api.test_calendar_feed import events, meeting, renewed
from tests.api.test_deleting_objects import ALL
from tests.ground.jobs import work_off

THEN = "2026-03-04T09:00:00Z"


def own_object(admin: Caller, **values: Any) -> dict[str, Any]:
    return admin.made(
        "/custom-objects/", {"label": "Project", "label_plural": "Projects", **values}
    )


@pytest.fixture
def projects(admin: Caller) -> dict[str, Any]:
    return own_object(admin)


def project(admin: Caller, name: str = "Bridge") -> str:
    return str(admin.made("/projects/", {"name": name})["id"])


def activity(caller: Caller, record: str, kind: str = "note", **values: Any) -> str:
    told = {"kind": kind, "subject": f"A {kind}", "custom": {"project": record}, **values}
    return str(caller.made("/activities/", told)["id"])


def in_touch(admin: Caller, record: str) -> list[Any]:
    held = admin.get(f"/projects/{record}/").json()
    return [held[f"{name}_at"] for name in ("last_activity", "last_contacted", "next_activity")]


def test_a_record_knows_when_it_was_last_dealt_with_and_what_comes_next(
    acme: Tenant, admin: Caller, projects: Any
) -> None:
    bridge, other = project(admin), project(admin, "Tunnel")
    call = activity(admin, bridge, "call", status="done", starts_at=THEN)
    activity(admin, bridge, "task", due_at="2030-01-02T09:00:00Z")
    activity(admin, other, "note")
    delivered(acme)
    done = admin.get(f"/activities/{call}/").json()["completed_at"]
    assert in_touch(admin, bridge) == [done, done, "2030-01-02T09:00:00Z"]
    last, contacted, following = in_touch(admin, other)
    assert last is not None
    assert (contacted, following) == (None, None)
    found = admin.get("/projects/?sort=-next_activity_at&filter="
                      '{"field":"last_contacted_at","op":"empty","value":false}')  # fmt: skip
    assert [one["id"] for one in found.json()["results"]] == [bridge]


def fields(admin: Caller) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = admin.get("/fields/?object=activities").json()["results"]
    return found


def switched(admin: Caller, made: dict[str, Any], **values: Any) -> dict[str, Any]:
    answer = admin.patch(f"/custom-objects/{made['id']}/", values)
    assert answer.status_code == 200, answer.content
    held: dict[str, Any] = answer.json()
    return held


def titles(caller: Caller, record: str, kinds: str = "activity") -> list[str]:
    found = caller.get(f"/projects/{record}/timeline/?kinds={kinds}")
    assert found.status_code == 200, found.content
    return [one["title"] for one in found.json()["results"]]


def activity_field(caller: Caller, name: str = "projects") -> Any:
    return caller.get("/objects/activities/").json()["subjects"].get(name)


def test_an_object_comes_with_the_field_that_activities_lead_to_it_by(
    acme: Tenant, admin: Caller, projects: Any
) -> None:
    assert projects["activities"] is True
    (field,) = fields(admin)
    assert (field["name"], field["label"]) == ("project", "Project")
    assert (field["reference"], field["section"]) == ("projects", "about")
    assert activity_field(admin) == "custom.project"
    assert activity_field(admin, "accounts") == "account"
    assert admin.get("/objects/projects/").json()["subjects"] == {}
    with in_tenant(acme):
        assert AuditEntry.objects.filter(
            action="records.field.created", record_id=field["id"]
        ).exists()
    without = own_object(admin, label="Ship", label_plural="Ships", activities=False)
    assert without["activities"] is False
    assert activity_field(admin, "ships") is None
    assert len(fields(admin)) == 1


def test_names_and_labels_that_are_taken_are_passed_over(admin: Caller) -> None:
    for name in ("case", "case_2"):
        taken = {"object": "activities", "label": name.title(), "name": name, "type": "text"}
        admin.post("/fields/", taken)
    admin.made("/fields/", {"object": "activities", "label": "Own", "name": "case", "type": "text"})
    own_object(admin, label="Case", label_plural="Case files")
    own_object(admin, label="案件", label_plural="Matters")
    made = {one["name"]: one["label"] for one in fields(admin) if one["type"] == "reference"}
    assert made == {"case_3": "Case files", "matters": "案件"}


def test_the_timeline_tells_of_activities_about_the_record(admin: Caller, projects: Any) -> None:
    bridge, other = project(admin), project(admin, "Tunnel")
    activity(admin, bridge, subject="First")
    activity(admin, bridge, "call", subject="Second")
    activity(admin, other, subject="Elsewhere")
    assert titles(admin, bridge) == ["Second", "First"]
    assert titles(admin, bridge, "note") == ["First"]
    answer = admin.post(
        "/activities/",
        {"kind": "note", "subject": "X", "custom": {"project": admin_account(admin)}},
    )
    problem(answer, 422)


def admin_account(admin: Caller) -> str:
    return str(admin.made("/accounts/", {"name": "Initech"})["id"])


def test_whoever_may_not_see_an_activity_or_the_field_is_told_of_none(
    acme: Tenant, admin: Caller, projects: Any
) -> None:
    bridge = project(admin)
    activity(admin, bridge, subject="Seen")
    activity(admin, bridge, subject="Mine alone", is_private=True)
    readers: dict[str, dict[str, Any]] = {
        "sees": {"fields": {}},
        "hidden": {"fields": {"activities": {"custom.project": "hidden"}}},
    }
    found = {}
    for name, more in readers.items():
        grants = {"*": {"create": False, "read": "all", "update": "none", "delete": "none"}}
        reader = callers.with_key(acme, callers.person(acme, name, grants=grants, **more))
        found[name] = (titles(reader, bridge), activity_field(reader))
    assert found == {"sees": (["Seen"], "custom.project"), "hidden": ([], None)}
    own = {**callers.MEMBER, "projects": ALL}
    seller = callers.with_key(acme, callers.person(acme, "Own", grants=own))
    activity(seller, bridge, subject="Sold")
    assert titles(seller, bridge) == ["Sold"]
    assert "Mine alone" in titles(admin, bridge)


def test_switched_off_the_field_is_retired_and_on_again_all_is_back(
    acme: Tenant, admin: Caller, projects: Any
) -> None:
    bridge = project(admin)
    held = activity(admin, bridge, "call", status="done")
    delivered(acme)
    assert switched(admin, projects, activities=False)["activities"] is False
    assert activity_field(admin) is None
    assert titles(admin, bridge) == []
    assert "last_activity_at" not in admin.get(f"/projects/{bridge}/").json()
    admin.patch(f"/activities/{held}/", {"status": "open", "due_at": "2030-01-02T09:00:00Z"})
    delivered(acme)
    assert switched(admin, projects, activities=True)["activities"] is True
    with in_tenant(acme):
        work_off()
    assert titles(admin, bridge) == ["A call"]
    assert in_touch(admin, bridge) == [None, None, "2030-01-02T09:00:00Z"]
    assert len(fields(admin)) == 1
    listed = admin.get("/custom-objects/").json()["results"]
    assert [one["activities"] for one in listed] == [True]


def test_a_field_that_was_made_by_hand_counts(acme: Tenant, admin: Caller) -> None:
    made = own_object(admin, activities=False)
    by_hand = {"object": "activities", "label": "Undertaking", "type": "reference",
               "reference": "projects"}  # fmt: skip
    admin.made("/fields/", {**by_hand, "name": "project"})
    assert switched(admin, made, description="X")["activities"] is True
    bridge = project(admin)
    activity(admin, bridge)
    assert titles(admin, bridge) == ["A note"]
    switched(admin, made, activities=True)
    assert [one["label"] for one in fields(admin)] == ["Undertaking"]


def test_the_field_bears_the_label_of_its_object_until_it_is_given_another(
    admin: Caller, projects: Any
) -> None:
    switched(admin, projects, label="Undertaking")
    (field,) = fields(admin)
    assert (field["label"], field["name"]) == ("Undertaking", "project")
    admin.patch(f"/fields/{field['id']}/", {"label": "About what"})
    switched(admin, projects, label="Venture")
    assert [one["label"] for one in fields(admin)] == ["About what"]


def test_a_label_that_was_taken_gives_way_to_the_object_s_own_once_that_is_free(
    admin: Caller,
) -> None:
    made = own_object(admin, label="Case", label_plural="Machines")
    assert [(one["name"], one["label"]) for one in fields(admin)] == [("case_2", "Machines")]
    switched(admin, made, label="Machine")
    assert [one["label"] for one in fields(admin)] == ["Machine"]
    switched(admin, made, label="Lead", label_plural="Tools")
    assert [one["label"] for one in fields(admin)] == ["Tools"]


def test_a_retired_object_takes_its_field_out_of_use_and_brings_it_back(
    admin: Caller, projects: Any
) -> None:
    role = admin.made(
        "/roles/", {"name": "Crew", "fields": {"activities": {"custom.project": "read"}}}
    )
    bridge = project(admin)
    held = activity(admin, bridge)
    switched(admin, projects, retired=True)
    assert "project" not in admin.get(f"/activities/{held}/").json()["custom"]
    assert admin.patch(f"/roles/{role['id']}/", {"fields": role["fields"]}).status_code == 200
    other = own_object(admin, label="Ship", label_plural="Ships", activities=False)
    switched(admin, other, retired=True)
    told_so = problem(admin.patch(f"/custom-objects/{other['id']}/", {"activities": True}), 422)
    assert [one["field"] for one in told_so["errors"]] == ["activities"]
    switched(admin, projects, retired=False)
    assert titles(admin, bridge) == ["A note"]


def test_deleted_for_ever_it_takes_the_field_along_and_leaves_the_activities(
    acme: Tenant, admin: Caller, projects: Any
) -> None:
    role = admin.made(
        "/roles/", {"name": "Crew", "fields": {"activities": {"custom.project": "read"}}}
    )
    admin.made(
        "/layouts/",
        {
            "object": "activities",
            "sections": [{"label": "", "fields": ["subject", "custom.project"]}],
        },
    )
    held = activity(admin, project(admin))
    switched(admin, projects, retired=True)
    answer = admin.post(f"/custom-objects/{projects['id']}/purge/", {"name": "Projects"})
    assert answer.status_code == 204, answer.content
    assert fields(admin) == []
    assert admin.get(f"/activities/{held}/").json()["subject"] == "A note"
    with in_tenant(acme):
        assert Activity.objects.get(id=held).custom == {}
    assert admin.get(f"/roles/{role['id']}/").json()["fields"].get("activities", {}) == {}
    (layout,) = admin.get("/layouts/?object=activities").json()["results"]
    assert layout["sections"][0]["fields"] == ["subject"]
    own_object(admin)
    assert titles(admin, project(admin)) == []


def test_a_merge_takes_the_activities_along_and_an_undo_takes_them_back(
    acme: Tenant, admin: Caller, projects: Any
) -> None:
    kept, gone = project(admin), project(admin, "Bridge 2")
    activity(admin, gone, "call", status="done", subject="Theirs")
    activity(admin, gone, "task", subject="Next", due_at="2030-01-02T09:00:00Z")
    delivered(acme)
    before = in_touch(admin, gone)
    assert before[2] == "2030-01-02T09:00:00Z"
    answer = merged(admin, "projects", kept, gone)
    delivered(acme)
    assert titles(admin, kept) == ["Next", "Theirs"]
    assert in_touch(admin, kept) == before
    assert undo(admin, answer["undo"]).status_code == 200
    delivered(acme)
    assert titles(admin, gone) == ["Next", "Theirs"]
    assert (in_touch(admin, kept), in_touch(admin, gone)) == ([None, None, None], before)


def test_followers_and_who_is_mentioned_hear_of_a_new_activity(
    acme: Tenant, admin: Caller, projects: Any
) -> None:
    grants = {"*": {"create": False, "read": "all", "update": "none", "delete": "none"}}
    vera, mia = (callers.person(acme, name, grants=grants) for name in ("Vera", "Mia"))
    follower, named = callers.with_key(acme, vera), callers.with_key(acme, mia)
    bridge = project(admin)
    follower.patch(f"/projects/{bridge}/interest/", {"following": True})
    activity(admin, bridge, subject="Visit", body=f"See @[Mia](user:{mia.id})")
    delivered(acme)
    (heard,), (read,) = told(follower), told(named)
    assert heard.endswith("added “Visit” to “Bridge”")
    assert read.endswith("mentioned you in “Visit”")


def test_the_calendar_feed_names_the_record(acme: Tenant, member: Caller, projects: Any) -> None:
    bridge = project(member)
    meeting(member, "Kick-off", custom={"project": bridge})
    (event,) = events(acme, renewed(member)).values()
    assert str(event["description"]).startswith("Bridge\n")


def test_without_room_for_one_more_field_an_object_is_made_with_its_activities_off(
    admin: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject_fields, "MOST_FIELDS", 0)
    wanted = {"label": "Project", "label_plural": "Projects"}
    told_so = problem(admin.post("/custom-objects/", wanted), 422)
    assert [one["field"] for one in told_so["errors"]] == ["activities"]
    assert admin.get("/custom-objects/").json()["results"] == []
    own_object(admin, activities=False)


@pytest.mark.parametrize("object_name", ["projects", "accounts"])
def test_a_record_that_an_activity_has_left_knows_of_it_no_more(
    acme: Tenant, admin: Caller, projects: Any, object_name: str
) -> None:
    def about(record: str) -> dict[str, Any]:
        return {"account": record} if object_name == "accounts" else {"custom": {"project": record}}

    first, second = (admin.made(f"/{object_name}/", {"name": one})["id"] for one in "ab")
    task = admin.made(
        "/activities/",
        {"kind": "task", "subject": "T", "due_at": "2030-01-02T09:00:00Z", **about(first)},
    )["id"]
    delivered(acme)

    def planned() -> list[Any]:
        return [
            admin.get(f"/{object_name}/{one}/").json()["next_activity_at"] is not None
            for one in (first, second)
        ]

    assert planned() == [True, False]
    answer = admin.patch(f"/activities/{task}/", about(second))
    delivered(acme)
    assert planned() == [False, True]
    assert undo(admin, answer.headers["Undo-Token"]).status_code == 200
    delivered(acme)
    assert planned() == [True, False]
