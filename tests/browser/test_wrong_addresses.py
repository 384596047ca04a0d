"""An address that asks for what is not there says so in words, asks once, and leads on."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Request, Response, Route, expect

from tests.browser.guard import Guard

pytestmark = pytest.mark.browser

#: An id that no row has; the same in each process, since tests are named by it.
UNKNOWN = "d40c95d2-f608-4109-9006-4296fc321381"


def asked_once(page: Page, path: str, title: str) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.goto(path)
    expect(page.get_by_role("alert")).to_contain_text(title)
    page.get_by_role("button", name="Search").first.focus()
    page.remove_listener("request", note)
    refused = [url for url in asked if re.search(rf"/api/v1/.*(=nope|/nope/|{UNKNOWN})", url)]
    assert len(refused) == len(set(refused)) > 0, refused
    assert len([url for url in refused if "trash=" not in url]) == 1, refused


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/opportunities/board?pipeline=nope", 400, "This cannot be shown as asked for"),
        (f"/opportunities/board?pipeline={UNKNOWN}", 404, "This does not exist"),
        ("/cases/board?group=nope", 400, "This uses a field that you can't see"),
        ("/accounts?sort=nope", 400, "This uses a field that you can't see"),
        ("/?pipeline=nope", 400, "This cannot be shown as asked for"),
    ],
)
def test_a_screen_that_cannot_be_shown_as_asked_for_leads_to_one_that_can(
    page: Page, guard: Guard, path: str, status: int, title: str
) -> None:
    guard.expected = {status}
    asked_once(page, path, title)
    page.get_by_role("alert").get_by_role("button", name="Reset the view").click()
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("nope|pipeline="))


def test_a_record_that_does_not_exist_is_asked_for_once(page: Page, guard: Guard) -> None:
    """And once in the Trash, where a colleague may just have put it."""
    guard.expected = {404}
    asked_once(page, f"/accounts/{UNKNOWN}", "This does not exist")


@pytest.mark.parametrize(
    ("path", "status", "call", "title"),
    [
        (f"/accounts/{UNKNOWN}", 404, f"accounts/{UNKNOWN}/", "This does not exist"),
        ("/accounts?sort=nope", 400, "sort=nope", "This uses a field that you can't see"),
    ],
)
def test_what_was_refused_before_the_app_knew_who_asks_is_not_asked_for_again(
    page: Page, guard: Guard, path: str, status: int, call: str, title: str
) -> None:
    guard.expected = {status}
    refused: list[str] = []
    held: list[Route] = []

    def is_refusal(answer: Response) -> bool:
        asked_for = re.search(rf"/api/v1/.*{re.escape(call)}", answer.url)
        return asked_for is not None and "trash=" not in answer.url

    def note(answer: Response) -> None:
        if is_refusal(answer):
            refused.append(answer.url)

    def hold(route: Route) -> None:
        if refused:
            route.continue_()
        else:
            held.append(route)

    page.on("response", note)
    page.route("**/api/v1/me/", hold)
    with page.expect_response(is_refusal):
        page.goto(path, wait_until="commit")
    for one in held:
        one.continue_()
    expect(page.get_by_role("alert")).to_contain_text(title)
    assert len(refused) == 1, refused


@pytest.mark.parametrize(
    "wrong", ['{"a":1}', '{"and":{}}', '{"and":[1]}', '{"not":null}', "[]", "7"]
)
@pytest.mark.parametrize("place", ["/accounts", "/opportunities/board"])
def test_what_has_not_the_form_of_a_filter_is_none(page: Page, place: str, wrong: str) -> None:
    page.goto(f"{place}?filter={quote(wrong)}")
    expect(page.locator("[data-row='0'], [data-card]").first).to_be_visible()
