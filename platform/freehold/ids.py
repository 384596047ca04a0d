"""Identifiers of everything that is stored: UUID version 7 (RFC 9562), ordered by time."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    return uuid7()
