"""The standard tenants, each built once and kept: `bench`, `bench-xl`, the small ones around."""

import time
from collections.abc import Callable

from django.apps import apps

from freehold.identity.models import User
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tenants.ownership import as_owner
from tenants.provisioning.provision import provision_tenant
from tests.load import company
from tests.load.company import ADMIN
from tests.load.rows import Records, vacuum
from tests.load.sizes import SMALL_TENANTS, Size, small

_MARK = "built@bench.test"


def ensure(size: Size, say: Callable[[str], None]) -> None:
    """Build the tenant unless it is there, whole; one that was left half built must be removed."""
    with in_public():
        exists = Tenant.objects.filter(slug=size.slug).exists()
    if not exists:
        say(f"Building {size.slug}: {size.rows:,} records …")
        provision_tenant(size.slug, size.slug, "admin@bench.test", admin_password="measured-only")
    with in_tenant(size.slug):
        if User.objects.filter(email=_MARK).exists():
            return
        if User.objects.filter(email=ADMIN).exists():
            raise RuntimeError(f"{size.slug} was left half built: remove var/bench and begin anew.")
    began = time.perf_counter()
    _fill(size, say)
    if exists or size.rows > 10_000:
        say(f"  {size.slug} took {time.perf_counter() - began:.0f} s")


def _fill(size: Size, say: Callable[[str], None]) -> None:
    is_small = size.slug.startswith("small-")
    with in_tenant(size.slug):
        people = company.settle(stages=not is_small)
        records = Records(size, people, fields=not is_small, say=say)
        records.make()
        if not is_small:
            company.share(people, records.contacts[10:2010], records.deals[:1000])
            company.build_field_indexes()
            with as_owner():
                vacuum([one for one in apps.get_models() if _is_of_tenant(one)])
        User.objects.create_user(_MARK, None, name="Built", is_active=False)


def _is_of_tenant(model: type) -> bool:
    from django.conf import settings

    config = model._meta.app_config  # type: ignore[attr-defined]  # every model has one
    return config.name in settings.TENANT_APPS and model._meta.managed  # type: ignore[attr-defined]


def ensure_small(say: Callable[[str], None], count: int = SMALL_TENANTS) -> None:
    with in_public():
        there = Tenant.objects.filter(slug__startswith="small-").count()
    if there >= count:
        return
    say(f"Making small tenants, {there:,} of {count:,} are there …")
    began = time.perf_counter()
    for number in range(max(there - 1, 0), count):
        ensure(small(number), say)
    say(f"  small tenants took {time.perf_counter() - began:.0f} s")
