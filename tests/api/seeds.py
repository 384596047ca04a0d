"""One of everything in a tenant, each with the same marker in its texts."""

from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from crm_core.transfer.models import Import
from freehold.identity.models import User
from freehold.ids import new_id
from freehold.jobs.models import Job
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller
from tests.ground import people

OBJECTS = (
    "accounts",
    "contacts",
    "leads",
    "opportunities",
    "activities",
    "cases",
    "products",
    "line-items",
    "contact-roles",
    "account-contacts",
    "projects",
)
#: Objects whose records belong to a record of another one.
PARTS = ("line-items", "contact-roles", "account-contacts")


@dataclass
class Seeds:
    """Resource → id of one that is there; `trashed` of one in the Trash; `undo` a token."""

    marker: str
    ids: dict[str, str] = field(default_factory=dict)
    trashed: dict[str, str] = field(default_factory=dict)
    undo: str = ""


def body(name: str, ids: dict[str, str], marker: str) -> dict[str, Any]:
    """What creates a record of the object."""
    bodies: dict[str, dict[str, Any]] = {
        "accounts": {"name": marker, "description": marker, "custom": {"secret": marker}},
        "contacts": {"last_name": marker, "title": marker, "account": ids.get("accounts")},
        "leads": {"last_name": marker, "company": marker},
        "opportunities": {"name": marker, "next_step": marker, "account": ids.get("accounts")},
        "activities": {"kind": "note", "subject": marker, "account": ids.get("accounts")},
        "cases": {"subject": marker, "account": ids.get("accounts")},
        "products": {"name": marker, "code": marker},
        "line-items": {
            "opportunity": ids.get("opportunities"),
            "product": ids.get("products"),
            "description": marker,
        },
        "contact-roles": {"opportunity": ids.get("opportunities"), "contact": ids.get("contacts")},
        "account-contacts": {
            "account": ids.get("other account"),
            "contact": ids.get("contacts"),
            "role": marker,
        },
        "projects": {"name": marker},
    }
    return bodies[name]


def sown(slug: str, marker: str) -> Seeds:
    """By the tenant's administrator; for fixtures of a module that `held` takes back."""
    tenant = people.tenant(slug)
    user = people.admin(tenant)
    return sow(tenant, callers.with_key(tenant, user), user, marker)


def sow(tenant: Tenant, admin: Caller, user: User, marker: str) -> Seeds:
    seeds = Seeds(marker, {"oneself": str(user.id)})
    _settings(admin, seeds)
    seeds.ids["other account"] = admin.made("/accounts/", {"name": f"{marker} too"})["id"]
    for name in OBJECTS:
        _record(admin, seeds, name)
    _views(admin, seeds)
    _undo(admin, seeds)
    _work(tenant, user, seeds)
    _file(admin, seeds)
    return seeds


def _settings(admin: Caller, seeds: Seeds) -> None:
    marker = seeds.marker
    made = {
        "users": {"name": marker, "email": f"{marker.lower()}@elsewhere.test"},
        "teams": {"name": marker},
        "roles": {"name": marker, "description": marker},
        "pipelines": {"name": marker},
        "custom-objects": {"name": "projects", "label": marker, "label_plural": marker},
        "fields": {"object": "accounts", "name": "secret", "label": marker, "type": "text"},
        "api-keys": {"name": marker},
        "webhooks": {
            "name": marker,
            "url": f"https://{marker.lower()}.example/",
            "events": ["accounts.created"],
        },
        "layouts": {"object": "accounts", "sections": [{"label": marker, "fields": ["name"]}]},
    }
    for name, values in made.items():
        seeds.ids[name] = admin.made(f"/{name}/", values)["id"]
    tested = admin.post(f"/webhooks/{seeds.ids['webhooks']}/test/")
    seeds.ids["webhook-deliveries"] = tested.json()["id"]
    stage = {"pipeline": seeds.ids["pipelines"], "name": marker}
    seeds.ids["stages"] = admin.made("/stages/", stage)["id"]


def _record(admin: Caller, seeds: Seeds, name: str) -> None:
    values = body(name, seeds.ids, seeds.marker)
    trashed = admin.made(f"/{name}/", values)["id"]
    admin.delete(f"/{name}/{trashed}/")
    seeds.trashed[name] = trashed
    seeds.ids[name] = admin.made(f"/{name}/", values)["id"]


def _views(admin: Caller, seeds: Seeds) -> None:
    filter = {"field": "name", "op": "eq", "value": seeds.marker}
    for name in (f"{seeds.marker} gone", seeds.marker):
        view = {"object": "accounts", "name": name, "filter": filter}
        seeds.trashed["views"] = seeds.ids.get("views", "")
        seeds.ids["views"] = admin.made("/views/", view)["id"]
    admin.delete(f"/views/{seeds.trashed['views']}/")


def _undo(admin: Caller, seeds: Seeds) -> None:
    place = f"/products/{seeds.ids['products']}/"
    changed = admin.patch(place, {"family": seeds.marker})
    seeds.undo = changed.headers["Undo-Token"]
    seeds.ids["history"] = seeds.undo


def _file(admin: Caller, seeds: Seeds) -> None:
    content = SimpleUploadedFile(f"{seeds.marker}.txt", seeds.marker.encode())
    added = admin.upload(f"/accounts/{seeds.ids['accounts']}/files/", content)
    assert added.status_code == 201, added.content
    seeds.ids["files"] = added.json()["id"]


def _work(tenant: Tenant, user: User, seeds: Seeds) -> None:
    now = timezone.now()
    with in_tenant(tenant):
        job = Job.objects.create(
            kind=f"seed.{seeds.marker}",
            requested_by=user.id,
            requested_by_name=seeds.marker,
            available_at=now,
            created_at=now,
        )
        imported = Import.objects.create(
            id=new_id(),
            object="accounts",
            file_name=f"{seeds.marker}.csv",
            created_by_id=user.id,
            created_by_name=str(user),
        )
    seeds.ids |= {"jobs": str(job.id), "imports": str(imported.id)}
