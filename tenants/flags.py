"""Feature flags: what is switched on for some tenants first. The one place that is asked.

A flag is declared here; operators switch it, for a share of the tenants or for named ones. Once it
is on everywhere for good, its name goes from the code, and its row is shown as no longer used.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy

from freehold.context import TenantContext, current_tenant
from tenants.console.models import FeatureFlag
from tenants.marked import Marked

_SHARES = 10_000


@dataclass(frozen=True, slots=True)
class Flag:
    """`description` says what is different where it is on; `default` holds until it is switched."""

    name: str
    description: Any
    default: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """How operators set a flag. Off means off, also for the tenants that are named."""

    is_on: bool
    percent: int = 100
    included: frozenset[UUID] = frozenset()
    excluded: frozenset[UUID] = frozenset()

    def holds_for(self, name: str, tenant_id: UUID) -> bool:
        if not self.is_on or tenant_id in self.excluded:
            return False
        return tenant_id in self.included or share_of(name, tenant_id) < self.percent / 100


FLAGS: Final[Mapping[str, Flag]] = {
    one.name: one
    for one in (
        Flag(
            "live_streams",
            gettext_lazy(
                "Browsers hold a stream open and hear of changes at once. Without it they ask "
                "every five seconds, which costs fewer connections."
            ),
            default=True,
        ),
    )
}


def is_on(name: str) -> bool:
    """Whether the flag is on for the active tenant; `KeyError` for one that is not declared."""
    return _holds(FLAGS[name], current_tenant(), settings.get())


def which_are_on(*, at_once: bool = False) -> list[str]:
    """The flags that are on for the active tenant."""
    known, tenant = settings.get(at_once=at_once), current_tenant()
    return [name for name, flag in FLAGS.items() if _holds(flag, tenant, known)]


def share_of(name: str, tenant_id: UUID) -> float:
    """A tenant's place in [0, 1), ever the same for one flag and different for another."""
    digest = hashlib.sha256(f"{name}:{tenant_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % _SHARES / _SHARES


def usual(flag: Flag) -> Setting:
    """Of a flag that nobody has switched."""
    return Setting(flag.default)


def _holds(flag: Flag, tenant: TenantContext, known: Mapping[str, Setting]) -> bool:
    return known.get(flag.name, usual(flag)).holds_for(flag.name, tenant.id)


def settings_of(row: FeatureFlag) -> Setting:
    return Setting(row.is_on, row.percent, frozenset(row.included), frozenset(row.excluded))


def _load() -> dict[str, Setting]:
    return {row.name: settings_of(row) for row in FeatureFlag.objects.all()}


settings: Final[Marked[dict[str, Setting]]] = Marked("flags", _load)
