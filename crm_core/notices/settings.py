"""What each person wants to be told, and how: kept among their preferences."""

from collections.abc import Mapping
from typing import Any

from crm_core.notices.choices import Channel, NoticeKind

PLACE = "notices"
DIGEST = "digest"


def channels_of(preferences: Mapping[str, Any]) -> dict[str, str]:
    return {kind.value: channel_of(preferences, kind) for kind in NoticeKind}


def channel_of(preferences: Mapping[str, Any], kind: str) -> str:
    """In the app, until somebody chooses otherwise."""
    chosen = _kept(preferences).get("kinds", {}).get(str(kind))
    return chosen if chosen in Channel.values else Channel.APP.value


def wants_digest(preferences: Mapping[str, Any]) -> bool:
    return bool(_kept(preferences).get(DIGEST, True))


def changed(preferences: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The preferences with the kinds and the digest that `values` names."""
    kept = _kept(preferences)
    kinds = {**kept.get("kinds", {}), **values.get("kinds", {})}
    digest = values.get(DIGEST, kept.get(DIGEST, True))
    return {**preferences, PLACE: {**kept, "kinds": kinds, DIGEST: digest}}


def _kept(preferences: Mapping[str, Any]) -> dict[str, Any]:
    found = preferences.get(PLACE)
    return found if isinstance(found, dict) else {}
