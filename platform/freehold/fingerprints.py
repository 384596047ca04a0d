"""Versions of what keeps no count of its changes: settings that are few and change seldom."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
from django.utils.translation import gettext as _

from freehold.errors import Stale


def fingerprint(facts: Mapping[str, Any]) -> int:
    """Another number for other facts; of 48 bits, so that every program can hold it."""
    told = orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)
    return int(hashlib.sha256(told).hexdigest()[:12], 16)


def refuse_changed(version: int | None, facts: Mapping[str, Any]) -> None:
    """Stale when somebody else was faster; whoever names no version means what there is."""
    if version is not None and version != fingerprint(facts):
        raise stale()


def stale(**extra: Any) -> Stale:
    message = _(
        "Somebody else changed this meanwhile, so nothing was saved. Close it and open it again"
        " to see it as it is now."
    )
    return Stale(message, extra=extra)
