"""Bodies checked against their schema; each mistake becomes a sentence at its field."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from api.openapi.shapes import Schema
from freehold.digits import Digits
from freehold.errors import FieldError, Invalid

_KINDS = {
    "string": _("This must be a text."),
    "integer": _("This must be a whole number."),
    "number": _("This must be a number."),
    "boolean": _("This must be true or false."),
    "array": _("This must be a list."),
    "object": _("This must be an object."),
    "null": _("This must be null."),
}
_KINDS_OR_NULL = {
    "string": _("This must be a text or null."),
    "integer": _("This must be a whole number or null."),
    "number": _("This must be a number or null."),
    "boolean": _("This must be true, false or null."),
    "array": _("This must be a list or null."),
    "object": _("This must be an object or null."),
}
_FORMATS = {
    "uuid": _("This is not an id (a UUID)."),
    "date": _("This is not a date such as 2026-03-31."),
    "date-time": _("This is not a time such as 2026-03-31T09:30:00Z."),
    "email": _("This is not an e-mail address."),
}
_BOUNDS = {
    "maxLength": _("At most %(most)s characters fit here."),
    "minLength": _("At least %(most)s characters are needed."),
    "maxItems": _("At most %(most)s entries fit here."),
    "minItems": _("At least %(most)s entries are needed."),
    "minimum": _("This must be at least %(most)s."),
    "maximum": _("This must be at most %(most)s."),
}
_UNFIT = _("This value does not fit.")


_TYPES = Draft202012Validator.TYPE_CHECKER.redefine(
    "string", lambda _, value: isinstance(value, str) and not isinstance(value, Digits)
).redefine(
    "number",
    lambda checker, value: (
        isinstance(value, Digits) or Draft202012Validator.TYPE_CHECKER.is_type(value, "number")
    ),
)
_Validator = extend(Draft202012Validator, type_checker=_TYPES)


def check(body: Any, schema: Schema) -> None:
    """Raises 422 naming every field that the schema refuses."""
    errors = sorted(_validator(orjson.dumps(schema)).iter_errors(body), key=_place)
    if errors:
        found = [problem for error in errors for problem in _field_errors(error)]
        raise Invalid(found[0].message, errors=found)


@lru_cache(maxsize=256)
def _validator(schema: bytes) -> Any:
    return _Validator(orjson.loads(schema), format_checker=FormatChecker())


def _place(error: ValidationError) -> list[str]:
    return [str(step) for step in error.absolute_path]


def _field_errors(error: ValidationError) -> list[FieldError]:
    path = _place(error)
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        name = next(name for name in missing if f"'{name}'" in error.message)
        return [FieldError(".".join([*path, name]), "required", gettext("This is required."))]
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        return [
            FieldError(".".join([*path, name]), "unknown", gettext("There is no such field here."))
            for name in error.instance
            if name not in known
        ]
    return [FieldError(".".join(path), _code(error), _sentence(error))]


def _code(error: ValidationError) -> str:
    return {"enum": "choice", "anyOf": "type"}.get(str(error.validator), str(error.validator))


def _sentence(error: ValidationError) -> str:
    wanted = error.validator_value
    if error.validator == "type":
        return _kind_wanted(wanted if isinstance(wanted, list) else [wanted])
    if error.validator == "anyOf":
        return _sentence(error.context[0]) if error.context else str(_UNFIT)
    if error.validator == "enum":
        return gettext("This must be one of: %(values)s.") % {"values": ", ".join(map(str, wanted))}
    if error.validator == "format":
        return str(_FORMATS.get(wanted, _UNFIT))
    if error.validator == "minLength" and not error.instance:
        return gettext("This must not be empty.")
    return str(_BOUNDS.get(str(error.validator), _UNFIT)) % {"most": wanted}


def _kind_wanted(kinds: Sequence[str]) -> str:
    """Whole sentences, as languages order their words differently."""
    kind, *further = kinds
    if not further:
        return str(_KINDS[kind])
    return str(_KINDS_OR_NULL.get(kind, _UNFIT) if further == ["null"] else _UNFIT)
