"""`manage.py flag …`: what is switched on for some tenants first."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from tenants.console import flags
from tenants.management.actions.registry import Actions, Options
from tenants.management.reporting import CLI, PlatformCommand
from tenants.management.tables import table


class Command(PlatformCommand):
    help = "Look at feature flags and switch them."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = Actions(self, parser)
        actions.add("list", "every flag, and for how many tenants it is on", _list)
        change = actions.add("set", "switch a flag", _set)
        change.add_argument("name")
        way = change.add_mutually_exclusive_group()
        way.add_argument("--on", dest="is_on", action="store_true", default=None)
        way.add_argument("--off", dest="is_on", action="store_false", help="for everybody")
        change.add_argument("--percent", type=int, help="for this share of the tenants")
        change.add_argument("--always", nargs="*", metavar="SLUG", help="on for all of these")
        change.add_argument("--never", nargs="*", metavar="SLUG", help="off for all of these")
        forget = actions.add("forget", "as the code says again", _forget)
        forget.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        options["handler"](self, options)


def _list(command: PlatformCommand, options: Options) -> None:
    found = flags.list_flags()
    rows = [{**one, "on": _standing(one)} for one in found]
    command.tell(options, {"results": found}, table(rows, ["name", "on", "description"]))


def _standing(flag: dict[str, Any]) -> str:
    if not flag["used"]:
        return "no longer used"
    return f"{flag['tenants_on']} of {flag['tenants']}"


def _set(command: PlatformCommand, options: Options) -> None:
    named = {"is_on": "is_on", "percent": "percent", "always": "included", "never": "excluded"}
    given = {name: options[one] for one, name in named.items() if options[one] is not None}
    if not given:
        raise CommandError("Say what to change: --on, --off, --percent, --always or --never.")
    shown = flags.change_flag(options["name"], given, actor=CLI)
    command.tell(options, shown, f"{shown['name']} is on for {_standing(shown)} tenants.")


def _forget(command: PlatformCommand, options: Options) -> None:
    flags.forget_flag(options["name"], actor=CLI)
    command.tell(options, {"forgotten": options["name"]}, "It is as the code says.")
