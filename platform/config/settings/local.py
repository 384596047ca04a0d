"""One machine: the embedded database and broker, or whatever DATABASE_URL and REDIS_URL name."""

import json
import secrets

from config import env, placed
from config.settings.base import *  # noqa: F403
from config.settings.base import VAR_DIR, connection, redis_cache


def _embedded() -> dict[str, str]:
    """What `manage.py up` wrote about the services it started; empty before its first start."""
    try:
        found: dict[str, str] = json.loads((VAR_DIR / "embedded.json").read_text())
    except (OSError, ValueError):
        return {}
    return found


def _secret() -> str:
    """The key of this installation: given, or made once and kept beside its data."""
    kept = VAR_DIR / "secret-key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text().strip()


_services = _embedded()
SECRET_KEY = env.text("FREEHOLD_SECRET_KEY", "") or _secret()
PORT = env.number("FREEHOLD_PORT", int(_services.get("web_port", 8000)))
ALLOWED_HOSTS = ["*"]  # the tenant's middleware knows the hosts; an unknown one is a 404
DATABASE_URL = env.text(
    "DATABASE_URL", _services.get("database_url", "postgresql://freehold@127.0.0.1:5432/freehold")
)
REDIS_URL = env.text("REDIS_URL", _services.get("redis_url", "redis://127.0.0.1:6379/0"))
DATABASE_OWNER_URL = env.text(
    "DATABASE_OWNER_URL",
    _services.get("database_owner_url", "")
    if _services.get("database_url") == DATABASE_URL
    else "",
)
DATABASES = {"default": connection("DATABASE_URL", DATABASE_URL), **placed.databases(connection)}
DATABASE_OWNER = (
    connection("DATABASE_OWNER_URL", DATABASE_OWNER_URL) if DATABASE_OWNER_URL else None
)
DATABASE_OWNERS = placed.owners(connection, is_owner_known=bool(DATABASE_OWNER_URL))
CELERY_BROKER_URL = REDIS_URL
CACHES = {"default": redis_cache(REDIS_URL)}

SIGN_UP = env.flag("FREEHOLD_SIGN_UP", True)

# One machine, few people: the limits only stop a runaway program.
API_RATE_LIMIT_USER = env.text("FREEHOLD_RATE_USER", "60000/min")
API_RATE_LIMIT_TENANT = env.text("FREEHOLD_RATE_TENANT", "120000/min")
