"""Every route of the resolver, asked by every kind of caller (Z01, Z08).

`permission_table.py` says what each gets. A route without a row, or a row without a route, fails.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLPattern, URLResolver

from api.endpoint import Endpoint
from config import urls_operators, urls_tenant
from freehold.identity.models import User
from tenants.models import Tenant
from tests.api import callers, seeds
from tests.api.callers import API, Caller
from tests.api.seeds import Seeds
from tests.conventions import operator_permission_table as operator_table
from tests.conventions import permission_table as table
from tests.conventions.permission_table import Row
from tests.ground import people, pictures

#: Routes that are asked about what lies in the Trash.
_IN_TRASH = ("restore/", "purge/")
_CUSTOM = "<slug:object_name>/"
_BUILT_IN = [name for name in seeds.OBJECTS if name != "projects"]


@dataclass(frozen=True)
class Route:
    """One address of the resolver, and its view."""

    path: str
    view: Any

    @property
    def endpoint(self) -> type[Endpoint] | None:
        found = getattr(self.view, "view_class", None)
        return found if isinstance(found, type) and issubclass(found, Endpoint) else None

    @property
    def methods(self) -> set[str]:
        names = ("get", "post", "put", "patch", "delete")
        return {name.upper() for name in names if hasattr(self.endpoint, name)}


def routes(patterns: list[Any], before: str = "") -> Iterator[Route]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield Route(path, pattern.callback)


ALL = list(routes(urls_operators.urlpatterns))


def rows() -> dict[str, dict[str, Row]]:
    """The whole table: route → method → row."""
    found = {f"api/v1/{path}": dict(methods) for path, methods in table.SETTINGS.items()}
    found |= {f"api/v1/{path}": dict(methods) for path, methods in operator_table.OPERATORS.items()}
    for name in [*_BUILT_IN, _CUSTOM.rstrip("/")]:
        for path, methods in table.RECORDS.items():
            found[f"api/v1/{name}/{path}"] = {
                method: special(name, path, method, row) for method, row in methods.items()
            }
    return found


def special(name: str, path: str, method: str, row: Row) -> Row:
    if name in seeds.PARTS:
        return table.PARTS.get((path, method), row)
    if name == "activities":
        return table.ACTIVITIES.get((path, method), row)
    if name == "products":
        return table.UNSHARED.get((path, method), row)
    if name.startswith("<") and path == "board/":
        return table.WITHOUT_BOARD
    return (*row[:5], 404) if name.startswith("<") else row


def is_exempt(path: str) -> bool:
    return path in table.EXEMPT or any(path.startswith(start) for start in table.EXEMPT_BELOW)


def test_every_route_stands_in_the_table() -> None:
    known = rows()
    unknown = [one.path for one in ALL if one.path not in known and not is_exempt(one.path)]
    assert not unknown, (
        f"Say in tests/conventions/permission_table.py who gets what from: {unknown}"
    )


def test_every_row_has_its_route() -> None:
    there = {one.path for one in ALL}
    gone = [path for path in (*rows(), *table.EXEMPT) if path not in there]
    assert not gone, f"These rows of the permission table have no route any more: {gone}"


def test_every_method_stands_in_the_table() -> None:
    known = rows()
    for route in ALL:
        if route.endpoint is not None:
            assert route.methods == set(known[route.path]), (
                f"{route.path} answers {route.methods}; the permission table names others."
            )


def test_every_route_of_a_tenant_is_served_by_an_endpoint_or_exempt() -> None:
    plain = [one.path for one in routes(urls_tenant.urlpatterns) if one.endpoint is None]
    assert [path for path in plain if not is_exempt(path)] == [], (
        "Views under /api/v1/ are subclasses of api.endpoint.Endpoint."
    )


@pytest.fixture(scope="module")
def acme(held: None) -> Tenant:
    return people.tenant("acme")


@pytest.fixture(scope="module")
def acme_admin(acme: Tenant) -> User:
    return people.admin(acme)


@pytest.fixture(scope="module")
def mia(acme: Tenant) -> User:
    return callers.person(acme, "Mia", grants=callers.MEMBER)


@pytest.fixture(scope="module")
def known(acme: Tenant, acme_admin: User, mia: User) -> list[Caller]:
    """In the order of the table's columns."""
    globex = people.tenant("globex")
    return [
        callers.anonymous(acme),
        callers.with_key(acme, callers.person(acme, "Noah")),
        callers.with_key(acme, mia),
        callers.with_key(acme, acme_admin, "read"),
        callers.with_key(acme, acme_admin),
        callers.with_key(globex, people.admin(globex)),
    ]


@pytest.fixture(scope="module")
def seeded(acme: Tenant, acme_admin: User, known: list[Caller]) -> Seeds:
    return seeds.sow(acme, known[NAMES.index("admin")], acme_admin, "Seed")


@pytest.fixture
def everybody(db: None, known: list[Caller]) -> list[Caller]:
    """Without a cookie of another test's."""
    return [Caller(one.host, dict(one.headers)) for one in known]


@pytest.fixture
def admin(everybody: list[Caller]) -> Caller:
    return everybody[NAMES.index("admin")]


