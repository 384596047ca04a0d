"""Two revisions of the product over the same data, request by request in turns."""

import subprocess
from pathlib import Path
from statistics import median
from typing import Any

from tests.load.bench import Bench, Side, repeat, times_of
from tests.load.servers import FOLDER, ROOT, served
from tests.load.work import Work


def compare(bench: Bench, chosen: list[Work], revision: str) -> list[dict[str, Any]]:
    """For each work the time and the processor's time of this tree over the other's."""
    other = _checked_out(revision)
    print(f"{'work':52} {'time×':>6} {'cpu×':>6} {'p50 ms':>8} {'before':>8}")
    rows = []
    with (
        served("config.wsgi:application") as now,
        served("config.wsgi:application", root=other) as then,
    ):
        for work in chosen:
            make = bench.product(work)
            sides = ((Side(), now), (Side(), then))
            times = min(times_of(bench, server, make) for _, server in sides)
            for _ in range(bench.repeats):
                for side, server in sides:
                    repeat(bench, times, side, server, make, "freehold")
            rows.append(_row(work, sides[0][0], sides[1][0]))
            row = rows[-1]
            print(
                f"{row['name'][:52]:52} {row['time_ratio']:>6} {row['cpu_ratio']:>6}"
                f" {row['p50_ms']:>8} {row['base_p50_ms']:>8}",
                flush=True,
            )
    return rows


def _row(work: Work, now: Side, then: Side) -> dict[str, Any]:
    def of(ours: list[float], theirs: list[float]) -> float:
        return round(median(a / b for a, b in zip(ours, theirs, strict=True)), 2)

    return {
        "key": work.key,
        "name": work.name,
        "time_ratio": of(now.p50, then.p50),
        "cpu_ratio": of(now.cpu, then.cpu),
        **now.told(),
        **then.told("base_"),
    }


def _checked_out(revision: str) -> Path:
    """A working tree of the revision beside the bench's data; the same database must suit both."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", revision],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    place = FOLDER / f"tree-{commit}"
    if not place.exists():
        subprocess.run(
            ["git", "worktree", "add", "--detach", str(place), commit], cwd=ROOT, check=True
        )
    return place
