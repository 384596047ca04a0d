"""Making a tenant: a few transactions, each done once, whatever kills the process in between."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from freehold.company.services import checked_places
from freehold.errors import Conflict, NotFound
from freehold.identity.languages import language_of
from freehold.identity.models import User
from freehold.identity.services.invitations import send_invitation
from freehold.jobs.models import Job, JobState
from freehold.text import one_line
from tenants import databases, hosts, placements
from tenants.choices import TenantState
from tenants.context import in_public, in_tenant
from tenants.entitlements import first_plan
from tenants.models import Domain, Tenant
from tenants.names import checked_slug
from tenants.ownership import as_owner
from tenants.provisioning import capture, replay, seeding
from tenants.provisioning.advisory import held_lock
from tenants.provisioning.orders import STEPS, Order, Step, checked_order, progress_of
from tenants.provisioning.template import current_template
from tenants.services.addresses import address_of, own_host

log = structlog.get_logger(__name__)

_BITS = 0x7FFFFFFFFFFFFFFF
_BUSY = "This tenant is being set up by another process right now."


@dataclass(frozen=True, slots=True)
class Provisioned:
    """A tenant that is ready. `password` is told once, when it was made here, else empty."""

    tenant: Tenant
    admin_email: str
    password: str


def provision_tenant(
    slug: str,
    name: str,
    admin_email: str,
    *,
    admin_name: str = "",
    admin_password: str | None = None,
    sample_data: bool = False,
    invited_by: str = "",
    **columns: Any,
) -> Provisioned:
    """Reserve the address and make the tenant, or finish what an earlier call could not.

    With `invited_by` no password is made: the administrator is mailed a link to choose one.
    `columns` of the tenant are plan, currency, locale, time_zone, database and region. Raises
    `Invalid` for what can't be used and `Conflict` when the address is taken.
    """
    password = "" if invited_by else admin_password or secrets.token_urlsafe(12)
    order = order_of(admin_email, admin_name, password, sample_data, invited_by=invited_by)
    tenant = reserve_or_find(slug, name, order, **columns)
    fulfil(tenant.id)
    with in_public():
        tenant.refresh_from_db()
    return Provisioned(tenant, order.admin_email, "" if admin_password else password)


def order_of(
    admin_email: str, admin_name: str, password: str, sample_data: bool, *, invited_by: str
) -> Order:
    """Without a password none works until one is chosen."""
    return Order(
        admin_email.strip().lower(),
        admin_name,
        make_password(password or None),
        sample_data,
        invited_by=invited_by,
    )


def provision_operators(admin_email: str) -> Provisioned:
    """The operators' own tenant, at the platform's host."""
    password = secrets.token_urlsafe(12)
    order = Order(admin_email.strip().lower(), "Operator", make_password(password))
    tenant = reserve_or_find("operators", "Freehold operators", order, is_operators=True)
    fulfil(tenant.id)
    with in_public():
        tenant.refresh_from_db()
    return Provisioned(tenant, order.admin_email, password)


def reserve(
    slug: str, name: str, order: Order, *, is_operators: bool = False, **columns: Any
) -> Tenant:
    """Take the address. Of two at once one gets it, the other a `Conflict` and nothing is kept."""
    checked_order(name, order)
    checked_places(columns)
    placed = databases.checked_place(columns)
    if not is_operators:
        checked_slug(slug)
    try:
        columns = {"plan": first_plan(), **columns, **placed}
        with in_public(), transaction.atomic():
            tenant = Tenant(slug=slug, name=one_line(name), is_operators=is_operators, **columns)
            tenant.progress = progress_of(order, Step.RESERVED)
            tenant.save()
            host = own_host(tenant)
            Domain.objects.create(tenant=tenant, domain=host, is_primary=True)
            hosts.forget_hosts()
    except IntegrityError as error:
        raise Conflict(
            _("The address “%(slug)s” is taken. Choose another one.") % {"slug": slug}
        ) from error
    return tenant


def reserve_or_find(
    slug: str, name: str, order: Order, *, is_operators: bool = False, **columns: Any
) -> Tenant:
    """`reserve`, or the unfinished tenant of the same order, whose password becomes the new one."""
    if not is_operators:
        checked_slug(slug)
    with in_public():
        tenant = Tenant.objects.filter(slug=slug, state=TenantState.PROVISIONING).first()
        if tenant is None:
            return reserve(slug, name, order, is_operators=is_operators, **columns)
        if Order.of(tenant.progress).admin_email != order.admin_email:
            raise Conflict(
                _("The address “%(slug)s” is taken. Choose another one.") % {"slug": slug}
            )
        step = Step(tenant.progress["step"])
        if STEPS.index(step) >= STEPS.index(Step.DEFAULTS):
            _set_password(tenant, order)
        _mark(tenant, order, step)
        return tenant


def fulfil(tenant_id: UUID) -> None:
    """Do the steps that are still to be done. `Conflict` while another process does them."""
    with in_public(), held_lock(tenant_id.int & _BITS, _BUSY):
        tenant = Tenant.objects.filter(id=tenant_id).first()
        if tenant is None:
            raise NotFound(_("There is no tenant %(tenant_id)s.") % {"tenant_id": tenant_id})
        if tenant.state != TenantState.PROVISIONING:
            return
        order, reached = Order.of(tenant.progress), Step(tenant.progress["step"])
        try:
            for step in STEPS[STEPS.index(reached) + 1 :]:
                _WORK[step](tenant, order)
        except Exception as error:
            tenant.refresh_from_db()
            _mark(tenant, order, Step(tenant.progress["step"]), error=str(error)[:500])
            raise
        log.info("tenant.provisioned", slug=tenant.slug, tenant=str(tenant.id))


def unfinished(older_than: timedelta = timedelta(minutes=1)) -> list[UUID]:
    """Tenants that have been in the making for too long."""
    with in_public():
        found = Tenant.objects.filter(
            state=TenantState.PROVISIONING, created_at__lt=timezone.now() - older_than
        )
        return list(found.values_list("id", flat=True)[:100])


def _make_schema(tenant: Tenant, order: Order) -> None:
    """Marked afterwards, since it may be another database's transaction; an equal one is kept."""
    template = current_template()
    with placements.at(tenant.database), as_owner(), transaction.atomic():
        if replay.schema_exists(tenant.schema_name):
            if capture.checksum_of(tenant.schema_name) != template.checksum:
                raise Conflict(
                    _("The schema %(schema_name)s is there and is not the template's.")
                    % {"schema_name": tenant.schema_name}
                )
        else:
            replay.make_schema(tenant.schema_name, template)
    with transaction.atomic():
        tenant.schema_version = template.version
        tenant.save(update_fields=["schema_version"])
        _mark(tenant, order, Step.SCHEMA)


