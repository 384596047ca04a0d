"""One role's rules as a value: read once, asked often."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from crm_core.access.choices import ANY_OBJECT, Scope
from crm_core.records.policy import FieldAccess


@dataclass(frozen=True, slots=True, eq=False)
class RoleRules:
    """What one role allows; `access.models.Role` says how the three mappings are written."""

    id: UUID
    name: str
    is_admin: bool
    grants: Mapping[str, Mapping[str, Any]]
    fields: Mapping[str, Mapping[str, str]]
    rights: frozenset[str]

    def _grant(self, object_name: str) -> Mapping[str, Any]:
        return self.grants.get(object_name) or self.grants.get(ANY_OBJECT) or {}

    def scope(self, object_name: str, verb: str) -> Scope:
        """How far `verb` reaches; to create is all or nothing."""
        if self.is_admin:
            return Scope.ALL
        granted = self._grant(object_name).get(verb)
        if verb == "create":
            return Scope.ALL if granted else Scope.NONE
        return Scope(granted or Scope.NONE)

    def field_access(self, object_name: str, field: str, whole: str | None = None) -> FieldAccess:
        """Nothing is written by a role that only reads; a part follows its `whole`."""
        if self.is_admin:
            return "write"
        governing = whole or object_name
        if self.scope(governing, "read") is Scope.NONE:
            return "hidden"
        named = self.fields.get(object_name, {}).get(field)
        if named is not None:
            return cast(FieldAccess, named)
        return "write" if self._writes(governing, is_part=whole is not None) else "read"

    def _writes(self, object_name: str, *, is_part: bool) -> bool:
        if self.scope(object_name, "update") is not Scope.NONE:
            return True
        return not is_part and self.scope(object_name, "create") is not Scope.NONE

    def has_right(self, right: str) -> bool:
        return self.is_admin or right in self.rights
