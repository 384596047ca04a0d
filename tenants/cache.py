"""Cache keys that can't be shared by two tenants."""

from freehold.context import current_tenant

PLATFORM = "platform:"


def tenant_key(key: str, key_prefix: str, version: int) -> str:
    """`KEY_FUNCTION`: the key under the active tenant's immutable id.

    Raises `NoTenantActive` when there is none, except for keys that say `platform:`.
    """
    if key.startswith(PLATFORM):
        return f"fh:{key_prefix}:{version}:{key}"
    return f"fh:{key_prefix}:{version}:{current_tenant().id}:{key}"
