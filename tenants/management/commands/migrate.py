"""`migrate` brings the public schema up to date and leaves every tenant alone."""

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate

from tenants.context import in_public
from tenants.ownership import as_owner


class Command(DjangoMigrate):
    help = (
        "Migrate the platform's own tables (schema `public`) only. For everything at once use "
        "`manage.py setup_installation`; for tenants `manage.py tenant migrate`."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner(), in_public():
            super().handle(*args, **options)
        if options["verbosity"]:
            self.stderr.write(
                "Only the platform's own tables. For tenants and other databases, too: "
                "`manage.py setup_installation`."
            )
