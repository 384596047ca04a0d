"""Once a night everything is compared with Stripe, and put right where an event was lost."""

from datetime import timedelta
from uuid import UUID

import structlog
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.choices import LIVE
from billing.models import Account, StripeEvent
from billing.services.metering import report_usage
from billing.services.refreshing import refresh_account
from billing.services.seats import follow_seats
from billing.stripe_client import asking_stripe
from freehold.errors import Conflict
from tenants.choices import TenantState
from tenants.context import in_public

log = structlog.get_logger(__name__)

#: Events hold names and addresses of payers: they are kept as long as they may be of use.
EVENTS_KEPT_FOR = timedelta(days=90)


def account_ids() -> list[UUID]:
    with in_public():
        return list(Account.objects.order_by("id").values_list("id", flat=True))


def reconcile_account(account_id: UUID) -> list[str]:
    """The names of what differed between here and Stripe, and is right now."""
    with in_public():
        account = Account.objects.select_related("tenant").filter(id=account_id).first()
        if account is None:
            return []
        if account.tenant.state == TenantState.ERASED:
            return _let_go(account)
        drift = refresh_account(account.id)
        if follow_seats(account.tenant_id):
            drift.append("seats")
        account.refresh_from_db()
        report_usage(account, timezone.now().date())
    if drift:
        log.warning("billing.drift", tenant=account.tenant.slug, differed=drift)
    return drift


def reconcile_tenant(tenant_id: UUID) -> list[str]:
    """`Conflict` for a tenant that never was a customer."""
    with in_public():
        account = Account.objects.filter(tenant_id=tenant_id).first()
    if account is None:
        raise Conflict(_("This tenant never was a customer at Stripe."))
    return reconcile_account(account.id)


def _let_go(account: Account) -> list[str]:
    """The tenant is erased: its subscription ends, and nothing is kept of it but Stripe's ids."""
    if account.status not in LIVE:
        return []
    with asking_stripe() as stripe:
        stripe.v1.subscriptions.cancel(account.subscription)
    refresh_account(account.id)
    return ["subscription of an erased tenant"]


def forget_old_events() -> int:
    with in_public():
        old = StripeEvent.objects.filter(received_at__lt=timezone.now() - EVENTS_KEPT_FOR)
        return old.delete()[0]
