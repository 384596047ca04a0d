"""Cache keys and files belong to one tenant; without one there are none."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation, SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from freehold.context import NoTenantActive
from tenants.context import in_tenant
from tenants.models import Tenant
from tenants.s3 import TenantS3Storage


@pytest.fixture(autouse=True)
def _media(tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_two_tenants_do_not_share_a_cache_key(acme: Tenant, globex: Tenant) -> None:
    with in_tenant(acme):
        cache.set("answer", 42)
    with in_tenant(globex):
        assert cache.get("answer") is None
    with in_tenant(acme):
        assert cache.get("answer") == 42


def test_without_tenant_there_is_no_cache_but_the_platform_s(db: None) -> None:
    with pytest.raises(NoTenantActive):
        cache.get("answer")
    cache.set("platform:answer", 1)
    assert cache.get("platform:answer") == 1


def test_files_lie_under_the_tenant_s_immutable_id(acme: Tenant, tmp_path: Path) -> None:
    with in_tenant(acme):
        name = default_storage.save("a/report.txt", ContentFile(b"secret"))
        assert Path(default_storage.path(name)) == tmp_path / f"tenants/{acme.id}/a/report.txt"
        assert default_storage.open(name).read() == b"secret"


def test_two_tenants_do_not_share_a_file(acme: Tenant, globex: Tenant) -> None:
    with in_tenant(acme):
        name = default_storage.save("report.txt", ContentFile(b"secret"))
    with in_tenant(globex):
        assert not default_storage.exists(name)
        for escape in (f"../{acme.id}/report.txt", f"/tenants/{acme.id}/report.txt"):
            with pytest.raises(SuspiciousFileOperation):
                default_storage.open(escape)


def test_without_tenant_there_is_no_file() -> None:
    with pytest.raises(NoTenantActive):
        default_storage.save("report.txt", ContentFile(b"x"))


def test_the_bucket_s_names_begin_with_the_tenant(acme: Tenant) -> None:
    storage = TenantS3Storage(bucket_name="files")
    with pytest.raises(NoTenantActive):
        storage._normalize_name("a.txt")
    with in_tenant(acme):
        assert storage._normalize_name("a.txt") == f"tenants/{acme.id}/a.txt"
        with pytest.raises(SuspiciousOperation):
            storage._normalize_name("../other/a.txt")
