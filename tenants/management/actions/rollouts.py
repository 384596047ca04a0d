"""`tenant migrate`."""

from django.core.management.base import CommandError

from tenants.management.actions.registry import Actions, Options
from tenants.management.reporting import PlatformCommand
from tenants.rollout import signals
from tenants.rollout.reports import Wishes
from tenants.rollout.run import roll_out
from tenants.rollout.services import require_running


def add(actions: Actions) -> None:
    parser = actions.add("migrate", "bring tenants to this code's schema", _migrate)
    parser.add_argument("--only", action="append", metavar="SLUG", help="only these tenants")
    parser.add_argument("--canary", metavar="SLUG", help="migrate this one first, alone")
    parser.add_argument("--connections", type=int, default=2, help="at the same time (2)")
    parser.add_argument("--retry-failed", action="store_true", help="try failed ones again")
    for name, (help, _, _) in _SIGNALS.items():
        parser.add_argument(f"--{name}", action="store_true", help=help)


_SIGNALS = {
    "stop": (
        "end a running rollout early",
        signals.stop_rollout,
        "The running rollout ends after this tenant.",
    ),
    "pause": (
        "let a running rollout wait",
        signals.pause_rollout,
        "The running rollout waits after this tenant.",
    ),
    "resume": (
        "let a paused rollout go on",
        signals.resume_rollout,
        "The paused rollout goes on.",
    ),
}
_TOLD = {"stop": "stopping", "pause": "pausing", "resume": "resuming"}


def _migrate(command: PlatformCommand, options: Options) -> None:
    for name, (_, send, text) in _SIGNALS.items():
        if options[name]:
            require_running()
            send()
            command.tell(options, {_TOLD[name]: True}, text)
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
        raise CommandError(report.failure_as_text())
