"""`make bench-web`: the budgets of the web app, measured in Chromium on this machine.

Every number is the median of five cold visits, once at full speed and once with the processor
throttled four times, in a browser whose inspector is off. Kept as bench/results/web.json; a number
over its budget is marked. Times depend on what else the machine does: compare runs of the same
hour.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Iterable
from typing import Any

import django

from tests.load.serving import ROOT, served

RESULTS = ROOT / "bench" / "results" / "web.json"
#: What a screen may cost: milliseconds, KiB as sent, numbers of things.
BUDGETS = {
    "ready": (800, None),
    "change": (200, 800),
    "again": (100, 100),
    "lcp": (1000, None),
    "cls": (0.02, 0.02),
    "answer": (100, 200),
    "js": (220, 220),
    "css": (35, 35),
    "nodes": (1500, 1500),
    "axe": (0, None),
    "csp": (0, None),
    "console": (0, None),
    "drag": (20, None),
    "pick_up": (50, None),
    "scroll": (33, None),
}
NAMES = {
    "ready": "screen ready, cold, ms",
    "change": "screen after a click, warm, ms",
    "again": "screen after a click, its data there, ms",
    "lcp": "largest paint, ms",
    "cls": "layout shift",
    "answer": "slowest key or click to paint, ms",
    "js": "script, KiB",
    "css": "style, KiB",
    "nodes": "DOM nodes",
    "axe": "rules of WCAG broken",
    "csp": "violations of the policy",
    "console": "errors in the console",
    "drag": "frame of a drag, p95 ms",
    "pick_up": "slowest frame picking up, ms",
    "scroll": "frame of scrolling, p95 ms",
}


def main() -> int:
    wishes = _wishes()
    with tempfile.TemporaryDirectory() as var:
        _set_up(var)
        from tests.load.web_company import SLUG, a_contact, prepare

        prepare(wishes.rows)
        contact = a_contact()
        with served("config.wsgi:application", {}) as port:
            rows = _measure(f"http://{SLUG}.localhost:{port}", wishes.repeats, contact)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    from tests.load.web_screens import as_json

    RESULTS.write_text(as_json(rows))
    print(f"\nKept as {RESULTS.relative_to(ROOT)}.")
    return 0


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-web", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="of the long list")
    parser.add_argument("--repeats", type=int, default=5)
    return parser.parse_args()


def _set_up(var: str) -> None:
    """The product on this run's servers, with static files as a server has them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    os.environ["FREEHOLD_VAR"] = var
    os.environ.setdefault("FREEHOLD_RATE_USER", "1000000/min")
    os.environ.setdefault("FREEHOLD_RATE_TENANT", "1000000/min")
    # Playwright's loop runs on this thread while the database is asked.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    sys.path.insert(0, str(ROOT / "platform"))
    django.setup()
    from django.core.management import call_command

    call_command("setup_installation", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["*.map"])


def _measure(base: str, repeats: int, contact: str) -> list[dict[str, Any]]:
    from playwright.sync_api import sync_playwright

    from tests.load.bare_chromium import Chromium
    from tests.load.web_screens import SCREENS, drag, moved, rules, scroll, visit
    from tools import browser as chromium

    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    rows: list[dict[str, Any]] = []
    program = chromium.find(whole=True)
    with sync_playwright() as playwright, Chromium(program) as bare:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        session = _session(browser, base)
        cookies = session["cookies"]
        _print_head()
        for screen in SCREENS:
            for slow in (1, 4):
                runs = [visit(bare, base, cookies, screen, slow, contact) for _ in range(repeats)]
                if slow == 1:
                    runs[0] |= rules(browser, base, session, screen, contact)
                rows += _printed(_rows(screen, slow, runs))
        for name, work in (("board, 2,000 cards", drag), ("long list", scroll)):
            runs = [moved(browser, base, session, work) for _ in range(repeats)]
            rows += _printed(_rows(name, 1, runs))
        browser.close()
    return rows


def _session(browser: Any, base: str) -> Any:
    from tests.load.web_company import ADMIN, PASSWORD

    context = browser.new_context(base_url=base)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(ADMIN)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("navigation", name="Main").first.wait_for()
    state = context.storage_state()
    context.close()
    return state


def _rows(screen: str, slow: int, runs: list[dict[str, float]]) -> Iterable[dict[str, Any]]:
    for measure in BUDGETS:
        found = [run[measure] for run in runs if run.get(measure) is not None]
        if not found:
            continue
        budget = BUDGETS[measure][0 if slow == 1 else 1]
        median = round(statistics.median(found), 3)
        yield {
            "screen": screen,
            "slow": slow,
            "measure": measure,
            "median": median,
            "lowest": round(min(found), 3),
            "highest": round(max(found), 3),
            "budget": budget,
            "over": budget is not None and median > budget,
        }


def _print_head() -> None:
    print(f"\n{'screen':20} {'CPU':>4} {'measure':40} {'median':>9} {'range':>17} {'budget':>7}")


def _printed(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each screen's as soon as they are measured: the whole run takes more than ten minutes."""
    found = list(rows)
    for row in found:
        limits = f"{row['lowest']:g}–{row['highest']:g}"
        budget = "–" if row["budget"] is None else f"{row['budget']:g}"
        mark = "  OVER" if row["over"] else ""
        print(
            f"{row['screen']:20} {'×' + str(row['slow']):>4} {NAMES[row['measure']]:40}"
            f" {row['median']:>9g} {limits:>17} {budget:>7}{mark}",
            flush=True,
        )
    return found


if __name__ == "__main__":
    sys.exit(main())
