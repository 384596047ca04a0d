"""A worker says that it is there, from the loop that takes messages.

One that is frozen, hangs there or has lost the broker falls silent, whatever its other processes
do. Celery calls every two seconds.
"""

import redis
import structlog
from celery import current_app
from celery.signals import heartbeat_sent, worker_shutdown

from freehold.jobs import present_workers

log = structlog.get_logger(__name__)


def connect() -> None:
    heartbeat_sent.connect(_say, dispatch_uid="freehold.jobs.heartbeat")
    worker_shutdown.connect(_leave, dispatch_uid="freehold.jobs.heartbeat")


def _say(**given: object) -> None:
    try:
        present_workers.say(sorted(current_app.amqp.queues.consume_from))
    except (redis.RedisError, OSError) as error:
        log.warning("workers.not_told", error=str(error))


def _leave(**given: object) -> None:
    try:
        present_workers.leave()
    except (redis.RedisError, OSError):
        pass  # its silence says the same
