"""What time does to sign-ins: sessions that are over are forgotten."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from freehold.identity.sessions import forget_expired
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import periodic


@periodic("identity.sessions.forget", label=_("Forget ended sessions"), every=timedelta(days=1))
def forget_sessions(context: JobContext) -> Any:
    return forget_expired(timezone.now())
