"""What activities do by the clock."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_core.activities.services import digest
from crm_core.activities.services.reminding import remind
from freehold.identity.services.undelivered import UNDELIVERABLE, is_away, later
from freehold.jobs import sweeps
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import job, periodic


@periodic(
    "activities.remind", label=_("Remind of activities"), every=timedelta(minutes=15), atomic=True
)
def remind_owners(context: JobContext) -> Any:
    return {"reminders": remind(timezone.now())}


@periodic(
    "activities.digests", label=_("Look whose daily e-mail is due"), every=timedelta(minutes=15)
)
def start_digests(context: JobContext) -> Any:
    return {"started": digest.start_due(timezone.now())}


@job(digest.KIND, label=_("Send a daily e-mail"))
def send_digest(context: JobContext) -> Any:
    """Marked before it is sent: a worker that dies in between sends none rather than two."""
    if context.cursor == "sending":
        return {"sent": False}
    context.checkpoint("sending")
    try:
        sent = digest.send_digest(
            UUID(context.payload["user"]), date.fromisoformat(context.payload["day"])
        )
    except UNDELIVERABLE as problem:
        context.checkpoint(None)
        if is_away(problem):
            raise later(problem) from problem
        raise
    return {"sent": sent}


def remind_between() -> None:
    """The rescue comes by more often than that: whom it reminds the job finds reminded."""
    with transaction.atomic():
        remind(timezone.now())


sweeps.register("activities.remind", remind_between)
