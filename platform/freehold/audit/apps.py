from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only trail of a tenant: trigger, reading, sealing, verification."""

    name = "freehold.audit"
    label = "audit"

    def ready(self) -> None:
        from freehold.audit.sealing import seal_waiting
        from freehold.jobs import sweeps

        sweeps.register("audit", seal_waiting)
