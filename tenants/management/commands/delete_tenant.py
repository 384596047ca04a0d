"""The library's command, closed."""

from tenants.management.closed import closed

Command = closed("delete_tenant", "`manage.py tenant erase` removes one")
