from django.apps import AppConfig


class EmbeddedConfig(AppConfig):
    """The single-machine default: database server, broker, processes."""

    name = "freehold.embedded"
    label = "embedded"
