"""What can go wrong for a caller, in the terms of RFC 9457; every layer raises these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.utils.translation import gettext, gettext_noop


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
    title: ClassVar[str] = gettext_noop("Malformed request")

    def __init__(
        self,
        detail: str = "",
        *,
        errors: Sequence[FieldError] = (),
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.detail = detail or gettext(self.title)
        super().__init__(self.detail)
        self.errors = list(errors)
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})

    @classmethod
    def at(cls, field: str, code: str, message: str) -> Self:
        """A refusal of one field, so that a form can say it there."""
        return cls(message, errors=[FieldError(field, code, message)])


class Malformed(Problem):
    """The request can't be read."""


class NotSignedIn(Problem):
    status = 401
    code = "not_signed_in"
    title = gettext_noop("Sign in first")


class Forbidden(Problem):
    status = 403
    code = "forbidden"
    title = gettext_noop("Your roles do not allow this")


class NotFound(Problem):
    """Absent or not visible: the two look the same."""

    status = 404
    code = "not_found"
    title = gettext_noop("Not found")


class Conflict(Problem):
    status = 409
    code = "conflict"
    title = gettext_noop("Something else stands in the way")


class Stale(Problem):
    """Someone else saved first; `extra["current"]` is the record as it stands."""

    status = 412
    code = "stale"
    title = gettext_noop("Someone else changed this record first")


class TooLarge(Problem):
    status = 413
    code = "too_large"
    title = gettext_noop("Too large")


class WrongMediaType(Problem):
    status = 415
    code = "wrong_media_type"
    title = gettext_noop("Wrong media type")


class Invalid(Problem):
    """Understood but not acceptable; `errors` names each field."""

    status = 422
    code = "invalid"
    title = gettext_noop("Some values need to be put right")


class Faults:
    """Gathers what several checks refuse of single fields, so that all of it is told at once.

    Each check stands in a `with faults:` of its own; `tell` raises what they found, if anything:
    the one refusal as it is, several as Invalid, or as Conflict where all are.
    """

    def __init__(self) -> None:
        self._found: list[Invalid | Conflict] = []

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        is_of_a_field = isinstance(error, Conflict) and bool(error.errors)
        if not (isinstance(error, Invalid) or is_of_a_field):
            return False
        assert isinstance(error, (Invalid, Conflict))
        self._found.append(error)
        return True

    def tell(self) -> None:
        if len(self._found) < 2:
            for found in self._found:
                raise found
            return
        errors = [one for found in self._found for one in found.errors]
        kind = Conflict if all(isinstance(one, Conflict) for one in self._found) else Invalid
        raise kind(self._found[0].detail, errors=errors)


class ReadOnly(Problem):
    status = 423
    code = "read_only"
    title = gettext_noop("This workspace is read-only")


class Locked(Problem):
    """Not even reading; whoever may pay or close it still signs in."""

    status = 423
    code = "locked"
    title = gettext_noop("This workspace is locked")


class TooManyRequests(Problem):
    status = 429
    code = "too_many_requests"
    title = gettext_noop("Too many requests")


class Unavailable(Problem):
    status = 503
    code = "unavailable"
    title = gettext_noop("Not available right now")
