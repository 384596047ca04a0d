from django.apps import AppConfig


class ObservabilityConfig(AppConfig):
    """Health, metrics and logs."""

    name = "freehold.observability"
    label = "observability"