@pytest.fixture
def anonymous(everybody: list[Caller]) -> Caller:
    return everybody[NAMES.index("anonymous")]


NAMES = ("anonymous", "nobody", "member", "reader", "admin", "stranger")


def ask(caller: Caller, method: str, path: str, body: Any) -> int:
    """The status, with whatever was done taken back."""
    with transaction.atomic():
        if callable(body):
            response = body(caller, path)
        else:
            response = caller(method, path, body)
        # Read to its end: an export that is left standing keeps its turn.
        response.getvalue()
        transaction.set_rollback(True)
    found: int = response.status_code
    for end in vars(response).get("_resource_closers", []):  # a turn of exporting is given back
        end()
    return found


def uploading(**values: str) -> Callable[[Caller, str], Any]:
    def call(caller: Caller, path: str) -> Any:
        file = SimpleUploadedFile("accounts.csv", b"name\nAcme\n", "text/csv")
        headers = {"host": caller.host, **caller.headers}
        return caller.client.post(API + path, {"file": file, **values}, headers=headers)

    return call


def drawing(caller: Caller, path: str) -> Any:
    sent = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("logo.png", pictures.png())})
    headers = {"host": caller.host, **caller.headers}
    return caller.client.put(API + path, sent, content_type=MULTIPART_CONTENT, headers=headers)


def bodies(ids: dict[str, str]) -> dict[tuple[str, str], Any]:
    """What is sent; nothing, where a route stands not here."""
    named = {"name": "Mine"}
    return {
        ("PATCH", "me/"): named,
        ("PUT", "me/photo/"): drawing,
        ("PATCH", "company/"): named,
        ("PUT", "company/logo/"): drawing,
        ("POST", "exchange-rates/"): {
            "rates": [{"currency": "CHF", "day": "2026-01-31", "rate": "1.04"}]
        },
        ("POST", "domains/"): {"domain": "crm.mine.test"},
        ("POST", "users/"): {"name": "Mine", "email": "mine@elsewhere.test"},
        ("POST", "users/<uuid:user_id>/hand-over/"): {"to": ids["oneself"]},
        ("POST", "roles/preview/"): {"user": ids["users"]},
        ("POST", "roles/<uuid:role_id>/clone/"): {"name": "Mine"},
        ("POST", "stages/"): {"name": "Mine", "pipeline": ids["pipelines"]},
        **_of_the_catalogue(),
        ("POST", "opportunities/<uuid:record_id>/move/"): {"stage": ids["stages"]},
        ("POST", "webhooks/"): {
            "name": "Mine",
            "url": "https://mine.example/",
            "events": ["accounts.created"],
        },
        ("POST", "views/"): {"object": "accounts", "name": "Mine"},
        ("PUT", "views/columns/"): {"object": "accounts", "columns": None},
        ("PUT", "dashboard/layout/"): {"shown": ["won"]},
        ("POST", "guide/pipeline/"): {"template": "simple"},
        ("PATCH", "views/<uuid:view_id>/"): named,
        ("PUT", "favourites/"): {"order": []},
        ("POST", "imports/"): uploading(object="accounts"),
        ("POST", "imports/preview/"): uploading(),
        **{("POST", f"{name}/"): named for name in ("teams", "roles", "pipelines", "api-keys")},
        **{
            ("PATCH", f"{name}/<uuid:{single}_id>/"): named
            for name, single in (
                ("users", "user"),
                ("teams", "team"),
                ("roles", "role"),
                ("pipelines", "pipeline"),
                ("webhooks", "webhook"),
                ("stages", "stage"),
            )
        },
    }


def _of_the_catalogue() -> dict[tuple[str, str], Any]:
    """Of fields, layouts and custom objects."""
    return {
        ("POST", "fields/"): {"object": "accounts", "label": "Mine", "type": "text"},
        ("PATCH", "fields/<uuid:field_id>/"): {"label": "Mine"},
        ("POST", "sensitive-fields/"): {
            "object": "contacts",
            "field": "birthday",
            "sensitive": True,
        },
        ("POST", "fields/check/"): {
            "object": "accounts",
            "type": "formula",
            "expression": "name",
        },
        ("POST", "fields/<uuid:field_id>/change-type/"): {"type": "longtext", "dry_run": False},
        ("POST", "layouts/"): {"object": "contacts", "sections": [{"label": "", "fields": []}]},
        ("PATCH", "layouts/<uuid:layout_id>/"): {"sections": [{"label": "Mine", "fields": []}]},
        ("POST", "custom-objects/"): {"label": "Thing", "label_plural": "Things"},
        ("PATCH", "custom-objects/<uuid:object_id>/"): {"label": "Mine"},
        ("POST", "custom-objects/<uuid:object_id>/purge/"): {"name": "Mine"},
    }


