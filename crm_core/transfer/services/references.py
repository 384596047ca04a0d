"""References of a chunk's rows: set from the import's links, created where that is allowed."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.translation import gettext

from crm_core.records import catalogue
from crm_core.records.services import create_many
from crm_core.transfer.drafts import RowDraft, Use
from crm_core.transfer.mapping.targets import PEOPLE
from crm_core.transfer.models import Import, ImportLink
from crm_core.transfer.plans import Plan
from crm_core.transfer.services import people
from crm_core.transfer.services.links import (
    is_creatable,
    keep_created,
    links_for,
    may_create,
)
from crm_core.transfer.services.stages import key
from freehold.identity.actor import Actor
from freehold.text import fold

Links = dict[tuple[str, str], ImportLink]


def apply_references(
    imported: Import, plan: Plan, drafts: Sequence[RowDraft], *, actor: Actor
) -> None:
    """Put the ids of the named records into the drafts; a name that leads nowhere is a problem."""
    uses = [use for draft in drafts if not draft.problems for use in draft.uses]
    links = links_for(imported, {(use.plan.target.path, use.text) for use in uses})
    _create_missing(imported, plan, uses, links, actor)
    for draft in drafts:
        _apply_stage(imported, plan, draft)
        for root, alternatives in _by_root(draft.uses).items():
            if root not in ("stage", "pipeline"):
                _apply(plan, draft, root, alternatives, links, actor)


def _by_root(uses: Iterable[Use]) -> dict[str, list[Use]]:
    """Several columns may name one record, by id and by name: the first that leads there counts."""
    found: dict[str, list[Use]] = {}
    for use in uses:
        found.setdefault(use.plan.target.root, []).append(use)
    for alternatives in found.values():
        alternatives.sort(
            key=lambda use: (use.plan.is_default, use.plan.target.by not in ("id", "external_id"))
        )
    return found


def _apply(
    plan: Plan,
    draft: RowDraft,
    root: str,
    alternatives: Sequence[Use],
    links: Links,
    actor: Actor,
) -> None:
    for use in alternatives:
        link = links.get((use.plan.target.path, use.text))
        if link is not None and link.record_id is not None:
            _set(draft, use, link)
            return
    for use in alternatives:
        link = links.get((use.plan.target.path, use.text))
        if link is not None and link.how == "file":
            draft.later[root] = use.text
            return
    first = alternatives[0]
    link = links.get((first.plan.target.path, first.text))
    if first.plan.target.kind == "lead":
        return
    if first.plan.target.refers_to == PEOPLE and _fallback(plan, draft, root, actor):
        return
    if draft.problems and may_create(plan, first.plan):
        return  # only because of the others it was not created
    if plan.options.missing_references == "refuse":
        draft.refuse(first.plan.column, first.text, _reason(plan, first, link))


def _set(draft: RowDraft, use: Use, link: ImportLink) -> None:
    target = use.plan.target
    draft.titles[target.root] = link.title or use.text
    if target.kind == "product":
        draft.product = link.record_id
    elif target.kind == "lead":
        draft.lead = link.record_id
    elif use.plan.is_default:
        draft.defaults[target.root] = link.record_id
    else:
        draft.values[target.root] = link.record_id


def _fallback(plan: Plan, draft: RowDraft, root: str, actor: Actor) -> bool:
    """An owner who is no user here: the importer owns the record, or nobody, by option."""
    if root != "owner" or plan.options.missing_owner == "error":
        return False
    draft.defaults["owner"] = actor.user_id if plan.options.missing_owner == "importer" else None
    return True


def _reason(plan: Plan, use: Use, link: ImportLink | None) -> str:
    what = _called(use.plan.target.refers_to)
    if link is not None and link.how == "ambiguous":
        return gettext(
            "There are several %(objects)s called “%(name)s”; give an id to say which."
        ) % {"objects": what, "name": use.text[:80]}
    if use.plan.target.by == "external_id":
        return gettext("There are no %(objects)s with the id “%(id)s”. Import them first.") % {
            "objects": what,
            "id": use.text[:80],
        }
    if use.plan.target.refers_to in plan.beyond:
        return gettext(
            "There are no %(objects)s called “%(name)s” that you see, and your roles do not let "
            "you create any."
        ) % {"objects": what, "name": use.text[:80]}
    return gettext(
        "There are no %(objects)s called “%(name)s”. Import them first, or let what is missing "
        "be created."
    ) % {"objects": what, "name": use.text[:80]}


def _called(object_name: str) -> str:
    if object_name == PEOPLE:
        return gettext("Users")
    return str(catalogue.current().object(object_name).label_plural)


def _apply_stage(imported: Import, plan: Plan, draft: RowDraft) -> None:
    """The pipeline and stage that the row names; both were looked up when the import began."""
    named = {
        use.plan.target.root: use
        for use in draft.uses
        if use.plan.target.root in ("stage", "pipeline")
    }
    if imported.object != "opportunities" or not (named or plan.options.pipeline):
        return
    pipelines = imported.formats.get("pipelines", {})
    usual = imported.formats.get("pipeline", "")
    use = named.get("pipeline")
    pipeline = pipelines.get(use.text if use else usual)
    if pipeline is None:
        if use is not None and not plan.options.dry_run:
            draft.refuse(
                use.plan.column,
                use.text,
                gettext("There is no pipeline “%(text)s”.") % {"text": use.text[:80]},
            )
        return
    draft.values["pipeline"] = UUID(pipeline)
    stage = named.get("stage")
    if stage is None:
        return
    stages = imported.formats.get("stages", {})
    place = key(pipeline, stage.text)
    if place not in stages:
        draft.refuse(
            stage.plan.column,
            stage.text,
            gettext("There is no stage “%(text)s”.") % {"text": stage.text[:80]},
        )
    elif stages[place] is not None:
        draft.values["stage"] = UUID(stages[place])


def _create_missing(
    imported: Import, plan: Plan, uses: Sequence[Use], links: Links, actor: Actor
) -> None:
    """Create what rows of this chunk name and the options allow, each once."""
    wanted: dict[str, list[ImportLink]] = {}
    for use in uses:
        target = use.plan.target
        link = links.get((target.path, use.text))
        if link is None or link.how != "missing":
            continue
        if is_creatable(plan, use.plan):
            found = wanted.setdefault(target.refers_to, [])
            if link not in found:
                found.append(link)
    for object_name, missing in wanted.items():
        _create(object_name, missing, actor)
        keep_created([link for link in missing if link.record_id is not None])


def _create(object_name: str, missing: Sequence[ImportLink], actor: Actor) -> None:
    alike: dict[str, list[ImportLink]] = {}
    for link in missing:
        alike.setdefault(fold(link.value), []).append(link)
    names = [links[0].value for links in alike.values()]
    if object_name == PEOPLE:
        ids = people.create_named(names, actor=actor)
    else:
        ids = _create_records(object_name, names, actor)
    for links, record_id in zip(alike.values(), ids, strict=True):
        for link in links:
            if record_id is not None:
                link.record_id, link.how, link.title = record_id, "created", links[0].value


def _create_records(object_name: str, names: Sequence[str], actor: Actor) -> list[UUID | None]:
    field = "last_name" if object_name in ("contacts", "leads") else "name"
    rows = [_named(field, name) for name in names]
    return [outcome.id for outcome in create_many(object_name, rows, actor=actor)]


def _named(field: str, name: str) -> dict[str, str]:
    if field == "name":
        return {"name": name}
    first, _, last = name.rpartition(" ")
    return {"first_name": first, "last_name": last} if first else {"last_name": last}
