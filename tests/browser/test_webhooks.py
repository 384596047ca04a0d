"""Webhooks in the settings: made, tried, failing, switched on again, sent again."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import accessibility, installation
from tests.browser.conftest import Site
from tests.browser.guard import Guard
from tests.browser.program import Program
from tests.ground.receiver import Receiver, receiving

pytestmark = pytest.mark.browser


@pytest.fixture
def _worker(site: Site) -> Iterator[None]:
    with installation.worker(site.var):
        yield


@pytest.fixture
def receiver(program: Program) -> Iterator[Receiver]:
    """A server of another company; no webhook is left afterwards."""
    with receiving() as found:
        yield found
    for hook in program.found("webhooks"):
        program("DELETE", f"/webhooks/{hook['id']}/")


def sound(page: Page) -> None:
    """Nothing that axe-core finds, at both sizes."""
    for size in accessibility.SIZES:
        accessibility.resize(page, size)
        assert accessibility.violations(page) == [], size
    accessibility.resize(page, "desktop")


@pytest.mark.usefixtures("_worker")
def test_a_webhook_is_made_tried_lost_and_won_back(
    page: Page, program: Program, receiver: Receiver, guard: Guard
) -> None:
    guard.expected.add(422)
    make(page, receiver)
    messages = page.get_by_role("list", name="Messages")
    page.get_by_role("button", name="Send a test").click()
    tested = page.get_by_role("dialog", name="Test of “Warehouse”")
    expect(tested).to_contain_text("It arrived")
    sound(page)
    tested.get_by_role("button", name="Close").last.click()
    receiver.answers(410, b"moved out")
    program.made("accounts", name=f"Anchor {uuid4().hex[:6]}")
    expect(messages.get_by_role("listitem").first).to_contain_text("moved out")
    page.go_back()
    expect(page.get_by_role("list", name="Webhooks")).to_contain_text("Off")
    sound(page)
    page.get_by_role("button", name="Warehouse").click()
    expect(page.get_by_role("heading", name="Warehouse", level=2)).to_be_visible()
    page.reload()
    banner = page.get_by_role("alert").filter(has_text="This webhook is off")
    expect(banner).to_contain_text("gone (410)")
    expect(messages).to_contain_text("accounts.created")
    sound(page)
    receiver.answers(204)
    banner.get_by_role("button", name="Switch on again").click()
    expect(banner).to_have_count(0)
    messages.get_by_role("button", name="Send again: accounts.created").click()
    expect(messages.get_by_role("listitem").first).to_contain_text("Delivered")
    first, again = receiver.calls[-2:]
    assert first[0]["webhook-id"] == again[0]["webhook-id"]
    page.get_by_label("State", exact=True).select_option("dead")
    expect(page.get_by_text("Nothing in this state")).to_be_visible()


def make(page: Page, receiver: Receiver) -> None:
    """Through the dialog: its refusals, its events, the secret that is shown once."""
    page.goto("/settings/webhooks")
    page.get_by_role("button", name="New webhook").click()
    dialog = page.get_by_role("dialog", name="New webhook")
    dialog.get_by_label("Name").fill("Warehouse")
    dialog.get_by_label("Address").fill("https://localhost/hooks")
    accounts = dialog.get_by_role("group", name="Accounts", exact=True)
    accounts.get_by_label("Created").click()
    expect(dialog).to_contain_text("1 chosen")
    sound(page)
    dialog.get_by_role("button", name="Make the webhook").click()
    expect(dialog.get_by_text("This address is not public.")).to_be_visible()
    dialog.get_by_label("Address").fill(f"http://127.0.0.1:{receiver.port}/hooks")
    dialog.get_by_role("button", name="Make the webhook").click()
    secret = page.get_by_role("dialog", name="The webhook's secret")
    expect(secret).to_contain_text("whsec_")
    secret.get_by_role("button", name="Close").click()
    expect(page.get_by_role("heading", name="Warehouse", level=2)).to_be_visible()
    expect(page.get_by_text("whsec_")).to_have_count(0)
