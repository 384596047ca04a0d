"""`manage.py announcement …`: what the people of tenants are told."""

from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from tenants.console import announcements
from tenants.console.models import Audience, Level
from tenants.management.actions.registry import Actions, Options
from tenants.management.moments import moment
from tenants.management.reporting import CLI, PlatformCommand
from tenants.management.tables import table

_MOMENTS = {"from": "shown_from", "until": "shown_until"} | {
    f"happens_{end}": f"happens_{end}" for end in ("from", "until")
}


class Command(PlatformCommand):
    help = "Tell the people of tenants something above every screen, for a while."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = Actions(self, parser)
        actions.add("list", "what is told, was told or will be told", _list)
        made = actions.add("create", "tell people something", _create)
        made.add_argument("text", help="in English, plain text")
        made.add_argument("--in", dest="texts", action="append", default=[], metavar="de=TEXT",
                          help="the same in another language")  # fmt: skip
        made.add_argument("--link", default="", help="where more is said")
        made.add_argument("--level", choices=Level.values, default=Level.NOTICE.value)
        made.add_argument("--until", required=True, metavar="WHEN", help="shown until then")
        made.add_argument("--from", metavar="WHEN", help="shown from then on, else from now on")
        made.add_argument("--happens-from", metavar="WHEN", help="when it takes place")
        made.add_argument("--happens-until", metavar="WHEN")
        for audience in (Audience.PLANS, Audience.REGIONS, Audience.TENANTS):
            made.add_argument(f"--{audience}", nargs="+", metavar="NAME", help="only for these")
        made.add_argument("--stays", action="store_true", help="nobody can close it")
        gone = actions.add("delete", "tell it no longer", _delete)
        gone.add_argument("id")

    def handle(self, *args: Any, **options: Any) -> None:
        options["handler"](self, options)


def _list(command: PlatformCommand, options: Options) -> None:
    found = announcements.list_announcements()
    rows = [{**one, "text": one["texts"]["en"][:60]} for one in found]
    columns = ["id", "level", "shown_from", "shown_until", "audience", "text"]
    command.tell(options, {"results": found}, table(rows, columns) or "Nothing is told.")


def _create(command: PlatformCommand, options: Options) -> None:
    texts = {"en": options["text"]}
    for one in options["texts"]:
        language, _, text = one.partition("=")
        texts[language.strip()] = text
    given = {
        "texts": texts,
        "link": options["link"],
        "level": options["level"],
        "dismissible": not options["stays"],
        **_audience(options),
        **{
            name: moment(f"--{option.replace('_', '-')}", options[option])
            for option, name in _MOMENTS.items()
            if options[option]
        },
    }
    made = announcements.create_announcement(given, actor=CLI)
    command.tell(options, made, f"{made['id']} is told until {made['shown_until']}.")


def _audience(options: Options) -> dict[str, Any]:
    given = {name: options[name] for name in Audience.values if options.get(name)}
    if len(given) > 1:
        raise CommandError("Say who is told in one way: --plans, --regions or --tenants.")
    for audience, chosen in given.items():
        return {"audience": audience, "chosen": chosen}
    return {}


def _delete(command: PlatformCommand, options: Options) -> None:
    try:
        which = UUID(options["id"])
    except ValueError:
        raise CommandError("Give the id as `announcement list` shows it.") from None
    announcements.delete_announcement(which, actor=CLI)
    command.tell(options, {"deleted": str(which)}, "It is told no longer.")
