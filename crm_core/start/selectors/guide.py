"""How far the workspace has come, by what is there."""

from typing import Any

from django.db.models import Exists, OuterRef

from crm_core.records.policy import require_right
from crm_core.sales.models import Account, Contact, Lead, Opportunity
from crm_core.sales.seeding import is_as_seeded
from crm_core.sales.templates import TEMPLATES
from crm_core.service.models import Case
from crm_core.start.choices import DONE, SKIPPED, STEPS
from crm_core.start.models import Guide
from crm_core.transfer.choices import ImportState
from crm_core.transfer.models import Import
from freehold.identity.actor import Actor
from freehold.identity.models import User

#: Of which the first record of one's own may be.
_FIRST = (Account, Contact, Lead, Opportunity, Case)


def guide(*, actor: Actor) -> dict[str, Any]:
    """The five steps; `visible` while it is neither dismissed nor done."""
    require_right(actor, "settings")
    held = Guide.objects.first()
    steps = _steps(held)
    return {
        "visible": held is not None and held.dismissed_at is None and not _settled(steps),
        "dismissed": held is None or held.dismissed_at is not None,
        "steps": steps,
        "samples": len(held.samples) if held else 0,
        "job": held.job if held else None,
        "templates": [one.described() for one in TEMPLATES.values()],
    }


def is_settled(held: Guide) -> bool:
    """Whether each step is done or skipped."""
    return _settled(_steps(held))


def _settled(steps: list[dict[str, Any]]) -> bool:
    return all(one["done"] or one["skipped"] for one in steps)


def _steps(held: Guide | None) -> list[dict[str, Any]]:
    said: dict[str, str] = held.steps if held else {}
    done = _done(held, said)
    return [
        {"key": key, "done": done[key], "skipped": not done[key] and said.get(key) == SKIPPED}
        for key in STEPS
    ]


def _done(held: Guide | None, said: dict[str, str]) -> dict[str, bool]:
    samples = [one["id"] for one in held.samples] if held else []
    own = Exists(_FIRST[0].objects.filter(deleted_at=None).exclude(id__in=samples))
    for model in _FIRST[1:]:
        own = own | Exists(model.objects.filter(deleted_at=None).exclude(id__in=samples))  # type: ignore[assignment]
    imported = Import.objects.filter(state=ImportState.DONE)
    found = (
        User.objects.order_by("id")
        .annotate(
            has_own=own,
            has_import=Exists(imported),
            has_others=Exists(User.objects.filter(is_active=True).exclude(id=OuterRef("id"))),
        )
        .values_list("has_own", "has_import", "has_others")
        .first()
    )
    own_records, has_import, others = found or (False, False, False)
    return {
        "company": said.get("company") == DONE,
        "people": bool(others),
        "pipeline": said.get("pipeline") == DONE or not is_as_seeded(),
        "records": bool(has_import) or bool(samples) or said.get("records") == DONE,
        "first_record": bool(own_records),
    }
