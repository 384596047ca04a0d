"""Notifications in the background: those sent by e-mail, and those whose time is over."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_core.notices.services.mailing import mail_notices
from crm_core.notices.services.reading import forget_old
from crm_core.notices.services.telling import MAIL
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import job, periodic


@job(MAIL, label=_("Send notifications by e-mail"))
def send_notices(context: JobContext) -> Any:
    return mail_notices([UUID(one) for one in context.payload["notices"]])


@periodic("notices.forget", label=_("Forget old notifications"), every=timedelta(days=1))
def forget_notices(context: JobContext) -> Any:
    return {"forgotten": forget_old(timezone.now())}
