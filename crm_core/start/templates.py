"""Ways of selling that a new workspace can choose as its pipeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


@dataclass(frozen=True)
class Step:
    name: "Text"
    probability: int
    color: str
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
            "stages": [str(one.name) for one in self.stages],
        }

    def written(self) -> list[dict[str, Any]]:
        return [
            {
                "name": gettext(str(one.name)),
                "probability": one.probability,
                "color": one.color,
                "category": one.category,
            }
            for one in self.stages
        ]


_WON = Step(_("Won"), 100, "green", "won")
_LOST = Step(_("Lost"), 0, "red", "lost")

TEMPLATES = {
    one.key: one
    for one in (
        Template(
            "b2b",
            _("Business customers"),
            _("Longer sales to companies, with an offer and a negotiation."),
            (
                Step(_("Qualification"), 10, "gray"),
                Step(_("Discovery"), 25, "blue"),
                Step(_("Proposal"), 50, "violet"),
                Step(_("Negotiation"), 75, "orange"),
                _WON,
                _LOST,
            ),
        ),
        Template(
            "simple",
            _("Simple"),
            _("Three steps for sales that are quickly decided."),
            (
                Step(_("New"), 20, "gray"),
                Step(_("In talks"), 50, "blue"),
                Step(_("Offer made"), 75, "orange"),
                _WON,
                _LOST,
            ),
        ),
        Template(
            "services",
            _("Services and projects"),
            _("From the enquiry over scope and estimate to the order."),
            (
                Step(_("Enquiry"), 10, "gray"),
                Step(_("First meeting"), 20, "cyan"),
                Step(_("Scope agreed"), 40, "blue"),
                Step(_("Estimate sent"), 60, "violet"),
                Step(_("Order expected"), 85, "orange"),
                _WON,
                _LOST,
            ),
        ),
        Template(
            "renewals",
            _("Subscriptions"),
            _("Trials and renewals of contracts that run on."),
            (
                Step(_("Trial"), 25, "cyan"),
                Step(_("Offer made"), 50, "blue"),
                Step(_("Verbal agreement"), 80, "violet"),
                _WON,
                _LOST,
            ),
        ),
    )
}
