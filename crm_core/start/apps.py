from django.apps import AppConfig


class StartConfig(AppConfig):
    """The first steps in a new workspace: the guide, ways of selling to choose from, samples."""

    name = "crm_core.start"
    label = "start"

    def ready(self) -> None:
        from crm_core.start import tasks  # noqa: F401
        from crm_core.start.services import guide
        from tenants.provisioning import seeding

        seeding.register(guide.seed)
