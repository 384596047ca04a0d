"""`manage.py import`: the import of the app from the command line, with a progress bar."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from crm_core.transfer.choices import ImportState, Phase
from crm_core.transfer.models import Import
from crm_core.transfer.selectors.imports import describe_import
from crm_core.transfer.selectors.recipes import Order, orders_of
from crm_core.transfer.services.imports import start_import
from freehold.files.uploads import Upload
from freehold.identity.actor import Actor
from freehold.identity.models import User
from freehold.jobs.models import Job
from freehold.jobs.running import run_job
from tenants.context import in_tenant
from tenants.management.reporting import CLI, PlatformCommand

_WIDTH = 30
#: Pause between two looks when a worker took the job, in seconds.
_LOOK = 0.2


class Command(PlatformCommand):
    help = (
        "Import a CSV or XLSX file into a tenant; of a folder all files that are recognised, "
        "in the order in which they refer to each other."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path", type=Path, metavar="FILE", help="the file, or a folder of files"
        )
        parser.add_argument("--tenant", required=True, metavar="SLUG", help="such as acme")
        parser.add_argument("--object", metavar="NAME", help="such as contacts; else recognised")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=FIELD",
            help="repeat for each column",
        )
        parser.add_argument("--mapping", metavar="JSON", help="the whole mapping as JSON")
        parser.add_argument("--options", metavar="JSON", help="the import's options as JSON")
        parser.add_argument("--user", metavar="E-MAIL", help="who imports; rights count as theirs")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, tell everything")
        parser.add_argument(
            "--create-missing",
            action="store_true",
            help="create what rows refer to: accounts, stages, users, …",
        )
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with in_tenant(options["tenant"]):
            actor = _actor(options["user"])
            orders = self._orders(options, actor)
            reports = [self._run(order, options, actor) for order in orders]
        shown = reports[0] if len(reports) == 1 else {"imports": reports}
        if options["json"]:
            self.stdout.write(json.dumps(shown, default=str, ensure_ascii=False))
        if any(report["state"] != ImportState.DONE for report in reports):
            raise CommandError(next(one["error"] for one in reports if one["error"]))
        if not options["json"] and any(report["error_count"] for report in reports):
            self.stderr.write("Some rows were refused; the reasons stand above.")

    def _orders(self, options: dict[str, Any], actor: Actor) -> list[Order]:
        path: Path = options["path"]
        if not path.exists():
            raise CommandError(f"There is no file {path}.")
        found = orders_of(path, options["object"], actor=actor)
        if not found:
            raise CommandError(
                f"Nothing in {path} is recognised. Say with --object what the file holds."
            )
        return found

    def _run(self, order: Order, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
        with order.path.open("rb") as content:
            imported = start_import(
                Upload(order.path.name, order.path.stat().st_size, content),
                object_name=order.object_name,
                mapping=_mapping(options),
                options=_options(options),
                actor=actor,
            )
        with self._bar(f"{order.path.name} → {order.object_name}", options) as bar:
            self._follow(imported, bar)
        imported.refresh_from_db()
        report = describe_import(imported)
        if not options["json"]:
            self._tell(report)
        return report

    def _follow(self, imported: Import, bar: "_Bar") -> None:
        """Do the job in this process, unless a worker was faster; then look on."""
        assert imported.job_id is not None
        while True:
            run_job(imported.job_id)
            imported.refresh_from_db()
            bar.show(imported)
            job = Job.objects.get(id=imported.job_id)
            if job.ended:
                return
            if job.state == "running":
                time.sleep(_LOOK)

    @contextmanager
    def _bar(self, title: str, options: dict[str, Any]) -> Iterator["_Bar"]:
        shown = _Bar(title, self.stderr if not options["json"] else None)
        yield shown
        shown.end()

    def _tell(self, report: dict[str, Any]) -> None:
        counts = ", ".join(f"{count:,} {name}" for name, count in report["counts"].items() if count)
        rehearsed = " (dry run: nothing was written)" if report["dry_run"] else ""
        self.stdout.write(f"{report['file_name']}: {counts or 'no rows'}{rehearsed}")
        for notice in report["notices"]:
            count = f" [{notice['count']:,}]" if notice["count"] else ""
            examples = ", ".join(notice["examples"][:5])
            self.stdout.write(f"  · {notice['message']}{count} {examples}".rstrip())
        for error in report["errors"][:20]:
            where = f"row {error['row']}" + (f", {error['column']}" if error["column"] else "")
            value = f" “{error['value']}”" if error["value"] else ""
            self.stdout.write(f"  ! {where}{value}: {error['reason']}")
        if report["error_count"] > 20:
            self.stdout.write(f"  ! … and {report['error_count'] - 20:,} more rows.")


class _Bar:
    """One line that shows how far the import is; only where somebody looks on."""

    def __init__(self, title: str, out: Any | None) -> None:
        self._title = title
        self._out = out if out is not None and sys.stderr.isatty() else None

    def show(self, imported: Import) -> None:
        if self._out is None:
            return
        total = imported.total or 0
        share = imported.done / total if total else 0.0
        bar = ("█" * round(share * _WIDTH)).ljust(_WIDTH, "·")
        phase = str(Phase(imported.phase).label)
        line = f"{self._title} {bar} {imported.done:,}/{total:,} {phase}"
        self._out.write(f"\r\x1b[K{line}", ending="")

    def end(self) -> None:
        if self._out is not None:
            self._out.write("")


def _actor(email: str | None) -> Actor:
    if email is None:
        return CLI
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(f"The tenant has no active user {email}.")
    return Actor(user.id, str(user), "cli")


def _mapping(options: dict[str, Any]) -> Any:
    if options["mapping"]:
        return _json(options["mapping"], "--mapping")
    pairs = [pair.rpartition("=") for pair in options["map"]]
    if any(not column for column, _, _ in pairs):
        raise CommandError("Give --map as COLUMN=FIELD.")
    return {column: field for column, _, field in pairs} or None


def _options(options: dict[str, Any]) -> dict[str, Any]:
    given = _json(options["options"], "--options") if options["options"] else {}
    if not isinstance(given, dict):
        raise CommandError("--options is a JSON object: {name: value}.")
    if options["dry_run"]:
        given["dry_run"] = True
    if options["create_missing"] or options["path"].is_dir():
        given.setdefault("create_missing", True)
    return given


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise CommandError(f"{name} is not JSON: {error.msg} at {error.pos}.") from error
