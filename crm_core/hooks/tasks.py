"""Sending messages, and forgetting those whose time is over."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_core.hooks.services.delivering import forget_old, send_due, send_test
from crm_core.hooks.services.testing import TEST_JOB
from crm_core.hooks.services.waking import SEND
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import job, periodic


@job(SEND, label=_("Send webhooks"))
def send(context: JobContext) -> Any:
    return send_due(context)


@job(TEST_JOB, label=_("Send a test to a webhook"), queue="interactive", repeatable=False)
def send_one_test(context: JobContext) -> Any:
    return send_test(UUID(context.payload["delivery"]))


@periodic("hooks.forget", label=_("Forget old webhook deliveries"), every=timedelta(days=1))
def forget_deliveries(context: JobContext) -> Any:
    return {"forgotten": forget_old(timezone.now())}
