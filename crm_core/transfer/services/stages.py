"""The stages that a file names: found in a pipeline, or created there when the import may."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext

from crm_core.records.policy import Policy
from crm_core.sales.selectors import pipelines
from crm_core.sales.selectors.pipelines import PipelineFacts, Pipelines, StageFacts
from crm_core.sales.services.pipelines import create_pipeline, create_stage
from crm_core.transfer.models import Import
from crm_core.transfer.plans import ColumnPlan, Plan
from crm_core.transfer.reading.table import Notice, in_rows
from crm_core.transfer.values.texts import loose
from freehold.errors import Invalid
from freehold.identity.actor import Actor
from freehold.text import fold

MOST_VALUES = 300
_WON = ("won", "gewonnen", "gagne", "ganado")
_LOST = ("lost", "verloren", "perdu", "perdido")
#: What stages are usually called, in their usual order, with a usual probability.
_USUAL = (
    (("prospect", "lead", "new", "neu", "incoming"), 10),
    (("qualif", "suspect"), 20),
    (("discovery", "contact", "engag", "meeting", "kontakt", "needs", "bedarf", "analys"), 30),
    (("demo", "present", "evaluat"), 45),
    (("initial offer", "proposal", "quote", "offer", "angebot"), 60),
    (("negotiat", "review", "verhandl"), 75),
    (("verbal", "commit", "contract", "vertrag", "closing"), 90),
)


class StageBook:
    """Stages by what a file calls them. `found` maps a cell to a stage's id, or None."""

    def __init__(self, plan: Plan, actor: Actor, *, may_create: bool, dry_run: bool) -> None:
        self._plan = plan
        self._actor = actor
        self._may_create = may_create
        self._dry_run = dry_run
        self.found: dict[str, str | None] = {}
        self.created: list[str] = []
        self.read_as: list[str] = []
        self.unknown: list[str] = []

    def read(self, pipeline: PipelineFacts, cells: Iterable[tuple[str, int]]) -> None:
        """Find a stage for each (cell, rows); the missing ones are created in their usual order."""
        missing: list[str] = []
        for cell, rows in cells:
            stage = self._matching(pipeline, self._plan.options.stages.get(cell, cell))
            if stage is None:
                missing.append(cell)
                continue
            self.found[key(pipeline.id, cell)] = str(stage.id)
            if fold(stage.name) != fold(cell) and cell not in self._plan.options.stages:
                self.read_as.append(in_rows(cell, rows, stage.name))
        for cell in sorted(missing, key=lambda cell: usual_probability(cell)[0]):
            self._add(pipeline.id, cell)

    def _add(self, pipeline_id: UUID, cell: str) -> None:
        if not self._may_create:
            self.unknown.append(cell)
            return
        self.created.append(f"“{cell}”")
        if self._dry_run:
            self.found[key(pipeline_id, cell)] = None
            return
        probability, category = usual_probability(cell)
        name = self._plan.options.stages.get(cell, cell)
        stage = create_stage(
            {
                "pipeline": pipeline_id,
                "name": name[:100],
                "probability": probability,
                "category": category,
                "position": _place(pipeline_id, probability, category),
                "color": {"won": "green", "lost": "red"}.get(category, "blue"),
            },
            actor=self._actor,
        )
        self.found[key(pipeline_id, cell)] = str(stage.id)

    def _matching(self, pipeline: PipelineFacts, cell: str) -> StageFacts | None:
        for same in (_by_id, _by_name, _by_loose_name, _by_category):
            found = [stage for stage in pipeline.stages if same(stage, cell)]
            if len(found) == 1:
                return found[0]
        return None


def key(pipeline_id: UUID | str, cell: str) -> str:
    return f"{pipeline_id}\x1f{cell}"


def _by_id(stage: StageFacts, cell: str) -> bool:
    return str(stage.id) == cell.lower()


def _by_name(stage: StageFacts, cell: str) -> bool:
    return fold(stage.name) == fold(cell)


def _by_loose_name(stage: StageFacts, cell: str) -> bool:
    return loose(stage.name) == loose(cell) != ""


def _by_category(stage: StageFacts, cell: str) -> bool:
    """“Closed Won” is the pipeline's one stage for won deals, whatever it is called."""
    category = usual_probability(cell)[1]
    return category != "open" and stage.category == category


def usual_probability(name: str) -> tuple[int, str]:
    """Per cent and category of a stage of this name, as the trade usually means it."""
    spelt = f" {fold(name)} "
    if any(f"{word} " in spelt for word in _WON):
        return 100, "won"
    if any(f"{word} " in spelt for word in _LOST):
        return 0, "lost"
    found = (probability for words, probability in _USUAL if any(word in spelt for word in words))
    return next(found, 50), "open"


def _place(pipeline_id: UUID, probability: int, category: str) -> int:
    """Behind the open stages that are less likely, before the closed ones."""
    stages = pipelines.current().pipelines[pipeline_id].stages
    if category != "open":
        return len(stages)
    return sum(stage.category == "open" and stage.probability <= probability for stage in stages)


