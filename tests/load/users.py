"""`make load`: many people at work in many tenants, by an open schedule.

    python -m tests.load.users                           1,000 people, 50 tenants, 5 minutes
    python -m tests.load.users --users 50 --tenants 5 --minutes 1 --tenant tiny
    python -m tests.load.users --disturbed               once more beside pg_dump and a migration
    python -m tests.load.users --costs 40                processor time of each kind of click alone
    python -m tests.load.users --noisy 1000000           a small tenant while the large one floods

Everyone clicks 5 to 15 seconds after their last click was due, whether it was answered or not, and
an answer's time counts from that moment: what waits in a queue is not hidden. The first tenant is
the large one; the others are small, and the fewer people work in one the later it comes (1/n).
Figures go to bench/results/load.json, those of other sizes to var/bench/results.
"""

import argparse
import asyncio
import json
import os
import random
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from statistics import mean
from typing import Any

from tests.load import sizes
from tests.load.__main__ import TENANTS, circumstances, folder_of, set_up
from tests.load.servers import PROCESSES, kept_servers, served

PAUSE = (5.0, 15.0)
_PRINTED = ("average_ms", "p50_ms", "p95_ms", "p99_ms", "max_ms")
#: What is promised for 1,000 people on two processors: milliseconds, and no error.
BUDGET = {"average_ms": 100, "p95_ms": 300, "errors": 0}


def main() -> int:
    wishes = _wishes()
    with kept_servers() as variables:
        os.environ.update(variables)
        set_up()
        from tests.load import tenants
        from tests.load.clicks import desks_of, offices, weights
        from tests.load.costs import costs

        size = TENANTS[wishes.tenant]
        tenants.ensure(size, print)
        tenants.ensure_small(print, wishes.tenants - 1)
        chance = random.Random("freehold load")
        if wishes.costs:
            places = {
                "large": desks_of(size.slug, 8, chance),
                "small": desks_of(sizes.small(0).slug, 8, chance),
            }
            told = costs(places, 1 / sum(weights(wishes.tenants)), wishes.costs)
            _keep(size, "costs.json", told)
            return 0
        if wishes.noisy:
            _keep(size, "noisy.json", _beside_noise(size.slug, wishes, chance))
            return 0
        people = offices(size.slug, wishes.tenants, wishes.users, chance)
        runs = {"quiet": _run(people, wishes.minutes, chance, disturbed=False)}
        if wishes.disturbed:
            runs["disturbed"] = _run(people, wishes.minutes, chance, disturbed=True)
        told = {
            "users": wishes.users, "tenants": wishes.tenants,
            "minutes": wishes.minutes, "processes": PROCESSES, "budget": BUDGET, "runs": runs,
        }  # fmt: skip
        _keep(size, "load.json", told)
    return 0


