"""Which workers are there: each says so every few seconds, with the queues that it serves."""

import os
import socket
import time
from typing import Any

import orjson
import redis

from freehold.jobs.registry import QUEUES
from freehold.observability.traffic import client

#: A hash of `<host>:<process>` → when it was last heard of, and which queues it serves.
PLACE = "fh:workers"
#: Who was silent for so long answers nobody.
SILENT_AFTER_SECONDS = 15.0
_FORGOTTEN_AFTER_SECONDS = 24 * 3600


def say(queues: list[str]) -> None:
    """This process takes messages from these queues, now."""
    told = orjson.dumps({"at": time.time(), "queues": queues})
    with client() as broker:
        broker.hset(PLACE, name_of(os.getpid()), told)


def leave() -> None:
    with client() as broker:
        broker.hdel(PLACE, name_of(os.getpid()))


def by_queue() -> dict[str, int]:
    """How many workers answer, for each queue."""
    counts = dict.fromkeys(QUEUES, 0)
    now = time.time()
    with client() as broker:
        found: Any = broker.hgetall(PLACE)
        for name, told in found.items():
            worker = orjson.loads(told)
            silent = now - worker["at"]
            if silent > _FORGOTTEN_AFTER_SECONDS:
                broker.hdel(PLACE, name)
            if silent <= SILENT_AFTER_SECONDS:
                for queue in worker["queues"]:
                    counts[queue] = counts.get(queue, 0) + 1
    return counts


def answers(broker: redis.Redis, process: int) -> bool:
    """Whether the worker of this process, on this machine, was heard of a moment ago."""
    told: Any = broker.hget(PLACE, name_of(process))
    return bool(told) and time.time() - orjson.loads(told)["at"] <= SILENT_AFTER_SECONDS


def name_of(process: int) -> str:
    return f"{socket.gethostname()}:{process}"
