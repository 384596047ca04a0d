"""Lists as files in tests: exported over HTTP, read, and imported again."""

import csv
import io
import json
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api.callers import Caller
from tests.ground.jobs import work_off

#: What most tests of exports export.
ACCOUNTS: list[dict[str, Any]] = [
    {
        "name": "Äther & Co", "industry": "energy", "employees": 12, "phone": "+49 30 123",
        "annual_revenue": {"amount": 125_050, "currency": "EUR"},
        "addresses": [{"street": "Wall 1", "city": "Bonn", "postal_code": "53111"}],
    },
    {"name": 'Bo"x, "Y"', "annual_revenue": {"amount": 500, "currency": "JPY"}},
    {"name": "C\nD", "founded_year": 1999, "annual_revenue": {"amount": -7, "currency": "KWD"}},
]  # fmt: skip


def exported(caller: Caller, query: str, name: str = "accounts") -> bytes:
    response = caller.get(f"/{name}/export/?{query}")
    assert response.status_code == 200, response.content
    body: bytes = response.getvalue()
    return body


def rows_of(text: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.decode(), newline="")))


def sheet_of(body: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(body)).active


DESCRIBED = {"Name": "name", "Description": "description"}


def imported(
    admin: Caller, acme: Tenant, file_name: str, body: bytes, mapping: dict[str, str] = DESCRIBED
) -> None:
    response = admin.client.post(
        "/api/v1/imports/",
        {
            "file": SimpleUploadedFile(file_name, body),
            "object": "accounts",
            "mapping": json.dumps(mapping),
        },
        headers={"host": admin.host, **admin.headers},
    )
    assert response.status_code == 202, response.content
    with in_tenant(acme):
        work_off()
    state = admin.get(f"/imports/{response.json()['id']}/").json()
    assert (state["state"], state["error_count"]) == ("done", 0), state
