"""What people write is text on every screen, however much it looks like a program (I03)."""

import re
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser import company
from tests.browser.conftest import Site, Visit, sign_in
from tests.browser.program import Program
from tests.ground import people

pytestmark = pytest.mark.browser

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<iframe srcdoc="<script>parent.alert(1)</script>">',
    "<iframe src=javascript:alert(1)>",
    '<a href="javascript:alert(1)">here</a>',
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    '<object data="javascript:alert(1)">',
    '<embed src="javascript:alert(1)">',
    "<form action=javascript:alert(1)><button>go</button></form>",
    "<base href=https://evil.example/>",
    '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>*{background:url(https://evil.example/x)}</style>",
    '<div style="background:url(javascript:alert(1))">',
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "'-alert(1)-'",
    '";alert(1);//',
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}<!--<script>alert(1)</script>-->",
)
SCREENS = (
    "/",
    "/my-day",
    "/calendar",
    *("/accounts", "/contacts", "/leads", "/opportunities", "/activities", "/cases"),
    "/opportunities/board",
    *(f"/settings/{one}" for one in ("company", "roles", "teams", "fields", "pipelines", "audit")),
)


@pytest.fixture
def program(site: Site) -> Program:
    return site.programs[company.MARKUP]


@pytest.fixture
def records(program: Program) -> dict[str, dict[str, Any]]:
    """Each payload in a name and in a long text, and one in whatever else bears a name."""
    made: dict[str, dict[str, Any]] = {}
    pipelines = program("GET", "/pipelines/")["results"]
    stage = pipelines[0]["stages"][0]["id"]
    field = {"object": "accounts", "label": PAYLOADS[3], "type": "text"}
    name = program("POST", "/fields/", field)["name"]
    program("POST", "/teams/", {"name": PAYLOADS[5]})
    program("POST", "/roles/", {"name": PAYLOADS[0]})
    program("PATCH", f"/pipelines/{pipelines[0]['id']}/", {"name": PAYLOADS[12]})
    program("PATCH", f"/stages/{stage}/", {"name": PAYLOADS[13]})
    for payload in PAYLOADS:
        text = {"description": payload}
        account = program.made("accounts", name=payload, custom={name: payload}, **text)
        made["accounts"] = account
        made["contacts"] = program.made(
            "contacts", first_name=payload, last_name=payload, account=account["id"], **text
        )
        made["leads"] = program.made("leads", last_name=payload, company=payload, **text)
        made["opportunities"] = program.made(
            "opportunities", name=payload, account=account["id"], stage=stage, next_step=payload
        )
        made["cases"] = program.made("cases", subject=payload, **text)
        made["activities"] = program.made(
            "activities", kind="note", subject=payload, body=payload, account=account["id"]
        )
    return made


def settled(page: Page) -> None:
    """The screen is drawn, whatever it waits for."""
    expect(page.locator("main")).to_be_visible()
    expect(page.locator("main [aria-busy=true]")).to_have_count(0)


def test_i03_what_looks_like_a_program_is_shown_as_text(
    site: Site, visit: Visit, records: dict[str, dict[str, Any]]
) -> None:
    page = visit(None, base_url=site.address(company.MARKUP))
    opened: list[str] = []

    def note(dialog: Dialog) -> None:
        opened.append(f"{page.url}: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", note)
    page.goto("/sign-in")
    sign_in(page, people.email_of(company.MARKUP))
    expect(page).not_to_have_url(re.compile("/sign-in"))
    records_pages = [f"/{name}/{record['id']}" for name, record in records.items()]
    for screen in (*SCREENS, *records_pages):
        page.goto(screen)
        settled(page)
        assert page.evaluate("window.__violations") == [], screen
        foreign = page.locator("main script, main iframe, main object, base")
        expect(foreign).to_have_count(0)
    assert opened == []
    page.goto("/accounts")
    expect(page.get_by_text(PAYLOADS[1], exact=True).first).to_be_visible()
    page.keyboard.press("ControlOrMeta+k")
    page.get_by_label("Command palette").fill("onerror=alert")
    expect(page.get_by_role("option").filter(has_text="onerror=alert(1)").first).to_be_visible()
    assert opened == []
