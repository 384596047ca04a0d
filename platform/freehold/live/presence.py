"""Who has a record open right now. Kept in Redis alone, and forgotten when it is not renewed.

Whoever calls has checked that the actor may see the record: only then they stand here, and only
those who stand here are told that somebody came, left or began to edit.
"""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import orjson
import structlog
from django.core.cache import cache
from django.utils import timezone
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from freehold.identity.actor import Actor
from freehold.live import signals

log = structlog.get_logger(__name__)

#: Browsers renew it every 20 s.
LASTS_SECONDS = 45
#: So many tabs at one record are remembered.
MOST = 50


@dataclass(frozen=True, slots=True)
class Looking:
    """One person at a record."""

    id: str
    name: str
    editing: bool


def look(
    object_name: str, record_id: UUID, *, actor: Actor, tab: str, editing: bool
) -> list[Looking]:
    """Note that the actor has the record open in this tab; answers who else has."""
    key, field, now = _key(object_name, record_id), f"{actor.user_id}:{tab}", _now()
    entry = {"name": actor.name, "editing": editing, "at": now}
    try:
        pipe = get_redis_connection("default").pipeline(transaction=False)
        pipe.hgetall(key)
        pipe.hset(key, field, orjson.dumps(entry))
        pipe.expire(key, LASTS_SECONDS)
        before = _fresh(pipe.execute()[0], now)
    except RedisError as error:
        log.warning("presence.not_noted", error=str(error))
        return []
    after = {**before, field: entry}
    if _told_apart(before) != _told_apart(after):
        _tell(object_name, record_id, after, but=str(actor.user_id))
    return [one for one in _people(after) if one.id != str(actor.user_id)]


def leave(object_name: str, record_id: UUID, *, actor: Actor, tab: str) -> None:
    key, field, now = _key(object_name, record_id), f"{actor.user_id}:{tab}", _now()
    try:
        pipe = get_redis_connection("default").pipeline(transaction=False)
        pipe.hgetall(key)
        pipe.hdel(key, field)
        before = _fresh(pipe.execute()[0], now)
    except RedisError as error:
        log.warning("presence.not_noted", error=str(error))
        return
    after = {name: entry for name, entry in before.items() if name != field}
    if _told_apart(before) != _told_apart(after):
        _tell(object_name, record_id, after, but=str(actor.user_id))


def as_json(people: list[Looking]) -> list[dict[str, Any]]:
    return [asdict(one) for one in people]


def _key(object_name: str, record_id: UUID) -> str:
    return str(cache.make_key(f"presence:{object_name}:{record_id}"))


def _now() -> float:
    return timezone.now().timestamp()


def _fresh(stored: dict[bytes, bytes], now: float) -> dict[str, dict[str, Any]]:
    read = {field.decode(): orjson.loads(entry) for field, entry in stored.items()}
    latest = sorted(read.items(), key=lambda pair: -float(pair[1]["at"]))[:MOST]
    return {field: entry for field, entry in latest if entry["at"] > now - LASTS_SECONDS}


def _people(entries: dict[str, dict[str, Any]]) -> list[Looking]:
    """Each person once, editing if they do in any of their tabs; by name."""
    found: dict[str, Looking] = {}
    for field, entry in entries.items():
        user = field.partition(":")[0]
        editing = entry["editing"] or (user in found and found[user].editing)
        found[user] = Looking(user, entry["name"], editing)
    return sorted(found.values(), key=lambda one: (one.name, one.id))


def _told_apart(entries: dict[str, dict[str, Any]]) -> set[tuple[str, bool]]:
    return {(one.id, one.editing) for one in _people(entries)}


def _tell(
    object_name: str, record_id: UUID, entries: dict[str, dict[str, Any]], *, but: str
) -> None:
    others = [UUID(one.id) for one in _people(entries) if one.id != but]
    if others:
        signals.tell("presence", others, object=object_name, id=str(record_id))
