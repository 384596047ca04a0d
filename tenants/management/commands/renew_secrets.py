"""`manage.py renew_secrets`: after the installation's secret key was changed."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from tenants.management.reporting import CLI, PlatformCommand
from tenants.services.renewing import renew_everywhere


class Command(PlatformCommand):
    help = (
        "Encrypt second factors and webhooks' secrets anew, and sign the heads of audit trails, "
        "with the present FREEHOLD_SECRET_KEY, in every tenant. Safe to stop and to repeat; exit "
        "status 1: a tenant was not reached."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        def show(line: str) -> None:
            if not options["json"]:
                self.stdout.write(line)
                self.stdout.flush()

        found = renew_everywhere(actor=CLI, show=show)
        self.tell(options, found, _told(found))
        if found["missed"]:
            missed = "; ".join(f"{slug}: {why}" for slug, why in found["missed"].items())
            raise CommandError(
                f"Not reached, so keep FREEHOLD_FORMER_SECRET_KEYS and repeat: {missed}"
            )


def _told(found: dict[str, Any]) -> str:
    lines = [f"{found['renewed']} renewed." if found["renewed"] else "There was nothing to renew."]
    if found["unreadable"]:
        names = ", ".join(f"{slug} ({many})" for slug, many in found["unreadable"].items())
        lines.append(f"No key reads these, they are to be set up anew: {names}.")
    if found["kept"]:
        names = ", ".join(found["kept"])
        lines.append(
            f"Former copies stay as they are, until they are confirmed or taken back: {names}."
        )
    if not found["missed"] and not found["renewed"]:
        lines.append("Nothing needs FREEHOLD_FORMER_SECRET_KEYS any more.")
    elif not found["missed"]:
        lines.append("Repeat it: when there is nothing to renew, the former key can go.")
    return "\n".join(lines)
