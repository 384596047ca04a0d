from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """The platform's tenants: who they are, where they live, how they are made and moved."""

    name = "tenants"
    label = "tenants"
