"""The requests of the table: product and floor by turns, so that other load meets both alike."""

import contextlib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import orjson
from django.db import connection, transaction
from django.test import Client

from crm_core.records import selectors
from crm_core.records.query.listing import ListParams
from crm_core.sales.models import Contact, Opportunity
from freehold.identity.actor import Actor
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.ownership import as_owner, owner_connection
from tests.load import driver
from tests.load.company import ADMIN, LEADER, MEASURED
from tests.load.driver import Make
from tests.load.reading import Reader, facts_of, sign_in
from tests.load.servers import Server, cpu_seconds, served
from tests.load.work import Work, lists, other_reads, writes

_WARM = 24
_FEWEST, _MOST = 8, 100


@dataclass
class Side:
    """What one of the two servers did: figures of each repeat."""

    p50: list[float] = field(default_factory=list)
    samples: list[float] = field(default_factory=list)
    rps: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def told(self, before: str = "") -> dict[str, Any]:
        ordered = sorted(self.samples)
        return {
            f"{before}p50_ms": round(median(self.p50), 2),
            f"{before}min_ms": round(min(self.p50), 2),
            f"{before}max_ms": round(max(self.p50), 2),
            f"{before}p95_ms": round(ordered[max(0, int(len(ordered) * 0.95) - 1)], 2),
            f"{before}rps": round(median(self.rps), 1),
            f"{before}cpu_ms": round(median(self.cpu), 2),
        }


_MADE = "name LIKE ANY (ARRAY['Ada Measured %', 'Ada Floor %', 'Ada Load %'])"


def forget_created(slug: str) -> None:
    """Remove the contacts that former measurements created, so that every run finds the same."""
    with as_owner(), in_tenant(slug), transaction.atomic(), connection.cursor() as run:
        for table in ("activities_activity", "sales_contact"):
            run.execute(f"ALTER TABLE {table} DISABLE TRIGGER audit_delete")
        run.execute(
            "DELETE FROM activities_activity WHERE contact_id IN"
            f" (SELECT id FROM sales_contact WHERE {_MADE})"
        )
        run.execute(f"DELETE FROM sales_contact WHERE {_MADE}")
        run.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("activities_activity", "sales_contact"):
            run.execute(f"ALTER TABLE {table} ENABLE TRIGGER audit_delete")
        run.execute("TRUNCATE events_delivery, events_outboxevent")


class Bench:
    """The works over one tenant, with everything needed to send and to judge them."""

    def __init__(self, slug: str, repeats: int) -> None:
        forget_created(slug)
        self.slug = slug
        self.repeats = repeats
        self.readers = {one: sign_in(slug, one) for one in (MEASURED, LEADER, ADMIN)}
        self.works = _works(slug)
        self.facts = facts_of(slug)
        self.facts["works"] = {
            one.key: {**one.facts, "floor": one.floor, "reader": one.reader} for one in self.works
        }
        self._sent = 0

    def product(self, work: Work) -> Make:
        headers = self.readers[work.reader].headers
        if work.body is None:
            always = driver.request(work.method, work.path, headers)
            return lambda number: always
        body = work.body

        def make(number: int) -> bytes:
            path = work.path
            if "{deal}" in path:
                deals = work.facts["deals"]
                path = path.replace("{deal}", deals[number % len(deals)])
            return driver.request(work.method, path, headers, orjson.dumps(body(number)))

        return make

    def floor(self, work: Work) -> Make:
        return lambda number: driver.request("GET", f"/{work.key}/{number}", {"Host": "floor"})

    def numbers(self, times: int) -> range:
        """Numbers that no request had before."""
        began, self._sent = self._sent, self._sent + times
        return range(began, began + times)


def _works(slug: str) -> list[Work]:
    with in_tenant(slug):
        user = User.objects.get(email=MEASURED)
        actor = Actor(user.id, str(user), "web", "bench")
        columns = ("id", "name")

        def page(cursor: str | None, limit: int = 200) -> Any:
            params = ListParams(sort=("name",), fields=columns, limit=limit, cursor=cursor)
            return selectors.list_records("contacts", actor=actor, params=params)

        few = Contact.objects.filter(deleted_at=None).count() < 100_000
        first = page(None, 50 if few else 200)
        deep = first
        for _ in range(44):
            following = page(deep.next)
            if not following.next:
                break
            deep = following
        told = orjson.loads(_decoded(deep.next))
        cursor = {
            "after": True,
            "key": told[0][0],
            "key_id": told[0][1],
            "count": told[2],
            "estimated": bool(told[3]),
        }
        busy = Contact.objects.filter(name__endswith=" 0").order_by("id")
        stages = facts_of(slug)["stage_ids"][:2]
        deals = [
            str(one)
            for one in Opportunity.objects.filter(owner_id=user.id, stage_id__in=stages)
            .order_by("id")
            .values_list("id", flat=True)[:20]
        ]
        contact = str(first.results[0]["id"])
        return [
            *lists(cursor, str(deep.next)),
            *other_reads(contact, str(busy[0].id)),
            *writes(stages, deals),
        ]


def _decoded(cursor: str | None) -> bytes:
    import base64

    text = cursor or ""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@contextlib.contextmanager
def floor_of(bench: Bench) -> Iterator[Server]:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as facts:
        json.dump(bench.facts, facts, default=str)
        facts.flush()
        with served("tests.load.floor:application", {"FLOOR_FACTS": facts.name}) as server:
            yield server


