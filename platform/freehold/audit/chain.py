"""What is sealed of an entry, byte by byte: the same under every setting of the database's session.

An entry's leaf is SHA-256 over who, when and what, followed by SHA-256 over a random salt and the
values. A seal's hash is SHA-256 over the former seal's hash, its number, its entries' ids and their
leaves. The salts are not part of it: whoever erases a person keeps the digest of the values,
removes values and salt, and the chain still verifies, while nothing can be guessed back.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

GENESIS = bytes(32)
LEAF, SALT = 32, 16

#: Moments as microseconds, JSON in jsonb's own text: neither TimeZone nor DateStyle shows in them.
COLUMNS = (
    "id, (extract(epoch FROM at) * 1000000)::bigint::text, actor_id::text, source, request_id,"
    " action, object, record_id::text, actor_name, record_name, changes::text"
)
_TOLD = 8


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the chain sees it: its id, then the columns of `COLUMNS`."""

    id: int
    told: tuple[str | None, ...]
    values: tuple[str | None, ...]

    @classmethod
    def of(cls, row: Sequence[Any]) -> "Link":
        return cls(row[0], tuple(row[1:_TOLD]), tuple(row[_TOLD:]))

    def leaf(self, salt: bytes) -> bytes:
        digest = hashlib.sha256(salt + canonical(self.values)).digest()
        return hashlib.sha256(canonical((str(self.id), *self.told)) + digest).digest()


def canonical(parts: Sequence[str | None]) -> bytes:
    """Each part with its length before it, so that no two lists of parts look alike."""
    written = bytearray()
    for part in parts:
        if part is None:
            written += b"-"
        else:
            text = part.encode()
            written += b"+" + len(text).to_bytes(8) + text
    return bytes(written)


def seal_hash(previous: bytes, number: int, ids: Sequence[int], leaves: bytes) -> bytes:
    named = b"".join(ident.to_bytes(8) for ident in ids)
    return hashlib.sha256(previous + number.to_bytes(8) + named + leaves).digest()


def pieces(joined: bytes, size: int) -> list[bytes]:
    return [joined[start : start + size] for start in range(0, len(joined), size)]
