"""Which tiles a person's home screen shows, in which order: usual ones by role, or their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crm_core.access.policy import Policy
from crm_core.insight import scopes
from crm_core.insight.sales_tiles import TILES as SALES
from crm_core.insight.tiles import Tile
from crm_core.insight.work_tiles import TILES as WORK
from crm_core.lists.models import ListSetting
from freehold.errors import Forbidden, Invalid
from freehold.identity.actor import Actor

TILES: Mapping[str, Tile] = {one.key: one for one in (*SALES, *WORK)}
#: The objects by whose rights the scope is chosen, the most telling first.
OBJECTS = ("opportunities", "cases", "leads", "activities")
#: No object can be called so: here the lists' settings keep a person's home screen.
_PLACE = "$home"

_SELLER = (
    *("pipeline_value", "won", "win_rate", "sales_cycle"),
    *("my_tasks", "pipeline_by_stage", "won_by_month", "recent_opportunities"),
    *("stage_conversion", "lead_conversion", "activities_per_person"),
)
_MANAGER = (
    *("pipeline_value", "won", "win_rate", "sales_cycle"),
    *("pipeline_by_stage", "won_by_month", "stage_conversion", "activities_per_person"),
    *("my_tasks", "open_cases", "lead_conversion"),
)
_SERVICE = (
    *("new_cases", "resolution_time", "open_cases", "my_tasks"),
    *("activities_per_person", "recent_cases"),
)


@dataclass(frozen=True)
class Layout:
    """Keys of tiles; `hidden` are those that the person could show."""

    shown: list[str]
    hidden: list[str]
    is_own: bool


def layout_of(actor: Actor, policy: Policy, scope: str) -> Layout:
    """The tiles that the reader's rights open, as they arranged them, else as usual."""
    reachable = [one.key for one in TILES.values() if one.is_open_to(policy, _scope(one, scope))]
    usual = [key for key in _usual(policy) if key in reachable]
    kept = _kept(actor)
    if kept is None:
        return Layout(usual, [key for key in reachable if key not in usual], is_own=False)
    shown = [key for key in kept.get("shown", []) if key in reachable]
    hidden = [key for key in reachable if key not in shown]
    # What came to be since then is shown like before anyone chose.
    known = {*kept.get("shown", []), *kept.get("hidden", [])}
    new = [key for key in usual if key in hidden and key not in known]
    return Layout([*shown, *new], [key for key in hidden if key not in new], is_own=True)


def keep_layout(shown: Sequence[str] | None, *, actor: Actor) -> None:
    """Show these tiles in this order from now on; None goes back to the usual ones."""
    if actor.user_id is None or "all" not in actor.scopes:
        raise Forbidden(_("An API key bound to reading or to some objects may not arrange this."))
    mine = ListSetting.objects.filter(user=actor.user_id, object=_PLACE, view=None)
    if shown is None:
        mine.delete()
        return
    for key in shown:
        if key not in TILES:
            raise Invalid.at(
                "shown", "unknown", _("There is no tile “%(key)s”.") % {"key": key[:60]}
            )
    chosen = list(dict.fromkeys(shown))
    hidden = [key for key in TILES if key not in chosen]
    ListSetting.objects.update_or_create(
        user_id=actor.user_id,
        object=_PLACE,
        view=None,
        defaults={"columns": {"shown": chosen, "hidden": hidden}},
    )


def _scope(tile: Tile, scope: str) -> str:
    return scopes.MINE if tile.personal else scope


def _kept(actor: Actor) -> dict[str, Any] | None:
    found = ListSetting.objects.filter(user=actor.user_id, object=_PLACE, view=None).first()
    return found.columns if found is not None and isinstance(found.columns, dict) else None


def _usual(policy: Policy) -> tuple[str, ...]:
    """By what somebody works on: deals of their own, a team's or everyone's deals, or cases."""
    if not policy.can("opportunities", "read"):
        return _SERVICE
    return _SELLER if scopes.default(policy, list(OBJECTS)) == scopes.MINE else _MANAGER
