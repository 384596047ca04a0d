from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The base of every object: catalogue, filter language, write door, undo, search."""

    name = "crm_core.records"
    label = "records"

    def ready(self) -> None:
        from crm_core.records import tasks  # noqa: F401 - registers its kinds of jobs
