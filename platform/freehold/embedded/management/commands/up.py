"""`manage.py up`: the whole product on this machine, until Ctrl-C."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from freehold.embedded.problems import CannotStart
from freehold.embedded.screen import Screen
from freehold.embedded.supervisor import DEFAULT_PORT, Order, run


class Command(BaseCommand):
    help = (
        "Starts a database and a broker (unless DATABASE_URL and REDIS_URL name some), sets the "
        "installation up, and runs web, worker and beat until Ctrl-C."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port",
            type=int,
            help=f"the web's port (else {DEFAULT_PORT} or the next free one)",
        )
        parser.add_argument(
            "--no-demo",
            action="store_true",
            help="set up without the two demonstration tenants",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        order = Order(
            root=settings.BASE_DIR,
            var=settings.VAR_DIR.absolute(),
            port=options["port"],
            demo=not options["no_demo"],
        )
        try:
            run(order, Screen())
        except CannotStart as problem:
            sys.exit(f"Freehold cannot start: {problem}")
