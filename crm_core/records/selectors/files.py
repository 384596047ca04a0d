"""Files as the readers of their records see them."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from crm_core.records.selectors.reading import get_record
from freehold.errors import Forbidden, Malformed, NotFound
from freehold.files.models import File, FileState
from freehold.files.sniffing import SHOWN
from freehold.identity.actor import Actor


def kept_files(record_id: UUID) -> QuerySet[File]:
    """Newest first; whoever calls has checked that the reader sees the record."""
    kept = File.objects.filter(record_id=record_id, state=FileState.KEPT)
    return kept.select_related("created_by").order_by("-created_at", "-id")


def list_files(
    object_name: str, record_id: UUID, *, actor: Actor, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """A page of a record's files; 404 when the record is not visible."""
    get_record(object_name, record_id, actor=actor, fields=("id",))
    files = kept_files(record_id)
    if cursor:
        files = files.filter(_after(cursor))
    found = list(files[: limit + 1])
    page = found[:limit]
    following = f"{page[-1].created_at.isoformat()}~{page[-1].id}" if len(found) > limit else None
    return {"results": [described(one) for one in page], "next": following}


def get_file(file_id: UUID, *, actor: Actor) -> File:
    """The file, when its record is visible; 404 in every other case."""
    file = (
        File.objects.select_related("created_by").filter(id=file_id, state=FileState.KEPT).first()
    )
    absent = NotFound(gettext("There is no such file, or you may not see it."))
    if file is None:
        raise absent
    try:
        get_record(file.object, file.record_id, actor=actor, fields=("id",))
    except (NotFound, Forbidden):
        raise absent from None
    return file


def described(file: File) -> dict[str, Any]:
    """In API form; `preview` says whether the content may be shown in the page."""
    by = file.created_by
    return {
        "id": file.id,
        "object": file.object,
        "record": file.record_id,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "preview": file.media_type in SHOWN,
        "created_at": file.created_at,
        "created_by": {"id": by.id, "name": str(by)} if by else None,
        "address": f"/api/v1/files/{file.id}/content/",
    }


def _after(cursor: str) -> Q:
    moment, _, ident = cursor.partition("~")
    try:
        at, last = parse_datetime(moment.replace(" ", "+")), UUID(ident)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Malformed(gettext("This cursor is not one of this list; begin again without it."))
    return Q(created_at__lt=at) | Q(created_at=at, id__lt=last)
