"""Every operation of the description, asked with another tenant's ids and names (T01).

Whatever holds the canary belongs to acme. A user of globex asks at both hosts; not one byte of it
may come back, and nothing of acme's may be found or changed.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from freehold.ids import new_id
from tenants.models import Tenant
from tests.api import callers, seeds
from tests.api.callers import Caller
from tests.api.seeds import Seeds

CANARY = "Zwitscher7Canary"
_METHODS = ("get", "post", "patch", "delete")


@pytest.fixture(scope="module")
def theirs(held: None) -> Seeds:
    return seeds.sown("acme", CANARY)


def operations(admin: Caller) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(method, path, operation), custom objects included."""
    document = admin.get("/openapi.json").json()
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield method.upper(), path, methods[method]


def filled(path: str, theirs: Seeds) -> str:
    """The path with acme's ids in it."""
    name = path.removeprefix("/api/v1/").partition("/")[0]
    ident = theirs.trashed.get(name) if path.endswith("restore/") else theirs.ids.get(name)
    if "/sessions/" in path and "/support/" not in path:
        ident = "1"  # browsers' sessions are numbered
    return (
        path.replace("{id}", str(ident or new_id()))
        .replace("{delivery_id}", theirs.ids["webhook-deliveries"])
        .replace("{token}", theirs.undo)
        .replace("{object}", "projects")
    )


def query(method: str, path: str, operation: dict[str, Any], theirs: Seeds) -> str:
    if method != "GET":
        return ""
    known = {one.get("name") for one in operation["parameters"]}
    asked = {
        "q": CANARY,
        "search": CANARY,
        "pipeline": theirs.ids["pipelines"],
        "stage": theirs.ids["stages"],
        "user": theirs.ids["users"],
        "object": "projects",
    }
    given = {name: value for name, value in asked.items() if name in known}
    return "?" + "&".join(f"{name}={quote(value)}" for name, value in given.items())


def sent(method: str, path: str, theirs: Seeds) -> Any:
    """A body that would do something to what is theirs."""
    name = path.removeprefix("/api/v1/").partition("/")[0]
    if method == "GET":
        return None
    if path.endswith("/bulk/"):
        return {"action": "delete", "ids": [theirs.ids[name]]}
    if path.endswith("/merge/"):
        return {"survivor": theirs.ids[name], "others": [theirs.trashed[name]]}
    if path.endswith("/duplicates/"):
        return {"ids": [theirs.ids[name], theirs.trashed[name]]}
    if path.endswith("/move/"):
        return {"stage": theirs.ids["stages"], "before": theirs.ids["opportunities"]}
    if path.endswith("/shares/"):
        return {"user": theirs.ids["users"]}
    if method == "POST" and name in seeds.OBJECTS and name != "projects":
        references = seeds.body(name, theirs.ids, "Mine")
        references.pop("custom", None)
        return references
    return {"owner": theirs.ids["users"]} if name in seeds.OBJECTS else {"name": "Mine"}


def test_no_operation_gives_or_takes_anything_of_another_tenant(
    acme: Tenant, admin: Caller, stranger: Caller, theirs: Seeds
) -> None:
    before = snapshot(admin)
    foreign = Caller(callers.host_of(acme), dict(stranger.headers), stranger.client)
    asked = list(operations(admin))
    assert len(asked) > 180
    for method, path, operation in asked:
        place = filled(path, theirs) + query(method, path, operation, theirs)
        body = sent(method, path, theirs)
        told = f"{method} {place}"
        at_home = stranger(method, place, body)
        refuse_canary(told, at_home)
        if "{id}" in path or "{token}" in path:
            # Whoever leaves what they never had open has left: the answer tells nothing.
            leaves = method == "DELETE" and path.endswith("/presence/")
            refused = (204, 404) if leaves else (403, 404, 415, 422)
            assert at_home.status_code in refused, (told, at_home.content)
            assert at_home.status_code != 422 or method != "GET", told
        elsewhere = foreign(method, place, body)
        refuse_canary(told, elsewhere)
        assert elsewhere.status_code == 401, (told, elsewhere.content)
    assert snapshot(admin) == before


def body_of(response: Any) -> bytes:
    """The whole body, of an answer that is streamed, too."""
    found: bytes = response.getvalue()
    return found


def refuse_canary(told: str, response: Any) -> None:
    found = body_of(response) + str(response.headers).encode()
    assert CANARY.encode() not in found, f"{told} leaked"
    assert b"Internal" not in found
    assert response.status_code < 500, (told, response.content)


def snapshot(admin: Caller) -> dict[str, Any]:
    """What acme holds, with versions: the same before and after."""
    lists = {name: admin.get(f"/{name}/").json()["results"] for name in seeds.OBJECTS}
    settings = ("users", "teams", "roles", "pipelines", "stages", "fields", "custom-objects")
    return lists | {name: admin.get(f"/{name}/").json()["results"] for name in settings}


@pytest.mark.parametrize("name", seeds.OBJECTS[:-1])
def test_no_list_finds_another_tenants_records(name: str, stranger: Caller, theirs: Seeds) -> None:
    condition = quote(orjson.dumps({"field": "id", "op": "eq", "value": theirs.ids[name]}))
    for asked in (f"?filter={condition}", f"?search={CANARY}", "?trash=true", "?limit=200"):
        response = stranger.get(f"/{name}/{asked}")
        assert response.status_code == 200
        assert response.json()["results"] == []


def test_a_record_can_not_be_tied_to_another_tenants(stranger: Caller, theirs: Seeds) -> None:
    for values in (
        {"last_name": "X", "account": theirs.ids["accounts"]},
        {"last_name": "X", "owner": theirs.ids["users"]},
    ):
        told = callers.problem(stranger.post("/contacts/", values), 422)
        assert told["errors"][0]["code"] == "unknown_reference"
