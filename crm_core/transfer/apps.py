from django.apps import AppConfig


class TransferConfig(AppConfig):
    """Imports of files through the write door, with a report."""

    name = "crm_core.transfer"
    label = "transfer"
