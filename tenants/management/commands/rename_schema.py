"""The library's command, closed."""

from tenants.management.closed import closed

Command = closed("rename_schema", "schema names are random and never change")
