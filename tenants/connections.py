"""What our backend adds to Django's database connection, with types."""

from typing import Any, Protocol, cast

from django.db import connection


class TenantConnection(Protocol):
    schema_name: str
    include_public_schema: bool
    #: The alias of the database it leads to.
    placement: str
    #: It signs in as the owner of the tables, where that is another role.
    is_owner: bool

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None: ...


#: This thread's connection: the proxy itself, so that it may be kept.
tenant_connection = cast(TenantConnection, connection)
