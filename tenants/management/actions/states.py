"""`tenant suspend|lock|resume|close|reopen|erase|certificate`."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.core.management.base import CommandError
from django.utils import timezone

from tenants import certificates, selectors
from tenants.management.actions.registry import Actions, Handler, Options
from tenants.management.moments import moment
from tenants.management.reporting import CLI, PlatformCommand
from tenants.management.tables import facts
from tenants.models import Tenant
from tenants.services import erasing, lifecycle

_REASON = "what its people are told"


def add(actions: Actions) -> None:
    for name, help, said, change in _WITH_REASON:
        parser = actions.named(name, help, _changing(change, said))
        parser.add_argument("--reason", default="", help=_REASON)
    for name, help, turn_back in _WITHOUT:
        actions.named(name, help, partial(_turn_back, turn_back))
    close = actions.named("close", "read-only until a date, then erased", _close)
    close.add_argument("--reason", default="", help=_REASON)
    close.add_argument("--erase-at", metavar="WHEN", help="2027-01-31 or 2027-01-31T18:00+01:00")
    close.add_argument("--days", type=int, help="instead of a date: so many days from now")
    erase = actions.named("erase", "remove a tenant and everything it has, for ever", _erase)
    erase.add_argument("--yes", metavar="SLUG", help="the tenant's address again, to be sure")
    shown = actions.add("certificate", "what was erased of a tenant", _certificate)
    shown.add_argument("which", help="the certificate's id, or the address that the tenant had")


_WITH_REASON = (
    (
        "suspend",
        "make a tenant read-only and stop its jobs",
        "suspended",
        lifecycle.suspend_tenant,
    ),
    ("lock", "let nobody read it any more; its data stay", "locked", lifecycle.lock_tenant),
    (
        "past-due",
        "say that a payment is overdue; people go on working",
        "past due",
        lifecycle.mark_past_due,
    ),
)
_WITHOUT = (
    ("resume", "let a suspended, locked or closing tenant work again", lifecycle.resume_tenant),
    ("reopen", "take its closing back", lifecycle.reopen_tenant),
)


def _changing(change: Callable[..., Tenant], said: str) -> Handler:
    def handle(command: PlatformCommand, options: Options) -> None:
        tenant = change(options["slug"], actor=CLI, reason=options["reason"])
        command.tell(options, selectors.summary(tenant), f"{tenant.slug} is {said}.")

    return handle


def _turn_back(
    turn_back: Callable[..., Tenant], command: PlatformCommand, options: Options
) -> None:
    tenant = turn_back(options["slug"], actor=CLI)
    text = f"{tenant.slug} is {tenant.get_state_display().lower()}."
    command.tell(options, selectors.summary(tenant), text)


def _close(command: PlatformCommand, options: Options) -> None:
    tenant = lifecycle.close_tenant(
        options["slug"], actor=CLI, reason=options["reason"], erase_at=_moment(options)
    )
    text = f"{tenant.slug} is closing: it is erased after {tenant.erase_at:%Y-%m-%d %H:%M %Z}."
    command.tell(options, selectors.summary(tenant), text)


def _moment(options: Options) -> datetime | None:
    if options["days"] is not None:
        return timezone.now() + timedelta(days=options["days"])
    text = options["erase_at"]
    return None if text is None else moment("--erase-at", text)


def _erase(command: PlatformCommand, options: Options) -> None:
    slug = options["slug"]
    lifecycle.tenant_by_slug(slug)
    if options["yes"] != slug:
        raise CommandError(f"This removes everything of {slug} for ever. Add --yes {slug}.")
    certificate = erasing.erase_tenant(slug, actor=CLI)
    rows = sum(certificate["rows"].values())
    text = (
        f"{slug} is erased: {rows} rows, {certificate['files']} files, its addresses. "
        f"Certificate {certificate['id']}."
    )
    command.tell(options, certificate, text)


def _certificate(command: PlatformCommand, options: Options) -> None:
    found = certificates.certificate(options["which"])
    command.tell(options, found, facts(found))
