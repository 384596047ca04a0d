from django.apps import AppConfig


class TransferConfig(AppConfig):
    """Imports of files through the write door, with a report."""

    name = "crm_core.transfer"
    label = "transfer"

    def ready(self) -> None:
        from crm_core.records.selectors.history import register_source
        from crm_core.records.services.deleting_objects import register_forgetting
        from crm_core.records.services.repointing import Attachment, register_attachment
        from crm_core.transfer import tasks  # noqa: F401 - registers its kinds of jobs
        from crm_core.transfer.selectors.history import imports_done
        from crm_core.transfer.services.object_deletion import forget_object

        register_source("imports", imports_done)
        register_forgetting(forget_object)
        # A file that is imported again finds what became of the records that it made.
        register_attachment(
            Attachment(
                "external_ids",
                lambda _: "transfer_externalid",
                ident='"a".system || E\'\\x1f\' || "a".key',
                shown="",
            )
        )
