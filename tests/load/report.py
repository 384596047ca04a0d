"""The figures for people: a page with bars, and the table and picture of docs/performance.md."""

from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "images" / "performance.svg"
_BEGIN, _END = "<!-- figures: begin -->", "<!-- figures: end -->"
_BAR, _LEFT, _WIDTH = 26, 380, 420


def write(figures: dict[str, Any], folder: Path) -> None:
    """`report.html` beside the figures; the standard tenant's also go into the documentation."""
    drawn = picture(figures["rows"])
    (folder / "report.html").write_text(_html(figures, drawn))
    if figures["tenant"] == "bench" and PAGE.exists():
        PICTURE.write_text(drawn)
        text = PAGE.read_text()
        before, rest = text.split(_BEGIN)
        PAGE.write_text(f"{before}{_BEGIN}\n{_markdown(figures)}\n{_END}{rest.split(_END)[1]}")


def _told(figures: dict[str, Any]) -> str:
    return (
        f"{figures['at'][:10]}, {figures['contacts']:,} contacts,"
        f" {figures['processors']} processors, Python {figures['python']},"
        f" load of the machine {figures['load'][0]}"
    )


_COLUMNS = (
    ("work", "name"),
    ("ratio", "ratio"),
    ("least – most", ""),
    ("budget", "budget"),
    ("CPU ratio", "cpu_ratio"),
    ("p50 ms", "p50_ms"),
    ("floor", "floor_p50_ms"),
    ("p95", "p95_ms"),
    ("requests/s", "rps"),
    ("floor's", "floor_rps"),
    ("CPU ms", "cpu_ms"),
    ("SQL", "statements"),
    ("bytes", "bytes"),
    ("MB", "memory_mb"),
)


def _cells(row: dict[str, Any]) -> list[str]:
    spread = f"{row['ratio_min']} – {row['ratio_max']}"
    told = [str(row[key]) if key else spread for _, key in _COLUMNS]
    return (
        [f"{told[0]} (the floor's answer is shorter)", *told[1:]] if not row["same_bytes"] else told
    )


def _markdown(figures: dict[str, Any]) -> str:
    lines = ["![Each work's time beside its floor and budget](images/performance.svg)\n"]
    lines += [f"*{_told(figures)}.*\n"]
    lines += _table([head for head, _ in _COLUMNS], [_cells(row) for row in figures["rows"]])
    if figures["batches"]:
        lines += ["", *_table([head for head, _ in _BATCHES], _batch_cells(figures))]
    return "\n".join(lines)


def _table(heads: list[str], rows: list[list[str]]) -> list[str]:
    told = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in told]


_BATCHES = (
    ("work as a whole", "name"),
    ("ratio", "ratio"),
    ("budget", "budget"),
    ("seconds", "seconds"),
    ("least", "min_seconds"),
    ("most", "max_seconds"),
    ("floor", "floor_seconds"),
    ("seconds, at most", "seconds_budget"),
    ("MB", "memory_mb"),
)


def _batch_cells(figures: dict[str, Any]) -> list[list[str]]:
    return [
        ["–" if row.get(key) is None else str(row[key]) for _, key in _BATCHES]
        for row in figures["batches"]
    ]


def picture(rows: list[dict[str, Any]]) -> str:
    """A bar for each work: how many times the floor's time, with its spread and its budget."""
    most = max([max(row["ratio_max"], row["budget"]) for row in rows], default=1.0) * 1.05
    bars = "".join(_bar(index, row, _WIDTH / most) for index, row in enumerate(rows))
    height = _BAR * len(rows) + 40
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 60} {height}"'
        ' role="img" font-family="sans-serif" font-size="13">'
        "<title>Time of each work as a multiple of the floor's, with its budget</title>"
        f'<rect width="100%" height="100%" fill="#fff"/>{bars}'
        f'<text x="{_LEFT}" y="{height - 10}" fill="#444">times the floor; the line is the'
        " budget, the whisker the repeats</text></svg>\n"
    )


def _bar(index: int, row: dict[str, Any], scale: float) -> str:
    top = 8 + index * _BAR
    middle = top + 9
    colour = "#2f6f4f" if row["ratio"] <= row["budget"] else "#b3541e"
    budget = _LEFT + row["budget"] * scale
    low, high = _LEFT + row["ratio_min"] * scale, _LEFT + row["ratio_max"] * scale
    return (
        f'<text x="{_LEFT - 8}" y="{top + 13}" text-anchor="end" fill="#222">'
        f"{escape(row['name'][:56])}</text>"
        f'<rect x="{_LEFT}" y="{top}" width="{row["ratio"] * scale:.1f}" height="18"'
        f' fill="{colour}"/>'
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{middle}" y2="{middle}" stroke="#222"/>'
        f'<line x1="{budget:.1f}" x2="{budget:.1f}" y1="{top - 3}" y2="{top + 21}"'
        ' stroke="#444" stroke-width="2"/>'
        f'<text x="{max(high, budget) + 6:.1f}" y="{top + 13}" fill="#222">{row["ratio"]}</text>'
    )


def _html(figures: dict[str, Any], drawn: str) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one, _ in _COLUMNS)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in _cells(row)) + "</tr>"
        for row in figures["rows"]
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><style>'
        "body{font:15px/1.5 sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}"
        "table{border-collapse:collapse}th,td{padding:.25rem .6rem;border-bottom:1px solid #ddd;"
        "text-align:right}th:first-child,td:first-child{text-align:left}</style>"
        f"<h1>Bench</h1><p>{escape(_told(figures))}</p>{drawn}"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f"{_batches_html(figures)}</html>\n"
    )


def _batches_html(figures: dict[str, Any]) -> str:
    if not figures["batches"]:
        return ""
    head = "".join(f"<th>{escape(one)}</th>" for one, _ in _BATCHES)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
        for cells in _batch_cells(figures)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
