"""The library's command, closed."""

from tenants.management.closed import closed

Command = closed("clone_tenant", "a clone renames constraints and breaks later migrations")
