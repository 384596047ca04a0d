"""Archives that the operators' console made: files of the operators' own tenant."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import IO, Any, cast
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.errors import NotFound
from tenants.context import in_public, in_tenant
from tenants.models import Operation, OperationState, Tenant

KIND = "export"


def keep(operation_id: UUID, content: IO[bytes]) -> str:
    with in_tenant(_operators(), allow_inactive=True):
        return default_storage.save(_name(operation_id), File(content))


def forget(operation_id: UUID) -> None:
    with in_tenant(_operators(), allow_inactive=True):
        default_storage.delete(_name(operation_id))


@contextmanager
def opened(operation_id: UUID) -> Iterator[IO[bytes]]:
    """The archive that this operation made; `NotFound` when there is none any more."""
    name = name_of(operation_id)
    with in_tenant(_operators(), allow_inactive=True):
        content = default_storage.open(name)
    with content:
        yield cast(IO[bytes], content)


def name_of(operation_id: UUID) -> str:
    with in_public():
        found = Operation.objects.filter(
            id=operation_id, kind=KIND, state=OperationState.DONE
        ).first()
    name = found.result.get("file") if found else None
    if not name:
        raise NotFound(_("There is no archive any more. Make a new one."))
    return str(name)


def forget_old() -> list[UUID]:
    """Archives hold everything of a tenant: they go after `settings.ARCHIVE_DAYS`."""
    since = timezone.now() - timedelta(days=settings.ARCHIVE_DAYS)
    with in_public():
        found = list(
            Operation.objects.filter(kind=KIND, ended_at__lt=since, result__has_key="file")[:100]
        )
        for one in found:
            forget(one.id)
            kept: dict[str, Any] = {**one.result}
            kept.pop("file")
            Operation.objects.filter(id=one.id).update(result=kept)
    return [one.id for one in found]


def _name(operation_id: UUID) -> str:
    return f"archives/{operation_id}.zip"


def _operators() -> Tenant:
    with in_public():
        return Tenant.objects.get(is_operators=True)
