"""The parameters of lists, from the address to what selectors take."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from api.parsing import parse_json
from crm_core.records.selectors import ListParams
from freehold.errors import Malformed

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
_RESERVED = {"filter", "sort", "fields", "search", "limit", "cursor", "trash"}
_WORDS = {"true": True, "1": True, "false": False, "0": False}


def list_params(
    query: QueryDict, *, also: frozenset[str] = frozenset(), most: int = MAX_LIMIT
) -> ListParams:
    """`Malformed` for whatever can't be read; which fields there are, the selector knows.

    `also` names parameters of the endpoint's own: they are no fields to filter by.
    """
    given = single(query)
    return ListParams(
        filter=parse_json(given["filter"]) if given.get("filter") else None,
        short={name: value for name, value in given.items() if name not in _RESERVED | also},
        sort=names(given.get("sort", "")),
        fields=_fields(given.get("fields", "")),
        search=given.get("search", ""),
        limit=limit(given, most=most),
        cursor=given.get("cursor") or None,
        trash=flag(given, "trash"),
    )


def single(query: QueryDict) -> dict[str, str]:
    """Each parameter once: two values for one name could be read in two ways."""
    for name, values in query.lists():
        if len(values) > 1:
            raise Malformed(
                _("The parameter “%(name)s” is given more than once.") % {"name": name[:60]}
            )
    return {name: str(value) for name, value in query.items()}


def limit(given: dict[str, str], *, default: int = DEFAULT_LIMIT, most: int = MAX_LIMIT) -> int:
    text = given.get("limit", "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 6 or not 1 <= int(text) <= most:
        raise Malformed(_("“limit” is a whole number from 1 to %(most)s.") % {"most": most})
    return int(text)


def flag(given: dict[str, str], name: str) -> bool:
    text = given.get(name, "").lower()
    if text and text not in _WORDS:
        raise Malformed(_("“%(name)s” is true or false.") % {"name": name})
    return _WORDS.get(text, False)


def _fields(text: str) -> tuple[str, ...] | None:
    """Those asked for, and always the id, by which every record is told."""
    asked = names(text)
    if not asked:
        return None
    return asked if "id" in asked else ("id", *asked)


def names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