def filled(path: str, seeded: Seeds) -> str:
    """The route with ids in place of its variables."""
    name = path.partition("/")[0]
    lies_there = path.endswith(_IN_TRASH) and name in seeded.trashed
    held = seeded.trashed if lies_there else seeded.ids
    parts = path.split("/")
    known = {
        "<slug:object_name>": "contacts",
        "<uuid:token>": seeded.undo,
        "<uuid:step_id>": seeded.undo,
        "<uuid:rate_id>": seeded.undo,
        "<int:session_id>": "1",
        "<uuid:session_id>": seeded.undo,
        "<uuid:claim_id>": seeded.undo,
        "<uuid:delivery_id>": seeded.ids["webhook-deliveries"],
        "<uuid:announcement_id>": seeded.undo,
    }
    return "/".join(
        known.get(part, held.get(name, "")) if part.startswith("<") else part for part in parts
    )


@pytest.mark.parametrize("path", table.SETTINGS)
def test_everybody_gets_what_the_table_says(
    path: str, everybody: list[Caller], seeded: Seeds
) -> None:
    sent = bodies(seeded.ids)
    place = "/" + filled(path, seeded)
    for method, row in table.SETTINGS[path].items():
        body = sent.get((method, path))
        found = tuple(ask(caller, method, place, body) for caller in everybody)
        assert found == row, f"{method} {path}: {dict(zip(NAMES, found, strict=True))}"


@pytest.mark.parametrize("name", seeds.OBJECTS)
def test_everybody_gets_what_the_table_says_of_records(
    name: str, everybody: list[Caller], seeded: Seeds, admin: Caller, mia: User
) -> None:
    for path, methods in table.RECORDS.items():
        for method, expected in methods.items():
            row = special(name if name != "projects" else _CUSTOM, path, method, expected)
            held = seeded.trashed if path.endswith(_IN_TRASH) else seeded.ids
            place = f"/{name}/{path.replace('<uuid:record_id>', held[name])}"
            body = record_body(name, path, method, seeded, admin, mia)
            found = tuple(ask(caller, method, place, body) for caller in everybody)
            told = dict(zip(NAMES, found, strict=True))
            assert found == row, f"{method} {name}/{path}: {told}"


def record_body(name: str, path: str, method: str, seeded: Seeds, admin: Caller, mia: User) -> Any:
    if path == "" and method == "POST":
        values = seeds.body(name, seeded.ids, "Mine")
        values = {key: value for key, value in values.items() if key != "custom"}
        if name not in seeds.PARTS:
            values.pop("account", None)
        if name == "account-contacts":
            values["account"] = admin.made("/accounts/", {"name": "Third"})["id"]
        if name == "contact-roles":
            values["contact"] = admin.made("/contacts/", {"last_name": "Third"})["id"]
        return values
    if path == "bulk/":
        return {"action": "delete", "ids": [seeded.ids[name]]}
    if path in ("merge/", "duplicates/"):
        return together(name, path, seeded, admin) if method == "POST" else None
    if path.endswith("interest/"):
        return {"following": True} if method == "PATCH" else None
    if path.endswith("files/"):
        return uploading() if method == "POST" else None
    if path.endswith("shares/"):
        return {"user": str(mia.id)} if method != "GET" else None
    return {} if method != "GET" else None


def together(name: str, path: str, seeded: Seeds, admin: Caller) -> dict[str, Any]:
    """Two live records of the object."""
    other = admin.made(f"/{name}/", seeds.body(name, seeded.ids, "Twin"))["id"]
    if path == "merge/":
        return {"survivor": seeded.ids[name], "others": [other]}
    return {"ids": [seeded.ids[name], other]}


@pytest.mark.parametrize("path", operator_table.OPERATORS)
def test_operators_get_what_the_table_says(
    path: str, operators: Tenant, operator: User, acme: Tenant, admin: Caller
) -> None:
    grants = callers.MEMBER
    everybody = [
        callers.anonymous(operators),
        callers.with_key(operators, callers.person(operators, "Noah")),
        callers.with_key(operators, callers.person(operators, "Mia", grants=grants)),
        callers.with_key(operators, operator, "read"),
        callers.with_key(operators, operator),
        Caller("localhost", dict(admin.headers)),
    ]
    named = path.replace("<slug:slug>", "acme").replace("<slug:name>", "live_streams")
    place = "/" + re.sub(r"<uuid:\w+>", str(uuid4()), named)
    for method, row in operator_table.OPERATORS[path].items():
        taken = {"slug": "acme", "name": "Acme", "admin_email": "x@acme.test"}
        body = None if method == "GET" else taken if path.endswith("tenants/") else {}
        found = tuple(ask(caller, method, place, body) for caller in everybody)
        assert found == row, f"{method} {path}: {dict(zip(NAMES, found, strict=True))}"


def test_without_signing_in_nothing_else_is_reached(anonymous: Caller, seeded: Seeds) -> None:
    reached = set()
    for route in ALL:
        if route.path.startswith("^"):
            continue
        path = route.path.removeprefix("api/v1/")
        place = "/" + filled(path, seeded)
        address = API + place if route.path.startswith("api/v1/") else "/" + route.path
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            body = b"" if method == "GET" else b"{}"
            response = anonymous.client.generic(
                method,
                address,
                body,
                content_type="application/json",
                headers={"host": anonymous.host},
            )
            assert response.status_code < 500, (method, address)
            if response.status_code < 400:
                reached.add((method, route.path))
    assert reached == table.REACHABLE