def measure(bench: Bench, chosen: list[Work]) -> list[dict[str, Any]]:
    print(HEAD, flush=True)
    with served("config.wsgi:application") as product, floor_of(bench) as floor:
        rows = []
        for work in chosen:
            same = is_same(bench, work, product, floor)
            rows.append({**_measured(bench, work, product, floor), "same_bytes": same})
            print(line_of(rows[-1]), flush=True)
    return rows


def is_same(bench: Bench, work: Work, product: Server, floor: Server) -> bool:
    """Whether the floor answers the product's very bytes; says where they part.

    A floor that does less is told as such: its ratio flatters nobody.
    """
    (number,) = bench.numbers(1)
    got = driver.ask(product.port, bench.product(work)(number))
    wanted = driver.ask(floor.port, bench.floor(work)(number))
    if not work.same or got == wanted:
        return True
    place = next((i for i, (a, b) in enumerate(zip(got, wanted, strict=False)) if a != b), 0)
    near = slice(max(0, place - 100), place + 100)
    print(f"{work.name}: the floor answers otherwise.\n{got[near]!r}\n{wanted[near]!r}", flush=True)
    return False


def _measured(bench: Bench, work: Work, product: Server, floor: Server) -> dict[str, Any]:
    ours, theirs = Side(), Side()
    sides = (
        (ours, product, bench.product(work), "freehold"),
        (theirs, floor, bench.floor(work), "floor"),
    )
    times = min(times_of(bench, server, make) for _, server, make, _ in sides)
    for _ in range(bench.repeats):
        for side, server, make, name in sides:
            repeat(bench, times, side, server, make, name)
    size = len(driver.ask(product.port, bench.product(work)(bench.numbers(1)[0])))
    ratios = [mine / its for mine, its in zip(ours.p50, theirs.p50, strict=True)]
    cpu = [mine / its for mine, its in zip(ours.cpu, theirs.cpu, strict=True)]
    return {
        "key": work.key,
        "name": work.name,
        "ratio": round(median(ratios), 2),
        "ratio_min": round(min(ratios), 2),
        "ratio_max": round(max(ratios), 2),
        "cpu_ratio": round(median(cpu), 2),
        "budget": work.budget,
        **ours.told(),
        **theirs.told("floor_"),
        "statements": len(statements(bench, work)),
        "bytes": size,
        "memory_mb": round(product.memory_mb(), 1),
    }


def times_of(bench: Bench, server: Server, make: Make) -> int:
    """So many requests as take about a second; after enough of them that every cache is warm."""
    driver.at_once(server.port, make, bench.numbers(_WARM))
    taken = driver.one_by_one(server.port, make, bench.numbers(4))
    return int(max(_FEWEST, min(_MOST, 1000 / median(taken))))


def repeat(
    bench: Bench, times: int, side: Side, server: Server, make: Make, application: str
) -> None:
    before = server.cpu_seconds() + backends_cpu(application)
    taken = driver.one_by_one(server.port, make, bench.numbers(times))
    rps = driver.at_once(server.port, make, bench.numbers(times))
    used = server.cpu_seconds() + backends_cpu(application) - before
    side.samples += taken
    side.p50.append(median(taken))
    side.rps.append(rps)
    side.cpu.append(used * 1000 / (2 * times))


def backends_cpu(application: str) -> float:
    """Processor seconds of the database's processes that serve this application."""
    with owner_connection(application_name="bench") as run:
        rows = run.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = %s", [application]
        ).fetchall()
    return sum(cpu_seconds(pid) for (pid,) in rows)


def statements(bench: Bench, work: Work) -> list[str]:
    """The SQL that the product runs for a work once its caches are warm, values put in."""
    reader = bench.readers[work.reader]
    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(_merged(context["cursor"], sql, params))
        return execute(sql, params, many, context)

    for _ in range(2):
        _send(reader, bench, work)
    with connection.execute_wrapper(note):
        _send(reader, bench, work)
    return seen


def _merged(cursor: Any, sql: str, params: Any) -> str:
    if not params or "COPY" in sql:
        return sql
    merged = cursor.mogrify(sql, params)
    return merged if isinstance(merged, str) else str(merged.decode())


def _send(reader: Reader, bench: Bench, work: Work) -> None:
    (number,) = bench.numbers(1)
    path = work.path
    if "{deal}" in path:
        deals = work.facts["deals"]
        path = path.replace("{deal}", deals[number % len(deals)])
    headers: Any = {f"HTTP_{k.upper().replace('-', '_')}": v for k, v in reader.headers.items()}
    body = orjson.dumps(work.body(number)) if work.body else b""
    client = Client(enforce_csrf_checks=True)
    answer = client.generic(work.method, path, body, "application/json", True, **headers)
    if answer.status_code >= 400:
        raise RuntimeError(f"{work.name}: {answer.content[:500]!r}")


HEAD = (
    f"{'work':52} {'ratio':>6} {'(min–max)':>12} {'most':>5} {'cpu×':>5} {'p50 ms':>8} {'floor':>7}"
    f" {'p95':>7} {'req/s':>7} {'floor':>7} {'cpu ms':>7} {'SQL':>4} {'bytes':>7}"
)


def line_of(row: dict[str, Any]) -> str:
    spread = f"({row['ratio_min']}–{row['ratio_max']})"
    return (
        f"{row['name'][:52]:52} {row['ratio']:>6} {spread:>12} {row['budget']:>5}"
        f" {row['cpu_ratio']:>5} {row['p50_ms']:>8} {row['floor_p50_ms']:>7} {row['p95_ms']:>7}"
        f" {row['rps']:>7} {row['floor_rps']:>7} {row['cpu_ms']:>7} {row['statements']:>4}"
        f" {row['bytes']:>7}"
    )
