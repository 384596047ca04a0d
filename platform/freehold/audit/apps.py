from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only trail of a tenant: trigger, reading, sealing, verification."""

    name = "freehold.audit"
    label = "audit"

    def ready(self) -> None:
        from freehold.audit.sealing import renew_signatures, seal_waiting
        from freehold.ciphers import register_renewal
        from freehold.jobs import sweeps

        register_renewal("audit_heads", renew_signatures)
        sweeps.register("audit", seal_waiting)
