"""Samples are made by a worker."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_core.start.services import samples
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import job


@job(samples.RUN, label=_("Make sample records"), queue="interactive", attempts=1, repeatable=False)
def make_samples(context: JobContext) -> Any:
    """Not tried again by itself: what was made stands in the guide and can be removed."""
    return {"records": samples.make(actor=context.actor, progress=context.progress)}
