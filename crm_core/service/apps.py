from django.apps import AppConfig


class ServiceConfig(AppConfig):
    """Cases of customers."""

    name = "crm_core.service"
    label = "service"
