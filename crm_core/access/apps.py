from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Roles, teams, scopes, field permissions, shares."""

    name = "crm_core.access"
    label = "access"

    def ready(self) -> None:
        from crm_core.access import policy, seeding
        from crm_core.access.merging import register as sharing_moves
        from crm_core.access.services import handover  # noqa: F401 - registers its undo
        from crm_core.access.services.administrators import keeping_an_administrator
        from crm_core.access.services.object_deletion import forget_field, forget_object
        from crm_core.records import policy as asked
        from crm_core.records.services.deleting_objects import register_forgetting
        from crm_core.records.services.subject_fields import register_forgetting_field
        from freehold.identity import guards
        from tenants.entitlements import register_buyers
        from tenants.provisioning.seeding import register, register_administrator

        asked.register(policy.policy_for)
        register_buyers(lambda actor: policy.policy_for(actor).has_right("billing"))
        sharing_moves()
        register_forgetting(forget_object)
        register_forgetting_field(forget_field)
        guards.register(keeping_an_administrator)
        register(seeding.seed_roles)
        register_administrator(seeding.make_administrator)
