"""A file becomes records: chosen, mapped, worked off by a worker, reported."""

from collections.abc import Iterator
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import Workbook
from playwright.sync_api import FilePayload, Page, expect

from tests.browser import installation
from tests.browser.conftest import Site
from tests.browser.guard import Guard
from tests.browser.program import Program

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _worker(site: Site) -> Iterator[None]:
    with installation.worker(site.var):
        yield


def csv_of(*lines: str) -> FilePayload:
    text = "\n".join(["First name,Last name,E-mail,Company", *lines]) + "\n"
    return {"name": "crew.csv", "mimeType": "text/csv", "buffer": text.encode()}


def upload(page: Page, file: FilePayload) -> None:
    page.goto("/import")
    page.get_by_label("File to import").set_input_files(file)
    expect(page.get_by_role("table", name="Columns of the file")).to_be_visible()


def choose(page: Page, label: str, option: str) -> None:
    """In a select that searches as one types."""
    page.get_by_role("combobox", name=label).fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def counted(page: Page, label: str, count: int) -> None:
    term = page.get_by_role("term").filter(has_text=label)
    expect(term.locator("xpath=following-sibling::dd")).to_have_text(str(count))


def test_27_a_file_is_imported_and_its_wrong_row_is_told(page: Page, program: Program) -> None:
    name = f"Petrel{uuid4().hex[:6]}"
    upload(
        page,
        csv_of(
            f"Pia,{name},pia.{name}@example.com,",
            f"Pit,{name},this is no address,",
            f"Pola,{name},pola.{name}@example.com,",
        ),
    )
    choose(page, "Import as", "Contacts")
    expect(page.get_by_role("combobox", name="Map E-mail")).to_have_value("E-mail")
    expect(page.get_by_role("combobox", name="Map Last name")).to_have_value("Last name")
    page.get_by_role("button", name="Import 3 rows").click()
    report = page.get_by_role("region", name="Import of crew.csv")
    expect(report.get_by_role("button", name="Import another file")).to_be_visible()
    counted(page, "Created", 2)
    counted(page, "Failed", 1)
    wrong = report.get_by_role("region", name="Rows with errors").get_by_role("row").nth(1)
    expect(wrong).to_contain_text("E-mail")
    expect(wrong).to_contain_text("this is no address")
    report.get_by_role("link", name="Show Contacts").click()
    page.get_by_role("searchbox", name="Search Contacts").fill(name)
    expect(page.get_by_role("grid").locator("[data-row]")).to_have_count(2)
    assert len(program.found("contacts", search=name)) == 2


def test_whoever_chooses_a_file_by_keyboard_goes_on_from_there(page: Page) -> None:
    page.goto("/import")
    page.get_by_role("button", name="Choose a file").focus()
    page.get_by_label("File to import").set_input_files(csv_of("Pia,Petrel,,"))
    expect(page.get_by_role("table", name="Columns of the file")).to_be_visible()
    expect(page.get_by_role("combobox", name="Import as")).to_be_focused()


def test_27_the_sheet_of_a_workbook_is_chosen(page: Page, program: Program) -> None:
    name = f"Puffin{uuid4().hex[:6]}"
    book = Workbook()
    book.worksheets[0].append(["Export of November"])
    for title, rows in {"Crew": [("Last name",), (name,)], "Ships": [("Name",), (name,)]}.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    held = BytesIO()
    book.save(held)
    upload(page, {"name": "crew.xlsx", "mimeType": XLSX, "buffer": held.getvalue()})
    sheets = page.get_by_role("combobox", name="Sheet")
    expect(sheets).to_have_value("Crew")
    choose(page, "Import as", "Accounts")
    sheets.select_option("Ships")
    expect(page.get_by_role("combobox", name="Map Name")).to_have_value("Name")
    expect(sheets).to_have_value("Ships")
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.get_by_role("button", name="Import another file")).to_be_visible()
    counted(page, "Created", 1)
    assert len(program.found("accounts", search=name)) == 1


def test_27_letters_that_look_wrong_are_read_otherwise(page: Page, program: Program) -> None:
    name = f"Möwe{uuid4().hex[:6]}"
    text = f"Last name\n{name}\n"
    upload(page, {"name": "crew.csv", "mimeType": "text/csv", "buffer": text.encode("mac_roman")})
    encodings = page.get_by_role("combobox", name="Encoding")
    expect(page.get_by_role("table", name="Columns of the file")).not_to_contain_text(name)
    encodings.select_option("Western European (Mac)")
    expect(page.get_by_role("table", name="Columns of the file")).to_contain_text(name)
    choose(page, "Import as", "Contacts")
    expect(encodings).to_have_value("mac-roman")
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.get_by_role("button", name="Import another file")).to_be_visible()
    assert len(program.found("contacts", search=name)) == 1


def test_27_a_dry_run_writes_nothing_until_it_is_carried_out(page: Page, program: Program) -> None:
    name = f"Plover{uuid4().hex[:6]}"
    upload(page, csv_of(f"Pia,{name},,"))
    choose(page, "Import as", "Contacts")
    page.get_by_role("combobox", name="When a record exists already").click()
    page.get_by_role("option", name="Skip the row").click()
    page.get_by_role("switch", name="Dry run").check()
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Back to the columns").click()
    expect(page.get_by_role("combobox", name="Import as")).to_have_value("Contacts")
    kept = page.get_by_role("combobox", name="When a record exists already")
    expect(kept).to_have_value("Skip the row")
    page.get_by_role("switch", name="Dry run").check()
    page.get_by_role("button", name="Check the file").click()
    now = page.get_by_role("button", name="Import it now")
    expect(now).to_be_visible()
    assert program.found("contacts", search=name) == []
    now.click()
    expect(page.get_by_role("button", name="Take the import back")).to_be_visible()
    counted(page, "Created", 1)
    assert len(program.found("contacts", search=name)) == 1


def test_a_file_that_is_none_is_refused_with_what_to_do(page: Page, guard: Guard) -> None:
    guard.expected.add(422)
    page.goto("/import")
    file: FilePayload = {"name": "empty.csv", "mimeType": "text/csv", "buffer": b""}
    page.get_by_label("File to import").set_input_files(file)
    expect(page.get_by_role("alert")).to_contain_text("empty")
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()


def test_27_what_the_first_object_may_take_is_suggested_where_the_file_names_none(
    page: Page, program: Program
) -> None:
    name = f"Shearwater{uuid4().hex[:6]}"
    text = f"Wrote,Remarks,Told,Name\nx,x,x,{name}\n"
    upload(page, {"name": "things.csv", "mimeType": "text/csv", "buffer": text.encode()})
    expect(page.get_by_role("combobox", name="Import as")).to_have_value("Accounts")
    expect(page.get_by_role("combobox", name="Map Name")).to_have_value("Name")
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.get_by_role("button", name="Import another file")).to_be_visible()
    assert len(program.found("accounts", search=name)) == 1
