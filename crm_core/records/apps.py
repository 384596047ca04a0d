from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The base of every object: catalogue, filter language, write door, undo, search."""

    name = "crm_core.records"
    label = "records"

    def ready(self) -> None:
        from crm_core.records import tasks  # noqa: F401 - registers its kinds of jobs
        from crm_core.records.selectors.counting import about_records, exact_records
        from tenants.usage import Meter, register_meter

        register_meter("records", Meter(exact_records, about_records))
