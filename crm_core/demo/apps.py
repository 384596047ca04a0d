from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Two made-up companies to look around in, and sample records for a new workspace."""

    name = "crm_core.demo"
    label = "demo"

    def ready(self) -> None:
        from crm_core.demo import seeding
        from crm_core.start.samples import register_maker
        from tenants.provisioning.seeding import register_demo, register_sample_data

        register_maker(seeding.sample_parts)
        register_demo(seeding.make_demonstration)
        register_sample_data(seeding.fill_with_samples)
