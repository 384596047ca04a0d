from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Roles, teams, scopes, field permissions, shares."""

    name = "crm_core.access"
    label = "access"

    def ready(self) -> None:
        from crm_core.access import policy
        from crm_core.records import policy as asked

        asked.register(policy.policy_for)
