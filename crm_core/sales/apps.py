from django.apps import AppConfig


class SalesConfig(AppConfig):
    """Accounts, contacts, leads, opportunities, pipelines and products."""

    name = "crm_core.sales"
    label = "sales"
