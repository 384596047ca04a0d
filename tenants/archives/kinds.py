"""Export, restore, clone and erase as operations: what each does, what it leaves if killed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from freehold.errors import NotFound
from tenants import certificates, placements
from tenants.archives import restoring, store, swapping, writing
from tenants.archives.format import Measure
from tenants.archives.reading import Archive
from tenants.archives.restoring import Plan
from tenants.context import in_public
from tenants.models import Operation
from tenants.operations.progress import Progress
from tenants.operations.registry import Kind, nothing_to_clean, register
from tenants.operations.running import actor_of
from tenants.services.erasing import erase_tenant
from tenants.services.transitions import tell_operators, tenant_by_slug

_BLOCK = 1024 * 1024


def _export(operation: Operation, progress: Progress) -> dict[str, Any]:
    tenant = tenant_by_slug(operation.subject)
    path = operation.wishes.get("path")
    if path is None:
        with tempfile.TemporaryFile() as content:
            told = _written(operation, content, progress)
            told["file"] = store.keep(operation.id, content)
    else:
        draft = _draft(path)
        with draft.open("w+b") as content:
            told = _written(operation, content, progress)
        draft.replace(path)
        told["path"] = path
    with in_public():
        actor, changes = actor_of(operation), {"sha256": [None, told["sha256"]]}
        tell_operators(tenant, "tenant.exported", actor=actor, changes=changes)
    return told


def _written(operation: Operation, content: IO[bytes], progress: Progress) -> dict[str, Any]:
    manifest = writing.write_archive(tenant_by_slug(operation.subject), content, progress)
    content.seek(0)
    measure = Measure()
    while block := content.read(_BLOCK):
        measure.update(block)
    content.seek(0)
    return {
        "rows": sum(table["rows"] for table in manifest["tables"].values()),
        "files": len(manifest["files"]),
        **measure.as_json(),
    }


def _remove_export(operation: Operation) -> None:
    path = operation.wishes.get("path")
    if path is None:
        store.forget(operation.id)
    else:
        _draft(path).unlink(missing_ok=True)


def _draft(path: str) -> Path:
    return Path(path).with_name(f"{Path(path).name}.part")


def _restore(operation: Operation, progress: Progress) -> dict[str, Any]:
    with _source(operation) as content, Archive(content) as archive:
        if operation.wishes.get("in_place"):
            return restoring.restore_in_place(
                archive,
                operation.subject,
                operation.wishes["schema"],
                progress,
                actor=actor_of(operation),
            )
        plan = plan_of(operation)
        return restoring.restore_as_new(archive, plan, progress, actor=actor_of(operation))


@contextmanager
def _source(operation: Operation) -> Iterator[IO[bytes]]:
    if "path" in operation.wishes:
        with Path(operation.wishes["path"]).open("rb") as content:
            yield content
    else:
        with store.opened(UUID(operation.wishes["archive"])) as content:
            yield content


def _clone(operation: Operation, progress: Progress) -> dict[str, Any]:
    with tempfile.TemporaryFile() as content:
        tenant = tenant_by_slug(operation.wishes["source"])
        writing.write_archive(tenant, content, progress)
        content.seek(0)
        with Archive(content) as archive:
            plan = plan_of(operation)
            return restoring.restore_as_new(archive, plan, progress, actor=actor_of(operation))


def _remove_restore(operation: Operation) -> None:
    if operation.wishes.get("in_place"):
        restoring.remove_unused(operation.wishes["schema"], _database_of(operation))
    else:
        restoring.remove_unfinished(plan_of(operation))


def _database_of(operation: Operation) -> str:
    """Of the tenant that the operation is about; one that is gone took its schemas along."""
    with in_public():
        tenant = operation.tenant
    return tenant.database if tenant else placements.HOME


def plan_of(operation: Operation) -> Plan:
    wishes = operation.wishes
    return Plan(
        tenant_id=UUID(wishes["tenant_id"]),
        schema=wishes["schema"],
        slug=operation.subject,
        name=wishes.get("name", ""),
        is_sandbox=wishes.get("is_sandbox", False),
        with_keys=wishes.get("with_keys", False),
        database=wishes.get("database", placements.HOME),
    )


def _confirm(operation: Operation, progress: Progress) -> dict[str, Any]:
    progress.step("removing")
    swapping.confirm_restore(operation.subject, actor=actor_of(operation))
    return {"tenant": operation.subject}


def _take_back(operation: Operation, progress: Progress) -> dict[str, Any]:
    progress.step("swapping")
    swapping.take_back_restore(operation.subject, actor=actor_of(operation))
    return {"tenant": operation.subject}


def _erase(operation: Operation, progress: Progress) -> dict[str, Any]:
    progress.step("erasing")
    try:
        certificate = erase_tenant(operation.subject, actor=actor_of(operation))
    except NotFound:
        certificate = certificates.certificate(operation.subject)  # a killed run got that far
    return {"certificate": certificate["id"], "sha256": certificate["sha256"]}


def register_all() -> None:
    register(Kind("export", _export, _remove_export, queue="bulk"))
    register(Kind("restore", _restore, _remove_restore))
    register(Kind("clone", _clone, _remove_restore))
    register(Kind("confirm", _confirm, nothing_to_clean))
    register(Kind("take_back", _take_back, nothing_to_clean))
    register(Kind("erase", _erase, nothing_to_clean))
