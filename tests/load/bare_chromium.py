"""Chromium as people have it: driven over its pipe, with nothing of its inspector switched on.

Playwright listens to a page's network and scripts, for which the engine parses each script a
second time and keeps a stack for each request: half of a cold visit's time, which no user waits.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
from typing import Any, Self

#: As `Network.setCookie` takes them and Playwright's storage state tells them.
Cookie = dict[str, Any]
_KNOWN = ("name", "value", "domain", "path", "httpOnly", "secure")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--remote-debugging-pipe",
)  # fmt: skip
#: Chromium reads from 3 and writes to 4, whatever the ends of the pipes are here.
_THREE_AND_FOUR = """
import os, sys
from fcntl import F_DUPFD, fcntl
reads, writes = (fcntl(int(end), F_DUPFD, 10) for end in sys.argv[1:3])
os.dup2(reads, 3)
os.dup2(writes, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
_NAMED = {"ArrowUp": 38, "ArrowDown": 40, "ArrowLeft": 37, "ArrowRight": 39, "Escape": 27}
_CONTROL = 2


class CallFailed(Exception):
    """What Chromium says against a call, or a page against a script."""


class Chromium:
    """A browser; each of its pages has a profile of its own, empty but for the cookies it gets."""

    def __init__(self, program: str) -> None:
        self._numbers = itertools.count(1)
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_read, self._out = os.pipe()
        self._in, to_write = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _THREE_AND_FOUR, str(to_read), str(to_write), program, *_FLAGS,
             f"--user-data-dir={self._profile.name}", "about:blank"],
            pass_fds=(to_read, to_write),
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_read)
        os.close(to_write)
        self._heard = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        os.close(self._out)  # an end of the pipe ends the browser
        self._process.wait(30)
        os.close(self._in)
        self._profile.cleanup()

    def call(self, method: str, session: str | None = None, /, **params: Any) -> dict[str, Any]:
        """The answer; `CallFailed` with Chromium's words."""
        number = next(self._numbers)
        said = {"id": number, "method": method, "params": params}
        if session:
            said["sessionId"] = session
        os.write(self._out, json.dumps(said).encode() + b"\0")
        while True:
            told = self._hear()
            if told.get("id") != number:
                continue
            if "error" in told:
                raise CallFailed(f"{method}: {told['error'].get('message')}")
            result: dict[str, Any] = told["result"]
            return result

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._heard:
            piece = os.read(self._in, 1 << 20)
            if not piece:
                raise CallFailed("Chromium has ended.")
            self._heard += piece
        first, _, self._heard = self._heard.partition(b"\0")
        told: dict[str, Any] = json.loads(first)
        return told

    def page(self, cookies: list[Cookie], script: str) -> "BarePage":
        """A page that runs `script` before those of each document."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        known = [{name: one[name] for name in _KNOWN} for one in cookies]
        self.call("Storage.setCookies", browserContextId=context, cookies=known)
        target = self.call(
            "Target.createTarget",
            url="about:blank",
            browserContextId=context,
            width=1440,
            height=900,
        )
        session = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page = BarePage(self, context, session["sessionId"])
        page.call("Page.enable")
        page.call("Page.addScriptToEvaluateOnNewDocument", source=script)
        return page


class BarePage:
    def __init__(self, browser: Chromium, context: str, session: str) -> None:
        self._browser, self._context, self._session = browser, context, session

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._browser.call("Target.disposeBrowserContext", browserContextId=self._context)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        return self._browser.call(method, self._session, **params)

    def evaluate(self, function: str, *given: Any) -> Any:
        """What the function answers, awaited; `CallFailed` with what it throws."""
        expression = f"({function})(...{json.dumps(given)})"
        told = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if thrown := told.get("exceptionDetails"):
            raise CallFailed(thrown.get("exception", thrown).get("description", thrown["text"]))
        return told["result"].get("value")

    def go(self, address: str) -> None:
        told = self.call("Page.navigate", url=address)
        if problem := told.get("errorText"):
            raise CallFailed(f"{address}: {problem}")

    def press(self, key: str) -> None:
        """A key, such as `j`, `Enter` or `Control+ArrowLeft`."""
        *held, name = key.split("+")
        text = {"Enter": "\r"}.get(name, name if len(name) == 1 else "")
        code = 13 if name == "Enter" else _NAMED.get(name, ord(name[0].upper()))
        more: dict[str, Any] = {"key": name, "windowsVirtualKeyCode": code}
        if held:
            more["modifiers"] = _CONTROL
        elif text:
            more["text"] = text
        self.call("Input.dispatchKeyEvent", type="keyDown", **more)
        self.call("Input.dispatchKeyEvent", type="keyUp", **more)

    def mouse(self, kind: str, x: float, y: float, **more: Any) -> None:
        """`kind`: mouseMoved, mousePressed, mouseReleased or mouseWheel."""
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def throttle(self, times: float) -> None:
        """The processor is so many times slower from now on."""
        self.call("Emulation.setCPUThrottlingRate", rate=times)
