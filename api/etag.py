"""Versions in headers: `ETag: "3"` on a record, `If-Match` on what changes it (RFC 9110)."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from freehold.errors import Malformed

_TAG = re.compile(r'(?:W/)?"?(\d{1,18})"?\Z')


def etag(record: Mapping[str, Any]) -> dict[str, str]:
    """The headers of an answer that shows one whole record."""
    version = record.get("version")
    return {} if version is None else {"ETag": f'"{version}"'}


def expected_version(request: HttpRequest) -> int | None:
    """The version that the caller means to change; None (no header, or `*`) is whichever stands."""
    given = request.headers.get("If-Match", "").strip()
    if given in ("", "*"):
        return None
    found = _TAG.match(given)
    if found is None:
        raise Malformed(_('If-Match holds one version, such as "3", as the ETag header gave it.'))
    return int(found[1])
