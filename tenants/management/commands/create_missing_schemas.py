"""The library's command, closed."""

from tenants.management.closed import closed

Command = closed(
    "create_missing_schemas", "`manage.py tenant create` finishes an unfinished tenant"
)
