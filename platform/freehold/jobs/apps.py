from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Tenant-scoped background work with progress, retries and dead letters."""

    name = "freehold.jobs"
    label = "jobs"
