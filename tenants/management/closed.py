"""Commands of django-tenants that would go around the fence, closed with a word on what to use."""

from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser


def closed(name: str, instead: str) -> type[BaseCommand]:
    """A command that does nothing but say what to do instead."""

    class Closed(BaseCommand):
        help = f"Closed: {instead}."
        requires_system_checks = []

        def add_arguments(self, parser: CommandParser) -> None:
            parser.add_argument("ignored", nargs="*")

        def handle(self, *args: Any, **options: Any) -> NoReturn:
            raise CommandError(f"`{name}` is closed: {instead}.")

    return Closed
