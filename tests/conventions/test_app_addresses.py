"""The web app's page answers what nothing else does, also from the worker in the browser."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLResolver

from config import urls_tenant

WORKER = Path(__file__).resolve().parents[2] / "frontend" / "src" / "worker" / "sw.js"
_RULE = re.compile(r"const NOT_THE_APP =\s*/(.+)/\n")
OTHERS: list[Any] = urls_tenant.urlpatterns[:-1]


def kept_from_the_app() -> re.Pattern[str]:
    found = _RULE.search(WORKER.read_text())
    assert found
    return re.compile(found[1].replace(r"\/", "/"))


def addresses() -> list[str]:
    routes = [(str(one.pattern), isinstance(one, URLResolver)) for one in OTHERS]
    return ["/" + re.sub(r"<[^>]+>", "x", route) + ("x" if more else "") for route, more in routes]


@pytest.mark.parametrize("address", addresses())
def test_the_worker_leaves_other_addresses_to_the_server(address: str) -> None:
    assert kept_from_the_app().match(address)


@pytest.mark.parametrize("address", ["/", "/contacts", "/apiary", "/settings/webhooks", "/sign-in"])
def test_the_worker_opens_the_app_s_own(address: str) -> None:
    assert not kept_from_the_app().match(address)
