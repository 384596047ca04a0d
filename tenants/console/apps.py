from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """What operators watch and tell: figures of tenants, announcements, flags, support."""

    name = "tenants.console"
    label = "console"
