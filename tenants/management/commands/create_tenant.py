"""The library's command, closed."""

from tenants.management.closed import closed

Command = closed("create_tenant", "`manage.py tenant create` makes one")
