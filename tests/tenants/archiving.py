"""A tenant with something of everything, and what its archive tells."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from crm_core.hooks.models import Webhook, WebhookDelivery
from freehold.audit.models import AuditEntry
from freehold.audit.services import record
from freehold.files.models import File, FileState
from freehold.identity.models import User
from freehold.identity.services.keys import create_api_key
from freehold.ids import new_id
from tenants.archives.reading import Archive
from tenants.archives.writing import write_archive
from tenants.context import in_public, in_tenant
from tenants.models import Operation, Tenant
from tenants.operations.progress import Progress, noted
from tenants.provisioning import replay
from tenants.provisioning.provision import provision_tenant
from tests.freehold.actors import CLI
from tests.freehold.audit import chains
from tests.ground import people


def filled() -> Tenant:
    """With sample records, a file, a session, an API key, and an audit trail that is sealed."""
    slug = f"full-{uuid4().hex[:8]}"
    tenant = provision_tenant(
        slug, "Full Ltd", people.email_of(slug), admin_password=people.PASSWORD, sample_data=True
    ).tenant
    with in_tenant(tenant):
        user = User.objects.get()
        stored = default_storage.save("files/letter", ContentFile(b"Dear Ada,\x00\xff"))
        File.objects.create(
            object="accounts", record_id=new_id(), name="letter.txt", media_type="text/plain",
            size=11, stored_as=stored, state=FileState.KEPT,
        )  # fmt: skip
        SessionStore().create()
        create_api_key(actor=CLI, user_id=user.id, name="ERP")
        hook = Webhook.objects.create(name="ERP", url="https://erp.example/", owner=user)
        WebhookDelivery.objects.create(webhook=hook, type="webhook.test", at=timezone.now())
        record(actor=CLI, action="tested", object="tests", record_name='\\N "tab"\tend')
        chains.seal(AuditEntry.objects.count())
    return tenant


def archived(tenant: Tenant) -> tuple[bytes, dict[str, Any]]:
    out = io.BytesIO()
    with progressing() as progress:
        manifest = write_archive(tenant, out, progress)
    return out.getvalue(), manifest


def manifest_of(path: Path) -> dict[str, Any]:
    with path.open("rb") as content, Archive(content) as archive:
        return archive.manifest


@contextmanager
def progressing() -> Iterator[Progress]:
    with noted(new_id()) as progress:
        yield progress


def gone(*slugs: str) -> None:
    """Remove what a test restored, with its operations."""
    with in_public():
        for tenant in Tenant.objects.filter(slug__in=slugs):
            if tenant.kept:
                replay.drop_schema(tenant.kept["schema"])
            people.drop(tenant)
        Operation.objects.filter(subject__in=slugs).delete()
