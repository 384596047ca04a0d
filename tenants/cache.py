"""Cache keys that can't be shared by two tenants."""

from typing import Any, cast
from uuid import UUID

from django.core.cache import cache

from freehold.context import current_tenant

PLATFORM = "platform:"
_AT_ONCE = 1000


def tenant_key(key: str, key_prefix: str, version: int) -> str:
    """`KEY_FUNCTION`: the key under the active tenant's immutable id.

    Raises `NoTenantActive` when there is none, except for keys that say `platform:`.
    """
    if key.startswith(PLATFORM):
        return f"fh:{key_prefix}:{version}:{key}"
    return f"fh:{key_prefix}:{version}:{current_tenant().id}:{key}"


def forget_tenant(tenant_id: UUID) -> None:
    """Nothing that was cached of the tenant holds any more: no session, no epoch, no answer."""
    redis = cast(Any, cache).client.get_client()
    names = list(redis.scan_iter(match=f"fh:*:{tenant_id}:*", count=_AT_ONCE))
    for start in range(0, len(names), _AT_ONCE):
        redis.delete(*names[start : start + _AT_ONCE])
