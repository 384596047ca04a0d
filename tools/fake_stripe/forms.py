"""Bodies as Stripe takes them: `items[0][price]=…` in form encoding."""

import re
from typing import Any
from urllib.parse import parse_qsl

_PART = re.compile(r"\[([^\]]*)\]")


def decode(text: str) -> dict[str, Any]:
    """Nested dicts; lists stay dicts keyed by their index, see `entries`."""
    values: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        head, _, rest = name.partition("[")
        path = [head, *_PART.findall(f"[{rest}" if rest else "")]
        place = values
        for part in path[:-1]:
            place = place.setdefault(part, {})
        key = path[-1] or str(len(place))
        place[key] = value
    return values


def entries(values: dict[str, Any], name: str) -> list[Any]:
    held = values.get(name) or {}
    return [held[key] for key in sorted(held, key=int)] if isinstance(held, dict) else [held]


def flag(value: Any) -> bool:
    return value in ("true", True)
