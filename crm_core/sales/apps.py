from django.apps import AppConfig


class SalesConfig(AppConfig):
    """Accounts, contacts, leads, opportunities, pipelines and products."""

    name = "crm_core.sales"
    label = "sales"

    def ready(self) -> None:
        from crm_core.records.catalogue import Resource, register_object, register_resource
        from crm_core.sales import (
            consumers,  # noqa: F401 - registers itself
            objects,
            seeding,
        )
        from crm_core.sales.services import (
            unconverting,  # noqa: F401 - registers its undo
        )
        from tenants.provisioning.seeding import register

        for name, declare in objects.ALL.items():
            register_object(name, declare)
        register_resource(Resource("pipelines", "sales_pipeline", order_sql="{alias}.position"))
        register_resource(Resource("stages", "sales_stage", order_sql="{alias}.position"))
        register(seeding.seed)
