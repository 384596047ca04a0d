"""What files need by the clock."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from freehold.files import services
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import periodic


@periodic("files.sweep", label=_("Delete removed files"), every=timedelta(days=1), queue="bulk")
def sweep(context: JobContext) -> Any:
    return {"swept": services.sweep()}
