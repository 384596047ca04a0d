"""The pipeline with which a new workspace starts, in the language of its company."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from crm_core.sales.models import Pipeline, Stage
from freehold import epoch
from freehold.audit.services import act_as
from freehold.identity.actor import SYSTEM

_NAME = gettext_noop("Sales")
#: Name, per cent, category, colour, days until a deal rots there.
_STAGES = (
    (gettext_noop("Qualification"), 10, "open", "gray", 30),
    (gettext_noop("Discovery"), 25, "open", "blue", 30),
    (gettext_noop("Proposal"), 50, "open", "violet", 21),
    (gettext_noop("Negotiation"), 75, "open", "orange", 14),
    (gettext_noop("Won"), 100, "won", "green", None),
    (gettext_noop("Lost"), 0, "lost", "red", None),
)
_WON_REASONS = (
    gettext_noop("Price"),
    gettext_noop("Product"),
    gettext_noop("Service"),
    gettext_noop("Relationship"),
    gettext_noop("Speed"),
)
_LOST_REASONS = (
    gettext_noop("Price"),
    gettext_noop("A competitor"),
    gettext_noop("No budget"),
    gettext_noop("No need"),
    gettext_noop("Bad timing"),
    gettext_noop("No answer"),
)


def seed() -> None:
    """The default pipeline of a new tenant; does nothing where there is one."""
    if Pipeline.objects.exists():
        return
    with transaction.atomic():
        act_as(SYSTEM)
        pipeline = Pipeline.objects.create(
            name=name(), is_default=True, won_reasons=won_reasons(), lost_reasons=lost_reasons()
        )
        Stage.objects.bulk_create(
            Stage(pipeline=pipeline, position=position, **values)
            for position, values in enumerate(stages())
        )
        epoch.bump()


def name() -> str:
    return gettext(_NAME)


def stages() -> list[dict[str, Any]]:
    """Values of the stages in their order, named in the active language."""
    return [
        {
            "name": gettext(label),
            "probability": percent,
            "category": category,
            "color": color,
            "rots_after": days,
        }
        for label, percent, category, color, days in _STAGES
    ]


def won_reasons() -> list[str]:
    return [gettext(one) for one in _WON_REASONS]


def lost_reasons() -> list[str]:
    return [gettext(one) for one in _LOST_REASONS]


def is_as_seeded() -> bool:
    """Whether nobody has touched the pipeline that every workspace begins with, in any language."""
    found = [
        (pipeline.name, {(one.name, one.probability) for one in pipeline.stages.all()})
        for pipeline in Pipeline.objects.prefetch_related("stages")
    ]
    return len(found) == 1 and any(found[0] == _seeded_in(code) for code, _ in settings.LANGUAGES)


def _seeded_in(language: str) -> tuple[str, set[tuple[str, int]]]:
    with translation.override(language):
        return name(), {(one["name"], one["probability"]) for one in stages()}
