from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Roles, teams, scopes, field permissions, shares."""

    name = "crm_core.access"
    label = "access"
