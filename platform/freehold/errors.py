"""What can go wrong for a caller, in the terms of RFC 9457; every layer raises these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing to put right: the field's path, a code for programs, a sentence for people."""

    field: str
    code: str
    message: str

    def as_json(self) -> dict[str, str]:
        return {"field": self.field, "code": self.code, "message": self.message}


class Problem(Exception):
    """A refusal that a person or program can act on; `detail` says what to do."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "malformed"
    title: ClassVar[str] = "Malformed request"

    def __init__(
        self,
        detail: str = "",
        *,
        errors: Sequence[FieldError] = (),
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = list(errors)
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})


class Malformed(Problem):
    """The request can't be read."""


class NotSignedIn(Problem):
    status = 401
    code = "not_signed_in"
    title = "Sign in first"


class Forbidden(Problem):
    status = 403
    code = "forbidden"
    title = "Your roles do not allow this"


class NotFound(Problem):
    """Absent or not visible: the two look the same."""

    status = 404
    code = "not_found"
    title = "Not found"


class Conflict(Problem):
    status = 409
    code = "conflict"
    title = "Something else stands in the way"


class Stale(Problem):
    """Someone else saved first; `extra["current"]` is the record as it stands."""

    status = 412
    code = "stale"
    title = "Someone else changed this record first"


class TooLarge(Problem):
    status = 413
    code = "too_large"
    title = "Too large"


class WrongMediaType(Problem):
    status = 415
    code = "wrong_media_type"
    title = "Wrong media type"


class Invalid(Problem):
    """Understood but not acceptable; `errors` names each field."""

    status = 422
    code = "invalid"
    title = "Some values need to be put right"

    @classmethod
    def at(cls, field: str, code: str, message: str) -> "Invalid":
        return cls(message, errors=[FieldError(field, code, message)])


class ReadOnly(Problem):
    status = 423
    code = "read_only"
    title = "This workspace is read-only"


class TooManyRequests(Problem):
    status = 429
    code = "too_many_requests"
    title = "Too many requests"


class Unavailable(Problem):
    status = 503
    code = "unavailable"
    title = "Not available right now"
