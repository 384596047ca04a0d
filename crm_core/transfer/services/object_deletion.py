"""An object is deleted for ever: the files that were imported into it go, with their reports."""

from django.core.files.storage import default_storage

from crm_core.transfer.models import ExternalId, Import
from freehold.tenancy import on_commit


def forget_object(name: str) -> None:
    ExternalId.objects.filter(object=name).delete()
    imports = Import.objects.filter(object=name)
    stored = list(imports.exclude(stored_as="").values_list("stored_as", flat=True))
    imports.delete()

    def forget_files() -> None:
        for one in stored:
            default_storage.delete(one)

    on_commit(forget_files)
