"""The library's command, closed."""

from tenants.management.closed import closed

Command = closed("tenant_command", "use `--tenant` of the product's own commands")
