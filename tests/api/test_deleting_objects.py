"""A retired object is deleted for good: asked for by its name, with everything that was its own."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from crm_core.access.models import Layout
from crm_core.lists.models import SavedView
from crm_core.notices.models import Notice
from crm_core.records.models import CustomRecord, FieldDefinition, Interest, UndoStep
from crm_core.records.services import deleting_objects
from crm_core.transfer.models import ExternalId, Import
from freehold.audit.models import AuditEntry
from freehold.files.models import File, FileState
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.ground.jobs import work_off

OWN: list[type[Model]] = [
    *(CustomRecord, FieldDefinition, Interest, UndoStep, SavedView, Layout),
    *(Import, ExternalId, Notice),
]
ALL = {"create": True, "read": "all", "update": "all", "delete": "all"}


@pytest.fixture
def ships(admin: Caller) -> dict[str, Any]:
    made = admin.made("/custom-objects/", {"label": "Ship", "label_plural": "Ships"})
    admin.made("/fields/", {"object": "ships", "label": "Flag", "type": "text", "unique": True})
    return made


def place(ships: dict[str, Any]) -> str:
    return f"/custom-objects/{ships['id']}/"


def purge(caller: Caller, ships: dict[str, Any], name: str = "Ships") -> Any:
    return caller.post(f"{place(ships)}purge/", {"name": name})


def test_all_of_it_goes_and_the_trail_says_so(
    acme: Tenant,
    admin: Caller,
    ships: dict[str, Any],
    mia: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    kept = admin.made("/custom-objects/", {"label": "Dock", "label_plural": "Docks"})
    dock = admin.made("/docks/", {"name": "Kiel"})["id"]
    ship = admin.made("/ships/", {"name": "Aurora", "custom": {"flag": "DE"}})["id"]
    admin.delete(f"/ships/{admin.made('/ships/', {'name': 'Old'})['id']}/")
    admin.post(f"/ships/{ship}/shares/", {"user": str(mia.id)})
    admin.patch(f"/ships/{ship}/interest/", {"favourite": True})
    admin.upload(f"/ships/{ship}/files/", SimpleUploadedFile("a.txt", b"plan"))
    admin.made("/views/", {"object": "ships", "name": "Mine", "kind": "list"})
    admin.made("/layouts/", {"object": "ships", "sections": [{"label": "", "fields": ["name"]}]})
    role = admin.made("/roles/", {"name": "Crew", "grants": {"ships": ALL, "docks": ALL}})
    with in_tenant(acme):
        stored = default_storage.save("imports/ships.csv", ContentFile(b"Name"))
        Import.objects.create(object="ships", file_name="s.csv", stored_as=stored)
        ExternalId.objects.create(object="ships", key="1", record_id=ship)
        Notice.objects.create(user=mia, kind="assigned", object="ships", record=ship, key="k")
    admin.patch(place(ships), {"retired": True})
    assert admin.get(place(ships)).json()["records"] == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert purge(admin, ships).status_code == 204
    problem(admin.get(place(ships)), 404)
    with in_tenant(acme):
        for model in OWN:
            assert not model._default_manager.filter(object="ships").exists(), model
        assert File.objects.get(object="ships").state == FileState.REMOVED
        assert not default_storage.exists(stored)
        entry = AuditEntry.objects.get(action="records.object.purged")
        assert entry.changes == {"object": ["ships", None], "records": [2, 0]}
        assert AuditEntry.objects.filter(record_id=ship, action="purge").exists()
    held = admin.get(f"/roles/{role['id']}/").json()
    assert set(held["grants"]) == {"docks"}
    assert admin.patch(f"/roles/{role['id']}/", {"grants": held["grants"]}).status_code == 200
    assert admin.get(f"/docks/{dock}/").status_code == 200
    assert kept["name"] == "docks"


def test_its_name_is_free_again_and_nothing_comes_back(admin: Caller, ships: Any) -> None:
    admin.made("/ships/", {"name": "Aurora", "custom": {"flag": "DE"}})
    admin.patch(place(ships), {"retired": True})
    assert purge(admin, ships).status_code == 204
    again = admin.made("/custom-objects/", {"label": "Ship", "label_plural": "Ships"})
    assert again["name"] == "ships"
    assert admin.get("/ships/").json()["results"] == []
    assert admin.get("/fields/?object=ships").json()["results"] == []


def test_one_in_use_is_retired_first_and_the_name_must_be_typed(admin: Caller, ships: Any) -> None:
    assert "Retire it first" in problem(purge(admin, ships), 409)["detail"]
    admin.patch(place(ships), {"retired": True})
    for typed in ("", "ships", "Ship"):
        told = problem(purge(admin, ships, typed), 422)
        assert [one["field"] for one in told["errors"]] == ["name"]
    assert admin.patch(place(ships), {"retired": False}).status_code == 200


def test_fields_of_others_that_lead_to_it_stand_in_the_way_until_they_are_retired(
    admin: Caller, ships: Any
) -> None:
    to_it = {"object": "accounts", "label": "Vessel", "type": "reference", "reference": "ships"}
    field = admin.made("/fields/", to_it)
    admin.made("/fields/", {"object": "ships", "label": "Sister", "type": "reference",
                            "reference": "ships"})  # fmt: skip
    admin.patch(place(ships), {"retired": True})
    assert "“Vessel”" in problem(purge(admin, ships), 409)["detail"]
    admin.delete(f"/fields/{field['id']}/")
    assert purge(admin, ships).status_code == 204


def test_it_needs_both_rights(acme: Tenant, admin: Caller, ships: Any) -> None:
    admin.patch(place(ships), {"retired": True})
    for name, rights in (("Sue", ["settings"]), ("Pat", ["purge"])):
        person = callers.person(acme, name, grants={"*": ALL}, rights=rights)
        problem(purge(callers.with_key(acme, person), ships), 403)
    both = callers.person(acme, "Both", grants={"*": ALL}, rights=["settings", "purge"])
    assert purge(callers.with_key(acme, both), ships).status_code == 204


def test_many_records_are_deleted_by_a_job(
    acme: Tenant, admin: Caller, ships: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deleting_objects, "AT_ONCE", 1)
    monkeypatch.setattr(deleting_objects, "CHUNK", 2)
    for name in ("Aurora", "Borealis", "Calypso"):
        admin.made("/ships/", {"name": name})
    admin.patch(place(ships), {"retired": True})
    answer = purge(admin, ships)
    assert answer.status_code == 202
    assert "already" in problem(purge(admin, ships), 409)["detail"]
    with in_tenant(acme):
        work_off()
        assert not CustomRecord.objects.filter(object="ships").exists()
    problem(admin.get(place(ships)), 404)
    assert admin.get(f"/jobs/{answer.json()['job']}/").json()["state"] == "done"
