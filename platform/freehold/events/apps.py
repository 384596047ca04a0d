from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Domain events and the transactional outbox."""

    name = "freehold.events"
    label = "events"

    def ready(self) -> None:
        from freehold.events.services import deliver_waiting
        from freehold.jobs import sweeps

        sweeps.register("events", deliver_waiting)
