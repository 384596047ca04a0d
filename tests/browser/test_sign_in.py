"""Coming in, staying out, and coming back."""

import re
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser import company
from tests.browser.accessibility import violations
from tests.browser.conftest import Site, Visit, sign_in
from tests.browser.guard import Guard
from tests.browser.program import Program
from tests.browser.untold import untold

pytestmark = pytest.mark.browser


@pytest.fixture
def stranger(visit: Visit, guard: Guard) -> Page:
    """A page without a session: the first call for the user is refused."""
    guard.expected.add(401)
    return visit()


def test_a_person_signs_in_and_finds_the_home_screen(stranger: Page) -> None:
    stranger.goto("/")
    expect(stranger).to_have_title(re.compile("Freehold"))
    sign_in(stranger)
    expect(stranger).to_have_url(re.compile("/$"))
    expect(stranger.get_by_role("heading", name="Home", level=1)).to_be_visible()
    expect(stranger.get_by_role("navigation", name="Main").first).to_contain_text(
        "Harbour Supplies"
    )


def test_a_wrong_password_is_told_where_it_was_typed(visit: Visit, guard: Guard) -> None:
    guard.expected.add(400)
    page = visit()
    page.goto("/sign-in")
    sign_in(page, password="not the password")
    expect(page.get_by_role("alert")).to_contain_text("password")
    expect(page.get_by_label("E-mail")).to_have_value(company.ADMIN)
    expect(page).to_have_url(re.compile("/sign-in"))


def test_what_is_missing_at_the_sign_in_is_told_at_its_field(visit: Visit) -> None:
    stranger = visit()
    stranger.goto("/sign-in")
    stranger.get_by_label("E-mail").fill("ada")
    stranger.get_by_role("button", name="Sign in").click()
    form = stranger.get_by_role("form")
    expect(form).to_contain_text("This is not an e-mail address.")
    expect(form).to_contain_text("This must not be empty.")
    expect(stranger.get_by_label("E-mail")).to_be_focused()


def test_who_comes_by_a_deep_link_is_led_there_after_signing_in(stranger: Page) -> None:
    stranger.goto("/contacts?sort=-name")
    expect(stranger).to_have_url(re.compile("/sign-in"))
    sign_in(stranger)
    expect(stranger).to_have_url(re.compile(r"/contacts\?sort=-name"))
    expect(stranger.get_by_role("grid", name="Contacts")).to_be_visible()


def test_signing_out_ends_the_session_on_the_server(stranger: Page) -> None:
    stranger.goto("/contacts")
    sign_in(stranger)
    stranger.get_by_role("button", name=re.compile(company.ADMIN)).click()
    stranger.get_by_role("menuitem", name="Sign out").click()
    expect(stranger).to_have_url(re.compile("/sign-in$"))
    stranger.goto("/contacts")
    expect(stranger.get_by_role("heading", name="Sign in to Harbour Supplies")).to_be_visible()


def test_an_ended_session_leads_back_to_where_one_was(page: Page, guard: Guard) -> None:
    """Whom no signal tells of it before the next request does."""
    guard.expected.add(401)
    untold(page)
    page.goto("/accounts")
    expect(page.get_by_role("grid", name="Accounts")).to_be_visible()
    all_but_the_search = re.compile(r"/api/v1/(?!accounts/.*werk|live/|changes/)")
    page.route(all_but_the_search, lambda route: None)
    page.context.clear_cookies()
    page.get_by_role("searchbox", name="Search Accounts").fill("werk")
    expect(page.get_by_text("Your session has ended")).to_be_visible()
    page.unroute(all_but_the_search)
    sign_in(page)
    expect(page).to_have_url(re.compile("/accounts"))
    expect(page.get_by_role("heading", name="Accounts", level=1)).to_be_visible()


def test_the_session_of_another_tenant_is_not_accepted(
    visit: Visit, site: Site, signed_in: StorageState, guard: Guard
) -> None:
    guard.expected.add(401)
    carried = [
        {**cookie, "domain": f"{company.NEIGHBOUR}.localhost"} for cookie in signed_in["cookies"]
    ]
    page = visit({**signed_in, "cookies": carried}, base_url=site.address(company.NEIGHBOUR))
    page.goto("/contacts")
    expect(page.get_by_role("heading", name="Sign in to Lakeside Ltd")).to_be_visible()
    answer = page.evaluate("fetch('/api/v1/contacts/').then((answer) => answer.status)")
    assert answer == 401


