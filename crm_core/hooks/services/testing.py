"""A test message: sent once, at once, by a worker."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.hooks.models import WebhookDelivery
from crm_core.hooks.selectors.messages import TEST
from crm_core.hooks.services.subscriptions import locked, require_webhooks
from freehold.context import current_tenant
from freehold.errors import Conflict
from freehold.identity.actor import SYSTEM, Actor
from freehold.jobs.services import start_job

TEST_JOB = "hooks.test"


@transaction.atomic
def send_test_to(hook_id: UUID, *, actor: Actor) -> WebhookDelivery:
    """The delivery that will tell what came of it; no record is in it."""
    require_webhooks(actor)
    hook = locked(hook_id)
    if current_tenant().is_sandbox:
        raise Conflict(_("Nothing leaves a sandbox, webhooks neither."))
    delivery = WebhookDelivery.objects.create(webhook=hook, type=TEST, at=timezone.now())
    start_job(TEST_JOB, {"delivery": str(delivery.id)}, actor=SYSTEM)
    return delivery
