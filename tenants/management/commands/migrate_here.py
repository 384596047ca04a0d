"""Django's own `migrate` in whichever schema is active: for the template and for repairs."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate

from freehold.context import tenant_or_none


class Command(DjangoMigrate):
    help = "Internal: Django's migrate in the active tenant's schema. Use `tenant migrate`."

    def handle(self, *args: Any, **options: Any) -> None:
        if tenant_or_none() is None:
            raise CommandError("No tenant is active. Use `manage.py tenant migrate`.")
        super().handle(*args, **options)
