from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only trail of a tenant: trigger, reading, verification."""

    name = "freehold.audit"
    label = "audit"
