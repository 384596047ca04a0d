from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Domain events and the transactional outbox."""

    name = "freehold.events"
    label = "events"