def _keep(size: sizes.Size, name: str, told: dict[str, Any]) -> None:
    folder = folder_of(size)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps({**circumstances(size), **told}, indent=2) + "\n")


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make load", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--users", type=int, default=1_000)
    parser.add_argument("--tenants", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--tenant", choices=TENANTS, default="standard", help="the large one")
    parser.add_argument("--disturbed", action="store_true")
    parser.add_argument(
        "--noisy", type=int, default=0, help="with an import of so many rows by the loud tenant"
    )
    parser.add_argument("--costs", type=int, default=0, help="of so many clicks of each kind")
    return parser.parse_args()


def _beside_noise(slug: str, wishes: argparse.Namespace, chance: random.Random) -> dict[str, Any]:
    """What the people of a small tenant wait for, alone and while the large one floods."""
    from tests.load.clicks import desks_of
    from tests.load.noise import LIMITS, noise

    people = desks_of(sizes.small(0).slug, sizes.USERS_SMALL, chance)
    loud = desks_of(slug, sizes.USERS, chance)
    seconds, told = wishes.minutes * 60, {}
    with served("config.wsgi:application", LIMITS) as server:
        asyncio.run(_work(server.port, people, PAUSE[1], chance))  # warm
        seen, errors = asyncio.run(_work(server.port, people, seconds, chance))
        told["quiet"] = _figures(seen, errors, seconds)
        with noise(server.port, slug, loud, wishes.noisy) as statuses:
            seen, errors = asyncio.run(_work(server.port, people, seconds, chance))
        told["noisy"] = {**_figures(seen, errors, seconds), "meanwhile": statuses}
        for name, row in told.items():
            memory = round(server.memory_mb(), 1)
            _print(name, {"meanwhile": {}, **row, "memory_mb": memory})
    return told


def _run(
    people: Sequence[Callable[[], tuple[str, bytes]]],
    minutes: float,
    chance: random.Random,
    *,
    disturbed: bool,
) -> dict[str, Any]:
    from tests.load.disturbing import disturbance

    with ExitStack() as stack:
        server = stack.enter_context(served("config.wsgi:application"))
        done = stack.enter_context(disturbance()) if disturbed else {}
        seen, errors = asyncio.run(_work(server.port, people, minutes * 60, chance))
        memory = round(server.memory_mb(), 1)
    told = {**_figures(seen, errors, minutes * 60), "memory_mb": memory, "meanwhile": done}
    _print("disturbed" if disturbed else "quiet", told)
    return told


async def _work(
    port: int,
    people: Sequence[Callable[[], tuple[str, bytes]]],
    seconds: float,
    chance: random.Random,
) -> tuple[dict[str, list[float]], dict[str, int]]:
    seen: dict[str, list[float]] = {}
    errors: dict[str, int] = {}
    clock = asyncio.get_running_loop().time
    began = clock() + 1

    async def click(due: float, kind: str, sent: bytes) -> None:
        try:
            status = await asyncio.wait_for(_answered(port, sent), 120)
        except (OSError, TimeoutError, ValueError, IndexError) as error:
            status = type(error).__name__
        if not status.startswith("2"):
            errors[f"{kind}: {status}"] = errors.get(f"{kind}: {status}", 0) + 1
        seen.setdefault(kind, []).append((clock() - due) * 1000)

    async def person(next_click: Callable[[], tuple[str, bytes]], due: float) -> None:
        async with asyncio.TaskGroup() as clicks:
            while due < began + seconds:
                await asyncio.sleep(max(0.0, due - clock()))
                clicks.create_task(click(due, *next_click()))
                due += chance.uniform(*PAUSE)

    async with asyncio.TaskGroup() as everyone:
        for one in people:
            everyone.create_task(person(one, began + chance.uniform(0, PAUSE[1])))
    return seen, errors


async def _answered(port: int, sent: bytes) -> str:
    """The status, once the whole answer has come."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        await writer.drain()
        status = (await reader.readline()).split(b" ", 2)[1].decode()
        while await reader.read(262_144):
            pass
        return status
    finally:
        writer.close()


def _figures(
    seen: dict[str, list[float]], errors: dict[str, int], seconds: float
) -> dict[str, Any]:
    every = [one for some in seen.values() for one in some]
    return {
        **_spread(every),
        "errors": sum(errors.values()),
        "errors_by_kind": errors,
        "per_second": round(len(every) / seconds, 1),
        "kinds": {kind: _spread(some) for kind, some in sorted(seen.items())},
    }


def _spread(taken: list[float]) -> dict[str, Any]:
    ordered = sorted(taken) or [0.0]

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)

    return {
        "clicks": len(taken), "average_ms": round(mean(ordered), 1), "p50_ms": at(0.5),
        "p95_ms": at(0.95), "p99_ms": at(0.99), "max_ms": round(ordered[-1], 1),
    }  # fmt: skip


def _print(name: str, told: dict[str, Any]) -> None:
    print(f"\n{name:14} {'clicks':>7} {'average':>9} {'p50':>9} {'p95':>9} {'p99':>9} {'max':>9}")
    for kind, row in [("all", told), *told["kinds"].items()]:
        numbers = "".join(
            f" {row[key]:>9}" for key in ("average_ms", "p50_ms", "p95_ms", "p99_ms", "max_ms")
        )
        print(f"{kind:14} {row['clicks']:>7}{numbers}")
    print(f"errors {told['errors']} {told['errors_by_kind']}, {told['per_second']} clicks/s,"
          f" {told['memory_mb']} MB, meanwhile {told['meanwhile']}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
