"""Photos of people: a small square drawn from what they uploaded, kept as a file of theirs."""

from io import BytesIO
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from freehold import epoch
from freehold.audit import services as audit
from freehold.epoch import TenantMemo
from freehold.errors import Conflict, Forbidden, NotFound, TooLarge
from freehold.files import services as files
from freehold.files.models import File, FileState
from freehold.files.pictures import decoded
from freehold.files.uploads import Upload
from freehold.identity.actor import Actor
from freehold.identity.models import User

MOST_BYTES = 5 * 1024 * 1024
SIDE = 256
_OBJECT = "users"

_memo: TenantMemo[dict[UUID, UUID]] = TenantMemo(size=512)


def photos() -> dict[UUID, UUID]:
    """By person the file that is their photo; from memory. Another photo is another file."""
    return _memo.get("photos", _read)


def photo_of(user_id: UUID) -> tuple[bytes, UUID]:
    """The picture and the file that it is."""
    file = _kept(user_id).first()
    if file is None:
        raise NotFound(_("There is no photo."))
    try:
        with default_storage.open(file.stored_as) as content:
            return content.read(), file.id
    except FileNotFoundError as error:
        raise NotFound(_("There is no photo.")) from error


def set_photo(upload: Upload, *, actor: Actor) -> None:
    """Show the middle of this picture wherever the actor is named."""
    user_id = _person(actor)
    if upload.size > MOST_BYTES:
        raise TooLarge(_("A photo has up to 5 MB."))
    drawn = _drawn(upload)
    with transaction.atomic():
        files.refuse_upload(drawn, actor=actor)
        file = files.begin_file(drawn, object=_OBJECT, record_id=user_id, actor=actor)
    files.store_content(file, drawn)
    with transaction.atomic():
        audit.act_as(actor)
        former = _forgotten(user_id)
        files.finish_file(file)
        _settle(actor, _self(actor), [former, str(file.id)])


@transaction.atomic
def remove_photo(*, actor: Actor) -> None:
    """Show initials again; the picture is deleted for ever."""
    audit.act_as(actor)
    former = _forgotten(_person(actor))
    if former:
        _settle(actor, _self(actor), [former, None])


@transaction.atomic
def remove_photo_of(user_id: UUID, *, actor: Actor) -> None:
    """Show somebody's initials again; who may do that is asked before. NotFound without a photo."""
    user = User.objects.filter(id=user_id).first()
    audit.act_as(actor)
    former = _forgotten(user_id) if user is not None else None
    if user is None or former is None:
        raise NotFound(_("There is no photo."))
    _settle(actor, (user.id, str(user)), [former, None])


def _read() -> dict[UUID, UUID]:
    kept = File.objects.filter(object=_OBJECT, state=FileState.KEPT).order_by("id")
    return dict(kept.values_list("record_id", "id"))


def _kept(user_id: UUID) -> QuerySet[File]:
    return File.objects.filter(record_id=user_id, object=_OBJECT, state=FileState.KEPT)


def _forgotten(user_id: UUID) -> str | None:
    """The former photo's id, deleted from now on; None without one."""
    former = list(_kept(user_id).select_for_update())
    for file in former:
        files.forget_file(file)
    return str(former[0].id) if former else None


def _person(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise Conflict(_("Only people have photos."))
    if "all" not in actor.scopes:
        raise Forbidden(_("An API key bound to reading or to some objects may not change this."))
    return actor.user_id


def _drawn(upload: Upload) -> Upload:
    square = ImageOps.fit(decoded(upload.content), (SIDE, SIDE), Image.Resampling.LANCZOS)
    out = BytesIO()
    square.save(out, "WEBP", quality=85)
    out.seek(0)
    return Upload("photo.webp", len(out.getvalue()), out)


def _self(actor: Actor) -> tuple[UUID | None, str]:
    return actor.user_id, actor.name


def _settle(actor: Actor, person: tuple[UUID | None, str], change: list[str | None]) -> None:
    audit.record(
        actor=actor,
        action="identity.user.updated",
        object="users",
        record_id=person[0],
        record_name=person[1],
        changes={"photo": change},
    )
    epoch.bump()
