"""What follows from people coming and going: seats."""

from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError

from freehold.context import current_tenant
from freehold.events.models import OutboxEvent
from freehold.events.services import subscribe
from freehold.tenancy import on_commit
from tenants.entitlements import billing_is_on


@subscribe("billing.seats", "identity.user.*")
def follow_seats(event: OutboxEvent) -> None:
    if billing_is_on():
        tenant_id = str(current_tenant().id)
        on_commit(lambda: _wake(tenant_id))


def _wake(tenant_id: str) -> None:
    try:
        import_string("billing.tasks.follow_seats").apply_async((tenant_id,), retry=False)
    except OperationalError:
        return  # reconciled at night
