"""Files of a tenant under its immutable id; with no tenant active there is no file."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from freehold.context import current_tenant


class TenantFiles(Protocol):
    """What a storage can do with all files of the active tenant."""

    def everything(self) -> Iterator[tuple[str, int]]:
        """Name and size of every file."""

    def remove_everything(self) -> None:
        """Every file, for ever."""


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

    def everything(self) -> Iterator[tuple[str, int]]:
        root = Path(self.location)
        for path in sorted(root.rglob("*")):
            if path.is_file():
                yield path.relative_to(root).as_posix(), path.stat().st_size

    def remove_everything(self) -> None:
        shutil.rmtree(self.location, ignore_errors=True)
