"""Going through the guide, putting it away and bringing it back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.records.policy import require_right
from crm_core.sales import seeding
from crm_core.sales.models import Opportunity, Pipeline
from crm_core.sales.services.pipelines import (
    create_pipeline,
    delete_pipeline,
    template,
    update_pipeline,
)
from crm_core.start.choices import DONE, SKIPPED, STEPS
from crm_core.start.models import Guide
from freehold.errors import Conflict, Invalid
from freehold.identity.actor import Actor


def seed() -> None:
    """A new workspace begins with its guide."""
    Guide.objects.get_or_create(id=1)


def put_away() -> None:
    """For a workspace that is furnished already."""
    Guide.objects.update_or_create(id=1, defaults={"dismissed_at": timezone.now()})


def locked_guide() -> Guide:
    """The guide, locked; made where the workspace is older than guides."""
    Guide.objects.get_or_create(id=1, defaults={"dismissed_at": timezone.now()})
    return Guide.objects.select_for_update().get(id=1)


@transaction.atomic
def change_guide(values: Mapping[str, Any], *, actor: Actor) -> None:
    """`steps`: {step: "skipped", "done" or null}; `dismissed`: whether the guide is put away."""
    require_right(actor, "settings")
    guide = locked_guide()
    for step, said in (values.get("steps") or {}).items():
        if step not in STEPS or said not in (SKIPPED, DONE, None):
            raise Invalid.at(
                "steps", "unknown", _("There is no such step: “%(step)s”.") % {"step": step[:40]}
            )
        guide.steps = {**guide.steps, step: said}
    if "dismissed" in values:
        guide.dismissed_at = timezone.now() if values["dismissed"] else None
        if not values["dismissed"]:
            # Brought back, it shows again what was only skipped.
            guide.steps = {step: said for step, said in guide.steps.items() if said == DONE}
    guide.save(update_fields=["steps", "dismissed_at"])


@transaction.atomic
def choose_pipeline(key: str, *, actor: Actor) -> None:
    """Put a template's stages in the place of the pipeline that the workspace began with.

    Samples, and what lies in the Trash, keep that one for their history's sake: the template's
    then stands beside it and is the default.
    """
    require_right(actor, "settings")
    chosen = template(key)
    guide = locked_guide()
    former = list(Pipeline.objects.all())
    samples = [one["id"] for one in guide.samples if one["object"] == "opportunities"]
    own = Opportunity.objects.filter(deleted_at=None).exclude(id__in=samples)
    if own.exists() or len(former) > 1:
        raise Conflict(
            _(
                "There are opportunities or several pipelines already."
                " Change the stages under Settings, Pipelines, or add a pipeline there."
            )
        )
    if Opportunity.objects.exists():
        name = str(chosen.label)
        taken = any(one.name.casefold() == name.casefold() for one in former)
        _begin_pipeline(f"{name} 2" if taken else name, key, actor)
    else:
        for one in former:
            update_pipeline(one.id, {"name": f"{one.name} …"[:100]}, actor=actor)
        _begin_pipeline(former[0].name if former else seeding.name(), key, actor)
        for one in former:
            delete_pipeline(one.id, actor=actor)
    guide.steps = {**guide.steps, "pipeline": DONE}
    guide.save(update_fields=["steps"])


def _begin_pipeline(name: str, key: str, actor: Actor) -> None:
    create_pipeline({"name": name, "is_default": True, "template": key}, actor=actor)
