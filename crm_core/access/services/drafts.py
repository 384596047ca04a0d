"""What Settings sends as a role, checked against the catalogue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from crm_core.access.choices import ANY_OBJECT, SCOPED_VERBS, VERBS, Scope, offered_rights
from crm_core.access.models import Role
from crm_core.records import catalogue
from crm_core.records.selectors.retired import is_retired_field, is_retired_object
from freehold.errors import FieldError, Invalid

_NEVER_LIMITED = frozenset({"id", "version"})


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """A role as it shall be. `parse` makes one of anything that a client may send."""

    name: str
    description: str = ""
    is_admin: bool = False
    grants: dict[str, dict[str, Any]] = field(default_factory=dict)
    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    rights: list[str] = field(default_factory=list)


def parse(values: Mapping[str, Any], *, role: Role | None = None) -> RoleDraft:
    """The draft from the values given and, for those left out, the `role` as it stands.

    Invalid lists everything that needs to be put right.
    """
    errors: list[FieldError] = []

    def given(name: str, empty: Any) -> Any:
        return values.get(name, getattr(role, name) if role is not None else empty)

    name = given("name", "")
    if not isinstance(name, str) or not name.strip() or len(name) > 100:
        errors.append(
            FieldError("name", "invalid", _("Give the role a name of up to 100 characters."))
        )
    description = given("description", "")
    if not isinstance(description, str) or len(description) > 500:
        errors.append(FieldError("description", "invalid", _("Use up to 500 characters.")))
    is_admin = given("is_admin", False)
    if not isinstance(is_admin, bool):
        errors.append(FieldError("is_admin", "invalid", _("Say true or false.")))
    grants = given("grants", {})
    errors.extend(_grant_errors(grants))
    fields = given("fields", {})
    errors.extend(_field_errors(fields))
    rights = given("rights", [])
    errors.extend(_right_errors(rights))
    if errors:
        raise Invalid(_("The role can't be saved like this."), errors=errors)
    return RoleDraft(name.strip(), description, is_admin, _complete(grants), fields, sorted(rights))


def _complete(grants: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        name: {
            "create": bool(grant.get("create", False)),
            **{verb: grant.get(verb) or Scope.NONE.value for verb in SCOPED_VERBS},
        }
        for name, grant in grants.items()
    }


def _grant_errors(grants: Any) -> Iterator[FieldError]:
    if not isinstance(grants, Mapping):
        yield FieldError("grants", "invalid", _("Give an object: {object: {create, read, …}}."))
        return
    objects = catalogue.current().objects
    for name, grant in grants.items():
        at = f"grants.{name}"
        known = objects.get(name)
        if known is None and name != ANY_OBJECT and not is_retired_object(name):
            yield FieldError(
                at, "unknown", _("There is no object called “%(name)s”.") % {"name": str(name)[:60]}
            )
        elif known is not None and known.parent is not None:
            yield FieldError(
                at,
                "part",
                _("“%(name)s” follows the rights of “%(parent)s”.")
                % {"name": name, "parent": known.parent[1]},
            )
        elif not isinstance(grant, Mapping) or not set(grant) <= set(VERBS):
            yield FieldError(
                at, "invalid", _("Name some of: %(verbs)s.") % {"verbs": ", ".join(VERBS)}
            )
        else:
            yield from _verb_errors(at, grant)


def _verb_errors(at: str, grant: Mapping[str, Any]) -> Iterator[FieldError]:
    if not isinstance(grant.get("create", False), bool):
        yield FieldError(f"{at}.create", "invalid", _("Say true or false."))
    unknown = [verb for verb in SCOPED_VERBS if not _is_scope(grant.get(verb))]
    for verb in unknown:
        yield FieldError(
            f"{at}.{verb}", "invalid", _("Choose one of: %(scope)s.") % {"scope": ", ".join(Scope)}
        )
    if unknown:
        return
    reads = Scope(grant.get("read") or Scope.NONE)
    for verb in ("update", "delete"):
        if Scope(grant.get(verb) or Scope.NONE).rank > reads.rank:
            yield FieldError(
                f"{at}.{verb}", "wider_than_read", _("This reaches more than “read” does.")
            )
    if grant.get("create") is True and reads is Scope.NONE:
        yield FieldError(f"{at}.create", "wider_than_read", _("Who creates must be able to read."))


def _is_scope(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value in set(Scope))


def _field_errors(fields: Any) -> Iterator[FieldError]:
    if not isinstance(fields, Mapping):
        yield FieldError(
            "fields", "invalid", _("Give an object: {object: {field: “hidden” or “read”}}.")
        )
        return
    objects = catalogue.current().objects
    for name, levels in fields.items():
        known = objects.get(name)
        if known is None and is_retired_object(name):
            continue  # what it hides is hidden again when the object is brought back
        if known is None:
            yield FieldError(
                f"fields.{name}",
                "unknown",
                _("There is no object “%(name)s”.") % {"name": str(name)[:60]},
            )
        elif not isinstance(levels, Mapping):
            yield FieldError(f"fields.{name}", "invalid", _("Give {field: “hidden” or “read”}."))
        else:
            for one, level in levels.items():
                unknown = one not in known.fields and not is_retired_field(name, one)
                if unknown or one in _NEVER_LIMITED:
                    yield FieldError(
                        f"fields.{name}.{one}", "unknown", _("No such field to limit.")
                    )
                elif level not in ("hidden", "read"):
                    yield FieldError(
                        f"fields.{name}.{one}", "invalid", _("Say “hidden” or “read”.")
                    )


def _right_errors(rights: Any) -> Iterator[FieldError]:
    if not isinstance(rights, list) or not all(isinstance(right, str) for right in rights):
        yield FieldError("rights", "invalid", _("Give a list of names."))
        return
    offered = offered_rights()
    for right in rights:
        if right not in offered:
            yield FieldError(
                "rights",
                "unknown",
                _("There is no right called “%(right)s”.") % {"right": right[:60]},
            )
