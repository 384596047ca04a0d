"""Services that somebody else runs, named by DATABASE_URL and REDIS_URL."""

from urllib.parse import urlsplit

import psycopg
import redis

from freehold.embedded.postgres_programs import OLDEST
from freehold.embedded.problems import CannotStart


def check_database(url: str) -> str:
    """Says which server answers there, or what stands in the way."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
    except (psycopg.Error, ValueError) as error:
        reason = str(error).strip().splitlines() or ["no reason given"]
        raise CannotStart(
            f"The database of DATABASE_URL ({_without_password(url)}) cannot be used: "
            f"{reason[-1].strip()}. Start it or correct the address; without DATABASE_URL a "
            "database is started for you."
        ) from error
    if version < OLDEST * 10_000:
        raise CannotStart(
            f"The database of DATABASE_URL is PostgreSQL {version // 10_000}: "
            f"{OLDEST} or newer is needed."
        )
    return f"PostgreSQL {version // 10_000}.{version % 10_000} (given by DATABASE_URL)"


def check_broker(url: str) -> str:
    """Says which server answers there, or what stands in the way."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=10, socket_timeout=10) as client:
            found = client.info("server")
    except (redis.RedisError, ValueError) as error:
        raise CannotStart(
            f"The broker of REDIS_URL ({_without_password(url)}) cannot be used: {error}. Start "
            "it or correct the address; without REDIS_URL a broker is started for you."
        ) from error
    return f"Redis {found.get('redis_version', '')} (given by REDIS_URL)"


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or ''}{parts.path}".replace(":/", "/")
