"""Keeping contents: first the row, then the content, then the mark that it is there.

Whatever is interrupted leaves a row that expires, and the sweep deletes what it names.
"""

import datetime
import secrets
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core.files import File as Content
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.errors import Invalid, TooLarge
from freehold.files.models import File, FileState
from freehold.files.names import clean_name
from freehold.files.sniffing import sniff
from freehold.files.uploads import Upload
from freehold.identity.actor import Actor
from freehold.tenancy import door

#: How long a removal can be taken back.
KEPT_FOR = datetime.timedelta(days=30)
_UNFINISHED_FOR = datetime.timedelta(days=1)
_SWEPT_AT_ONCE = 500
_MB = 1024 * 1024


def refuse_upload(upload: Upload, *, actor: Actor) -> None:
    """Too large, empty, or more than the workspace has room for."""
    most = int(settings.FILE_MAX_BYTES)
    if upload.size > most:
        raise TooLarge(_("This file is larger than %(mb)s MB.") % {"mb": most // _MB})
    if upload.size == 0:
        raise Invalid.at("file", "empty", _("This file is empty."))
    door().require_room("storage_bytes", upload.size, actor=actor)


def begin_file(upload: Upload, *, object: str, record_id: UUID, actor: Actor) -> File:
    """The row of a file whose content is not stored yet; nobody sees it."""
    return File.objects.create(
        object=object,
        record_id=record_id,
        name=clean_name(upload.name),
        media_type=sniff(upload.content),
        size=upload.size,
        stored_as=f"files/{secrets.token_hex(20)}",
        expires_at=timezone.now() + _UNFINISHED_FOR,
        created_by_id=actor.user_id,
    )


def store_content(file: File, upload: Upload) -> None:
    upload.content.seek(0)
    file.stored_as = default_storage.save(file.stored_as, Content(upload.content))


def finish_file(file: File) -> None:
    file.state, file.expires_at = FileState.KEPT, None
    file.save(update_fields=["state", "expires_at", "stored_as"])


def put_aside(file: File) -> None:
    """Out of sight; the content stays as long as this can be taken back."""
    file.state, file.expires_at = FileState.REMOVED, timezone.now() + KEPT_FOR
    file.save(update_fields=["state", "expires_at"])


def forget_file(file: File) -> None:
    """Out of sight for ever: the next sweep deletes it."""
    file.state, file.expires_at = FileState.REMOVED, timezone.now()
    file.save(update_fields=["state", "expires_at"])


def forget_files_of(record_ids: Iterable[UUID]) -> None:
    """The records are gone for ever: the next sweep deletes their files."""
    File.objects.filter(record_id__in=list(record_ids)).update(
        state=FileState.REMOVED, expires_at=timezone.now()
    )


def forget_files_of_object(object_name: str) -> None:
    """The same for the files of all its records."""
    File.objects.filter(object=object_name).update(
        state=FileState.REMOVED, expires_at=timezone.now()
    )


def sweep() -> int:
    """Delete contents and rows that have expired; how many. It may be interrupted anywhere."""
    swept = 0
    while expired := list(
        File.objects.filter(expires_at__lt=timezone.now()).order_by("expires_at")[:_SWEPT_AT_ONCE]
    ):
        for file in expired:
            default_storage.delete(file.stored_as)
        File.objects.filter(id__in=[one.id for one in expired]).delete()
        swept += len(expired)
    return swept
