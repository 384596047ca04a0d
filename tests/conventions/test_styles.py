"""Styles say where lines begin and end, not left and right: they hold for Arabic too."""

import re
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "frontend" / "src"
_SIDES = re.compile(
    r"\b(?:margin|padding|border)-(?:left|right)\b|^\s*(?:left|right):|text-align: (?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius",
    re.MULTILINE,
)
_PROPS = re.compile(r"""\s(?:ml|mr|pl|pr)=|\bta="(?:left|right)\"""")


def _found(pattern: re.Pattern[str], kind: str) -> list[str]:
    return [
        f"{path.relative_to(SOURCES)}: {match[0].strip()}"
        for path in sorted(SOURCES.rglob(f"*.{kind}"))
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]


def test_style_sheets_turn_with_the_direction_of_the_script() -> None:
    assert _found(_SIDES, "css") == [], (
        "Use margin-inline-start, inset-inline-end, text-align: start and so on."
    )


def test_components_turn_with_it_too() -> None:
    assert _found(_PROPS, "tsx") == [], "Use ms, me, ps, pe and ta='start' or 'end'."
