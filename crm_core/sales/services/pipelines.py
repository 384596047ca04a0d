"""Pipelines and stages: what an admin configures about selling."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.policy import policy_for, require_right
from crm_core.sales import seeding
from crm_core.sales.models import Opportunity, Pipeline, Stage
from crm_core.sales.selectors.pipelines import version_of
from crm_core.sales.services.pipeline_values import assign_pipeline, assign_stage
from crm_core.sales.templates import TEMPLATES, Template
from freehold import epoch
from freehold.audit.services import act_as, record
from freehold.company.selectors import company
from freehold.errors import Conflict, Invalid, NotFound
from freehold.fingerprints import stale
from freehold.identity.actor import SYSTEM, Actor

_PIPELINE_FACTS = ("name", "position", "is_default", "won_reasons", "lost_reasons")
_STAGE_FACTS = (
    *("name", "position", "probability", "category", "color", "required_fields"),
    *("rots_after", "retired"),
)


def create_pipeline(values: Mapping[str, Any], *, actor: Actor) -> Pipeline:
    """Create a pipeline with the `stages` given, those of a `template`, or as a `copy_of` another.

    With none of the three it gets the default stages.
    """
    policy = require_right(actor, "settings")
    pipeline = Pipeline(
        position=Pipeline.objects.count(),
        won_reasons=seeding.won_reasons(),
        lost_reasons=seeding.lost_reasons(),
    )
    with transaction.atomic():
        act_as(actor)
        beginning = _beginning(values)
        values = {**beginning, **values}
        assign_pipeline(pipeline, values)
        pipeline.save(force_insert=True)
        # What a template or a copy asks for need not be told to whoever uses it.
        policy = policy_for(SYSTEM) if beginning else policy
        for position, stage in enumerate(_wanted_stages(values.get("stages"))):
            row = Stage(pipeline=pipeline, position=position)
            assign_stage(row, stage, policy)
            row.save(force_insert=True)
            _audit(actor, "created", row, {})
        _settle(pipeline, actor, "created", {})
    return pipeline


def _beginning(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the template or the copied pipeline brings: stages, for a copy also the reasons."""
    named = [one for one in ("template", "copy_of", "stages") if values.get(one) is not None]
    if len(named) > 1:
        raise Invalid.at(
            named[0], "invalid", _("Give a template, a pipeline to copy or stages: one of them.")
        )
    if named == ["template"]:
        return {"stages": template(values["template"]).written()}
    if named == ["copy_of"]:
        return _copied(values["copy_of"])
    return {}


def template(key: Any) -> Template:
    found = TEMPLATES.get(key) if isinstance(key, str) else None
    if found is None:
        raise Invalid.at(
            "template", "unknown", _("There is no template “%(key)s”.") % {"key": str(key)[:40]}
        )
    return found


def _copied(pipeline_id: Any) -> dict[str, Any]:
    try:
        copied = _pipeline(pipeline_id)
    except NotFound as error:
        raise Invalid.at("copy_of", "unknown", error.detail) from error
    known = catalogue.current().object("opportunities").fields
    kept = ("name", "probability", "category", "color", "rots_after")
    return {
        "stages": [
            {
                **{name: getattr(one, name) for name in kept},
                "required_fields": [name for name in one.required_fields if name in known],
            }
            for one in copied.stages.filter(retired_at=None).order_by("position", "name")
        ],
        "won_reasons": copied.won_reasons,
        "lost_reasons": copied.lost_reasons,
    }


def _wanted_stages(stages: Any) -> list[dict[str, Any]]:
    if stages is None:
        return seeding.stages()
    if not isinstance(stages, list) or not stages or len(stages) > 50:
        raise Invalid.at("stages", "invalid", _("Give a list of 1 to 50 stages."))
    if not all(isinstance(one, dict) for one in stages):
        raise Invalid.at("stages", "invalid", _("Each stage is an object with a name."))
    names = [str(one.get("name", "")).strip().lower() for one in stages]
    if len(set(names)) < len(names):
        raise Invalid.at("stages", "not_unique", _("Two stages have the same name."))
    return stages


def update_pipeline(
    pipeline_id: UUID, values: Mapping[str, Any], *, actor: Actor, version: int | None = None
) -> Pipeline:
    """Stale when `version` isn't its own (`version_of`)."""
    require_right(actor, "settings")
    with transaction.atomic():
        act_as(actor)
        pipeline = _pipeline(pipeline_id)
        _refuse_changed(version, pipeline)
        before = _facts(pipeline)
        assign_pipeline(pipeline, values)
        pipeline.save()
        _settle(pipeline, actor, "updated", before)
    return pipeline


def delete_pipeline(pipeline_id: UUID, *, actor: Actor) -> None:
    """Delete a pipeline that no opportunity is in, not even one in the Trash."""
    require_right(actor, "settings")
    with transaction.atomic():
        act_as(actor)
        pipeline = _pipeline(pipeline_id)
        if pipeline.is_default:
            raise Conflict(_("Make another pipeline the default first."))
        used = Opportunity.objects.filter(pipeline=pipeline).count()
        if used:
            raise Conflict(
                _("%(used)s opportunities are in this pipeline: move them first.") % {"used": used}
            )
        for stage in pipeline.stages.all():
            _audit_deleted(actor, stage)
        _audit_deleted(actor, pipeline)
        pipeline.delete()
        epoch.bump()


