"""How reads grow with the records of a tenant, and with the tenants around it."""

import math
from html import escape
from typing import Any

from tests.load import sizes, tenants
from tests.load.bench import Bench, measure
from tests.load.tenant_rows import among_others

_KNOWN = {one.contacts: one for one in (sizes.TENTH, sizes.STANDARD, sizes.BIG)}
_WRITES = ("create", "move")
_WIDTH, _HEIGHT, _LEFT, _LOW = 520, 320, 60, 40
_COLOURS = ("#2f6f4f", "#b3541e", "#33548f", "#8a6d1c", "#7a3b78", "#2b7a86", "#8f3333", "#555555",
            "#4f7a1f")  # fmt: skip


def sized(contacts: int) -> sizes.Size:
    """The standard tenants where they fit, else one of the standard's proportions."""
    return _KNOWN.get(contacts) or sizes.Size(
        f"bench-n{contacts}", contacts // 5, contacts, contacts // 3, contacts // 20,
        contacts * 3, contacts // 2,
    )  # fmt: skip


def by_records(counts: list[int], repeats: int) -> list[dict[str, Any]]:
    """Every read of the table in tenants of so many contacts."""
    found = []
    for count in counts:
        size = sized(count)
        tenants.ensure(size, print)
        bench = Bench(size.slug, repeats)
        reads = [one for one in bench.works if one.key not in _WRITES]
        found += [{"size": count, **one} for one in measure(bench, reads)]
    return found


def by_tenants(slug: str, counts: list[int]) -> list[dict[str, Any]]:
    """A list in one tenant while so many others are served by the same processes."""
    found = []
    for count in counts:
        tenants.ensure_small(print, count)
        ratio, *memory = among_others(slug, count)
        found.append(
            {
                "size": count,
                "key": "list",
                "name": "a list among other tenants",
                "p50_ms": round(ratio["seconds"] * 1000, 2),
                "alone_p50_ms": round(ratio["floor_seconds"] * 1000, 2),
                "memory_mb": memory[-1]["memory_mb"],
            }
        )
    return found


def picture(rows: list[dict[str, Any]], title: str) -> str:
    """A line for each work: milliseconds over sizes, both axes logarithmic."""
    lines: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        lines.setdefault(row["name"], []).append(row)
    wide = _scale([row["size"] for row in rows], _LEFT, _LEFT + _WIDTH)
    high = _scale([row["p50_ms"] for row in rows], _LOW + _HEIGHT, _LOW)
    drawn = "".join(
        _line(name, points, _COLOURS[index % len(_COLOURS)], wide, high, index)
        for index, (name, points) in enumerate(lines.items())
    )
    bottom = _LOW + _HEIGHT
    ticks = "".join(
        f'<text x="{wide(size):.0f}" y="{bottom + 20}" text-anchor="middle">{size:,}</text>'
        for size in sorted({row["size"] for row in rows})
    )
    marks = "".join(
        f'<text x="{_LEFT - 8}" y="{high(value):.0f}" text-anchor="end">{value:g}</text>'
        for value in sorted({min(r["p50_ms"] for r in rows), max(r["p50_ms"] for r in rows)})
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 400}'
        f' {bottom + 40}" role="img" font-family="sans-serif" font-size="12">'
        f"<title>{escape(title)}</title>"
        f'<rect width="100%" height="100%" fill="#fff"/><text x="{_LEFT}" y="20" font-size="14">'
        f"{escape(title)}</text>"
        f'<path d="M{_LEFT} {_LOW}V{bottom}H{_LEFT + _WIDTH}" fill="none" stroke="#444"/>'
        f"{ticks}{marks}{drawn}</svg>\n"
    )


def _scale(values: list[float], begin: float, end: float) -> Any:
    least, most = math.log(min(values)), math.log(max(values))
    span = most - least or 1.0
    return lambda value: begin + (math.log(value) - least) / span * (end - begin)


def _line(
    name: str, points: list[dict[str, Any]], colour: str, wide: Any, high: Any, index: int
) -> str:
    places = " ".join(f"{wide(one['size']):.1f},{high(one['p50_ms']):.1f}" for one in points)
    dots = "".join(
        f'<circle cx="{wide(one["size"]):.1f}" cy="{high(one["p50_ms"]):.1f}" r="3"'
        f' fill="{colour}"/>'
        for one in points
    )
    told = f'x="{_LEFT + _WIDTH + 20}" y="{_LOW + 10 + index * 18}" fill="{colour}"'
    return (
        f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'
        f"<text {told}>{escape(name)}</text>"
    )
