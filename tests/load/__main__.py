"""`make bench`: what the product promises about speed, measured beside a floor in the same run.

Reads are compared with a bare WSGI application that runs the same SQL and dumps the same rows
under the same server with as many processes. Writes are told without a floor. The table is
printed and kept as bench/results/latest.json. `make bench ARGS="--contacts 100000"` takes the
standard size of docs/performance; the default is a tenth of it, which takes a minute to make.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django

from tests.load.serving import ROOT, served

RESULTS = ROOT / "bench" / "results" / "latest.json"


def main() -> int:
    wishes = _wishes()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    os.environ.setdefault("FREEHOLD_RATE_USER", "1000000/min")
    os.environ.setdefault("FREEHOLD_RATE_TENANT", "1000000/min")
    sys.path.insert(0, str(ROOT / "platform"))
    django.setup()
    from django.core.management import call_command

    call_command("setup_installation", verbosity=0)
    rows = _measure_all(wishes)
    _print(rows)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps({"contacts": wishes.contacts, "rows": rows}, indent=2) + "\n")
    print(f"\nKept as {RESULTS.relative_to(ROOT)}.")
    return 0


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--contacts", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=100)
    return parser.parse_args()


def _measure_all(wishes: argparse.Namespace) -> list[dict[str, Any]]:
    from tests.load import measuring
    from tests.load.company import prepare
    from tests.load.trail import trigger_cost
    from tests.load.work import reads, writes

    company = prepare(wishes.contacts, print)
    headers = {
        "Host": measuring.HOST,
        "Authorization": f"Bearer {company.key}",
        "Content-Type": "application/json",
    }
    with served("config.wsgi:application", {}) as port:
        works = [*reads(lambda path: _get(port, path, headers)), *writes()]
        sql = [measuring.statements(work, company) for work in works]
        taken = [measuring.measure(port, work, headers, wishes.repeats) for work in works]
    with _floor(sql) as port:
        floors = [_floor_of(port, index, work, wishes) for index, work in enumerate(works)]
    rows = [
        _row(work, times, floor, len(statements))
        for work, times, floor, statements in zip(works, taken, floors, sql, strict=True)
    ]
    return [*rows, trigger_cost(wishes.contacts)]


def _get(port: int, path: str, headers: dict[str, str]) -> Any:
    import http.client

    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    caller.request("GET", path, headers=headers)
    answer = caller.getresponse()
    told = json.loads(answer.read())
    if answer.status >= 400:
        raise RuntimeError(f"{path}: {told}")
    return told


def _floor_of(port: int, index: int, work: Any, wishes: argparse.Namespace) -> Any:
    from tests.load.measuring import measure
    from tests.load.work import Work

    if work.method != "GET":
        return None
    return measure(port, Work(work.name, "GET", f"/{index}"), {}, wishes.repeats)


@contextmanager
def _floor(sql: list[list[dict[str, Any]]]) -> Iterator[int]:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as plans:
        json.dump(sql, plans)
        plans.flush()
        with served("tests.load.floor:application", {"FLOOR_PLANS": plans.name}) as port:
            yield port


def _row(work: Any, times: Any, floor: Any, statements: int) -> dict[str, Any]:
    return {
        "name": work.name,
        "ratio": round(times.p50 / floor.p50, 2) if floor else None,
        "budget": work.budget,
        "p50_ms": round(times.p50, 2),
        "p95_ms": round(times.p95, 2),
        "min_ms": round(min(times.samples), 2),
        "max_ms": round(max(times.samples), 2),
        "floor_p50_ms": round(floor.p50, 2) if floor else None,
        "statements": statements,
        "bytes": times.bytes,
    }


def _print(rows: list[dict[str, Any]]) -> None:
    print(
        f"\n{'work':50} {'ratio':>6} {'budget':>6} {'p50 ms':>8} {'p95':>8} {'floor':>7} {'SQL':>4}"
    )
    for row in rows:
        ratio, budget = (row[name] or "–" for name in ("ratio", "budget"))
        floor = row["floor_p50_ms"] or "–"
        print(
            f"{row['name']:50} {ratio:>6} {budget:>6} {row['p50_ms']:>8} {row['p95_ms']:>8}"
            f" {floor:>7} {row['statements']:>4}"
        )


if __name__ == "__main__":
    sys.exit(main())
