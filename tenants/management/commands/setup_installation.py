"""`manage.py setup_installation`: from an empty or older database to this code's."""

from typing import Any

from django.core.management.base import CommandParser

from tenants.installation import Installation, set_up
from tenants.management.reporting import PlatformCommand
from tenants.rollout.reports import failure_as_text


class Command(PlatformCommand):
    help = (
        "Bring the database to this code: the platform's tables, the template, the operators' "
        "tenant, every tenant. Safe to repeat; quick when there is nothing to do."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        self.add_json(parser)
        parser.add_argument("--demo", action="store_true", help="also make the demonstration")
        parser.add_argument(
            "--without-failed",
            action="store_true",
            help="end well also when tenants' migrations fail: these stay fenced off",
        )
        parser.add_argument(
            "--admin-email",
            default="operator@localhost",
            help="the first operator, when the installation is new (operator@localhost)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        def show(line: str) -> None:
            if not options["json"]:
                self.stdout.write(line)
                self.stdout.flush()

        wanted = Installation(options["admin_email"], options["demo"], options["without_failed"])
        found = set_up(wanted, show=show)
        self.tell(options, found, _told(found))


def _told(found: dict[str, Any]) -> str:
    if found["fenced"]:
        return (
            f"{failure_as_text(found['fenced'])} Everybody else works. When the cause is "
            "mended: manage.py tenant migrate --retry-failed"
        )
    return "The installation is ready." if found["changed"] else "Everything is up to date."
