"""Sees what goes wrong in a page while a test looks elsewhere."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Response, WebError

from tests.browser.devices import Device

#: Keeps violations of the content security policy, which a page may not report elsewhere.
_COLLECT = """
window.__violations = []
document.addEventListener('securitypolicyviolation', (event) =>
  window.__violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))
"""


@dataclass
class Guard:
    """Fails the test on console errors, uncaught errors, policy violations and answers over 499.

    Chromium writes every refused call to the console. A test that wants a refusal names its
    status in `expected`, and the guard then sees that it came.
    """

    expected: set[int] = field(default_factory=set)
    #: Whether the test takes the network away: calls without an answer are no faults then.
    offline: bool = False
    _seen: set[int] = field(default_factory=set)
    _faults: list[str] = field(default_factory=list)
    _devices: list[Device] = field(default_factory=list)

    def watch(self, device: Device) -> None:
        device.begin(_COLLECT)
        device.context.on("console", self._console)
        device.context.on("weberror", self._uncaught)
        device.context.on("response", self._answer)
        self._devices.append(device)

    def leave(self) -> None:
        """The next test's own guard goes on."""
        for device in self._devices:
            device.context.remove_listener("console", self._console)
            device.context.remove_listener("weberror", self._uncaught)
            device.context.remove_listener("response", self._answer)

    def check(self) -> None:
        """Called at the end of the test, while its pages still stand."""
        pages = [page for device in self._devices for page in device.pages]
        for page in pages:
            self._faults += page.evaluate("window.__violations ?? []")
        assert self._faults == [], "\n".join(self._faults)
        assert self.expected <= self._seen, "An answer that the test expects did not come."

    def _console(self, message: ConsoleMessage) -> None:
        refusals = [f"status of {status} " for status in self.expected]
        if self.offline:
            refusals += ["net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED"]
        if message.type == "error" and not any(text in message.text for text in refusals):
            self._faults.append(f"console: {message.text} ({message.location['url']})")

    def _uncaught(self, error: WebError) -> None:
        self._faults.append(f"uncaught: {error.error}")

    def _answer(self, response: Response) -> None:
        self._seen.add(response.status)
        if response.status >= 500 and response.status not in self.expected:
            self._faults.append(f"{response.status} from {response.url}")
