"""Changes of settings in words: each value that differs on a line of its own, with its name.

The trail keeps what was written, nested as it is: grants by object and verb, sections with their
fields, rules by name. People read paths (“Accounts › change”) and values (“everybody's”).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.policy import Policy
from crm_core.records.rights import RIGHT_LABELS
from crm_core.records.selectors.names import Names

#: Lines that one change is told in at most.
MOST_PARTS = 100
_LONGEST = 300
_SEPARATOR = " › "
_LABELS = {
    "accent": _("Colour"),
    "active": _("Active"),
    "address": _("Address"),
    "api_keys": _("Create API keys for oneself"),
    "audience": _("For whom"),
    "by": _("By"),
    "category": _("Category"),
    "certificate": _("Fingerprint of the certificate"),
    "choices": _("Choices"),
    "chosen": _("Chosen tenants"),
    "city": _("City"),
    "color": _("Colour"),
    "columns": _("Columns"),
    "computed": _("Computation"),
    "consented": _("With consent"),
    "converted": _("Converted"),
    "country": _("Country"),
    "create": _("create"),
    "currencies": _("Other currencies"),
    "currency": _("Currency"),
    "default": _("Default"),
    "default_columns": _("Columns of the list"),
    "delete": _("delete"),
    "description": _("Description"),
    "database": _("Database"),
    "dismissible": _("May be closed"),
    "email": _("E-mail"),
    "erase_at": _("Erased on"),
    "excluded": _("Never for"),
    "expires_at": _("Until"),
    "expression": _("Formula"),
    "fields": _("Fields"),
    "events": _("Events"),
    "filter": _("Filter"),
    "files": _("Files"),
    "first_weekday": _("First day of the week"),
    "fiscal_month": _("First month of the fiscal year"),
    "from": _("Archive of"),
    "function": _("Function"),
    "grants": _("Permissions"),
    "group_by": _("Groups"),
    "help": _("Help"),
    "icon": _("Icon"),
    "included": _("Always for"),
    "ip": _("IP address"),
    "is_active": _("Active"),
    "is_default": _("Default"),
    "is_on": _("On"),
    "label": _("Label"),
    "label_plural": _("Label of several"),
    "left_out": _("Rows left out"),
    "level": _("Weight"),
    "limits": _("Limits"),
    "link": _("Link"),
    "locale": _("Language"),
    "logo": _("Logo"),
    "lost_reasons": _("Reasons for losing"),
    "made_at": _("Made on"),
    "manager": _("Manager"),
    "mapping": _("Columns of the file"),
    "max": _("Largest value"),
    "merged": _("Merged"),
    "max_length": _("Greatest length"),
    "members": _("Members"),
    "min": _("Smallest value"),
    "min_length": _("Least length"),
    "name": _("Name"),
    "navigation": _("In the menu"),
    "object": _("Object"),
    "options": _("Options"),
    "owner": _("Owner"),
    "parent": _("Above it"),
    "pattern": _("Pattern"),
    "pattern_help": _("Help for the pattern"),
    "percent": _("Share of the tenants in percent"),
    "pipeline": _("Pipeline"),
    "plan": _("Plan"),
    "position": _("Position"),
    "postal_code": _("Postal code"),
    "probability": _("Probability"),
    "read": _("see"),
    "reason": _("Reason"),
    "required": _("Required"),
    "required_fields": _("Required fields"),
    "required_if": _("Required if"),
    "records": _("Records"),
    "region": _("Region"),
    "result": _("Type of the result"),
    "retired": _("Out of use"),
    "right": _("Right"),
    "rights": _("Rights"),
    "roles": _("Roles"),
    "rollup": _("Roll-up"),
    "rots_after": _("Rotting after (days)"),
    "rows": _("Rows"),
    "rules": _("Rules"),
    "scopes": _("Reach"),
    "search": _("Search"),
    "section": _("Section"),
    "sections": _("Sections"),
    "sensitive": _("Sensitive"),
    "sessions": _("Sessions"),
    "sha256": _("Fingerprint"),
    "shared": _("Shared with"),
    "shown_from": _("Shown from"),
    "shown_until": _("Shown until"),
    "sort": _("Order"),
    "stages": _("Stages"),
    "state": _("State"),
    "street": _("Street"),
    "team": _("Team"),
    "time_zone": _("Time zone"),
    "photo": _("Photo"),
    "to": _("To"),
    "texts": _("Texts"),
    "title_label": _("Label of the title"),
    "type": _("Type"),
    "unique": _("Unique"),
    "until": _("Until"),
    "update": _("change"),
    "url": _("Address"),
    "user": _("User"),
    "value": _("Value"),
    "won_reasons": _("Reasons for winning"),
    "writes": _("May change records"),
}
#: What values mean where they stand under these names.
_SCOPES = {
    "none": _("nobody's"),
    "own": _("one's own"),
    "team": _("one's teams'"),
    "team_and_below": _("one's teams' and those below"),
    "all": _("everybody's"),
}
_LEVELS = {"hidden": _("hidden"), "read": _("to be read"), "write": _("to be changed")}
_SHARED = {"private": _("nobody"), "team": _("a team"), "everyone": _("everyone")}
_CATEGORIES = {"open": _("open"), "won": _("won"), "lost": _("lost")}
_TENANT_STATES = {
    "provisioning": _("being set up"),
    "trial": _("on trial"),
    "active": _("active"),
    "past_due": _("payment past due"),
    "suspended": _("suspended"),
    "locked": _("locked"),
    "closing": _("closing"),
    "erased": _("erased"),
}
_VALUES: dict[str, Mapping[str, Any]] = {
    "read": _SCOPES,
    "update": _SCOPES,
    "delete": _SCOPES,
    "shared": _SHARED,
    "category": _CATEGORIES,
    "rights": RIGHT_LABELS,
    "state": _TENANT_STATES,
}
#: Ids under these names, and what they are of.
_REFERENCES = {
    "members": "users", "manager": "users", "owner": "users", "user": "users", "to": "users",
    "parent": "teams", "team": "teams", "pipeline": "pipelines",
}  # fmt: skip
#: What tells one entry of a list from another.
_KEYS = ("name", "label", "value")

Path = tuple[str, ...]


class Words:
    """First `note` every change, then let `names` be resolved, then ask for the `parts`."""

    def __init__(self, policy: Policy, names: Names) -> None:
        self.policy = policy
        self.names = names
        self._objects = catalogue.current().objects

    def note(self, name: str, *values: Any) -> None:
        """Ids whose names will be told."""
        for path, value in (found for one in values for found in _leaves((name,), one)):
            target = _REFERENCES.get(path[-1])
            if target is not None:
                for one in _texts(value):
                    self.names.want_named(target, one)

    def parts(
        self, name: str, old: Any, new: Any, about: ObjectType | None
    ) -> list[dict[str, Any]]:
        """What differs, as label, old and new; `about` is the object that plain fields are of."""
        before, after = dict(_leaves((name,), old)), dict(_leaves((name,), new))
        differing = [path for path in {**before, **after} if before.get(path) != after.get(path)]
        return [
            {
                "label": self._label(path, about),
                "from": self._text(path, before.get(path), about),
                "to": self._text(path, after.get(path), about),
            }
            for path in differing[:MOST_PARTS]
            if self._may_know(path, about)
        ]

    def label(self, name: str) -> str:
        return str(_LABELS.get(name, name.replace("_", " ")))

    def _may_know(self, path: Path, about: ObjectType | None) -> bool:
        """Levels of a field that is hidden from the reader tell that there is one."""
        if path[0] == "fields" and len(path) == 3:
            return self.policy.field_access(path[1], path[2]) != "hidden"
        return True

    def _label(self, path: Path, about: ObjectType | None) -> str:
        shown = [self._step(path, index) for index in range(len(path))]
        # The names of the nested ones say it all: “Accounts › see”, not “Permissions › Accounts …”.
        if len(shown) > 1 and path[0] in ("grants", "fields", "rules", "sections", "rows"):
            shown = shown[1:]
        return _SEPARATOR.join(shown)

    def _step(self, path: Path, index: int) -> str:
        name = path[index]
        if path[0] in ("grants", "fields") and index == 1:
            if name == "*":
                return str(_("All other objects"))
            return str(self._objects[name].label_plural) if name in self._objects else name
        if path[0] == "fields" and index == 2:
            return self._field(self._objects.get(path[1]), name)
        if path[0] in ("sections", "choices") and index == 1:
            return f"“{name}”" if name else str(_("Without a name"))
        return self.label(name)

    def _field(self, object_type: ObjectType | None, name: str) -> str:
        field = object_type.fields.get(name) if object_type else None
        if object_type is None or field is None:
            return name
        if self.policy.field_access(object_type.name, name) == "hidden":
            return str(_("a field that you may not see"))
        return str(field.label)

    def _text(self, path: Path, value: Any, about: ObjectType | None) -> Any:
        """Words, numbers and truths; never nested."""
        if isinstance(value, list):
            return ", ".join(str(self._text(path, one, about)) for one in value)[:_LONGEST] or None
        if not isinstance(value, str) or not value:
            return value if value != "" else None
        if path[-1] in ("fields", "columns", "default_columns", "required_fields", "sort"):
            bare = value.lstrip("-")
            return self._field(about, bare) + (" ↓" if bare != value else "")
        if path[0] == "fields" and len(path) == 3:
            return str(_LEVELS.get(value, value))
        if path[-1] in _REFERENCES and _is_id(value):
            return self.names.named(_REFERENCES[path[-1]], value) or str(_("no longer there"))
        if path[-1] == "locale":
            return _language(value)
        # A share is told by the name of whom it is with.
        words = _VALUES.get(path[-1], {} if path[-1] in _LABELS else _LEVELS)
        return str(words.get(value, value))[:_LONGEST]


def _language(code: str) -> str:
    """“English (Germany)” for `en-DE`, in the language of the reader."""
    try:
        reader = Locale.parse(get_language() or "en", sep="-")
        return Locale.parse(code, sep="-").get_display_name(reader) or code
    except (UnknownLocaleError, ValueError):
        return code


def _leaves(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """Every single value with the names that lead to it; lists of plain values are single."""
    if path[-1] in ("filter", "required_if") and isinstance(value, Mapping):
        yield path, _condition(value)
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from _leaves((*path, str(name)), one)
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        if path[-1] in ("columns", "sort"):
            yield path, [str(one.get("field", one.get("name", ""))) for one in value]
            return
        for one in value:
            key = next((str(one[key]) for key in _KEYS if one.get(key)), "")
            rest = {name: held for name, held in one.items() if str(held) != key}
            inside = list(_leaves((*path, key), rest))
            yield from inside or [((*path, key), True)]
    elif value not in (None, "", [], {}):
        yield path, value


def _condition(node: Any) -> str:
    """A filter as people might write it down, without the meaning of ids."""
    if not isinstance(node, Mapping):
        return ""
    for word in ("and", "or"):
        if word in node:
            joined = str(_("and")) if word == "and" else str(_("or"))
            return f" {joined} ".join(f"({_condition(one)})" for one in node[word])
    if "not" in node:
        return str(_("not")) + f" ({_condition(node['not'])})"
    if "op" not in node and "value" not in node:
        # What an export of the trail was narrowed down to is no tree of conditions.
        return "; ".join(f"{_LABELS.get(name, name)}: {one}" for name, one in node.items())
    value = node.get("value")
    shown = (
        ", ".join(_texts(value))
        if not isinstance(value, Mapping)
        else ", ".join(str(one) for one in value.values())
    )
    return (
        f"{node.get('field', '')} {_OPERATORS.get(str(node.get('op', 'eq')), '=')} {shown}".strip()
    )


_OPERATORS: dict[str, Any] = {
    "eq": "=", "ne": "≠", "lt": "<", "lte": "≤", "gt": ">", "gte": "≥", "between": _("between"),
    "in": _("one of"), "nin": _("none of"), "contains": _("contains"), "icontains": _("contains"),
    "startswith": _("begins with"), "empty": _("empty:"), "relative": _("in"),
}  # fmt: skip


def _texts(value: Any) -> Iterable[str]:
    if value in (None, ""):
        return ()
    return map(str, value) if isinstance(value, list) else (str(value),)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
