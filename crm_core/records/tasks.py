"""What the record spine does by the clock."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from crm_core.records.services.undoing import forget_old_steps
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import periodic


@periodic("records.forget_undo", every=timedelta(days=1))
def forget_undo(context: JobContext) -> Any:
    return {"forgotten": forget_old_steps(timezone.now())}