def prepare_stages(
    imported: Import, plan: Plan, policy: Policy, actor: Actor
) -> tuple[dict[str, Any], list[Notice]]:
    """{"stages": …, "pipelines": …, "pipeline": id} for the import's formats, and what to tell."""
    if imported.object != "opportunities":
        return {}, []
    may = policy.has_right("settings")
    options = plan.options
    book = StageBook(
        plan,
        actor,
        may_create=may and options.may_create("stage", "stages", _column(plan, "stage")),
        dry_run=options.dry_run,
    )
    may_add = may and options.may_create("pipeline", "pipelines", _column(plan, "pipeline"))
    cells = _distinct(imported, plan)
    names: dict[str, str] = {}
    known = pipelines.current()
    for name in dict.fromkeys([options.pipeline or "", *(pipeline for pipeline, _, _ in cells)]):
        pipeline = _pipeline(known, name, options.pipeline)
        if pipeline is None and may_add and not options.dry_run:
            stages = [stage for its, stage, _ in cells if its == name or not its]
            pipeline = _create_pipeline(name, stages, actor)
            known = pipelines.current()
        if pipeline is not None:
            names[name] = str(pipeline.id)
    _read_all(book, known, names, cells, options.pipeline or "")
    formats = {"stages": book.found, "pipelines": names, "pipeline": options.pipeline or ""}
    return formats, list(_notices(book, plan))


def _read_all(
    book: StageBook,
    known: Pipelines,
    names: dict[str, str],
    cells: Sequence[tuple[str, str, int]],
    usual: str,
) -> None:
    by_pipeline: dict[str, dict[str, int]] = {}
    for pipeline, stage, rows in cells:
        ident = names.get(pipeline or usual)
        if ident and stage:
            counts = by_pipeline.setdefault(ident, {})
            counts[stage] = counts.get(stage, 0) + rows
    for ident, counts in by_pipeline.items():
        book.read(known.pipelines[UUID(ident)], counts.items())


def _pipeline(known: Pipelines, name: str, chosen: str | None) -> PipelineFacts | None:
    if not name:
        return known.default
    tests: tuple[Callable[[PipelineFacts], bool], ...] = (
        lambda one: str(one.id) == name.lower(),
        lambda one: fold(one.name) == fold(name),
        lambda one: loose(one.name) == loose(name),
    )
    for same in tests:
        found = [one for one in known.pipelines.values() if same(one)]
        if len(found) == 1:
            return found[0]
    return None


def _create_pipeline(name: str, stages: Sequence[str], actor: Actor) -> PipelineFacts:
    """A pipeline of exactly the stages that the file names, in their usual order."""
    named = [stage for stage in dict.fromkeys(stages) if stage]
    listed: list[dict[str, Any]] = []
    for stage in sorted(named, key=_order):
        probability, category = usual_probability(stage)
        color = {"won": "green", "lost": "red"}.get(category, "blue")
        listed.append(
            {"name": stage, "probability": probability, "category": category, "color": color}
        )
    created = create_pipeline(
        {"name": name[:100], "stages": listed} if listed else {"name": name[:100]}, actor=actor
    )
    return pipelines.current().pipelines[created.id]


def _order(stage: str) -> tuple[int, int]:
    probability, category = usual_probability(stage)
    return ("open", "won", "lost").index(category), probability


def _column(plan: Plan, root: str) -> str:
    return next((one.column for one in plan.columns if one.target.root == root), root)


def _cells(plan: Plan, root: str) -> ColumnPlan | None:
    return next((one for one in plan.columns if one.target.root == root), None)


def _distinct(imported: Import, plan: Plan) -> list[tuple[str, str, int]]:
    """(pipeline, stage, rows) as the file writes them."""
    parts: list[str] = []
    params: list[str] = []
    for root in ("pipeline", "stage"):
        one = _cells(plan, root)
        if one is not None and one.index is not None:
            parts.append(f"left(cells[{one.index + 1}], 300)")
        else:
            parts.append("%s::text")
            params.append(one.constant if one is not None else "")
    with connection.cursor() as run:
        run.execute(
            f"SELECT {parts[0]} AS p, {parts[1]} AS s, count(*), min(number)"
            " FROM transfer_importrow"
            " WHERE file_id = %s AND state = 0 GROUP BY 1, 2 ORDER BY 4 LIMIT %s",
            [*params, imported.id, MOST_VALUES + 1],
        )
        found = [(row[0], row[1], row[2]) for row in run.fetchall()]
    if len(found) > MOST_VALUES:
        raise Invalid.at(
            "mapping",
            "not_a_stage",
            gettext(
                "“%(stage)s” holds more than %(most_values)s different values: it is no "
                "column of stages."
            )
            % {"stage": _column(plan, "stage"), "most_values": MOST_VALUES},
        )
    return found


def _notices(book: StageBook, plan: Plan) -> Iterable[Notice]:
    column = _column(plan, "stage")
    if book.created:
        message = gettext(
            "Stages that “%(column)s” names did not exist; they were added to the pipeline."
        )
        if plan.options.dry_run:
            message = gettext(
                "Stages that “%(column)s” names do not exist; the import will add them to the"
                " pipeline."
            )
        message %= {"column": column}
        yield Notice("stages_created", message, column, len(book.created), tuple(book.created[:20]))
    if book.read_as:
        message = gettext("Stages of “%(column)s” are called otherwise here.") % {"column": column}
        yield Notice("stages_read", message, column, len(book.read_as), tuple(book.read_as[:20]))
    if book.unknown:
        message = gettext(
            "Values of “%(column)s” are no stages of the pipeline; these rows were refused. "
            "Write them as they are called here, or let what is missing be created."
        ) % {"column": column}
        shown = tuple(f"“{cell}”" for cell in book.unknown[:20])
        yield Notice("stages_unknown", message, column, len(book.unknown), shown)
