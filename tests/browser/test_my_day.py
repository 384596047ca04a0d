"""A salesperson's day: notifications, my day and the calendar, by keyboard and by mouse."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser import accessibility
from tests.browser.program import Program
from tests.browser.untold import untold
from tests.ground import workers

pytestmark = pytest.mark.browser
BERLIN = ZoneInfo("Europe/Berlin")


def sound(page: Page) -> None:
    """Nothing that axe-core finds, at both sizes."""
    for size in accessibility.SIZES:
        accessibility.resize(page, size)
        assert accessibility.violations(page) == [], size
    accessibility.resize(page, "desktop")


@pytest.fixture
def name() -> str:
    return f"Walk {uuid4().hex[:6]}"


@pytest.fixture
def meeting(program: Program, name: str) -> dict[str, Any]:
    """Today from ten to eleven in Berlin."""
    starts = datetime.now(BERLIN).replace(hour=10, minute=0, second=0, microsecond=0)
    ends = starts + timedelta(hours=1)
    times = {"starts_at": starts.isoformat(), "ends_at": ends.isoformat()}
    return program.made("activities", kind="meeting", subject=name, status="open", **times)


def hours(program: Program, meeting: dict[str, Any]) -> tuple[datetime, float]:
    """When it begins on the clock in Berlin, and how many hours it takes."""
    found = program("GET", f"/activities/{meeting['id']}/")
    starts, ends = (datetime.fromisoformat(found[one]) for one in ("starts_at", "ends_at"))
    return starts.astimezone(BERLIN), (ends - starts) / timedelta(hours=1)


def test_the_bell_leads_to_what_happened(page: Page) -> None:
    page.goto("/my-day")
    bell = page.get_by_role("button", name=re.compile("^Notifications"))
    expect(bell).to_contain_text("unread")
    found = re.search(r"(\d+) unread", bell.inner_text())
    assert found
    page.keyboard.press("g")
    page.keyboard.press("n")
    panel = page.get_by_role("dialog", name="Notifications")
    expect(panel.get_by_role("heading", name="Today")).to_be_visible()
    entry = panel.get_by_role("link", name=re.compile("Vera mentioned you in “Pageant 000”"))
    expect(entry).to_be_visible()
    sound(page)
    entry.press("Enter")
    expect(page).to_have_url(re.compile("/leads/"))
    expect(bell).not_to_contain_text(f"{found[1]} unread")
    page.goto("/settings/notifications")
    mentioned = page.get_by_label("Somebody mentions you")
    mentioned.select_option("In the app and by e-mail")
    page.reload()
    expect(mentioned).to_have_value("email")
    sound(page)


def test_what_repeats_comes_again_when_it_is_done(page: Page, program: Program, name: str) -> None:
    untold(page)
    due = datetime.now(BERLIN).replace(hour=23, minute=50, second=0, microsecond=0)
    task = program.made("activities", kind="task", subject=name, due_at=due.isoformat())
    page.goto(f"/activities/{task['id']}")
    page.get_by_role("button", name="Edit Repeats").click()
    editor = page.get_by_role("group", name="Repeats")
    editor.get_by_role("combobox", name="Repeats").select_option("Weekly")
    editor.get_by_role("checkbox", name="Monday").click()
    editor.get_by_role("checkbox", name="Thursday").click()
    assert accessibility.violations(page) == []
    with page.expect_response(re.compile(f"/activities/{task['id']}/")):
        editor.get_by_role("combobox", name="Repeats").press("Enter")
    words = "every week on Monday and Thursday"
    expect(page.get_by_text(words, exact=True)).to_be_visible()
    page.goto("/my-day")
    today = page.get_by_role("region", name=re.compile("^Today"))
    row = today.get_by_role("listitem").filter(has_text=name)
    expect(row.get_by_role("img", name=f"Repeats: {words}")).to_be_visible()
    with page.expect_response(re.compile(f"/activities/{task['id']}/")):
        row.get_by_role("checkbox", name=f"Done: {name}").click()
    week = page.get_by_role("region", name=re.compile("^Next 7 days"))
    expect(week.get_by_role("listitem").filter(has_text=name)).to_be_visible()
    assert len(program.found("activities", search=name)) == 2
    page.keyboard.press("ControlOrMeta+z")
    expect(row.get_by_role("checkbox", name=f"Done: {name}")).not_to_be_checked()
    expect(week.get_by_role("listitem").filter(has_text=name)).to_have_count(0)
    assert len(program.found("activities", search=name)) == 1


#: Two presses, with no timer between them: as fast as fingers are where the device is slow.
_TWO_PRESSES = """async (input) => {
  input.form.requestSubmit()
  for (let turns = 0; turns < 100; turns += 1) await null
  input.form.requestSubmit()
}"""


def test_a_second_press_of_enter_makes_no_second_task(
    page: Page, program: Program, name: str
) -> None:
    page.goto("/my-day")
    line = page.get_by_role("textbox", name="New task")
    line.fill(name)
    line.evaluate(_TWO_PRESSES)
    expect(page.get_by_role("listitem").filter(has_text=name)).to_be_visible()
    expect(line).to_have_value("")
    assert len(program.found("activities", search=name)) == 1


def test_a_task_is_written_done_undone_and_moved_by_keyboard(page: Page, name: str) -> None:
    page.goto("/my-day")
    today = page.get_by_role("region", name=re.compile("^Today"))
    expect(today).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    row = today.get_by_role("listitem").filter(has_text=name)
    expect(row).to_be_visible()
    page.keyboard.press("Escape")
    row.get_by_role("checkbox").focus()
    page.keyboard.press("x")
    done = page.get_by_role("region", name=re.compile("^Done today"))
    expect(done).to_contain_text(name)
    sound(page)
    page.keyboard.press("ControlOrMeta+z")
    row.get_by_role("checkbox").focus()
    page.keyboard.press("r")
    page.get_by_role("button", name=re.compile("^Tomorrow")).press("Enter")
    expect(page.get_by_role("region", name=re.compile("^Next 7 days"))).to_contain_text(name)


def test_a_meeting_is_moved_by_mouse_and_stretched_by_keys(
    page: Page, program: Program, meeting: dict[str, Any], name: str
) -> None:
    page.goto("/calendar?view=day")
    chip = page.get_by_role("button", name=re.compile(name))
    chip.scroll_into_view_if_needed()
    box = chip.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 34, steps=4)
    page.mouse.move(box["x"] + 20, box["y"] + 58, steps=4)
    with page.expect_response(re.compile(f"/activities/{meeting['id']}/")):
        page.mouse.up()
    expect(chip).to_have_accessible_name(re.compile("11:00–12:00"))
    expect(page.get_by_text(re.compile("^Moved to .*11:00")).first).to_be_visible()
    starts, length = hours(program, meeting)
    assert (starts.hour, starts.minute, length) == (11, 0, 1)
    expect(page.get_by_role("button", name=re.compile("^Undo")).first).to_be_visible()
    page.keyboard.press("ControlOrMeta+z")
    expect(chip).to_have_accessible_name(re.compile("10:00–11:00"))
    chip.focus()
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(chip).to_have_accessible_name(re.compile("10:00–11:15"))
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(chip).to_have_accessible_name(re.compile("10:00–11:30"))
    page.keyboard.press("Alt+ArrowDown")
    expect(chip).to_have_accessible_name(re.compile("10:15–11:45"))
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(chip).to_have_accessible_name(re.compile("10:15–11:30"))
    page.keyboard.press("Alt+ArrowRight")
    # The calendar goes along to the next day, and the keys go on there.
    expect(page).to_have_url(re.compile("day=2"))
    expect(chip).to_be_focused()
    tomorrow = (datetime.now(UTC).astimezone(BERLIN) + timedelta(days=1)).date()

    def stands_there() -> bool:
        starts, length = hours(program, meeting)
        return (starts.date(), length) == (tomorrow, 1.25)

    workers.wait_until(stands_there, pause=0.3, seconds=30)


def test_what_is_moved_by_keys_keeps_the_focus_on_another_day(
    page: Page, meeting: dict[str, Any], name: str
) -> None:
    page.goto("/calendar?view=week")
    chip = page.get_by_role("button", name=re.compile(name))
    chip.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(chip).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(chip).to_be_focused()
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(chip).to_have_accessible_name(re.compile("10:00–11:15"))


def test_the_calendar_shows_months_weeks_and_whose(
    page: Page, meeting: dict[str, Any], name: str
) -> None:
    page.goto("/calendar?view=month")
    chip = page.get_by_role("button", name=re.compile(name))
    today = datetime.now(BERLIN)
    cell = page.get_by_role("region", name=re.compile(f" {today.day} {today:%B}"))
    expect(cell.get_by_role("button").first).to_be_visible()
    sound(page)
    page.keyboard.press("w")
    expect(page.get_by_role("radio", name="Week")).to_be_checked()
    page.keyboard.press("n")
    making = page.get_by_role("dialog", name="New: Activity")
    expect(making.get_by_label("Subject")).to_be_visible()
    making.get_by_role("button", name="Cancel").click()
    chip.click()
    dialog = page.get_by_role("dialog", name=name)
    expect(dialog.get_by_role("link", name="Open")).to_be_visible()
    sound(page)
    page.keyboard.press("Escape")
    page.locator("input[aria-label='Whose calendar']").click()
    page.get_by_role("option", name="Vera").click()
    expect(chip).to_have_count(0)
    expect(page).to_have_url(re.compile("whose="))
    sound(page)
    page.get_by_role("button", name="New").click()
    expect(page.get_by_role("dialog")).to_contain_text("Activity")


def test_a_meeting_dropped_on_an_empty_day_is_moved_and_nothing_is_created(
    page: Page, program: Program, name: str
) -> None:
    starts = datetime(2027, 3, 10, 10, tzinfo=BERLIN)
    times = {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat()}
    made = program.made("activities", kind="meeting", subject=name, status="open", **times)
    page.goto("/calendar?view=month&day=2027-03-10")
    box = page.get_by_role("button", name=re.compile(name)).bounding_box()
    cell = page.get_by_role("region", name=re.compile(" 18 March")).bounding_box()
    assert box is not None
    assert cell is not None
    ground = cell["x"] + 40, cell["y"] + cell["height"] - 10
    page.mouse.click(*ground)
    expect(page.get_by_role("dialog")).to_contain_text("Activity")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.mouse.move(box["x"] + 20, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(*ground, steps=6)
    with page.expect_response(re.compile(f"/activities/{made['id']}/")):
        page.mouse.up()
    expect(page.get_by_text(re.compile("^Moved to 18 Mar")).first).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    starts, length = hours(program, made)
    assert (starts.day, starts.hour, length) == (18, 10, 1)


def test_the_calendar_shows_what_repeats_before_it_is_made(
    page: Page, program: Program, name: str
) -> None:
    starts = datetime(2027, 3, 15, 10, tzinfo=BERLIN)
    times = {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat()}
    made = program.made(
        "activities", kind="meeting", subject=name, repeats="FREQ=WEEKLY;COUNT=4", **times
    )
    page.goto("/calendar?view=month&day=2027-03-10")
    chips = page.get_by_role("button", name=re.compile(name))
    expect(chips).to_have_count(3)
    planned = page.get_by_role("button", name=re.compile(f"{name}.*planned"))
    expect(planned).to_have_count(2)
    # At ten also after the change to summer time.
    cell = page.get_by_role("region", name=re.compile(" 29 March"))
    expect(cell.get_by_role("button", name=re.compile(name))).to_contain_text("10:00")
    sound(page)
    planned.first.press("Alt+ArrowRight")
    planned.first.click()
    dialog = page.get_by_role("dialog", name=name)
    expect(dialog).to_contain_text("22 March")
    expect(dialog).to_contain_text("Planned")
    expect(dialog.get_by_role("button", name="Done")).to_have_count(0)
    sound(page)
    dialog.get_by_role("link", name="Open").click()
    expect(page).to_have_url(re.compile(f"/activities/{made['id']}"))
    page.goto("/calendar?view=week&day=2027-04-05")
    expect(planned).to_have_count(1)
    page.goto("/calendar?view=week&day=2027-04-12")
    expect(page.get_by_role("region", name="Hours")).to_be_visible()
    expect(chips).to_have_count(0)
