from django.apps import AppConfig


class HooksConfig(AppConfig):
    """Telling other systems of what happens: webhooks, signed, tried again, logged."""

    name = "crm_core.hooks"
    label = "hooks"

    def ready(self) -> None:
        from crm_core.access.belonging import Belonging, register_belonging
        from crm_core.hooks import consumers, tasks  # noqa: F401 - they register themselves
        from crm_core.hooks.selectors.webhooks import active_webhooks_of
        from crm_core.hooks.services.object_deletion import forget_object
        from crm_core.hooks.services.subscriptions import renew_secrets
        from crm_core.hooks.services.waking import wake_if_due
        from crm_core.records.services.deleting_objects import register_forgetting
        from freehold.ciphers import register_renewal
        from freehold.jobs import sweeps

        register_renewal("webhooks", renew_secrets)
        register_belonging("webhooks", Belonging(active_webhooks_of))
        sweeps.register("hooks", wake_if_due)
        register_forgetting(forget_object)
