"""Who calls the API in tests: people and programs of a tenant, over HTTP."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from crm_core.access.services import roles
from freehold.identity.actor import SYSTEM, Actor
from freehold.identity.models import User
from freehold.identity.services import keys, users
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.ground import people

API = "/api/v1"

#: Sees and changes their own records, of every object.
MEMBER = {"*": {"create": True, "read": "own", "update": "own", "delete": "own"}}


@dataclass
class Caller:
    """Calls one host with the same headers each time; `path` stands under /api/v1."""

    host: str
    headers: dict[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=Client)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        response = self.opened(method, path, body, **headers)
        if response.streaming:  # read to its end, so that it gives back the turn that it took
            response.streaming_content = [response.getvalue()]
        return response

    def opened(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer as it begins: a stream is for the test to read, or to close."""
        sent = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        more: dict[str, Any] = {} if sent is None else {"data": sent}
        return self.client.generic(
            method,
            path if path.startswith(("/api/", "/_")) else API + path,
            content_type=named.pop("Content-Type", "application/json"),
            headers={"host": self.host, **self.headers, **named},
            **more,
        )

    def get(self, path: str, **headers: str) -> Any:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self("DELETE", path, **headers)

    def upload(self, path: str, file: SimpleUploadedFile, **values: str) -> Any:
        """A form with a file."""
        headers = {"host": self.host, **self.headers}
        return self.client.post(API + path, {"file": file, **values}, headers=headers)

    def made(self, path: str, body: Any) -> dict[str, Any]:
        """What a creation that must succeed answers."""
        response = self.post(path, body)
        assert response.status_code == 201, response.content
        found: dict[str, Any] = response.json()
        return found


def host_of(tenant: Tenant) -> str:
    return "localhost" if tenant.is_operators else f"{tenant.slug}.localhost"


def anonymous(tenant: Tenant) -> Caller:
    return Caller(host_of(tenant))


def with_key(tenant: Tenant, user: User, *scopes: str) -> Caller:
    """A program with an API key of the user's."""
    with in_tenant(tenant):
        _, text = keys.create_api_key(
            actor=SYSTEM, user_id=user.id, name="Test", scopes=scopes or ("all",)
        )
    return Caller(host_of(tenant), {"Authorization": f"Bearer {text}"})


def signed_in(tenant: Tenant, email: str, password: str = people.PASSWORD) -> Caller:
    """A browser after sign-in: cookies, and the CSRF token in the header."""
    caller = Caller(host_of(tenant), client=Client(enforce_csrf_checks=True))
    caller.get("/_allauth/browser/v1/auth/session")
    caller.headers["X-CSRFToken"] = caller.client.cookies["csrftoken"].value
    response = caller.post(
        "/_allauth/browser/v1/auth/login", {"email": email, "password": password}
    )
    assert response.status_code == 200, response.content
    caller.headers["X-CSRFToken"] = caller.client.cookies["csrftoken"].value
    return caller


def person(tenant: Tenant, name: str, **role: Any) -> User:
    """A user whose one role holds the `grants`, `fields` and `rights` given; none without them."""
    with in_tenant(tenant):
        user = users.create_user(
            actor=SYSTEM,
            email=f"{name.lower()}@{tenant.slug}.test",
            name=name,
            password=people.PASSWORD,
        )
        if role:
            held = roles.create_role(actor=SYSTEM, values={"name": f"Role of {name}", **role})
            roles.assign_roles(actor=SYSTEM, user_id=user.id, role_ids=[held.id])
    return user


def actor(user: User) -> Actor:
    return Actor(user.id, str(user), "web")


def problem(response: HttpResponse, status: int) -> dict[str, Any]:
    """The problem that the response holds, as every refusal must look."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = json.loads(response.content)
    assert found["status"] == status
    assert found["title"]
    assert found["detail"]
    assert found["instance"].startswith("/")
    assert found["request_id"] == response.headers["X-Request-Id"]
    return found
