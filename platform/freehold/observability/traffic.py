"""How much every tenant asks for: counted in this process, told to Redis by a thread.

Nothing here sends a statement or waits for the network while a request or a job runs. The platform
gathers the counts from Redis into a table by the hour (`tenants.console.traffic`). What a process
counted and had not told when it was killed is lost: these are figures to watch, not to bill.
"""

import atexit
import os
import re
import threading
import time
from collections import Counter, deque
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import redis
import structlog
from django.conf import settings

from freehold.context import tenant_or_none

log = structlog.get_logger(__name__)

#: A hash of `<hour>|<tenant>|<counter>` → how many, and the list of slow statements.
COUNTS = "fh:traffic"
SLOW = "fh:slow-statements"
#: Answers are told apart by the time they took: up to so many milliseconds, and longer.
BOUNDS_MS = (10, 25, 50, 100, 250, 500, 1000, 2500)
_MOST_WAITING = 200_000
_MOST_SLOW = 200
_SLOW_KEPT_SECONDS = 7 * 24 * 3600
_LITERAL = re.compile(r"'(?:[^']|'')*'")

_lock = threading.Lock()
_counts: Counter[str] = Counter()
_slow: deque[dict[str, Any]] = deque(maxlen=_MOST_SLOW)
_threads: dict[int, threading.Thread] = {}
_spent = threading.local()


def count_request(tenant_id: UUID, status: int, seconds: float, database_seconds: float) -> None:
    milliseconds = seconds * 1000
    bucket = sum(milliseconds > bound for bound in BOUNDS_MS)
    _add(
        tenant_id,
        {
            "requests": 1,
            "errors": int(status >= 500),
            "milliseconds": round(milliseconds),
            "database_ms": round(database_seconds * 1000),
            f"bucket_{bucket}": 1,
        },
    )


def count_job(tenant_id: UUID, seconds: float, database_seconds: float) -> None:
    told = {"jobs": 1, "job_ms": round(seconds * 1000)}
    _add(tenant_id, {**told, "database_ms": round(database_seconds * 1000)})


def database_seconds() -> float:
    """How long this thread has waited for the database so far."""
    return getattr(_spent, "seconds", 0.0)


def timed(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """A wrapper of Django's around every statement: adds up its time, remembers a slow one."""
    started = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.perf_counter() - started
        _spent.seconds = getattr(_spent, "seconds", 0.0) + seconds
        if seconds * 1000 >= settings.SLOW_STATEMENT_MS:
            _note_slow(str(sql), seconds)


def flush() -> None:
    """Tell Redis what was counted since the last time; keep it while Redis is away."""
    with _lock:
        counts, slow = dict(_counts), list(_slow)
        _counts.clear()
        _slow.clear()
    if not counts and not slow:
        return
    try:
        _tell(counts, slow)
    except redis.RedisError as error:
        log.warning("traffic.not_told", error=str(error))
        with _lock:
            if len(_counts) < _MOST_WAITING:
                _counts.update(counts)


def client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=5)


def _add(tenant_id: UUID, told: dict[str, int]) -> None:
    hour = datetime.now(UTC).strftime("%Y%m%d%H")
    with _lock:
        for name, number in told.items():
            if number:
                _counts[f"{hour}|{tenant_id}|{name}"] += number
    _ensure_thread()


def _note_slow(sql: str, seconds: float) -> None:
    """Without the values: those that stand in the text itself are blotted out."""
    tenant = tenant_or_none()
    _slow.append(
        {
            "at": datetime.now(UTC).isoformat(),
            "tenant": str(tenant.id) if tenant else "",
            "milliseconds": round(seconds * 1000),
            "statement": _LITERAL.sub("'…'", sql[:4000])[:2000],
        }
    )
    _ensure_thread()


def _tell(counts: dict[str, int], slow: list[dict[str, Any]]) -> None:
    with client() as told, told.pipeline(transaction=False) as pipeline:
        for field, number in counts.items():
            pipeline.hincrby(COUNTS, field, number)
        for one in slow:
            pipeline.lpush(SLOW, orjson.dumps(one))
        if slow:
            pipeline.ltrim(SLOW, 0, _MOST_SLOW - 1)
            pipeline.expire(SLOW, _SLOW_KEPT_SECONDS)
        pipeline.execute()


def _ensure_thread() -> None:
    """One for each process: a fork takes the counts of its parent along, but no thread."""
    every = settings.TRAFFIC_FLUSH_SECONDS
    if not every or os.getpid() in _threads:
        return
    with _lock:
        if os.getpid() in _threads:
            return
        if _threads:
            _counts.clear()
        thread = threading.Thread(target=_run, args=(every,), name="traffic", daemon=True)
        _threads[os.getpid()] = thread
    thread.start()
    atexit.register(flush)


def _run(every: float) -> None:
    while True:
        time.sleep(every)
        flush()
