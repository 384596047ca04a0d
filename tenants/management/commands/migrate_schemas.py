"""The library's command, closed."""

from tenants.management.closed import closed

Command = closed(
    "migrate_schemas", "`manage.py tenant migrate` migrates tenants with canary, fence and report"
)
