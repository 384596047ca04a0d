"""The entity-relationship diagrams show every table of ours that a tenant's schema holds."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

PAGE = Path(__file__).resolve().parents[2] / "docs/architecture/data-model.md"
OURS = ("freehold.", "crm_core.")


def test_every_model_of_a_tenant_is_in_the_diagrams() -> None:
    drawn = set(re.findall(r"\b([A-Z]\w+)\b", " ".join(_blocks())))
    missing = {
        model.__name__
        for app in apps.get_app_configs()
        if app.name.startswith(OURS) and app.name in settings.TENANT_APPS
        for model in app.get_models()
        if not model.__name__.endswith(("UserShare", "TeamShare"))
    } - drawn
    assert not missing


def _blocks() -> list[str]:
    return re.findall(r"```mermaid\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
