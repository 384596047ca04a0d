"""`tenant export|restore|restore-confirm|restore-undo|clone` and `tenant operations`."""

from pathlib import Path
from uuid import UUID

from django.core.management.base import CommandError

from tenants.archives import services
from tenants.management.actions.registry import Actions, Options
from tenants.management.reporting import CLI, PlatformCommand
from tenants.management.tables import facts, table
from tenants.models import Operation
from tenants.moving.services import ask_move
from tenants.operations import running
from tenants.operations.selectors import list_operations, show_operation, shown
from tenants.services.addresses import address_of
from tenants.services.transitions import tenant_by_slug


def add(actions: Actions) -> None:
    export = actions.named("export", "write everything of a tenant into one file", _export)
    export.add_argument("file", type=Path, help="such as acme.zip; it must not be there yet")
    restore = actions.add("restore", "make a tenant out of an archive", _restore)
    restore.add_argument("file", type=Path, help="what `tenant export` wrote")
    restore.add_argument("--slug", default="", help="another address than the archive's")
    restore.add_argument("--name", default="", help="another name than the archive's")
    restore.add_argument("--sandbox", action="store_true", help="a copy that sends no mail")
    restore.add_argument("--database", default="", help="where; else in the archive's region")
    restore.add_argument(
        "--replace", metavar="SLUG", help="in place of this tenant, whose rows are kept aside"
    )
    restore.add_argument(
        "--of", metavar="SLUG", default="", help="with --replace: an archive of this other tenant"
    )
    actions.named("restore-confirm", "remove what a restore in place kept aside", _confirm)
    actions.named("restore-undo", "go back to what a restore in place kept aside", _take_back)
    clone = actions.named("clone", "make a sandbox: a copy that sends no mail", _clone)
    clone.add_argument("new_slug", metavar="NEW_SLUG", help="the copy's address")
    clone.add_argument("--name", default="", help="the copy's name")
    move = actions.named("move", "copy it to another database and let it work there", _move)
    move.add_argument("database", help="one of FREEHOLD_DATABASES, or default for the home one")
    listing = actions.add("operations", "exports, restores, moves, erasures, rollouts", _list)
    listing.add_argument("id", nargs="?", type=UUID, help="one of them in detail")


def _export(command: PlatformCommand, options: Options) -> None:
    path: Path = options["file"]
    if path.exists():
        raise CommandError(f"{path} is there already. Choose another name.")
    if not path.absolute().parent.is_dir():
        raise CommandError(f"There is no folder {path.absolute().parent}.")
    done = _done(command, services.ask_export(options["slug"], actor=CLI, path=path))
    told = done.result
    text = f"{path}: {told['rows']} rows, {told['files']} files, {told['bytes']} bytes."
    command.tell(options, shown(done), text)


def _restore(command: PlatformCommand, options: Options) -> None:
    if options["replace"]:
        operation = _in_place(options)
    else:
        operation = services.ask_restore(
            options["file"],
            options["slug"],
            actor=CLI,
            name=options["name"],
            is_sandbox=options["sandbox"],
            database=options["database"],
        )
    done = _done(command, operation)
    text = _restored(done)
    if options["replace"]:
        text += (
            f" What was there is kept: `tenant restore-confirm {done.subject}` removes it, "
            f"`tenant restore-undo {done.subject}` goes back to it."
        )
    command.tell(options, shown(done), text)


def _in_place(options: Options) -> Operation:
    try:
        return services.ask_restore_in_place(
            options["file"], options["replace"], actor=CLI, of=options["of"]
        )
    except services.OtherTenant as problem:
        raise CommandError(f"{problem.detail} If you mean it, add --of and its address.") from None


def _clone(command: PlatformCommand, options: Options) -> None:
    operation = services.ask_clone(
        options["slug"], options["new_slug"], actor=CLI, name=options["name"], is_foreground=True
    )
    done = _done(command, operation)
    command.tell(options, shown(done), _restored(done))


def _confirm(command: PlatformCommand, options: Options) -> None:
    done = _done(command, services.ask_confirm(options["slug"], actor=CLI, is_foreground=True))
    command.tell(options, shown(done), f"{done.subject}: what was kept aside is removed.")


def _take_back(command: PlatformCommand, options: Options) -> None:
    done = _done(command, services.ask_take_back(options["slug"], actor=CLI, is_foreground=True))
    command.tell(options, shown(done), f"{done.subject} is what it was before the restore.")


def _move(command: PlatformCommand, options: Options) -> None:
    operation = ask_move(options["slug"], options["database"], actor=CLI, is_foreground=True)
    done = _done(command, operation)
    told = done.result
    text = (
        f"{done.subject} is in the database {told['database']}: {told['rows']} rows, paused for "
        f"{told['paused_seconds']} s. The former schema is kept for a day; "
        f"`tenant restore-confirm {done.subject}` removes it now."
    )
    command.tell(options, shown(done), text)


def _list(command: PlatformCommand, options: Options) -> None:
    if options["id"]:
        one = show_operation(options["id"])
        command.tell(options, one, facts(one))
        return
    found = list_operations()
    columns = ["id", "kind", "tenant", "state", "step", "asked_by", "created_at", "error"]
    command.tell(options, {"results": found}, table(found, columns) or "There are none.")


def _done(command: PlatformCommand, operation: Operation) -> Operation:
    return running.carry_out(operation.id, show=command.stderr.write)


def _restored(done: Operation) -> str:
    told, tenant = done.result, tenant_by_slug(done.subject)
    text = f"{tenant.slug} is at {address_of(tenant)}: {told['rows']} rows, {told['files']} files."
    if told.get("domains_left_out"):
        text += f" Without the domains {', '.join(told['domains_left_out'])}."
    if told["left_out"]:
        text += f" Left out: {', '.join(told['left_out'])}."
    return text
