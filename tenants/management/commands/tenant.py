"""`manage.py tenant …`: everything that operators do with tenants."""

from typing import Any

from django.core.management.base import CommandParser

from tenants.management.actions import archives, making, rollouts, states
from tenants.management.actions.registry import Actions
from tenants.management.reporting import PlatformCommand


class Command(PlatformCommand):
    help = (
        "Make, list, show, suspend, lock, close, erase, export, restore, clone, move and "
        "migrate tenants."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        actions = Actions(self, parser)
        for module in (making, states, archives, rollouts):
            module.add(actions)

    def handle(self, *args: Any, **options: Any) -> None:
        options["handler"](self, options)
