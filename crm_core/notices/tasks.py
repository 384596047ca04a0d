"""Notifications in the background: those sent by e-mail, and those whose time is over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_core.notices.services.mailing import mail_notices
from crm_core.notices.services.reading import forget_old
from crm_core.notices.services.telling import MAIL
from freehold.identity.services.undelivered import UNDELIVERABLE, is_away, later
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import job, periodic

log = structlog.get_logger(__name__)


@job(MAIL, label=_("Send notifications by e-mail"))
def send_notices(context: JobContext) -> Any:
    """A person at a time. Marked before it is sent: who dies in between sends none, not two."""
    done: list[str] = list(context.cursor or [])
    counts = {"mails": 0, "withheld": 0, "refused": 0}

    def once(user: UUID, send: Callable[[], str]) -> None:
        if str(user) in done:
            return
        context.checkpoint([*done, str(user)])
        try:
            counts[send()] += 1
        except UNDELIVERABLE as problem:
            if is_away(problem):
                context.checkpoint(done)
                raise later(problem) from problem
            log.error("mail.undeliverable", kind="notices", user=str(user), error=str(problem))
            counts["refused"] += 1
        done.append(str(user))

    mail_notices([UUID(one) for one in context.payload["notices"]], once)
    return counts


@periodic("notices.forget", label=_("Forget old notifications"), every=timedelta(days=1))
def forget_notices(context: JobContext) -> Any:
    return {"forgotten": forget_old(timezone.now())}
