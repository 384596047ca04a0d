"""Makes sure that the browser tests have a Chromium, and prints which.

Asked for in this order: CHROMIUM, one on the machine, Playwright's own, and, when none is there,
the system's packages (as root, where apt is) or Playwright's download. Tests take the headless
shell where it is: the same engine without a window's frame, which saves a quarter of their time.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_SHELL = "chromium-headless-shell"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find(*, whole: bool = False) -> str:
    """The program, or an empty string; `whole`: as people have it, never the headless shell."""
    if wished := os.environ.get("CHROMIUM"):
        return shutil.which(wished) or ""
    for name in _NAMES if whole else (_SHELL, *_NAMES):
        if found := shutil.which(name):
            return found
    return str(_MAC) if _MAC.exists() else _playwrights()


def _playwrights() -> str:
    """Where Playwright would start its own Chromium, if it has downloaded one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def _install() -> bool:
    print("Installing Chromium for the browser tests (once) …", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"DEBIAN_FRONTEND": "noninteractive", **os.environ}
        subprocess.run(["apt-get", "-qq", "update"], check=False, env=quiet)
        command = ["apt-get", "-qq", "install", "--yes", "--no-install-recommends"]
        # Not every system has a package of the shell.
        for packages in (["chromium", _SHELL], ["chromium"]):
            if subprocess.run([*command, *packages], check=False, env=quiet).returncode == 0:
                return True
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, check=False).returncode == 0


def main() -> None:
    if not find() and not (_install() and find()):
        sys.exit(
            "The browser tests need Chromium: install it from your system's packages, or name "
            "one in CHROMIUM, and start again."
        )


if __name__ == "__main__":
    main()
