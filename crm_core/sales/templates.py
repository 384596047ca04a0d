"""Ways of selling that a pipeline can begin with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


@dataclass(frozen=True)
class Step:
    """`rots_after`: days here until a deal counts as rotting. `required`: fields to enter it."""

    name: "Text"
    probability: int
    color: str
    rots_after: int | None = None
    required: tuple[str, ...] = ()
    category: str = "open"


@dataclass(frozen=True)
class Template:
    """Stages are named in the language of whoever chooses it; afterwards they are data."""

    key: str
    label: "Text"
    description: "Text"
    stages: Sequence[Step]

    def described(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "label": str(self.label),
            "description": str(self.description),
            "stages": self.written(),
        }

    def written(self) -> list[dict[str, Any]]:
        return [
            {
                "name": gettext(str(one.name)),
                "probability": one.probability,
                "color": one.color,
                "category": one.category,
                "rots_after": one.rots_after,
                "required_fields": list(one.required),
            }
            for one in self.stages
        ]


_WON = Step(_("Won"), 100, "green", category="won")
_LOST = Step(_("Lost"), 0, "red", category="lost")
_SUM = ("amount",)
_SUM_AND_DAY = ("amount", "expected_close_date")

TEMPLATES = {
    one.key: one
    for one in (
        Template(
            "b2b",
            _("Business customers"),
            _("Longer sales to companies, with an offer and a negotiation."),
            (
                Step(_("Qualification"), 10, "gray", 30),
                Step(_("Discovery"), 25, "blue", 30),
                Step(_("Proposal"), 50, "violet", 21, _SUM),
                Step(_("Negotiation"), 75, "orange", 14, _SUM_AND_DAY),
                _WON,
                _LOST,
            ),
        ),
        Template(
            "simple",
            _("Simple"),
            _("Three steps for sales that are quickly decided."),
            (
                Step(_("New"), 20, "gray", 7),
                Step(_("In talks"), 50, "blue", 14),
                Step(_("Offer made"), 75, "orange", 14, _SUM),
                _WON,
                _LOST,
            ),
        ),
        Template(
            "services",
            _("Services and projects"),
            _("From the enquiry over scope and estimate to the order."),
            (
                Step(_("Enquiry"), 10, "gray", 7),
                Step(_("First meeting"), 20, "cyan", 21),
                Step(_("Scope agreed"), 40, "blue", 30),
                Step(_("Estimate sent"), 60, "violet", 21, _SUM),
                Step(_("Order expected"), 85, "orange", 14, _SUM_AND_DAY),
                _WON,
                _LOST,
            ),
        ),
        Template(
            "renewals",
            _("Subscriptions"),
            _("Trials and renewals of contracts that run on."),
            (
                Step(_("Trial"), 25, "cyan", 30),
                Step(_("Offer made"), 50, "blue", 14, _SUM_AND_DAY),
                Step(_("Verbal agreement"), 80, "violet", 14, _SUM_AND_DAY),
                _WON,
                _LOST,
            ),
        ),
        Template(
            "partners",
            _("Partners"),
            _("Resellers and agencies, from the first contact to the signed agreement."),
            (
                Step(_("First contact"), 10, "gray", 30),
                Step(_("Fit checked"), 30, "cyan", 30, ("account",)),
                Step(_("Pilot"), 50, "blue", 60, ("account",)),
                Step(_("Agreement drafted"), 80, "orange", 21, ("account", "expected_close_date")),
                _WON,
                _LOST,
            ),
        ),
    )
}
