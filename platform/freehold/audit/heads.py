"""The chain's head, kept where a change of the tenant's tables does not reach.

Three places, each signed with the installation's secret: a row of the platform's schema, a file of
`settings.AUDIT_HEADS`, and a line of the log. Whoever cuts the trail's tail would have to change
them all, and know the secret.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from secrets import compare_digest
from typing import Any

import structlog
from django.conf import settings
from django.utils.crypto import salted_hmac

from freehold.context import current_tenant
from freehold.tenancy import door

log = structlog.get_logger(__name__)
_PURPOSE = "freehold.audit.head"


@dataclass(frozen=True, slots=True)
class Head:
    """The newest seal: its number, its hash in hex, how many entries are sealed with it."""

    number: int
    hash: str
    entries: int
    at: str
    signature: str = ""
    place: str = ""

    @property
    def is_genuine(self) -> bool:
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return any(compare_digest(self.signature, _signature(self, key)) for key in keys)

    @property
    def is_up_to_date(self) -> bool:
        """Whether the present key signed it."""
        return compare_digest(self.signature, _signature(self))


def signed_head(number: int, hash: bytes, entries: int, at: datetime) -> Head:
    bare = Head(number, hash.hex(), entries, at.isoformat())
    return Head(bare.number, bare.hash, bare.entries, bare.at, _signature(bare))


def keep(head: Head) -> None:
    """In the platform's schema; part of the running transaction."""
    door().keep_audit_head(asdict(head))


def publish(head: Head) -> None:
    """To the file and the log, once the seal is committed. A full disk stops no sealing."""
    path = _file()
    log.info("audit.sealed", seal=head.number, head=head.hash, entries=head.entries,
             signature=head.signature)  # fmt: skip
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(asdict(head)) + "\n")
        draft.replace(path)
    except OSError as error:
        log.warning("audit.head_not_written", path=str(path), error=str(error))


def kept_heads() -> list[Head]:
    """What the outside places say of the active tenant's chain."""
    found = []
    row = door().audit_head()
    if row is not None:
        found.append(_read(row, "the platform's schema"))
    path = _file()
    if path is not None and path.exists():
        try:
            found.append(_read(json.loads(path.read_text()), str(path)))
        except (OSError, ValueError, TypeError):
            found.append(Head(0, "", 0, "", place=str(path)))
    return found


def sign_anew() -> int:
    """Have the present key sign what a former one signed; nobody may seal meanwhile."""
    signed = 0
    path = _file()
    for head in kept_heads():
        if head.is_genuine and not head.is_up_to_date:
            fresh = replace(head, signature=_signature(head), place="")
            publish(fresh) if path and head.place == str(path) else keep(fresh)
            signed += 1
    return signed


def _read(kept: dict[str, Any], place: str) -> Head:
    return Head(**{**kept, "place": place})


def _file() -> Path | None:
    folder: str = settings.AUDIT_HEADS
    return Path(folder) / f"{current_tenant().id}.json" if folder else None


def _signature(head: Head, key: str | bytes | None = None) -> str:
    told = f"{current_tenant().id}:{head.number}:{head.hash}:{head.entries}:{head.at}"
    return salted_hmac(_PURPOSE, told, secret=key, algorithm="sha256").hexdigest()
