"""Files of a tenant in an S3 bucket (needs the extra `storage`), under its immutable id."""

from collections.abc import Iterator

from django.core.exceptions import SuspiciousOperation
from storages.backends.s3 import S3Storage
from storages.utils import safe_join

from tenants.storage import tenant_folder


class TenantS3Storage(S3Storage):  # type: ignore[misc]  # untyped library
    """One bucket for all tenants; no name leads out of the active tenant's own folder."""

    def _normalize_name(self, name: str) -> str:
        try:
            return str(safe_join(f"{self.location}/{tenant_folder()}".strip("/"), name))
        except ValueError as error:
            raise SuspiciousOperation(f"Attempted access to '{name}' denied.") from error

    def everything(self) -> Iterator[tuple[str, int]]:
        root = f"{self._normalize_name('')}/"
        for found in self.bucket.objects.filter(Prefix=root):
            yield found.key.removeprefix(root), found.size

    def remove_everything(self) -> None:
        self.bucket.objects.filter(Prefix=f"{self._normalize_name('')}/").delete()
