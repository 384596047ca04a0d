from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """People of a tenant: users, sign-in, sessions, API keys."""

    name = "freehold.identity"
    label = "identity"

    def ready(self) -> None:
        from freehold.identity import signals

        signals.connect()
