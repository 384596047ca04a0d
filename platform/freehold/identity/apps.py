from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """People of a tenant: users, sign-in, sessions, API keys."""

    name = "freehold.identity"
    label = "identity"

    def ready(self) -> None:
        from freehold.ciphers import register_renewal
        from freehold.identity import signals
        from freehold.identity.second_factor import renew_factors

        register_renewal("second_factors", renew_factors)
        signals.connect()
