from django.apps import AppConfig
from django.core.checks import register
from django.db.backends.signals import connection_created


class TenantsConfig(AppConfig):
    """The platform's tenants: who they are, where they live, how they are made and moved."""

    name = "tenants"
    label = "tenants"

    def ready(self) -> None:
        from tenants import checks, ownership, pooling
        from tenants.archives import kinds
        from tenants.moving import services as moves
        from tenants.rollout import services as rollouts

        kinds.register_all()
        moves.register_kind()
        rollouts.register_kind()
        register(checks.app_lists_are_disjoint)
        register(checks.table_names_are_disjoint)
        register(checks.every_table_has_a_place)
        register(checks.the_library_s_modes_are_off)
        connection_created.connect(
            pooling.refuse_transaction_pooling, dispatch_uid="tenants.pooling"
        )
        connection_created.connect(ownership.warn_of_one_role, dispatch_uid="tenants.ownership")