def mailed_link(site: Site, email: str) -> str:
    """The path of the newest link to choose a password that was mailed there."""
    mails = sorted((site.var / "mails").iterdir(), key=lambda path: path.stat().st_mtime)
    for path in reversed(mails):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        found = re.search(r"/sign-in#password=\S+", mail.get_content())
        if mail["To"] == email and found:
            return found[0]
    raise AssertionError(f"No link was mailed to {email}.")


def test_who_is_invited_chooses_a_password_and_is_in(
    stranger: Page, site: Site, program: Program
) -> None:
    email = f"ines@{company.SLUG}.test"
    role = next(one for one in program.found("roles") if one["name"] == "Sales representative")
    program.made("users", name="Ines Iversen", email=email, roles=[role["id"]])
    link = mailed_link(site, email)

    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="Choose your password")).to_be_visible()
    expect(stranger.get_by_text(f"For {email}")).to_be_visible()
    assert violations(stranger) == []
    choose_password(stranger, "a lantern at the pier")

    expect(stranger.get_by_role("heading", name="Home", level=1)).to_be_visible()
    expect(stranger.get_by_role("button", name=re.compile(email))).to_be_visible()


def test_who_changes_the_password_stays_in_and_does_not_leave_it_half_typed(
    stranger: Page, site: Site, program: Program
) -> None:
    email = f"paula@{company.SLUG}.test"
    program.made("users", name="Paula Poulsen", email=email, roles=[])
    stranger.goto(mailed_link(site, email))
    choose_password(stranger, "a lantern at the sluice")
    expect(stranger.get_by_role("button", name=re.compile(email))).to_be_visible()
    stranger.goto("/settings/security")
    panel = stranger.get_by_role("region", name="Password")
    panel.get_by_label("Current password").fill("a lantern at the sluice")
    panel.get_by_label("New password").fill("a beacon at the sluice")
    stranger.get_by_role("navigation", name="Settings").get_by_role("link", name="Profile").click()
    asking = stranger.get_by_role("dialog", name="Leave without saving?")
    asking.get_by_role("button", name="Stay here").click()
    panel.get_by_role("button", name="Change the password").click()
    expect(stranger.get_by_text("Your password is changed.")).to_be_visible()
    sessions = stranger.get_by_role("list", name="Where you are signed in")
    expect(sessions.get_by_text("This one")).to_be_visible()
    stranger.get_by_role("navigation", name="Settings").get_by_role("link", name="Profile").click()
    expect(stranger.get_by_role("heading", name="Profile", level=1)).to_be_visible()


def test_who_forgot_the_password_gets_another_by_mail(
    visit: Visit, guard: Guard, site: Site, program: Program
) -> None:
    guard.expected |= {400, 401}
    email = f"otto@{company.SLUG}.test"
    program.made("users", name="Otto Olsen", email=email, roles=[])
    page = visit()
    page.goto("/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail").fill(email)
    assert violations(page) == []
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("status")).to_contain_text(email)

    link = mailed_link(site, email)
    page.goto(link)
    choose_password(page, "short")
    expect(page.get_by_text("at least 10 characters", exact=False).last).to_be_visible()
    choose_password(page, "a lantern at the quay")
    expect(page.get_by_role("heading", name="Home", level=1)).to_be_visible()

    second = visit()
    second.goto(link)
    expect(second.get_by_role("alert")).to_contain_text("used already")
    second.get_by_role("link", name="Another link").click()
    expect(second.get_by_role("heading", name="Forgot your password?")).to_be_visible()


def test_a_link_in_the_form_of_older_mails_leads_to_the_choice_of_a_password(
    visit: Visit, site: Site, program: Program
) -> None:
    email = f"olga@{company.SLUG}.test"
    program.made("users", name="Olga Oar", email=email, roles=[])
    key = mailed_link(site, email).partition("#password=")[2]

    page = visit()
    page.goto(f"/sign-in/reset/{key}")
    expect(page.get_by_text(f"For {email}")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/sign-in#password="))


def choose_password(page: Page, password: str) -> None:
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Save and sign in").click()
