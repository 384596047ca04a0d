"""Files of a tenant under its immutable id; with no tenant active there is no file."""

import os
import shutil

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from freehold.context import current_tenant


def tenant_folder() -> str:
    """Where the active tenant's files are, relative to the storage's root."""
    return f"tenants/{current_tenant().id}"


class TenantFileSystemStorage(FileSystemStorage):
    """Local files under MEDIA_ROOT, each tenant's in a folder that no name can leave.

    Django caches its locations; a tenant's may not be cached.
    """

    @property
    def base_location(self) -> str:
        return os.path.join(str(settings.MEDIA_ROOT), tenant_folder())

    @property
    def location(self) -> str:
        return os.path.abspath(self.base_location)

    def remove_everything(self) -> None:
        """Every file of the active tenant, for ever."""
        shutil.rmtree(self.location, ignore_errors=True)
