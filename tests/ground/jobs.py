"""Working off a tenant's jobs within the test, as a worker would."""

from freehold.jobs.models import Job, JobState
from freehold.jobs.running import run_job


def work_off(most: int = 100) -> int:
    """Run the active tenant's waiting jobs, oldest first, until none is left; returns how many."""
    for done in range(most):
        waiting = Job.objects.filter(state=JobState.QUEUED, available_at__lte=_now())
        job_id = waiting.order_by("created_at").values_list("id", flat=True).first()
        if job_id is None:
            return done
        run_job(job_id)
    raise AssertionError(f"Jobs were still waiting after {most} runs.")


def _now() -> object:
    from django.utils import timezone

    return timezone.now()
