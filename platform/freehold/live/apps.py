from django.apps import AppConfig


class LiveConfig(AppConfig):
    """What is told to open browsers as it happens: that something changed, who looks at what."""

    name = "freehold.live"
    label = "live"

    def ready(self) -> None:
        from freehold import epoch
        from freehold.identity import sessions
        from freehold.live import endings

        epoch.on_new(endings.rights_changed)
        sessions.on_ended(endings.session_ended)
        endings.connect()
