"""SQL where names and values go into statements (I01): refused or without effect."""

from typing import Any
from urllib.parse import quote

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.callers import Caller

PAYLOADS = (
    "' OR '1'='1",
    "'; DROP TABLE sales_account; --",
    "1; SELECT pg_sleep(5)",
    "' || pg_sleep(5) || '",
    "') UNION SELECT password FROM identity_user --",
    'name" FROM sales_account; --',
    "%s",
    "%(x)s",
    "{alias}",
    "$1",
    "\\'; SELECT pg_sleep(5); --",
    "name::text",
    "custom->>'x'",
    "custom.x' = 'x",
    "custom.x}'; SELECT 1; --",
    "(select pg_sleep(5))",
    "id) OR (1=1",
    "/**/OR/**/1=1",
    "\u02bc OR 1=1",
)


@pytest.fixture
def account(admin: Caller) -> dict[str, Any]:
    return admin.made("/accounts/", {"name": "Only one"})


def places(payload: str) -> list[str]:
    word = quote(payload)
    conditions = [
        {"field": payload, "op": "eq", "value": "x"},
        {"field": f"custom.{payload}", "op": "eq", "value": "x"},
        {"field": f"owner.{payload}", "op": "eq", "value": "x"},
        {"field": "name", "op": payload, "value": "x"},
        {"field": "name", "op": "eq", "value": payload},
        {"field": "name", "op": "in", "value": [payload]},
        {"field": "name", "op": "contains", "value": payload},
        {"field": "employees", "op": "gt", "value": payload},
        {"field": "created_at", "op": "relative", "value": payload},
    ]
    filters = [f"/accounts/?filter={quote(orjson.dumps(one))}" for one in conditions]
    return [
        *filters,
        f"/accounts/?sort={word}",
        f"/accounts/?sort=-{word}",
        f"/accounts/?sort=custom.{word}",
        f"/accounts/?fields={word}",
        f"/accounts/?fields=owner.{word}",
        f"/accounts/?search={word}",
        f"/accounts/?cursor={word}",
        f"/accounts/?name={word}",
        f"/accounts/?{word}=x",
        f"/accounts/?name__{word}=x",
        f"/search/?q={word}",
        f"/search/?q=x&object={word}",
        f"/audit/?object={word}",
        f"/audit/?action={word}",
        f"/users/?search={word}",
        f"/opportunities/board/?search={word}",
        f"/fields/?object={word}",
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_sql_in_a_parameter_does_nothing(
    admin: Caller, account: dict[str, Any], payload: str
) -> None:
    for place in places(payload):
        with CaptureQueriesContext(connection) as told:
            response = admin.get(place)
        assert response.status_code in (200, 400, 403, 404, 422), (place, response.content)
        assert "Only one" not in response.content.decode(), place
        assert not [one for one in told.captured_queries if payload_runs(one["sql"])], place


def payload_runs(sql: str) -> bool:
    """Whether a sleep stands outside the quotes of a value."""
    outside = "".join(sql.replace("''", "").split("'")[::2])
    return "pg_sleep" in outside


@pytest.mark.parametrize("payload", PAYLOADS)
def test_sql_in_a_value_is_kept_as_it_is(admin: Caller, payload: str) -> None:
    made = admin.made("/accounts/", {"name": payload, "description": payload})
    assert made["description"] == payload
    changed = admin.patch(f"/accounts/{made['id']}/", {"phone": payload[:20]}, X_Request_Id=payload)
    assert changed.status_code in (200, 422)
    wanted = {
        "action": "update",
        "filter": {"field": "name", "op": "eq", "value": payload},
        "values": {"description": payload + payload},
    }
    assert admin.post("/accounts/bulk/", wanted).json()["count"] == 1
    assert admin.get("/accounts/").json()["count"] == 1


@pytest.mark.parametrize("payload", PAYLOADS)
def test_sql_as_a_name_is_refused(admin: Caller, payload: str) -> None:
    for place, body in (
        ("/accounts/", {"name": "x", payload: 1}),
        ("/accounts/", {"name": "x", "custom": {payload: 1}}),
        ("/fields/", {"object": "accounts", "name": payload, "label": "x", "type": "text"}),
        ("/fields/", {"object": payload, "label": "x", "type": "text"}),
        ("/fields/", {"object": "accounts", "label": "x", "type": payload}),
        ("/custom-objects/", {"name": payload, "label": "x", "label_plural": "y"}),
        ("/roles/", {"name": "x", "grants": {payload: {"read": "all"}}}),
        ("/roles/", {"name": "x", "fields": {"accounts": {payload: "hidden"}}}),
        ("/api-keys/", {"name": "x", "scopes": [f"{payload}.read"]}),
    ):
        assert admin.post(place, body).status_code in (400, 422), (place, payload)
