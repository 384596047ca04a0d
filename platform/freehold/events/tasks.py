"""Delivery of events by the workers."""

from typing import Any

from celery import shared_task

from freehold.events.services import deliver_woken


@shared_task(name="events.deliver", ignore_result=True)
def deliver_events() -> Any:
    return deliver_woken()
