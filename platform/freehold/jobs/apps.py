from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Tenant-scoped background work with progress, retries and dead letters."""

    name = "freehold.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Whoever starts jobs needs their kinds registered, web processes as well as workers."""
        from freehold.jobs import heartbeat

        autodiscover_modules("tasks")
        heartbeat.connect()
