"""A tenant's life in the operators' console: exported, copied, closed and taken back, erased."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from tests.browser import commands, installation
from tests.browser.commands import Commands
from tests.browser.conftest import Site, Visit, sign_in
from tests.browser.guard import Guard
from tests.browser.test_console import operator, platform, sound
from tests.ground import people

__all__ = ["operator", "platform"]

pytestmark = pytest.mark.browser

SLUG = "nordlicht"
NAME = "Nordlicht AG"


@pytest.fixture
def working(site: Site) -> Iterator[None]:
    """A worker does what the test asks for."""
    with installation.worker(site.var):
        yield


@pytest.fixture(scope="module")
def manage(site: Site) -> Iterator[Commands]:
    with commands.running(site.var) as started:
        yield started


def make(manage: Commands, slug: str, name: str) -> None:
    email = people.email_of(slug)
    told = ("--name", name, "--admin-email", email, "--admin-password", people.PASSWORD)
    manage("tenant", "create", slug, *told)


@pytest.fixture
def tenant(manage: Commands) -> None:
    make(manage, SLUG, NAME)


@pytest.fixture
def tenant_locked(manage: Commands) -> None:
    make(manage, "verschlossen", "Verschlossen GmbH")
    manage("tenant", "lock", "verschlossen", "--reason", "The invoice of May is open.")


def row(page: Page, kind: str) -> Locator:
    return page.get_by_role("table", name="Operations").get_by_role("row").filter(has_text=kind)


def export(page: Page, path: Path) -> None:
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        row(page, "Export").get_by_role("link", name="Download").click()
    download.value.save_as(path)
    manifest = json.loads(zipfile.ZipFile(path).read("manifest.json"))
    assert manifest["tenant"]["slug"] == SLUG


@pytest.mark.usefixtures("working", "tenant")
def test_a_tenant_is_exported_copied_closed_and_its_copy_erased(
    visit: Visit, operator: StorageState, platform: str, site: Site, tmp_path: Path
) -> None:
    page = visit(operator, base_url=platform)
    page.goto(f"/console/tenants/{SLUG}?section=archives")
    export(page, tmp_path / "archive.zip")
    sound(page)

    page.get_by_role("button", name="Make a sandbox").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Address")).to_have_value(f"{SLUG}-sandbox")
    form.get_by_role("button", name="Make the sandbox").click()
    expect(page.get_by_role("heading", name="Operations")).to_be_visible()
    expect(row(page, "Sandbox").get_by_text("Done")).to_be_visible()
    sound(page)

    theirs = visit(base_url=site.address(f"{SLUG}-sandbox"))
    theirs.goto("/sign-in")
    sign_in(theirs, people.email_of(SLUG))
    expect(theirs.get_by_text("This is a sandbox")).to_be_visible()
    theirs.close()

    page.goto(f"/console/tenants/{SLUG}-sandbox?section=life")
    page.get_by_role("button", name="Close at a date").click()
    page.get_by_label("Reason").fill("The trial is over")
    page.get_by_role("dialog").get_by_role("button", name="Close the tenant").click()
    expect(page.get_by_text("It is read-only and is erased on")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("button", name="Close at a date")).to_be_visible()

    page.get_by_role("button", name="Erase").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_role("button", name="Erase for ever")).to_be_disabled()
    form.get_by_role("textbox").fill(f"{SLUG}-sandbox")
    form.get_by_role("button", name="Erase for ever").click()
    with page.expect_download() as download:
        row(page, "Erasure").get_by_role("link", name="Certificate").click()
    told = json.loads(Path(download.value.path()).read_bytes())
    assert (told["slug"], told["rows"]["identity_user"]) == (f"{SLUG}-sandbox", 1)

    page.goto("/console/rollouts")
    expect(page.get_by_text("Every tenant is up to date")).to_be_visible()
    sound(page)


@pytest.fixture
def two_tenants(manage: Commands) -> None:
    make(manage, "hafen", "Hafen AG")
    make(manage, "werft", "Werft GmbH")


@pytest.mark.usefixtures("working", "two_tenants")
def test_an_archive_takes_the_place_of_its_tenant_and_of_another_and_brings_its_own_back(
    visit: Visit, operator: StorageState, platform: str, manage: Commands
) -> None:
    page = visit(operator, base_url=platform)
    page.goto("/console/tenants/hafen?section=archives")
    page.get_by_role("button", name="Export").click()
    page.get_by_role("button", name="Go back to this").click()
    page.get_by_role("dialog").get_by_role("button", name="Go back").click()
    replaced = page.get_by_text("An archive took the place of this tenant")
    expect(replaced).to_be_visible()
    page.get_by_role("button", name="Back to what was before").click()
    expect(replaced).to_be_hidden()

    manage("tenant", "erase", "hafen", "--yes", "hafen")
    page.goto("/console/tenants/werft?section=archives")
    page.get_by_role("button", name="Replace by another one's archive").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Archive").click()
    page.get_by_role("option", name="hafen").click()
    expect(form.get_by_role("button", name="Replace")).to_be_disabled()
    form.get_by_label("to confirm").fill("hafen")
    sound(page)
    form.get_by_role("button", name="Replace").click()
    expect(replaced).to_be_visible()

    page.goto("/console/operations")
    mine = row(page, "hafen")
    expect(mine.first).to_be_visible()
    before = mine.count()
    mine.filter(has_text="Export").get_by_role("button", name="Restore").click()
    expect(form.get_by_label("Address")).to_have_value("hafen")
    form.get_by_role("button", name="Restore").click()
    expect(form).to_be_hidden()
    expect(mine).to_have_count(before + 1)
    expect(mine.first.get_by_text("Done")).to_be_visible()
    page.goto("/console/tenants/hafen")
    expect(page.get_by_role("heading", name="Hafen AG")).to_be_visible()


@pytest.fixture
def tenant_long(manage: Commands) -> str:
    make(manage, "walfisch", "Wal & Fisch Logistik und Handelsgesellschaft mbH")
    return "walfisch"


def test_a_tenants_page_shows_its_language_by_name_and_on_a_phone_its_whole_state(
    visit: Visit, operator: StorageState, platform: str, tenant_long: str
) -> None:
    page = visit(operator, base_url=platform, viewport={"width": 375, "height": 800})
    page.goto(f"/console/tenants/{tenant_long}")
    expect(page.get_by_role("definition").filter(has_text=re.compile("^English$"))).to_be_visible()
    head = page.get_by_role("banner").or_(page.locator("header")).filter(has_text="Suspend").last
    state = head.get_by_text("Active", exact=True)
    for shown in (state, head.get_by_role("button", name="Suspend")):
        expect(shown).to_be_in_viewport(ratio=1)
    page.goto(f"/console/tenants/{tenant_long}?section=life")
    expect(page.get_by_role("tab", name="Locking and closing")).to_be_in_viewport(ratio=1)


@pytest.mark.usefixtures("tenant_locked")
def test_a_locked_workspace_says_why_and_whom_to_ask(
    visit: Visit, site: Site, guard: Guard
) -> None:
    guard.expected |= {401, 423}
    page = visit(base_url=site.address("verschlossen"))
    page.goto("/")
    expect(page.get_by_role("heading", name="This workspace is locked")).to_be_visible()
    expect(page.get_by_text("The invoice of May is open.")).to_be_visible()
    page.get_by_role("link", name="Sign in").click()
    sign_in(page, people.email_of("verschlossen"))
    expect(page.get_by_text("Nothing in it can be read or changed.")).to_be_visible()
    expect(page.get_by_text("Reason: The invoice of May is open.")).to_be_visible()
    sound(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Contacts").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
