"""Without network: My day and the calendar go on."""

import re
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.offline import copies, offline
from tests.browser.program import Program

pytestmark = pytest.mark.browser
BERLIN = ZoneInfo("Europe/Berlin")


def met(page: Page, subject: str) -> Locator:
    """Puts a meeting into the calendar and ticks it off, all of which waits."""
    page.get_by_role("button", name="New", exact=True).click()
    form = page.get_by_role("dialog", name="New: Activity")
    form.get_by_role("textbox", name="Subject").fill(subject)
    form.get_by_role("button", name="Create").click()
    expect(form).to_have_count(0)
    chip = page.locator("[data-event]").filter(has_text=subject)
    expect(chip).to_have_accessible_name(re.compile("Waiting"))
    chip.click()
    page.get_by_role("dialog", name=subject).get_by_role("button", name="Done").click()
    expect(chip).to_have_accessible_name(re.compile("done"))
    return chip


def test_my_day_and_the_calendar_go_on_without_network(device: Page, program: Program) -> None:
    name = f"Walk {uuid4().hex[:6]}"
    due = datetime.now(BERLIN).replace(hour=23, minute=50, second=0, microsecond=0)
    task = program.made("activities", kind="task", subject=f"{name} task", due_at=due.isoformat())
    device.goto("/calendar?view=day")
    planned = device.locator("[data-event]").filter(has_text=f"{name} task")
    expect(planned).to_be_visible()
    device.evaluate("navigator.serviceWorker.ready.then(() => true)")
    copies(device, 1, name)
    device.goto("/my-day")
    today, ahead, done = (
        device.get_by_role("region", name=re.compile(f"^{part}"))
        for part in ("Today", "Next 7 days", "Done today")
    )
    expect(today).to_contain_text(f"{name} task")
    copies(device, 2, name)
    offline(device)
    device.get_by_role("checkbox", name=f"Done: {name} task").click()
    ticked = done.get_by_role("listitem").filter(has_text=name)
    expect(ticked).to_contain_text("Waiting")
    device.get_by_role("textbox", name="New task").fill(f"{name} next")
    device.keyboard.press("Enter")
    expect(today.get_by_role("listitem").filter(has_text=f"{name} next")).to_contain_text("Waiting")
    device.get_by_role("button", name=f"Reschedule {name} next").click()
    device.get_by_role("button", name=re.compile("^Tomorrow")).click()
    expect(ahead).to_contain_text(f"{name} next")
    device.reload()
    expect(ticked).to_contain_text("Waiting")
    expect(ahead).to_contain_text(f"{name} next")
    device.goto("/calendar?view=day")
    chip = met(device, f"{name} meeting")
    device.context.set_offline(False)
    expect(device.get_by_text("All changes saved", exact=True)).to_be_visible()
    expect(chip).not_to_have_accessible_name(re.compile("Waiting"))
    found = {one["subject"]: one for one in program.found("activities", search=name)}
    states = {subject.removeprefix(name): one["status"] for subject, one in found.items()}
    assert states == {" task": "done", " next": "open", " meeting": "done"}
    assert found[f"{name} next"]["due_at"] > task["due_at"]
