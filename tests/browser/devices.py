"""The browser's profiles, which tests use one after the other.

In a profile of its own each test would read and compile the whole web app anew, which takes longer
than most of what the tests then do. The next test gets one that is signed out and empty, and
whose process still has the app's scripts in memory.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, StorageState

#: With it, one page that stays open keeps the process for those that follow.
PROCESS_FLAG = "--process-per-site"
#: A device that saves data fetches nothing ahead: what a test does not open, it does not load.
_SAVING = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
_KEPT = "local_storage,indexeddb,cache_storage,file_systems"
#: So many lie about unused; what tests with rare options leave is not taken again.
_MOST = 4
#: Their process keeps something of each page that it ever showed, and slows down.
_MOST_USES = 8


@dataclass(eq=False)
class Device:
    """One profile; `options` are those of Playwright's `new_context`."""

    context: BrowserContext
    options: dict[str, Any]
    keeper: Page | None = None
    uses: int = 0
    visited: set[str] = field(default_factory=set)
    scripts: set[str] = field(default_factory=set)

    def begin(self, script: str) -> None:
        """Every page runs it before the app's own, once, whoever asks for it again."""
        if script not in self.scripts:
            self.scripts.add(script)
            self.context.add_init_script(script)

    @property
    def pages(self) -> list[Page]:
        """The test's own."""
        return [page for page in self.context.pages if page != self.keeper]

    @property
    def lasts(self) -> bool:
        """Where a service worker may stand between app and server, a profile serves one test."""
        return bool(self.options["service_workers"] == "block") and self.uses < _MOST_USES


class Devices:
    """All profiles of a browser, those in use and those that wait."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._waiting: list[Device] = []

    def take(self, session: StorageState | None, options: dict[str, Any]) -> Device:
        """One with the cookies of `session` and nothing else."""
        fitting = [device for device in self._waiting if device.options == options]
        if fitting:
            device = fitting[-1]
            self._waiting.remove(device)
            _empty(device)
        else:
            device = Device(self._browser.new_context(**options), options)
            if device.lasts:
                device.begin(_SAVING)
        device.uses += 1
        if session:
            device.context.add_cookies(session["cookies"])  # type: ignore[arg-type]
        return device

    def give_back(self, device: Device) -> None:
        """For the next test that wants the same; what waited for longest goes."""
        if not device.lasts:
            device.context.close()
            return
        device.visited |= {_origin(page.url) for page in device.pages}
        if device.keeper is None:
            device.keeper = device.context.new_page()
            device.keeper.goto("/healthz")
        for page in device.pages:
            page.close()
        self._waiting.append(device)
        if len(self._waiting) > _MOST:
            self._waiting.pop(0).context.close()


def _empty(device: Device) -> None:
    """Takes away what a former test left in it."""
    assert device.keeper is not None
    device.context.clear_cookies()
    session = device.context.new_cdp_session(device.keeper)
    for origin in device.visited:
        command = {"origin": origin, "storageTypes": _KEPT}
        session.send("Storage.clearDataForOrigin", command)
    session.detach()
    device.visited.clear()


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
