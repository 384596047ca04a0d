"""The words of access: verbs, scopes, levels of a field, named rights."""

from enum import StrEnum
from typing import Final

from crm_core.records.policy import FieldAccess
from freehold.context import current_tenant


class Scope(StrEnum):
    """Whose records a grant reaches, from nobody's to everybody's."""

    NONE = "none"
    OWN = "own"
    TEAM = "team"
    TEAM_AND_BELOW = "team_and_below"
    ALL = "all"

    @property
    def rank(self) -> int:
        return _SCOPE_ORDER.index(self)


_SCOPE_ORDER: Final = tuple(Scope)


#: What a person may do with one field of the records that they may read, from least to most.
FIELD_LEVELS: Final[tuple[FieldAccess, ...]] = ("hidden", "read", "write")

SCOPED_VERBS: Final = ("read", "update", "delete")
VERBS: Final = ("create", *SCOPED_VERBS)

#: In a role's grants: the default for objects that it doesn't name, custom ones included.
ANY_OBJECT: Final = "*"

#: Named rights and what each allows, in the order in which Settings shows them.
RIGHTS: Final[dict[str, str]] = {
    "settings": "Manage settings, users, roles and teams",
    "export": "Export lists",
    "import": "Import files",
    "bulk": "Change many records at once",
    "share": "Share single records with users and teams",
    "audit": "Read the workspace's audit trail",
    "api_keys": "Create API keys for oneself",
    "billing": "See invoices, choose the plan and pay",
    "purge": "Delete for ever",
    "operator": "Operate the platform: its tenants and their state",
}

#: What support may with a user's rights, looking on and, where the tenant allowed it, changing.
SUPPORT_READS: Final = frozenset({"settings", "audit"})
SUPPORT_WRITES: Final = SUPPORT_READS | {"import", "bulk", "share"}

#: What serves writing alone: nobody has it in a workspace that may only be read.
WRITING_RIGHTS: Final = frozenset({"import", "bulk", "share", "purge"})

#: Rights that exist in the operators' own workspace only.
_OPERATORS_ONLY: Final = frozenset({"operator"})


def offered_rights() -> list[str]:
    """The rights that a role of the active workspace may name."""
    if current_tenant().is_operators:
        return list(RIGHTS)
    return [right for right in RIGHTS if right not in _OPERATORS_ONLY]
