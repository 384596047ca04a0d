"""Making tenants in the background, for the console and self-service."""

from typing import Any
from uuid import UUID

import structlog
from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from freehold.errors import Conflict
from freehold.jobs.task_types import PlatformTask
from tenants.archives import store
from tenants.context import in_public
from tenants.models import Tenant
from tenants.moving.services import forget_moved
from tenants.operations import running
from tenants.provisioning.orders import Order
from tenants.provisioning.provision import fulfil, reserve, unfinished
from tenants.services import clockwork
from tenants.signup import expiry

log = structlog.get_logger(__name__)


@shared_task(base=PlatformTask, name="tenants.provision")
def provision(tenant_id: str) -> None:
    """Finish this tenant; a second message, or one after a crash, does only what is left."""
    try:
        fulfil(UUID(tenant_id))
    except Conflict:
        return  # another worker is at it


@shared_task(base=PlatformTask, name="tenants.finish_unfinished")
def finish_unfinished() -> None:
    """Wake the making of tenants whose message or worker was lost."""
    for tenant_id in unfinished():
        provision.delay(str(tenant_id))


@shared_task(base=PlatformTask, name="tenants.forget_sign_ups")
def forget_sign_ups() -> None:
    """Addresses that nobody confirmed in time are free again."""
    expiry.forget_expired()


@shared_task(base=PlatformTask, name="tenants.advance_lifecycles")
def advance_lifecycles() -> None:
    """Lock what is overdue; what is to be erased needs the worker that may act as owner."""
    clockwork.lock_overdue()
    if clockwork.is_erasure_due():
        erase_due.delay()


@shared_task(base=PlatformTask, name="tenants.erase_due")
def erase_due() -> None:
    clockwork.erase_due()


@shared_task(base=PlatformTask, name="tenants.operate")
def operate(operation_id: str) -> None:
    """Do this operation; its row tells how it ended."""
    try:
        running.carry_out(UUID(operation_id))
    except Exception:
        return  # noted on its row, or another worker is at it


@shared_task(base=PlatformTask, name="tenants.rescue_operations")
def rescue_operations() -> None:
    running.rescue()
    store.forget_old()
    forget_moved()


def start_provisioning(slug: str, name: str, order: Order, **columns: Any) -> Tenant:
    """Reserve the address now and make the tenant in the background; its row shows the progress."""
    tenant = reserve(slug, name, order, **columns)
    transaction.on_commit(lambda: wake_provisioning(tenant.id))
    return tenant


def wake_provisioning(tenant_id: UUID) -> None:
    """Without a broker it waits: what is unfinished is found by the clock."""
    try:
        with in_public():
            provision.delay(str(tenant_id))
    except OperationalError as error:
        log.warning("provisioning.not_sent", tenant=str(tenant_id), error=str(error))
