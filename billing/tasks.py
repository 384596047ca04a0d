"""Background work on what tenants pay."""

from uuid import UUID

from celery import shared_task

from billing.services import events, reconciling, seats
from freehold.errors import Problem
from freehold.jobs.task_types import PlatformTask
from tenants.entitlements import billing_is_on


@shared_task(base=PlatformTask, name="billing.handle_event")
def handle_event(event_id: str) -> None:
    """A second message does nothing; what fails is taken up by the sweep."""
    try:
        events.handle(event_id)
    except Problem:
        return


@shared_task(base=PlatformTask, name="billing.handle_waiting")
def handle_waiting() -> None:
    if billing_is_on():
        events.handle_waiting()


@shared_task(base=PlatformTask, name="billing.follow_seats")
def follow_seats(tenant_id: str) -> None:
    """What fails is put right at night."""
    try:
        seats.follow_seats(UUID(tenant_id))
    except Problem:
        return


@shared_task(base=PlatformTask, name="billing.reconcile")
def reconcile() -> None:
    """A message for each account, so that one that fails stops no other."""
    if billing_is_on():
        reconciling.forget_old_events()
        for account_id in reconciling.account_ids():
            reconcile_account.delay(str(account_id))


@shared_task(base=PlatformTask, name="billing.reconcile_account")
def reconcile_account(account_id: str) -> None:
    try:
        reconciling.reconcile_account(UUID(account_id))
    except Problem:
        return  # Stripe is away: the next night does it
