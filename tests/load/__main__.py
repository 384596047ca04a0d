"""`make bench`: what the product promises about speed, measured beside a floor in the same run.

    python -m tests.load                  the table over the standard tenant, which is kept
    python -m tests.load --tenant tenth   over another size: tiny, tenth, standard, big
    python -m tests.load --only list,move some of the works
    python -m tests.load --base <rev>     this tree and another revision, pair by pair
    python -m tests.load --batches 100000 with bulk edit, import, export and the trail's share
    python -m tests.load --tenants 1000   with what many tenants cost
    python -m tests.load --growth 10000,100000,1000000   reads over sizes, with a picture
    python -m tests.load --tenant-growth 1,100,1000      a list over numbers of tenants
    python -m tests.load --build          make the tenants and measure nothing
    python -m tests.load --report         tables and pictures anew, from the kept figures

The figures go to bench/results/latest.json and report.html; docs/performance.md explains them.
"""

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "platform"))

from tests.load import report, sizes  # noqa: E402  # the source root comes first
from tests.load.servers import kept_servers  # noqa: E402

RESULTS = ROOT / "bench" / "results"
TENANTS = {
    "tiny": sizes.TINY,
    "tenth": sizes.TENTH,
    "standard": sizes.STANDARD,
    "big": sizes.BIG,
}


def main() -> int:
    wishes = _wishes()
    if wishes.report:
        folder = folder_of(TENANTS[wishes.tenant])
        report.write(json.loads((folder / "latest.json").read_text()), folder)
        return 0
    with kept_servers() as variables:
        os.environ.update(variables)
        set_up()
        size = TENANTS[wishes.tenant]
        if wishes.growth or wishes.tenant_growth:
            _grow(size, wishes)
            return 0
        _build(size, wishes.small)
        if not wishes.build:
            _keep(_measured(size, wishes), wishes)
    return 0


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tenant", choices=TENANTS, default="standard")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", default="", help="keys of works, with commas between")
    parser.add_argument("--small", type=int, default=0, help="so many further small tenants")
    parser.add_argument(
        "--batches", type=int, default=0, help="too: bulk edit, import of so many rows, export"
    )
    parser.add_argument(
        "--tenants", type=int, default=0, help="too: making, migrating, serving so many tenants"
    )
    parser.add_argument(
        "--growth", type=_sizes, default=[], help="instead: reads at so many contacts: 10000,100000"
    )
    parser.add_argument(
        "--tenant-growth", type=_sizes, default=[], help="instead: a list among so many tenants"
    )
    parser.add_argument("--base", default="", help="a revision to compare with")
    parser.add_argument("--build", action="store_true")
    parser.add_argument("--report", action="store_true")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def _grow(size: sizes.Size, wishes: argparse.Namespace) -> None:
    """Figures and a picture for each kind of growth, beside the other results."""
    from tests.load import growth, tenants

    folder = folder_of(size)
    folder.mkdir(parents=True, exist_ok=True)
    measured = {}
    if wishes.growth:
        measured["growth"] = growth.by_records(wishes.growth, wishes.repeats)
    if wishes.tenant_growth:
        tenants.ensure(size, print)
        measured["tenant-growth"] = growth.by_tenants(size.slug, wishes.tenant_growth)
    for name, rows in measured.items():
        told = {**circumstances(size), "rows": rows}
        (folder / f"{name}.json").write_text(json.dumps(told, indent=2) + "\n")
        over = "contacts" if name == "growth" else "other tenants"
        drawn = growth.picture(rows, f"Median milliseconds over {over}, both logarithmic")
        (folder / f"{name}.svg").write_text(drawn)
        print(f"Kept as {(folder / name).relative_to(ROOT)}.json and .svg.")


def set_up() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("setup_installation", verbosity=0)


def _build(size: sizes.Size, small: int) -> None:
    from tests.load import tenants

    def say(line: str) -> None:
        print(line, flush=True)

    tenants.ensure(size, say)
    tenants.ensure_small(say, small)


def _measured(size: sizes.Size, wishes: argparse.Namespace) -> dict[str, Any]:
    from tests.load.batches import batches
    from tests.load.bench import Bench, measure
    from tests.load.comparing import compare

    bench = Bench(size.slug, wishes.repeats)
    wanted = set(filter(None, wishes.only.split(",")))
    chosen = [one for one in bench.works if not wanted or one.key in wanted]
    if wishes.base:
        return {
            **circumstances(size),
            "base": wishes.base,
            "pairs": compare(bench, chosen, wishes.base),
        }
    return {
        **circumstances(size),
        "rows": measure(bench, chosen) if chosen else [],
        "batches": batches(size.slug, wishes.batches, wishes.tenants, wanted),
    }


def circumstances(size: sizes.Size) -> dict[str, Any]:
    """What somebody must know who compares two runs."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "tenant": size.slug,
        "contacts": size.contacts,
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "load": [round(one, 1) for one in os.getloadavg()],
    }


def folder_of(size: sizes.Size) -> Path:
    """Only the standard tenant's figures belong to the repository."""
    return RESULTS if size is sizes.STANDARD else ROOT / "var" / "bench" / "results" / size.slug


def _keep(figures: dict[str, Any], wishes: argparse.Namespace) -> None:
    folder = folder_of(TENANTS[wishes.tenant])
    folder.mkdir(parents=True, exist_ok=True)
    if wishes.base:
        kept = folder / "compared.json"
        kept.write_text(json.dumps(figures, indent=2) + "\n")
    else:
        kept = folder / "latest.json"
        figures = _merged(kept, figures)
        kept.write_text(json.dumps(figures, indent=2) + "\n")
        report.write(figures, folder)
    print(f"\nKept as {kept.relative_to(ROOT)}.")


def _merged(kept: Path, figures: dict[str, Any]) -> dict[str, Any]:
    """What was measured anew replaces its former figures of the same tenant."""
    former = json.loads(kept.read_text()) if kept.exists() else {}
    if former.get("tenant") != figures["tenant"]:
        former = {}
    for table in ("rows", "batches"):
        fresh = {one["key"]: one for one in figures.get(table, ())}
        held = [fresh.pop(one["key"], one) for one in former.get(table, ())]
        figures[table] = [*held, *fresh.values()]
    return figures


if __name__ == "__main__":
    sys.exit(main())
