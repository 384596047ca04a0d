"""Taking times: each work many times through HTTP, its statements counted once in this process."""

import http.client
import statistics
import time
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection
from django.test import Client

from freehold.context import current_tenant
from tests.load.company import SLUG, Company
from tests.load.work import Work

HOST = f"{SLUG}.localhost"


@dataclass(frozen=True)
class Times:
    """Milliseconds of one work's repeats, and the bytes of an answer."""

    samples: list[float]
    bytes: int

    @property
    def p50(self) -> float:
        return statistics.median(self.samples)

    @property
    def p95(self) -> float:
        return sorted(self.samples)[max(0, int(len(self.samples) * 0.95) - 1)]


def measure(port: int, work: Work, headers: dict[str, str], repeats: int) -> Times:
    """One connection kept open, as a browser does; the first answers are not counted."""
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = orjson.dumps(work.body) if work.body else None
    samples: list[float] = []
    size = 0
    for number in range(repeats + 5):
        start = time.perf_counter()
        caller.request(work.method, work.path.replace(" ", "%20"), body, headers)
        answer = caller.getresponse()
        size = len(answer.read())
        taken = (time.perf_counter() - start) * 1000
        if answer.status >= 400:
            raise RuntimeError(f"{work.name}: {answer.status}")
        if number >= 5:
            samples.append(taken)
    caller.close()
    return Times(samples, size)


def statements(work: Work, company: Company) -> list[dict[str, Any]]:
    """The SQL that the product runs for a work once its caches are warm, parameters inside."""
    client = Client(HTTP_HOST=HOST, HTTP_AUTHORIZATION=f"Bearer {company.key}")
    body = orjson.dumps(work.body) if work.body else b""

    def send() -> None:
        client.generic(work.method, work.path, body, content_type="application/json")

    send()
    send()
    seen: list[dict[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not many and not sql.startswith("SET search_path"):
            merged = context["cursor"].mogrify(sql, params) if params else sql.replace("%%", "%")
            text = merged if isinstance(merged, str) else merged.decode()
            seen.append({"schema": current_tenant().schema, "sql": text})
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        send()
    return seen
