from django.apps import AppConfig


class TransferConfig(AppConfig):
    """Imports of files through the write door, with a report."""

    name = "crm_core.transfer"
    label = "transfer"

    def ready(self) -> None:
        from crm_core.records.selectors.history import register_source
        from crm_core.transfer import tasks  # noqa: F401 - registers its kinds of jobs
        from crm_core.transfer.selectors.history import imports_done

        register_source("imports", imports_done)
