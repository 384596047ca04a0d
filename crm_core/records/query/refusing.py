"""What a filter is refused with."""

from freehold.errors import FieldError, Malformed


def refuse(path: str, message: str) -> Malformed:
    return Malformed(message, errors=[FieldError(path, "invalid_filter", message)])
