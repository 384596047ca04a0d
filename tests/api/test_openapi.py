"""The description: valid, complete, current, and as each caller may see it."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openapi_spec_validator import validate

from api.management.commands import openapi
from api.v1.openapi.documents import builtin_document, operators_document
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller


@pytest.fixture(scope="module", params=[builtin_document, operators_document])
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_it_is_valid_openapi(document: dict[str, Any]) -> None:
    validate(document)


def test_the_kept_file_is_current() -> None:
    call_command("openapi", "--check")


def test_a_stale_file_is_told(tmp_path: Any) -> None:
    kept = tmp_path / "openapi.json"
    kept.write_text("{}")
    with pytest.raises(CommandError, match="not current"):
        call_command("openapi", "--check", "--file", kept)
    call_command("openapi", "--file", kept)
    assert kept.read_bytes() == openapi.written(builtin_document())


def test_every_operation_is_named_once_and_readably(document: dict[str, Any]) -> None:
    named = Counter(operation["operationId"] for _, _, operation in operations(document))
    assert not [name for name, number in named.items() if number > 1]
    assert not [name for name in named if not re.fullmatch(r"[a-z][A-Za-z]+", name)]


def test_every_operation_is_complete(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        told = f"{method} {path}"
        assert operation["summary"], told
        assert len(operation["tags"]) == 1, told
        given = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
        assert given == set(re.findall(r"{(\w+)}", path)), told
        assert {"400", "401", "403", "404", "429"} <= set(operation["responses"]), told
        if method == "post":
            assert "Idempotency-Key" in {one["name"] for one in operation["parameters"]}, told
        if "requestBody" in operation:
            assert {"415", "422"} <= set(operation["responses"]), told


def test_every_success_says_what_it_holds(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status, response in operation["responses"].items():
            if status.startswith("2") and status != "204":
                assert response["content"], f"{method} {path}"


def test_a_workspace_adds_its_own(admin: Caller) -> None:
    admin.made("/custom-objects/", {"label": "Project", "label_plural": "Projects"})
    admin.made("/fields/", {"object": "contacts", "label": "Tier", "type": "integer"})
    found = admin.get("/openapi.json").json()
    validate(found)
    assert "/api/v1/projects/{id}/" in found["paths"]
    assert found["components"]["schemas"]["ContactCustom"]["properties"]["tier"]["type"] == [
        "integer",
        "null",
    ]


def test_hidden_fields_and_closed_objects_are_not_described(acme: Tenant) -> None:
    user = callers.person(
        acme,
        "Hilda",
        grants={"contacts": {"create": True, "read": "all", "update": "own"}},
        fields={"contacts": {"phone": "hidden", "title": "read"}},
    )
    found = callers.with_key(acme, user).get("/openapi.json").json()
    schemas = found["components"]["schemas"]
    assert "/api/v1/leads/" not in found["paths"]
    assert "phone" not in schemas["Contact"]["properties"]
    assert "phone" not in schemas["ContactCreate"]["properties"]
    assert "title" in schemas["Contact"]["properties"]
    assert "title" not in schemas["ContactCreate"]["properties"]


def test_without_signing_in_it_tells_nothing_of_the_workspace(
    admin: Caller, anonymous: Caller
) -> None:
    admin.made("/custom-objects/", {"label": "Project", "label_plural": "Projects"})
    assert anonymous.get("/openapi.json").json() == builtin_document()
