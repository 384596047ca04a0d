"""Files of a record: added by picker, drop and paste, looked at, removed and brought back."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.api.test_files import PNG
from tests.browser import accessibility
from tests.browser.guard import Guard
from tests.browser.program import Program
from tests.ground import documents

pytestmark = pytest.mark.browser

#: Hands files to the page as a mouse or a clipboard does.
GIVE = """([kind, name, text, type]) => {
    const held = new DataTransfer()
    held.items.add(new File([text], name, {type}))
    const target = document.querySelector('h1')
    if (kind === 'paste')
        target.dispatchEvent(new ClipboardEvent('paste', {clipboardData: held, bubbles: true}))
    else for (const step of ['dragenter', 'dragover', 'drop'])
        target.dispatchEvent(new DragEvent(step, {dataTransfer: held, bubbles: true,
                                                  cancelable: true}))
}"""


def test_33_files_come_by_picker_drop_and_paste_and_are_looked_at_and_removed(
    page: Page, program: Program, guard: Guard
) -> None:
    account = program.made("accounts", name=f"Quay {uuid4().hex[:6]}")
    page.goto(f"/accounts/{account['id']}")
    page.get_by_role("tab", name="Files").click()
    files = page.get_by_role("list", name="Files")
    picture: FilePayload = {"name": "ship.png", "mimeType": "image/png", "buffer": PNG}
    hostile: FilePayload = {
        "name": "<img src=x onerror=alert(1)>.html",
        "mimeType": "text/html",
        "buffer": b"<script>alert(1)</script>",
    }
    page.locator("input[type=file]").set_input_files([picture, hostile])
    expect(files.get_by_role("listitem")).to_have_count(2)
    page.evaluate(GIVE, ["drop", "offer.txt", "Ten barrels", "text/plain"])
    expect(files.get_by_role("link", name="offer.txt", exact=True)).to_be_visible()
    page.evaluate(GIVE, ["paste", "image.png", "no picture", "image/png"])
    expect(files.get_by_role("link", name=re.compile(r"^Screenshot .*\.png$"))).to_be_visible()

    files.get_by_role("link", name="offer.txt", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("Ten barrels")
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.get_by_role("tab", name="Details", include_hidden=True)).to_have_count(
            1 if width == 390 else 0
        )
        expect(page.get_by_role("dialog")).to_contain_text("Ten barrels")
    page.keyboard.press("Escape")
    files.get_by_role("link", name="ship.png", exact=True).click()
    shown = page.get_by_role("dialog").get_by_role("img", name="ship.png")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        files.get_by_role("link", name="Download: <img").click()
    assert download.value.suggested_filename.endswith(".html")

    files.get_by_role("button", name="Remove: offer.txt").click()
    expect(files.get_by_role("link", name="offer.txt", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(files.get_by_role("link", name="offer.txt", exact=True)).to_be_visible()
    page.get_by_role("tab", name="Timeline").click()
    timeline = page.get_by_role("list", name="Timeline")
    expect(timeline.get_by_role("listitem").filter(has_text="offer.txt")).to_be_visible()


def test_what_does_not_fit_says_why_and_is_dismissed(
    page: Page, program: Program, guard: Guard
) -> None:
    guard.expected.add(422)
    account = program.made("accounts", name=f"Quay {uuid4().hex[:6]}")
    page.goto(f"/accounts/{account['id']}")
    page.get_by_role("tab", name="Files").click()
    empty: FilePayload = {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""}
    page.locator("input[type=file]").set_input_files([empty])
    expect(page.get_by_role("alert")).to_contain_text("This file is empty.")
    page.get_by_role("button", name="Dismiss: empty.txt").click()
    expect(page.get_by_text("No files yet")).to_be_visible()


def test_a_pdf_is_leafed_through_and_a_broken_one_says_so(page: Page, program: Program) -> None:
    account = program.made("accounts", name=f"Quay {uuid4().hex[:6]}")
    page.goto(f"/accounts/{account['id']}")
    page.get_by_role("tab", name="Files").click()
    files = page.get_by_role("list", name="Files")
    contract: FilePayload = {
        "name": "contract.pdf",
        "mimeType": "application/pdf",
        "buffer": documents.pdf(
            "Ten barrels of oil", "Signed in Bergen", leads_to="https://example.com/terms"
        ),
    }
    broken: FilePayload = {
        "name": "broken.pdf",
        "mimeType": "application/pdf",
        "buffer": b"%PDF-1.7\nnothing of it is left",
    }
    page.locator("input[type=file]").set_input_files([contract, broken])
    expect(files.get_by_role("listitem")).to_have_count(2)

    files.get_by_role("link", name="contract.pdf", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("region", name="Page 1 of contract.pdf")).to_contain_text("barrels")
    expect(dialog.locator("canvas[data-drawn]")).to_be_visible()
    expect(dialog.get_by_role("link", name="Download")).to_be_visible()
    link = dialog.get_by_role("link", name="https://example.com/terms, opens in a new tab")
    expect(link).to_have_attribute("href", "https://example.com/terms")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    assert accessibility.violations(page) == []
    dialog.get_by_role("button", name="Next page").click()
    expect(dialog.get_by_role("region", name="Page 2 of contract.pdf")).to_contain_text("Bergen")
    expect(dialog.get_by_role("button", name="Next page")).to_be_disabled()
    dialog.get_by_role("region", name="Page 2 of contract.pdf").press("ArrowLeft")
    expect(dialog.get_by_role("region", name="Page 1 of contract.pdf")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    files.get_by_role("link", name="broken.pdf", exact=True).click()
    expect(dialog).to_contain_text("This PDF can't be shown")
    expect(dialog.get_by_role("link", name="Download")).to_be_visible()
    page.keyboard.press("Escape")

    accessibility.resize(page, "phone")
    page.get_by_role("tab", name="Files").click()
    files.get_by_role("link", name="contract.pdf", exact=True).click()
    expect(dialog.locator("canvas[data-drawn]")).to_be_visible()
    assert accessibility.violations(page) == []
