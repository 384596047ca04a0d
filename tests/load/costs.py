"""What a click costs: processor time of web and database by kind, in the large and a small tenant.

Of these follows how many clicks a second a machine can answer at most, before anybody waits.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from tests.load import driver
from tests.load.bench import backends_cpu
from tests.load.clicks import SHARES, Desk
from tests.load.servers import Server, served

_WARM = 6
#: Milliseconds of processor time: together, of the web processes, of the database.
Cost = dict[str, float]


def costs(places: Mapping[str, Sequence[Desk]], share: float, times: int) -> dict[str, Any]:
    """By kind of click in each place, `large` and `small`; `share` of all clicks are in `large`.

    Clicks are sent one after the other, so many of each kind and place.
    """
    with served("config.wsgi:application") as server:
        kinds: dict[str, dict[str, Any]] = {
            kind: {name: _cost(server, desks, kind, times) for name, desks in places.items()}
            for kind in SHARES
        }
    for told in kinds.values():
        told["mean_ms"] = told["large"]["ms"] * share + told["small"]["ms"] * (1 - share)
    click = sum(kinds[kind]["mean_ms"] * part for kind, part in SHARES.items()) / 100
    most = (os.cpu_count() or 1) * 1000 / click
    told = {"kinds": kinds, "click_ms": round(click, 2), "most_per_second": round(most, 1)}
    _print(told)
    return told


def _cost(server: Server, desks: Sequence[Desk], kind: str, times: int) -> Cost:
    def send(count: int) -> None:
        for number in range(count):
            driver.ask_once(server.port, desks[number % len(desks)].click(kind))

    send(_WARM)
    before = server.cpu_seconds(), backends_cpu("freehold")
    send(times)
    web = (server.cpu_seconds() - before[0]) * 1000 / times
    database = (backends_cpu("freehold") - before[1]) * 1000 / times
    return {"ms": round(web + database, 2), "web": round(web, 2), "database": round(database, 2)}


def _print(told: dict[str, Any]) -> None:
    print(f"\n{'click':12} {'share':>6} {'large: web':>11} {'database':>9} {'small: web':>11}"
          f" {'database':>9} {'mean':>7} {'of all':>7}")  # fmt: skip
    for kind, share in SHARES.items():
        row = told["kinds"][kind]
        part = row["mean_ms"] * share / told["click_ms"]
        print(f"{kind:12} {share:>4} % {row['large']['web']:>11} {row['large']['database']:>9}"
              f" {row['small']['web']:>11} {row['small']['database']:>9}"
              f" {row['mean_ms']:>7.1f} {part:>5.0f} %")  # fmt: skip
    print(
        f"{told['click_ms']} ms of processor time for a click: at most"
        f" {told['most_per_second']} a second on this machine if it did nothing else."
    )
