"""What the commands that work inside one tenant have in common."""

import json
from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from freehold.errors import NotFound, Problem
from freehold.identity.actor import Actor
from freehold.identity.models import User
from tenants.context import in_tenant

CLI = Actor(user_id=None, name="Command line", source="cli")


class TenantCommand(BaseCommand):
    """`manage.py <command> <action> --tenant SLUG [--json]`; a refusal is one line and status 1."""

    @abstractmethod
    def actions(self) -> dict[str, Callable[..., None]]:
        """The function for each action that `add_arguments` declares; it gets the options."""

    def add_action(self, actions: Any, name: str, help: str) -> CommandParser:
        parser: CommandParser = actions.add_parser(name, help=help)
        parser.add_argument("--tenant", required=True, help="the tenant's short name, such as acme")
        parser.add_argument("--json", action="store_true", help="answer as JSON for programs")
        return parser

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with in_tenant(options["tenant"]):
                self.actions()[options["action"]](options)
        except Problem as problem:
            lines = [f"{error.field}: {error.message}" for error in problem.errors]
            raise CommandError("\n".join([problem.detail, *lines])) from problem

    def tell(self, options: dict[str, Any], shown: Any, text: str) -> None:
        """`shown` as JSON for `--json`, else `text`."""
        self.stdout.write(json.dumps(shown, default=str) if options["json"] else text)


def user_by_email(email: str) -> User:
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise NotFound(f"There is no user with the address {email}.")
    return user
