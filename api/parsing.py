"""How bodies and JSON parameters are read: strictly, so that two readers never see two things.

Refused as malformed (400): NaN, infinities, numbers beyond 64 bits, NUL characters, lone
surrogates, names given twice, more than 32 levels, anything but UTF-8. Too long is 413.
"""

import json
from collections.abc import Iterable, Mapping
from email.message import Message
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import UnreadablePostError
from django.utils.translation import gettext
from rest_framework.parsers import BaseParser, MultiPartParser

from freehold.digits import Digits, float_or_digits
from freehold.errors import Malformed, TooLarge

MAX_DEPTH = 32
LONGEST_NUMBER = 100
_INTEGERS = range(-(2**63), 2**63)
_UTF_8 = {"", "utf-8", "utf8", "us-ascii"}


def parse_json(text: bytes | str) -> Any:
    """The value of one JSON text, or `Malformed` saying what is wrong with it."""
    try:
        decoded = text.decode("utf-8") if isinstance(text, bytes) else text
        value = json.loads(
            decoded,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_float,
        )
    except UnicodeDecodeError as error:
        raise Malformed(gettext("The text is not UTF-8.")) from error
    except RecursionError as error:
        raise Malformed(
            gettext("The JSON is nested deeper than %(max_depth)s levels.")
            % {"max_depth": MAX_DEPTH}
        ) from error
    except json.JSONDecodeError as error:
        raise Malformed(
            gettext("This is not JSON: %(msg)s (line %(lineno)s, column %(colno)s).")
            % {"msg": error.msg, "lineno": error.lineno, "colno": error.colno}
        ) from error
    _check(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Malformed(
            gettext("The name “%(twice)s” is given twice in one object.")
            % {"twice": _printable(twice)}
        )
    return found


def _printable(text: str) -> str:
    return text[:60].encode("utf-8", "replace").decode().replace("\x00", "?")


def _constant(name: str) -> float:
    raise Malformed(gettext("%(name)s is not a number in JSON.") % {"name": name})


def _integer(digits: str) -> int:
    if len(digits) > 20 or int(digits) not in _INTEGERS:
        raise Malformed(
            gettext("A number is too large: whole numbers go up to 9223372036854775807.")
        )
    return int(digits)


def _float(digits: str) -> float | Digits:
    if float(digits) in (float("inf"), float("-inf")):
        raise Malformed(gettext("A number is too large."))
    if len(digits) > LONGEST_NUMBER:
        raise Malformed(
            gettext("A number has more than %(longest_number)s characters.")
            % {"longest_number": LONGEST_NUMBER}
        )
    return float_or_digits(digits)


def _check(value: object) -> None:
    """Depth and characters of everything inside, without recursion."""
    level = [value]
    for _ in range(MAX_DEPTH):
        inside = [inner for outer in level for inner in _inside(outer)]
        level = [inner for inner in inside if isinstance(inner, dict | list)]
        if not level:
            return
    raise Malformed(
        gettext("The JSON is nested deeper than %(max_depth)s levels.") % {"max_depth": MAX_DEPTH}
    )


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        held: list[object] = [*value, *value.values()]
    else:
        held = value if isinstance(value, list) else [value]
    for inner in held:
        if isinstance(inner, str):
            check_text(inner)
    return held


def check_text(text: str) -> None:
    """Refuses characters that no text column can hold."""
    if "\x00" in text:
        raise Malformed(gettext("A text holds a NUL character."))
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise Malformed(
                gettext("A text holds half of a character (a lone surrogate).")
            ) from error


def read_body(stream: IO[bytes], declared: object, limit: int) -> bytes:
    """At most `limit` bytes of a request's body; `declared` is its Content-Length."""
    if str(declared or "0").isdigit() and int(str(declared or "0")) > limit:
        raise _too_large(limit)
    try:
        body = stream.read(limit + 1)
    except RequestDataTooBig as error:
        raise _too_large(limit) from error
    except (UnreadablePostError, OSError) as error:
        raise Malformed(gettext("The request's body ended before it was complete.")) from error
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        gettext("The body is larger than %(limit)s KiB. Send less at a time.")
        % {"limit": limit // 1024}
    )


def charset_of(media_type: str | None) -> str:
    header = Message()
    header["Content-Type"] = media_type or ""
    return str(header.get_content_charset("")).lower()


class JSONParser(BaseParser):
    """The body of a request as strict JSON; it keeps the raw bytes for the idempotency key."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        if charset_of(media_type) not in _UTF_8:
            raise Malformed(gettext("JSON is sent as UTF-8; leave the charset out."))
        meta = (parser_context or {})["request"].META
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        body = read_body(stream, meta.get("CONTENT_LENGTH"), limit)
        meta["freehold.body"] = body
        value = parse_json(body) if body.strip() else {}
        if not isinstance(value, dict):
            raise Malformed(gettext("The body must be a JSON object: {…}."))
        return value


class UploadParser(MultiPartParser):
    """multipart/form-data with a file; how large the file may be, its endpoint says."""
