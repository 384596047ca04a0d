from django.apps import AppConfig


class HooksConfig(AppConfig):
    """Telling other systems of what happens: webhooks, signed, tried again, logged."""

    name = "crm_core.hooks"
    label = "hooks"

    def ready(self) -> None:
        from crm_core.hooks import consumers, tasks  # noqa: F401 - they register themselves
        from crm_core.hooks.services.waking import wake_if_due
        from freehold.jobs import sweeps

        sweeps.register("hooks", wake_if_due)
