"""Telling browsers of many tenants at once, on the channels on which somebody listens."""

from collections.abc import Collection
from uuid import UUID

import orjson
import structlog
from django.core.cache import cache
from django.db import transaction
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from tenants.cache import PLATFORM

log = structlog.get_logger(__name__)

_CHANNEL = ":live:channel"


def ask_anew(tenant_ids: Collection[UUID] | None = None) -> None:
    """After the commit, open browsers of these tenants (None: of all) ask who they are again."""
    transaction.on_commit(lambda: _publish(tenant_ids))


def _publish(tenant_ids: Collection[UUID] | None) -> None:
    front = str(cache.make_key(PLATFORM)).removesuffix(PLATFORM)
    wanted = None if tenant_ids is None else {f"{front}{one}{_CHANNEL}" for one in tenant_ids}
    try:
        client = get_redis_connection("default")
        heard = [name.decode() for name in client.pubsub_channels(f"{front}*{_CHANNEL}")]
        pipe = client.pipeline(transaction=False)
        for name in heard:
            if wanted is None or name in wanted:
                pipe.publish(name, orjson.dumps({"topic": "me", "said": {}}))
        pipe.execute()
    except RedisError as error:
        log.warning("live.not_told", error=str(error))
