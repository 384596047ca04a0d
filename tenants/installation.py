"""One installation, from nothing to running; and the same again, quickly, when nothing changed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection

from tenants import databases
from tenants.choices import TenantState
from tenants.context import in_public
from tenants.models import Template, Tenant
from tenants.ownership import as_owner
from tenants.provisioning import citus, rights, seeding
from tenants.provisioning.advisory import Locks, awaited_lock
from tenants.provisioning.provision import provision_operators
from tenants.provisioning.seeding import SignIn
from tenants.provisioning.template import NewerRelease
from tenants.rollout.reports import Wishes
from tenants.rollout.run import roll_out, tenants_behind
from tenants.services.addresses import address_of, follow_platform_host
from tenants.versions import expected_public_version, expected_version

Show = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Installation:
    """Who becomes the first operator, and whether to make the demonstration's tenants.

    With `without_failed`, tenants whose migration fails are left fenced off and the rest goes on.
    """

    admin_email: str
    demo: bool = False
    without_failed: bool = False


def set_up(wanted: Installation, *, show: Show) -> dict[str, Any]:
    """Everything that is missing, in order. Two at once: the second waits, then finds it done."""
    with as_owner():
        return _set_up(wanted, show)


def _set_up(wanted: Installation, show: Show) -> dict[str, Any]:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"The database does not answer: {str(error).strip()}") from error
    with in_public(), awaited_lock(Locks.INSTALLATION):
        if citus.set_up_sessions():
            show("Set up the sessions of this Citus coordinator.")
        changed, fenced = _bring_schemas_up_to_date(wanted, show)
        rights.grant_everything(show)
        databases.prepare_all(show)
        changed = follow_platform_host() or changed
        changed = databases.name_regions() or changed
        sign_ins = _make_tenants(wanted, show)
        found = _keep(sign_ins)
    return {"changed": changed or bool(sign_ins), "sign_ins": found, "fenced": fenced}


def _bring_schemas_up_to_date(wanted: Installation, show: Show) -> tuple[bool, list[str]]:
    """Whether anything had to be done, and which tenants are fenced off because they failed."""
    changed, failed = False, dict[str, str]()
    if not _public_is_current():
        show("Migrating the platform's tables …")
        call_command("migrate", verbosity=0, interactive=False)
        changed = True
    if not Template.objects.filter(version=expected_version()).exists():
        show("Migrating the template of tenants …")
        changed = True
    if changed or tenants_behind():
        try:
            failed = _migrate_tenants(show, without_failed=wanted.without_failed)
        except NewerRelease as refusal:
            if changed:
                raise
            show(refusal.detail)  # going back to the former release needs nothing of it
        else:
            _note_public_version()
    return changed, sorted(failed)


def _migrate_tenants(show: Show, *, without_failed: bool) -> dict[str, str]:
    """Who failed and why. `CommandError` for those, or when two canaries in a row have failed."""
    report = roll_out(Wishes(retry_failed=True), show=show)
    failed = report.failed
    if without_failed and report.waiting:
        report = roll_out(Wishes(), show=show)
        failed = failed | report.failed
    if failed and (report.waiting or not without_failed):
        report.failed = failed
        raise CommandError(f"{report.failure_as_text()}\n{report.as_text()}")
    return failed


def _public_is_current() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.tenants_template')")
        if cursor.fetchone() == (None,):
            return False
    return Template.objects.filter(public_version=expected_public_version()).exists()


def _note_public_version() -> None:
    Template.objects.filter(version=expected_version()).update(
        public_version=expected_public_version()
    )


def _make_tenants(wanted: Installation, show: Show) -> list[SignIn]:
    sign_ins = []
    if (
        not Tenant.objects.filter(is_operators=True)
        .exclude(state=TenantState.PROVISIONING)
        .exists()
    ):
        show("Making the operators' tenant …")
        made = provision_operators(wanted.admin_email)
        sign_ins.append(
            SignIn(
                name=made.tenant.name,
                url=address_of(made.tenant),
                email=made.admin_email,
                password=made.password,
            )
        )
    if wanted.demo:
        sign_ins += seeding.seed_demos(show)
    return sign_ins


def _keep(new: list[SignIn]) -> list[SignIn]:
    """The sign-ins that this installation made, kept beside its data for the next start."""
    path = Path(settings.VAR_DIR) / "demo.json"
    try:
        kept: list[SignIn] = json.loads(path.read_text())
    except (OSError, ValueError):
        kept = []
    made = {(one["url"], one["email"]) for one in new}
    kept = [one for one in kept if (one["url"], one["email"]) not in made] + new
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(kept, indent=1))
    return kept
