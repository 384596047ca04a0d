"""How a file leaves: never as something that runs, whole or in part (RFC 9110, 14)."""

import re
from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from freehold.errors import NotFound
from freehold.files.models import File
from freehold.files.sniffing import SHOWN, TEXT, UNKNOWN

_CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")
#: A document of no origin that may load and run nothing.
_SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"


def serve(file: File, *, inline: bool, range_header: str = "") -> HttpResponseBase:
    """The content; `inline` is heard only for pictures, PDF and plain text.

    Who asks for a part that the file has not gets all of it, as if they had not asked.
    """
    part = _asked(range_header, file.size)
    start, end = part or (0, file.size)
    answer = StreamingHttpResponse(
        _piece(_opened(file), start, end - start), status=206 if part else 200
    )
    answer.headers["Content-Length"] = str(end - start)
    if part:
        answer.headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    is_shown = inline and file.media_type in SHOWN
    for name, value in _headers(file, is_shown).items():
        answer.headers[name] = value
    return answer


def _headers(file: File, is_shown: bool) -> dict[str, str]:
    kind = file.media_type if file.media_type in SHOWN else UNKNOWN
    plain = "".join(one if one.isascii() and one not in '"\\;%' else "_" for one in file.name)
    return {
        "Content-Type": f"{kind}; charset=utf-8" if kind == TEXT else kind,
        "Content-Disposition": f"{'inline' if is_shown else 'attachment'}; "
        f"filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": _SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
    }


def _asked(header: str, size: int) -> tuple[int, int] | None:
    """Where to begin and where to stop; None for all, and when the file has no such part.

    Only one part at a time can be asked for.
    """
    found = _RANGE.match(header.replace(" ", ""))
    if found is None or found.group(1) == found.group(2) == "":
        return None
    first, last = found.groups()
    if first == "":
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
    return (start, end) if start < end else None


def _opened(file: File) -> IO[bytes]:
    """Opened now: when the answer is sent, no tenant is active any more."""
    try:
        opened = default_storage.open(file.stored_as)
        opened.seek(0)
    except FileNotFoundError as error:
        raise NotFound(
            _("The content of this file is gone. Tell whoever runs Freehold.")
        ) from error
    content: IO[bytes] = opened
    return content


def _piece(content: IO[bytes], start: int, length: int) -> Iterator[bytes]:
    with content:
        content.seek(start)
        while length > 0 and (read := content.read(min(_CHUNK, length))):
            length -= len(read)
            yield read
