"""A real browser before the running product. One sign-in serves all tests of an administrator."""

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from tests.browser import company, installation
from tests.browser.devices import PROCESS_FLAG, Device, Devices
from tests.browser.guard import Guard
from tests.browser.program import Program
from tests.ground import database, people
from tools import browser as chromium

#: For everything that a page may take its time for, on a machine that is busy otherwise.
PATIENCE_MS = 30_000
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", PROCESS_FLAG),
)
VIEW: dict[str, Any] = {
    "viewport": {"width": 1440, "height": 900},
    "locale": "en-GB",
    "timezone_id": "Europe/Berlin",
    "reduced_motion": "reduce",
    # What goes through a worker, `page.route` doesn't see: only the tests of it let it run.
    "service_workers": "block",
}
FAILURES = pytest.StashKey[bool]()


@dataclass(frozen=True)
class Site:
    """The running installation."""

    port: int
    var: Path
    programs: dict[str, Program]

    @property
    def program(self) -> Program:
        return self.programs[company.SLUG]

    def address(self, slug: str = company.SLUG) -> str:
        return f"http://{slug}.localhost:{self.port}"


@pytest.fixture(scope="package")
def site(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """Started once, with a database of its own: what its tests commit goes as a whole."""
    var = tmp_path_factory.mktemp("installation")
    installation.lay_out(var)
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(database.prepared("browser"))
            people.make_tenants()
            keys = company.found()
        stack.enter_context(installation.emptied_redis())
        port = stack.enter_context(installation.web(var))
        programs = {slug: Program(port, f"{slug}.localhost", key) for slug, key in keys.items()}
        yield Site(port, var, programs)
        stack.enter_context(django_db_blocker.unblock())


@pytest.fixture(scope="package")
def browser(site: Site) -> Iterator[Browser]:
    """Ends before the tenants go: its loop on the thread would keep Django from the database."""
    expect.set_options(timeout=PATIENCE_MS)
    program = chromium.find()
    assert program, "There is no Chromium here: `python -m tools.browser` installs one."
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def signed_in(browser: Browser, site: Site) -> StorageState:
    """The cookies of an administrator."""
    return _session_of(browser, site, company.ADMIN)


@pytest.fixture(scope="package")
def viewer(browser: Browser, site: Site) -> StorageState:
    """The cookies of Vera, who may look and no more."""
    return _session_of(browser, site, f"vera@{company.SLUG}.test")


@pytest.fixture(scope="package")
def seller(browser: Browser, site: Site) -> StorageState:
    """The cookies of Selma, who sees everything and changes her own."""
    return _session_of(browser, site, f"selma@{company.SLUG}.test")


def _session_of(browser: Browser, site: Site, email: str) -> StorageState:
    context = browser.new_context(base_url=site.address(), **VIEW)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto("/sign-in")
    sign_in(page, email)
    expect(page).not_to_have_url(re.compile("/sign-in"))
    state = context.storage_state()
    context.close()
    return state


def sign_in(page: Page, email: str = company.ADMIN, password: str = people.PASSWORD) -> None:
    """Fills the form in and sends it."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def guard() -> Guard:
    return Guard()


Visit = Callable[..., Page]


@pytest.fixture(scope="package")
def devices(browser: Browser) -> Devices:
    return Devices(browser)


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, devices: Devices, site: Site, guard: Guard
) -> Iterator[Visit]:
    """Opens a page for a session (None: a stranger's); Playwright's context options may follow."""
    taken: list[Device] = []

    def open_page(session: StorageState | None = None, **options: Any) -> Page:
        device = devices.take(session, {"base_url": site.address(), **VIEW, **options})
        device.context.set_default_timeout(PATIENCE_MS)
        guard.watch(device)
        taken.append(device)
        return device.context.new_page()

    yield open_page
    failed = request.node.stash.get(FAILURES, False)
    with ExitStack() as stack:
        for device in taken:
            stack.callback(device.context.close if failed else partial(devices.give_back, device))
        stack.callback(guard.leave)
        if failed:
            _photograph(request.node.name, taken)
        else:
            guard.check()


@pytest.fixture
def page(visit: Visit, signed_in: StorageState) -> Page:
    """An administrator's."""
    return visit(signed_in)


@pytest.fixture
def program(site: Site) -> Program:
    return site.program


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[FAILURES] = True
    return report


@pytest.fixture
def person(program: Program) -> dict[str, str]:
    """A contact of the test's own."""
    name = f"Tern{uuid4().hex[:6]}"
    return program.made("contacts", first_name="Tess", last_name=name, title="Mate")


@pytest.fixture
def device(visit: Visit, signed_in: StorageState, guard: Guard) -> Page:
    """A browser that may keep the app; live signals don't overtake the test."""
    guard.offline = True
    page = visit(signed_in, service_workers="allow")
    page.context.route(re.compile(r"/api/v1/live/"), lambda route: route.abort())
    return page


def _photograph(name: str, devices: list[Device]) -> None:
    """What the failed test saw, beside the other files of test runs."""
    folder = Path(settings.BASE_DIR) / "var" / "test" / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    pages = [page for device in devices for page in device.pages]
    for number, page in enumerate(pages):
        page.screenshot(path=folder / f"{re.sub(r'[^a-z0-9]+', '-', name)}-{number}.png")
