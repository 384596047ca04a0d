"""Files sent to the import, and what became of them."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tenants.context import in_tenant
from tests.api.callers import API, Caller
from tests.ground.jobs import work_off

#: Public data sets that are not part of the repository.
SHARED = Path(settings.BASE_DIR).parent / "shared" / "data"

Row = Sequence[object]


def table(*rows: Row, delimiter: str = ",") -> str:
    """The rows as CSV text."""
    held = io.StringIO()
    csv.writer(held, delimiter=delimiter).writerows(rows)
    return held.getvalue()


def shared(path: str) -> bytes:
    """A file of the public data sets; the test is skipped where they are not there."""
    file = SHARED / path
    if not file.exists():
        pytest.skip(f"The public data set {path} is not on this machine ({SHARED}).")
    return file.read_bytes()


def send(
    caller: Caller,
    content: str | bytes,
    object_name: str | None,
    *,
    mapping: Any = None,
    options: Any = None,
    name: str = "file.csv",
    path: str = "/imports/",
) -> Any:
    """The answer to the upload."""
    raw = content.encode() if isinstance(content, str) else content
    form: dict[str, Any] = {"file": SimpleUploadedFile(name, raw)}
    if object_name is not None:
        form["object"] = object_name
    if mapping is not None:
        form["mapping"] = json.dumps(mapping)
    if options is not None:
        form["options"] = json.dumps(options)
    return caller.client.post(API + path, form, headers={"host": caller.host, **caller.headers})


def imported(caller: Caller, content: str | bytes, object_name: str, **how: Any) -> dict[str, Any]:
    """The finished report of an import, whose job is worked off here and now."""
    response = send(caller, content, object_name, **how)
    assert response.status_code == 202, response.content
    return finished(caller, response.json()["id"])


def finished(caller: Caller, ident: str) -> dict[str, Any]:
    with in_tenant(caller.host.split(".", maxsplit=1)[0]):
        work_off()
    response = caller.get(f"/imports/{ident}/")
    assert response.status_code == 200, response.content
    report: dict[str, Any] = response.json()
    assert sum(report["counts"].values()) == report["rows"], report
    return report


def notice(report: dict[str, Any], code: str) -> dict[str, Any]:
    """The one notice of this code."""
    found = [one for one in report["notices"] if one["code"] == code]
    assert len(found) == 1, report["notices"]
    return dict(found[0])


def codes(report: dict[str, Any]) -> set[str]:
    return {one["code"] for one in report["notices"]}


def listed(caller: Caller, object_name: str, **parameters: str) -> list[dict[str, Any]]:
    """The records of the first page."""
    query = "&".join(f"{name}={value}" for name, value in {"limit": "200", **parameters}.items())
    response = caller.get(f"/{object_name}/?{query}")
    assert response.status_code == 200, response.content
    results: list[dict[str, Any]] = response.json()["results"]
    return results


def one(caller: Caller, object_name: str) -> dict[str, Any]:
    """The only record there is."""
    (record,) = listed(caller, object_name)
    return record
