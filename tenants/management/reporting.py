"""What the platform's commands have in common: one line for people, JSON for programs."""

import json
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from freehold.errors import Problem
from freehold.identity.actor import Actor

CLI = Actor(user_id=None, name="Command line", source="cli")


class PlatformCommand(BaseCommand):
    """A refusal is one line on stderr and exit status 1; `--json` makes the answer JSON."""

    requires_system_checks: list[str] = []

    def add_json(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="answer as JSON, for programs")

    def tell(self, options: dict[str, Any], shown: Any, text: str) -> None:
        self.stdout.write(json.dumps(shown, default=str) if options["json"] else text)

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except Problem as problem:
            raise CommandError(problem.detail) from problem
        except (OperationalError, ImproperlyConfigured) as error:
            raise CommandError(f"The database can't be used: {str(error).strip()}") from error