def create_stage(values: Mapping[str, Any], *, actor: Actor) -> Stage:
    policy = require_right(actor, "settings")
    with transaction.atomic():
        act_as(actor)
        pipeline = _pipeline(values.get("pipeline"))
        stage = Stage(pipeline=pipeline, position=pipeline.stages.count())
        assign_stage(stage, values, policy)
        stage.save(force_insert=True)
        _order(stage)
        _audit(actor, "created", stage, {})
        epoch.bump()
    return stage


def update_stage(
    stage_id: UUID, values: Mapping[str, Any], *, actor: Actor, version: int | None = None
) -> Stage:
    """Change a stage, or by `retired` keep opportunities from entering it, or let them again.

    Stale when `version` isn't its own (`version_of`).
    """
    policy = require_right(actor, "settings")
    with transaction.atomic():
        act_as(actor)
        stage = _stage(stage_id)
        _refuse_changed(version, stage)
        before = _facts(stage)
        assign_stage(stage, values, policy)
        _retire(stage, values.get("retired"))
        stage.save()
        if "position" in values:
            _order(stage)
        if "category" in values:
            _follow_category(stage)
        _audit(actor, "updated", stage, before)
        epoch.bump()
    return stage


def _retire(stage: Stage, retired: bool | None) -> None:
    if retired is None or retired == (stage.retired_at is not None):
        return
    others = stage.pipeline.stages.filter(retired_at=None).exclude(id=stage.id)
    if retired and not others.exists():
        raise Invalid.at(
            "retired", "last", _("One stage at least must stay open to opportunities.")
        )
    stage.retired_at = timezone.now() if retired else None


def _follow_category(stage: Stage) -> None:
    """What a move into such a stage brings, deals get that stand in it when it becomes one.

    They were closed on the day on which they came here, which is when their work ended.
    """
    came = TruncDate("stage_entered_at", tzinfo=company().zone)
    follows: dict[str, Any] = {"closed_on": Coalesce("closed_on", came)}
    if stage.category == "open":
        follows = {"closed_on": None, "won_reason": None, "lost_reason": None}
    Opportunity.objects.filter(stage=stage).exclude(status=stage.category).update(
        status=stage.category, probability=stage.probability, **follows
    )


def delete_stage(stage_id: UUID, *, actor: Actor) -> None:
    """Delete a stage that no opportunity is or ever was in."""
    require_right(actor, "settings")
    with transaction.atomic():
        act_as(actor)
        stage = _stage(stage_id)
        if not stage.pipeline.stages.filter(retired_at=None).exclude(id=stage.id).exists():
            raise Conflict(_("A pipeline needs one stage at least."))
        try:
            with transaction.atomic():
                _audit_deleted(actor, stage)
                stage.delete()
        except ProtectedError as error:
            raise Conflict(
                _(
                    "Opportunities are or were in this stage, so their history needs it. "
                    "Retire it: nothing new may enter it then."
                )
            ) from error
        epoch.bump()


def _order(stage: Stage) -> None:
    """Number the pipeline's stages anew, this one at the place it asks for."""
    others = list(stage.pipeline.stages.exclude(id=stage.id).order_by("position", "name"))
    others.insert(max(0, stage.position), stage)
    for position, one in enumerate(others):
        one.position = position
    Stage.objects.bulk_update(others, ["position"])


def _pipeline(pipeline_id: Any) -> Pipeline:
    try:
        found = Pipeline.objects.select_for_update().filter(id=pipeline_id).first()
    except (ValueError, TypeError, ValidationError):
        found = None
    if found is None:
        raise NotFound(_("There is no such pipeline."))
    return found


def _stage(stage_id: UUID) -> Stage:
    rows = Stage.objects.select_related("pipeline").select_for_update(of=("self",))
    found = rows.filter(id=stage_id).first()
    if found is None:
        raise NotFound(_("There is no such stage."))
    return found


def _refuse_changed(version: int | None, one: Pipeline | Stage) -> None:
    if version is not None and version != version_of(one):
        raise stale()


def _settle(pipeline: Pipeline, actor: Actor, verb: str, before: Mapping[str, Any]) -> None:
    if pipeline.is_default:
        Pipeline.objects.exclude(id=pipeline.id).update(is_default=False)
    _audit(actor, verb, pipeline, before)
    epoch.bump()


def _facts(one: Pipeline | Stage) -> dict[str, Any]:
    """What the trail tells of it."""
    names = _STAGE_FACTS if isinstance(one, Stage) else _PIPELINE_FACTS
    facts = {name: getattr(one, name) for name in names}
    return {**facts, "pipeline": str(one.pipeline_id)} if isinstance(one, Stage) else facts


def _audit(actor: Actor, verb: str, one: Pipeline | Stage, before: Mapping[str, Any]) -> None:
    _record(actor, verb, one, before, _facts(one))


def _audit_deleted(actor: Actor, one: Pipeline | Stage) -> None:
    _record(actor, "deleted", one, _facts(one), {})


def _record(
    actor: Actor,
    verb: str,
    one: Pipeline | Stage,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    kind = "stage" if isinstance(one, Stage) else "pipeline"
    record(
        actor=actor,
        action=f"sales.{kind}.{verb}",
        object=f"{kind}s",
        record_id=one.id,
        record_name=one.name,
        changes={
            name: [before.get(name), after.get(name)]
            for name in {**before, **after}
            if before.get(name) != after.get(name)
        },
    )
