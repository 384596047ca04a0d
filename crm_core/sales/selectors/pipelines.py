"""The tenant's pipelines and stages, read once per process and epoch."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from crm_core.records import catalogue
from crm_core.records.policy import Policy
from crm_core.sales.models import Pipeline, Stage
from freehold.epoch import TenantMemo
from freehold.fingerprints import fingerprint

_SET_OF_STAGE = ("name", "probability", "category", "color", "rots_after", "retired")


@dataclass(frozen=True, slots=True)
class StageFacts:
    id: UUID
    pipeline_id: UUID
    name: str
    position: int
    probability: int
    category: str
    color: str
    required_fields: tuple[str, ...]
    rots_after: int | None
    #: Nothing may enter it any more.
    retired: bool = False

    def required_of(self, policy: Policy) -> list[str]:
        """The fields that it asks this person for: none that is hidden from them.

        Being asked would tell whether the field is empty, and they could not fill it in.
        """
        return asked_for(self.required_fields, policy)


@dataclass(frozen=True, slots=True)
class PipelineFacts:
    id: UUID
    name: str
    is_default: bool
    stages: tuple[StageFacts, ...]
    won_reasons: tuple[str, ...]
    lost_reasons: tuple[str, ...]

    @property
    def entrance(self) -> StageFacts | None:
        """Where an opportunity begins for which no stage was named."""
        return next((stage for stage in self.stages if not stage.retired), None)


@dataclass(frozen=True, slots=True)
class Pipelines:
    pipelines: dict[UUID, PipelineFacts]
    stages: dict[UUID, StageFacts]

    @property
    def default(self) -> PipelineFacts | None:
        """The pipeline marked as default, else the first."""
        found = list(self.pipelines.values())
        return next((one for one in found if one.is_default), found[0] if found else None)


def version_of(one: PipelineFacts | StageFacts | Pipeline | Stage) -> int:
    """Another one once what an administrator sets of it is another; its place may change."""
    if isinstance(one, (StageFacts, Stage)):
        told = {name: getattr(one, name) for name in _SET_OF_STAGE}
        return fingerprint({**told, "required_fields": list(one.required_fields)})
    reasons = {"won": list(one.won_reasons), "lost": list(one.lost_reasons)}
    return fingerprint({"name": one.name, **reasons})


def asked_for(names: Iterable[str], policy: Policy) -> list[str]:
    """Those of the names that are fields of opportunities which this person may see."""
    known = catalogue.current().object("opportunities").fields
    return [
        name
        for name in names
        if name in known and policy.field_access("opportunities", name) != "hidden"
    ]


_memo: TenantMemo[Pipelines] = TenantMemo(size=512)


def current() -> Pipelines:
    return _memo.get("pipelines", _read)


def _read() -> Pipelines:
    stages: dict[UUID, list[StageFacts]] = {}
    for one in Stage.objects.order_by("position", "name"):
        stages.setdefault(one.pipeline_id, []).append(_facts(one))
    pipelines = {
        one.id: PipelineFacts(
            one.id,
            one.name,
            one.is_default,
            tuple(stages.get(one.id, [])),
            tuple(one.won_reasons),
            tuple(one.lost_reasons),
        )
        for one in Pipeline.objects.order_by("position", "name")
    }
    return Pipelines(pipelines, {stage.id: stage for found in stages.values() for stage in found})


def _facts(one: Stage) -> StageFacts:
    return StageFacts(
        id=one.id,
        pipeline_id=one.pipeline_id,
        name=one.name,
        position=one.position,
        probability=one.probability,
        category=one.category,
        color=one.color,
        required_fields=tuple(one.required_fields),
        rots_after=one.rots_after,
        retired=one.retired_at is not None,
    )
