"""What an admin says of a pipeline and its stages, checked and put in place; all faults at once."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from crm_core.records.policy import Policy
from crm_core.sales.choices import STAGE_CATEGORIES
from crm_core.sales.models import Pipeline, Stage
from crm_core.sales.selectors.pipelines import asked_for
from freehold.errors import Faults, Invalid

#: Days that a stage may allow at most; so many reasons may be listed, each of so many characters.
MOST_DAYS, MOST_REASONS, LONGEST_REASON = 3650, 50, 100


def assign_pipeline(pipeline: Pipeline, values: Mapping[str, Any]) -> None:
    faults = Faults()
    with faults:
        if "name" in values or not pipeline.name:
            pipeline.name = _pipeline_name(pipeline, values)
    if isinstance(values.get("position"), int):
        pipeline.position = values["position"]
    if values.get("is_default") is True:
        pipeline.is_default = True
    for field in ("won_reasons", "lost_reasons"):
        if field in values:
            with faults:
                setattr(pipeline, field, _reasons(field, values[field]))
    faults.tell()


def _pipeline_name(pipeline: Pipeline, values: Mapping[str, Any]) -> str:
    name = _name(values)
    if Pipeline.objects.filter(name__iexact=name).exclude(id=pipeline.id).exists():
        raise Invalid.at("name", "not_unique", _("Another pipeline has this name."))
    return name


def assign_stage(stage: Stage, values: Mapping[str, Any], policy: Policy) -> None:
    faults = Faults()
    with faults:
        if "name" in values or not stage.name:
            stage.name = _stage_name(stage, values)
    with faults:
        _assign_category(stage, values)
    with faults:
        if "probability" in values:
            stage.probability = _percent(values["probability"])
    if "color" in values:
        stage.color = str(values["color"] or "")[:20]
    if isinstance(values.get("position"), int):
        stage.position = values["position"]
    with faults:
        if "required_fields" in values:
            stage.required_fields = _required(values["required_fields"], stage, policy)
    with faults:
        if "rots_after" in values:
            stage.rots_after = _days(values["rots_after"])
    faults.tell()


def _stage_name(stage: Stage, values: Mapping[str, Any]) -> str:
    name = _name(values)
    same = Stage.objects.filter(pipeline_id=stage.pipeline_id, name__iexact=name)
    if same.exclude(id=stage.id).exists():
        raise Invalid.at("name", "not_unique", _("Another stage of this pipeline has this name."))
    return name


def _assign_category(stage: Stage, values: Mapping[str, Any]) -> None:
    """With the probability that it comes with, where none is given."""
    if "category" in values:
        if values["category"] not in STAGE_CATEGORIES:
            raise Invalid.at("category", "invalid", _("A stage is open, won or lost."))
        stage.category = values["category"]
    if "probability" not in values and stage.category != "open":
        stage.probability = 100 if stage.category == "won" else 0


def _days(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_DAYS:
        message = _("Give a number of days from 1 to %(most_days)s, or leave it empty.") % {
            "most_days": MOST_DAYS
        }
        raise Invalid.at("rots_after", "invalid", message)
    return value


def _reasons(field: str, wanted: Any) -> list[str]:
    """Trimmed, without empty ones and repetitions, in the order given."""
    if not isinstance(wanted, list) or len(wanted) > MOST_REASONS:
        raise Invalid.at(
            field,
            "invalid",
            _("Give a list of at most %(most_reasons)s reasons.") % {"most_reasons": MOST_REASONS},
        )
    texts = [one for one in wanted if isinstance(one, str) and "\x00" not in one]
    if len(texts) < len(wanted) or any(len(one) > LONGEST_REASON for one in texts):
        message = _("A reason is a text of at most %(longest_reason)s characters.") % {
            "longest_reason": LONGEST_REASON
        }
        raise Invalid.at(field, "invalid", message)
    return list(dict.fromkeys(one.strip() for one in texts if one.strip()))


def _required(wanted: Any, stage: Stage, policy: Policy) -> list[str]:
    """The fields wanted, then those that the stage asks for and the writer is not told of."""
    if not isinstance(wanted, list) or set(map(str, wanted)) != set(asked_for(wanted, policy)):
        raise Invalid.at("required_fields", "unknown", _("Name fields of opportunities."))
    told = asked_for(stage.required_fields, policy)
    untold = [name for name in stage.required_fields if name not in told]
    return list(dict.fromkeys([*map(str, wanted), *untold]))


def _percent(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
        raise Invalid.at("probability", "invalid", _("Give per cent from 0 to 100."))
    return value


def _name(values: Mapping[str, Any]) -> str:
    name = values.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > 100 or "\x00" in name:
        raise Invalid.at("name", "invalid", _("Give a name of 1 to 100 characters."))
    return name.strip()
