"""Generated calls of every operation, allowed and not, always end in an answer as described.

Schemathesis makes them from the description; the same ones in every run.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import LazySettings
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from freehold.identity.models import User
from tenants.models import Tenant
from tests.api import seeds
from tests.api.callers import Caller
from tests.api.seeds import Seeds

pytestmark = pytest.mark.slow
EXAMPLES = 3
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
#: Objects share all their code and differ in fields alone: a few are enough here.
ALIKE = {*seeds.OBJECTS} - {"contacts", "opportunities", "projects"}


@pytest.fixture
def unlimited(settings: LazySettings) -> None:
    settings.API_RATE_LIMIT_USER = settings.API_RATE_LIMIT_TENANT = "1000000/min"


@pytest.fixture
def ours(acme: Tenant, admin: Caller, acme_admin: User) -> Seeds:
    return seeds.sow(acme, admin, acme_admin, "Seed")


def operations(document: dict[str, Any], application: WSGIHandler) -> Iterator[Any]:
    schema = schemathesis.openapi.from_dict(document)
    schema.app = application
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]  # a wrong one fails here, too
        if resource(operation.path) not in ALIKE:
            yield operation


def resource(path: str) -> str:
    return path.removeprefix("/api/v1/").partition("/")[0]


def path_parameters(path: str, ours: Seeds) -> dict[str, Any]:
    """Ids of what is there, so that a call comes further than to a 404."""
    held = ours.trashed if path.endswith("restore/") else ours.ids
    known = {"id": held.get(resource(path)), "token": ours.undo, "object": "contacts"}
    return {name: value for name, value in known.items() if f"{{{name}}}" in path}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_call_is_answered_as_described(
    mode: GenerationMode,
    admin: Caller,
    application: WSGIHandler,
    unlimited: None,
    ours: Seeds,
) -> None:
    document = admin.get("/openapi.json").json()
    failures: list[str] = []
    for operation in operations(document, application):
        parameters = path_parameters(operation.path, ours)
        try:
            strategy = operation.as_strategy(mode, path_parameters=parameters)
            run(strategy, admin)
        except (schemathesis.errors.InvalidSchema, Unsatisfiable) as error:
            # Nothing can be wrong in a call that takes nothing.
            if mode is GenerationMode.POSITIVE:
                failures.append(f"{operation.label}: {error}")
        except (AssertionError, BaseExceptionGroup) as error:
            failures.append(f"{operation.label}: {error}")
    assert not failures, "\n\n".join(failures)


def run(strategy: Any, admin: Caller) -> None:
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def calls(case: Any) -> None:
        with transaction.atomic():
            case.call_and_validate(
                base_url=f"http://{admin.host}", headers=dict(admin.headers), checks=CHECKS
            )
            transaction.set_rollback(True)

    calls()
