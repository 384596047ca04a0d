"""The chain's work in the background: sealing with every sweep, verifying once a day."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from freehold.audit.verifying import Walk, advance, begin, finish
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import Again, job, periodic

VERIFY = "audit.verify"


def _verify(context: JobContext) -> Any:
    walk = Walk(**context.cursor) if context.cursor else begin()
    if advance(walk):
        context.progress(walk.entries)
        return Again(vars(walk))
    kept = finish(walk)
    return {"entries": kept.entries, "problems": walk.count}


@job(VERIFY, label=_("Verify the audit trail"), queue="bulk")
def verify(context: JobContext) -> Any:
    return _verify(context)


@periodic(
    "audit.verify_daily",
    label=_("Verify the audit trail (daily)"),
    every=timedelta(days=1),
    queue="bulk",
)
def verify_daily(context: JobContext) -> Any:
    return _verify(context)
