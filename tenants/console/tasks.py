"""What the platform does by the clock to know its tenants."""

from uuid import UUID

from celery import shared_task

from freehold.jobs.task_types import PlatformTask
from tenants.console import announced, health, measuring, support, traffic


@shared_task(base=PlatformTask, name="tenants.gather_traffic")
def gather_traffic() -> None:
    health.note_clock()
    traffic.gather()


@shared_task(base=PlatformTask, name="tenants.measure")
def measure(after: str = "") -> None:
    """A hundred tenants, then a message for the next hundred, behind what else waits."""
    if not after:
        traffic.forget_old()
        support.forget_old()
        announced.forget_old()
    last = measuring.measure_next(UUID(after) if after else None)
    if last is not None:
        measure.delay(str(last))
