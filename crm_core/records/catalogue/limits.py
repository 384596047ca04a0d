"""What a tenant asks of a custom field's values besides their type: range, length, pattern."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext as _

#: Backtracking over a value of 255 characters stays below a millisecond with this many ways.
_MOST_WAYS = 100_000
_LONGEST_PATTERN = 200
_VALUE = 255


@dataclass(frozen=True)
class Limits:
    """Bounds are in the form of the field's values: numbers, minor units of money, ISO dates."""

    min: Any = None
    max: Any = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str = ""
    pattern_help: str = ""

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Limits | None":
        names = ("min", "max", "min_length", "max_length", "pattern", "pattern_help")
        held = {name: told[name] for name in names if told.get(name) not in (None, "")}
        return cls(**held) if held else None

    def as_json(self) -> dict[str, Any]:
        return {
            "min": self.min,
            "max": self.max,
            "min_length": self.min_length,
            "max_length": self.max_length,
            "pattern": self.pattern or None,
            "pattern_help": self.pattern_help or None,
        }

    def check(self, value: Any) -> None:
        """ValueError, with a sentence, for a parsed value that is out of bounds."""
        if isinstance(value, str):
            self._check_text(value)
        elif value is not None and not isinstance(value, (bool, list)):
            self._check_range(value)

    def _check_text(self, value: str) -> None:
        if not value:
            return
        if self.min_length is not None and len(value) < self.min_length:
            raise ValueError(_("Use at least %(limit)d characters.") % {"limit": self.min_length})
        if self.max_length is not None and len(value) > self.max_length:
            raise ValueError(_("Use at most %(limit)d characters.") % {"limit": self.max_length})
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise ValueError(
                self.pattern_help
                or _("This must look like the pattern %(pattern)s.") % {"pattern": self.pattern}
            )

    def _check_range(self, value: Any) -> None:
        comparable = value["amount"] if isinstance(value, Mapping) else value
        if self.min is not None and comparable < _bound(self.min, comparable):
            raise ValueError(_("The least is %(limit)s.") % {"limit": self.min})
        if self.max is not None and comparable > _bound(self.max, comparable):
            raise ValueError(_("The most is %(limit)s.") % {"limit": self.max})


def _bound(bound: Any, like: Any) -> Any:
    if isinstance(like, datetime.datetime):
        return datetime.datetime.fromisoformat(bound)
    if isinstance(like, datetime.date):
        return datetime.date.fromisoformat(bound)
    return Decimal(str(bound))


def check_pattern(text: str) -> None:
    """ValueError unless `text` is a regular expression that can't take long on any value.

    Allowed are characters, classes, groups, alternatives and repetitions, not repeated
    repetitions, look-arounds or back-references.
    """
    if len(text) > _LONGEST_PATTERN:
        raise ValueError(_("A pattern has at most %(limit)d characters.") % {"limit": 200})
    try:
        tree = cast(Any, re)._parser.parse(text)  # an untyped part of `re`
    except re.error as error:
        place = min((error.pos or 0) + 1, len(text))
        raise ValueError(
            _("This is no pattern: look at character %(place)d.") % {"place": place}
        ) from error
    except (OverflowError, RecursionError) as error:
        raise ValueError(_("This is no pattern: something in it is too large.")) from error
    if _ways(tree, repeated=False) > _MOST_WAYS:
        raise ValueError(_("This pattern repeats too much: use fewer of *, + and {…}."))


def _ways(parts: Iterable[Any], *, repeated: bool) -> int:
    """An upper bound of the ways in which a matcher may have to go back."""
    found = 1
    for operation, details in parts:
        found *= _ways_of(str(operation), details, repeated=repeated)
    return found


def _ways_of(operation: str, details: Any, *, repeated: bool) -> int:
    if operation in ("LITERAL", "NOT_LITERAL", "ANY", "IN", "AT", "CATEGORY", "RANGE"):
        return 1
    if operation == "SUBPATTERN":
        return _ways(details[-1], repeated=repeated)
    if operation == "BRANCH":
        return sum(_ways(one, repeated=repeated) for one in details[1])
    if operation in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, inner = details
        if most == least:
            return _ways(list(inner) * min(int(least), 20), repeated=repeated)
        if repeated or _ways(inner, repeated=True) > 1:
            raise ValueError(_("A repetition can't be repeated in a pattern."))
        return min(int(most), _VALUE) - min(int(least), _VALUE) + 1
    raise ValueError(_("Look-arounds and back-references can't stand in a pattern."))
