"""Delivery of events by the workers."""

from typing import Any

from celery import shared_task

from freehold.events.services import deliver_woken
from freehold.jobs.task_types import WakeUpTask


@shared_task(base=WakeUpTask, name="events.deliver", ignore_result=True)
def deliver_events() -> Any:
    return deliver_woken()
