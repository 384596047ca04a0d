"""manage.py user create|set-password|list: the people of a tenant."""

import getpass
import sys
from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from crm_core.access.management.tenant_command import CLI, TenantCommand, user_by_email
from crm_core.access.models import Role
from crm_core.access.selectors.people import shown, users_to_show
from crm_core.access.services.roles import assign_roles
from freehold.errors import NotFound
from freehold.identity.models import User
from freehold.identity.services import users


class Command(TenantCommand):
    help = "Create and list users of a tenant, and set their passwords."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = self.add_action(actions, "create", "add someone who may sign in")
        create.add_argument("--email", required=True)
        create.add_argument("--name", required=True)
        create.add_argument(
            "--role", action="append", default=[], help="a role's name; may be given repeatedly"
        )
        create.add_argument("--password", help="asked for when left out")
        change = self.add_action(actions, "set-password", "give someone a new password")
        change.add_argument("--email", required=True)
        change.add_argument("--password", help="asked for when left out")
        self.add_action(actions, "list", "show all users")

    def actions(self) -> dict[str, Callable[..., None]]:
        return {"create": self.create, "set-password": self.set_password, "list": self.list}

    def create(self, options: dict[str, Any]) -> None:
        password = options["password"] or _asked()
        with transaction.atomic():
            user = users.create_user(
                actor=CLI, email=options["email"], name=options["name"], password=password
            )
            assign_roles(actor=CLI, user_id=user.id, role_ids=_role_ids(options["role"]))
        self.tell(options, _shown(user), f"{user.email} can sign in now.")

    def set_password(self, options: dict[str, Any]) -> None:
        user = user_by_email(options["email"])
        password = options["password"] or _asked()
        users.set_password(actor=CLI, user_id=user.id, password=password)
        self.tell(options, _shown(user), f"{user.email} has a new password.")

    def list(self, options: dict[str, Any]) -> None:
        found = users_to_show().order_by("email")
        lines = [
            f"{user.email}  {user.name}  {', '.join(role.name for role in user.roles.all())}"
            f"{'' if user.is_active else '  (inactive)'}"
            for user in found
        ]
        self.tell(options, [shown(user, full=True) for user in found], "\n".join(lines))


def _shown(user: User) -> dict[str, Any]:
    return shown(users_to_show().get(id=user.id), full=True)


def _role_ids(names: list[str]) -> list[Any]:
    roles = {role.name.lower(): role.id for role in Role.objects.all()}
    unknown = [name for name in names if name.lower() not in roles]
    if unknown:
        known = ", ".join(Role.objects.order_by("name").values_list("name", flat=True))
        raise NotFound(f"There is no role called “{unknown[0]}”. There are: {known}.")
    return [roles[name.lower()] for name in names]


def _asked() -> str:
    if not sys.stdin.isatty():
        raise CommandError("Give a password with --password, or run this in a terminal.")
    return getpass.getpass("Password: ")
