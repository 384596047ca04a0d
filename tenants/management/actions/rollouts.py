"""`tenant migrate`."""

from django.core.management.base import CommandError

from tenants.management.actions.registry import Actions, Options
from tenants.management.reporting import PlatformCommand
from tenants.rollout.run import Wishes, roll_out, stop_rollout


def add(actions: Actions) -> None:
    parser = actions.add("migrate", "bring tenants to this code's schema", _migrate)
    parser.add_argument("--only", action="append", metavar="SLUG", help="only these tenants")
    parser.add_argument("--canary", metavar="SLUG", help="migrate this one first, alone")
    parser.add_argument("--connections", type=int, default=2, help="at the same time (2)")
    parser.add_argument("--retry-failed", action="store_true", help="try failed ones again")
    parser.add_argument("--stop", action="store_true", help="end a running rollout early")


def _migrate(command: PlatformCommand, options: Options) -> None:
    if options["stop"]:
        stop_rollout()
        command.tell(options, {"stopping": True}, "The running rollout ends after this tenant.")
        return
    wishes = Wishes(
        only=tuple(options["only"] or ()),
        canary=options["canary"],
        connections=options["connections"],
        retry_failed=options["retry_failed"],
    )
    report = roll_out(wishes, show=command.stderr.write)
    command.tell(options, report.as_json(), report.as_text())
    if report.failed:
        raise CommandError(f"{len(report.failed)} tenants failed and are fenced off.")