def _seed_defaults(tenant: Tenant, order: Order) -> None:
    with _one_step(tenant, order, Step.DEFAULTS) as is_done:
        if is_done:
            return
        seeding.seed_defaults()
        admin = User(
            email=order.admin_email,
            name=order.admin_name or order.admin_email.partition("@")[0],
            password=order.password_hash,
        )
        admin.save()
        seeding.seed_administrator(admin.id)


def _seed_sample_data(tenant: Tenant, order: Order) -> None:
    with _one_step(tenant, order, Step.SAMPLE_DATA) as is_done:
        if order.sample_data and not is_done:
            seeding.seed_sample_data()


@contextmanager
def _one_step(tenant: Tenant, order: Order, step: Step) -> Iterator[bool]:
    """A transaction in the tenant, with the mark that it is done; True when it was done before.

    At home that is one transaction. Elsewhere the mark follows, and a job of the step's name, which
    the tenant's own transaction makes, tells a run after a crash between the two.
    """
    with _inside(tenant), transaction.atomic():
        if tenant.database == placements.HOME:
            yield False
            _mark(tenant, order, step)
            return
        key = f"provision:{step.value}"
        yield not _noted(key)
    _mark(tenant, order, step)


@contextmanager
def _inside(tenant: Tenant) -> Iterator[None]:
    """In the tenant and in its company's language, in which what is seeded is named."""
    with in_tenant(tenant, allow_inactive=True), translation.override(language_of(tenant.locale)):
        yield


def _noted(key: str) -> bool:
    """False when an earlier transaction noted it already."""
    moment = timezone.now()
    _job, made = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": "provision",
            "queue": "default",
            "state": JobState.DONE,
            "created_at": moment,
            "available_at": moment,
            "finished_at": moment,
        },
    )
    return made


def _open(tenant: Tenant, order: Order) -> None:
    """The invitation goes ahead: a run that is killed here sends it once more rather than never."""
    invitation = _invite(tenant, order) if order.invited_by else ""
    with in_public(), transaction.atomic():
        tenant.state = order.target_state
        tenant.state_changed_at = timezone.now()
        tenant.save(update_fields=["state", "state_changed_at"])
        _mark(tenant, order, Step.READY, invitation=invitation)
        hosts.forget_hosts()


_WORK = {
    Step.SCHEMA: _make_schema,
    Step.DEFAULTS: _seed_defaults,
    Step.SAMPLE_DATA: _seed_sample_data,
    Step.READY: _open,
}


def _invite(tenant: Tenant, order: Order) -> str:
    """What became of the mail: `sent` or `failed`."""
    origin = address_of(tenant)
    with in_tenant(tenant, allow_inactive=True):
        admin = User.objects.get(email=order.admin_email)
        sent = send_invitation(admin, origin=origin, invited_by=order.invited_by)
    return "sent" if sent else "failed"


def _mark(
    tenant: Tenant, order: Order, step: Step, *, error: str = "", invitation: str = ""
) -> None:
    tenant.progress = progress_of(order, step, error)
    if invitation:
        tenant.progress["invitation"] = invitation
    Tenant.objects.filter(id=tenant.id).update(progress=tenant.progress)


def _set_password(tenant: Tenant, order: Order) -> None:
    """The run that made the user died before it could tell the password."""
    with in_tenant(tenant, allow_inactive=True):
        User.objects.filter(email=order.admin_email).update(password=order.password_hash)
