"""A client generated from the description works against the API."""

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.handlers.wsgi import WSGIHandler

from api.management.commands.openapi import kept_file
from freehold.ids import new_id
from tests.api.callers import Caller

pytestmark = pytest.mark.slow
_PACKAGE = "freehold_client"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The generated package, importable."""
    place = tmp_path_factory.mktemp("client")
    programs = Path(sys.executable).parent
    config = place / "config.yaml"
    config.write_text("post_hooks: []")  # nobody reads what is generated here
    done = subprocess.run(
        [
            *(
                str(programs / "openapi-python-client"),
                "generate",
                "--meta",
                "none",
                "--fail-on-warning",
            ),
            *("--path", str(kept_file()), "--output-path", str(place / _PACKAGE)),
            *("--config", str(config)),
        ],
        env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(place))
    yield _PACKAGE
    sys.path.remove(str(place))
    for name in [one for one in sys.modules if one.partition(".")[0] == _PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def client(package: str, admin: Caller, application: WSGIHandler) -> Any:
    generated = importlib.import_module(package)
    return generated.AuthenticatedClient(
        base_url=f"http://{admin.host}",
        token=admin.headers["Authorization"].removeprefix("Bearer "),
        httpx_args={"transport": httpx.WSGITransport(app=application)},
    )


def call(package: str, name: str) -> Any:
    return importlib.import_module(f"{package}.api.{name}").sync_detailed


def test_a_generated_client_works(package: str, client: Any) -> None:
    models = importlib.import_module(f"{package}.models")
    account = call(package, "accounts.create_account")(
        client=client,
        body=models.AccountCreate.from_dict(
            {"name": "Acme", "annual_revenue": {"amount": 125_000, "currency": "EUR"}}
        ),
        idempotency_key=str(new_id()),
    )
    assert account.status_code == 201
    made = account.parsed
    assert (made.name, made.annual_revenue.amount, made.version) == ("Acme", 125_000, 1)

    contact = call(package, "contacts.create_contact")(
        client=client,
        body=models.ContactCreate.from_dict({"last_name": "Lovelace", "account": str(made.id)}),
    ).parsed
    assert contact.account.name == "Acme"

    listed = call(package, "contacts.list_contacts")(client=client, sort="name", limit=5).parsed
    assert [one.name for one in listed.results] == ["Lovelace"]

    changed = call(package, "contacts.update_contact")(
        contact.id,
        client=client,
        body=models.ContactChange.from_dict({"title": "Countess"}),
        if_match='"1"',
    )
    assert changed.parsed.title == "Countess"
    stale = call(package, "contacts.update_contact")(
        contact.id,
        client=client,
        body=models.ContactChange.from_dict({"title": "Nobody"}),
        if_match='"1"',
    )
    assert stale.status_code == 412
    assert stale.parsed.code == "stale"

    gone = call(package, "contacts.delete_contact")(contact.id, client=client).parsed
    undone = call(package, "history.undo")(gone.undo, client=client).parsed
    assert undone.ids == [contact.id]

    board = call(package, "opportunities.get_opportunity_board")(client=client).parsed
    assert board.stages[0].name == "Qualification"
    me = call(package, "workspace.get_me")(client=client).parsed
    assert me.tenant.slug == "acme"
    absent = call(package, "contacts.get_contact")(new_id(), client=client)
    assert absent.status_code == 404
