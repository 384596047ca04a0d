"""The library's command, closed."""

from tenants.management.closed import closed

Command = closed("create_tenant_superuser", "`manage.py tenant create` makes the administrator")
