"""manage.py api-key create|list|revoke: credentials of programs."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from crm_core.access.management.tenant_command import CLI, TenantCommand, user_by_email
from crm_core.access.selectors.keys import shown
from crm_core.access.services import people
from freehold.errors import NotFound
from freehold.identity.models import ApiKey


class Command(TenantCommand):
    help = "Create, list and revoke API keys of a tenant."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = self.add_action(actions, "create", "make a key and print it, this once")
        create.add_argument("--user", required=True, help="the e-mail address of the key's user")
        create.add_argument(
            "--scope",
            action="append",
            dest="scopes",
            help="all (default), read, <object>.read or <object>.write; may be given repeatedly",
        )
        create.add_argument("--name", default="Command line", help="what the key is for")
        create.add_argument("--expires", help="a date or time, such as 2030-12-31")
        self.add_action(actions, "list", "show all keys, without their secrets")
        revoke = self.add_action(actions, "revoke", "end a key")
        revoke.add_argument("prefix", help="the key's beginning, such as fh_0123456789ab")

    def actions(self) -> dict[str, Callable[..., None]]:
        return {"create": self.create, "list": self.list, "revoke": self.revoke}

    def create(self, options: dict[str, Any]) -> None:
        key, text = people.create_api_key(
            actor=CLI,
            user_id=user_by_email(options["user"]).id,
            name=options["name"],
            scopes=options["scopes"] or ["all"],
            expires_at=_time(options["expires"]),
        )
        self.tell(options, {**shown(key), "key": text}, text)

    def list(self, options: dict[str, Any]) -> None:
        found = ApiKey.objects.select_related("user").order_by("-created_at", "-id")
        lines = [f"{key.prefix}  {_state(key):8}  {key.user.email}  {key.name}" for key in found]
        self.tell(options, [shown(key) for key in found], "\n".join(lines) or "No keys.")

    def revoke(self, options: dict[str, Any]) -> None:
        prefix = "_".join(options["prefix"].split("_")[:2])
        key = ApiKey.objects.select_related("user").filter(prefix=prefix).first()
        if key is None:
            raise NotFound(f"There is no API key that begins with {prefix}.")
        people.revoke_api_key(actor=CLI, key_id=key.id)
        key.refresh_from_db()
        self.tell(options, shown(key), f"{prefix} is revoked.")


def _state(key: ApiKey) -> str:
    if key.revoked_at is not None:
        return "revoked"
    ended = key.expires_at is not None and key.expires_at <= timezone.now()
    return "expired" if ended else "active"


def _time(text: str | None) -> datetime | None:
    """A day alone means its end."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text if len(text) > 10 else f"{text}T23:59:59")
    except ValueError:
        raise CommandError(f"“{text}” is no date. Write it like 2030-12-31.") from None
    return found if timezone.is_aware(found) else timezone.make_aware(found)
