"""The library's command, closed."""

from tenants.management.closed import closed

Command = closed("all_tenants_command", "write a command that enters each tenant")
