from django.apps import AppConfig


class ServiceConfig(AppConfig):
    """Cases of customers."""

    name = "crm_core.service"
    label = "service"

    def ready(self) -> None:
        from crm_core.records.catalogue import register_object
        from crm_core.service.objects import cases

        register_object("cases", cases)
