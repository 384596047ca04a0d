"""What is measured on a screen: how it loads, how keys and clicks answer, drags and scrolling."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.accessibility import violations
from tests.load.bare_chromium import BarePage, Chromium, Cookie

#: Collects from the first moment on what the browser only tells once.
COLLECT = """
window.__seen = {lcp: 0, cls: 0, csp: 0, events: [], frames: []}
const watch = (type, take, more) =>
  new PerformanceObserver((list) => list.getEntries().forEach(take))
    .observe({type, buffered: true, ...more})
watch('largest-contentful-paint', (entry) => { window.__seen.lcp = entry.startTime })
watch('layout-shift', (entry) => { if (!entry.hadRecentInput) window.__seen.cls += entry.value })
// A keyup that causes no frame is told with hundreds of milliseconds that nobody waits for.
watch('event', (entry) => {
  if (['keydown', 'pointerdown', 'click'].includes(entry.name))
    window.__seen.events.push(entry.duration)
}, {durationThreshold: 16})
document.addEventListener('securitypolicyviolation', () => { window.__seen.csp += 1 })
window.__record = () => {
  let last = performance.now(), on = true
  window.__seen.frames = []
  const frame = (now) => {
    window.__seen.frames.push(now - last)
    last = now
    if (on) requestAnimationFrame(frame)
  }
  requestAnimationFrame((now) => { last = now; requestAnimationFrame(frame) })
  window.__stop = () => { on = false; return window.__seen.frames }
}
"""
#: What is fetched ahead for later use, once the screen stands, is no part of the visit.
_LOADED = """() => {
  const ahead = performance.getEntriesByName('fetch-ahead')[0]?.startTime ?? Infinity
  const sizes = (end) => performance.getEntriesByType('resource')
    .filter((entry) => entry.name.endsWith(end) && entry.startTime < ahead)
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0) / 1024
  const ready = performance.getEntriesByName('screen:ready')[0]
  return {ready: ready ? ready.startTime : null, lcp: window.__seen.lcp, cls: window.__seen.cls,
    js: sizes('.js'), css: sizes('.css'), nodes: document.querySelectorAll('*').length}
}"""
#: Goes to an address as a link does; milliseconds until its screen is painted.
_GO = """(path) => new Promise((done) => {
  const told = () => done(performance.now() - from)
  new PerformanceObserver((list, self) => {
    if (!list.getEntriesByName('screen:ready').length) return
    self.disconnect()
    requestAnimationFrame(() => setTimeout(told))
  }).observe({type: 'mark'})
  const from = performance.now()
  history.pushState({}, '', path)
})"""
_ELSEWHERE = "/import"
_SETTLED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 120)))"
_THERE = """(selector) => new Promise((done) => {
  const look = () => document.querySelector(selector) ? done() : setTimeout(look, 20)
  look()
})"""
#: Nothing more is fetched, neither for the screen nor ahead.
_IDLE = """() => new Promise((done) => {
  let timer = setTimeout(done, 700)
  new PerformanceObserver(() => {
    clearTimeout(timer)
    timer = setTimeout(done, 700)
  }).observe({type: 'resource'})
})"""
Measures = dict[str, float]


def list_keys(page: BarePage) -> None:
    _pressed(page, "j", "j", "k", "ArrowRight", "x", "x", "Enter", "Escape", "Control+k", "Escape")


def board_keys(page: BarePage) -> None:
    page.evaluate("() => document.querySelector('[data-card]').focus()")
    _pressed(page, "ArrowDown", "ArrowRight", "Control+ArrowLeft", "m", "Escape", "Enter", "Escape")


def form_keys(page: BarePage) -> None:
    page.press("c")
    page.evaluate(_THERE, "[role=dialog] input:focus")
    for letter in "Harbour":
        page.press(letter)
    page.press("Escape")
    page.evaluate(_SETTLED)


def _pressed(page: BarePage, *keys: str) -> None:
    for key in keys:
        page.press(key)
        page.evaluate(_SETTLED)


SCREENS: dict[str, tuple[str, str, Callable[[BarePage], None] | None]] = {
    "list": ("/leads?sort=name", "[data-row]", list_keys),
    "board": ("/opportunities/board", "[data-card]", board_keys),
    "list and form": ("/accounts", "[data-row]", form_keys),
    "record": ("/contacts/{contact}", "h1", None),
    "home": ("/", "h1", None),
    "my day": ("/my-day", "h1", None),
    "calendar": ("/calendar", "h1", None),
    "settings": ("/settings/profile", "h1", None),
}


def visit(
    chromium: Chromium, base: str, cookies: list[Cookie], screen: str, slow: int, contact: str
) -> Measures:
    """One cold visit of a screen, then its keys; `slow` throttles the processor so many times."""
    place, first, keys = SCREENS[screen]
    path = place.format(contact=contact)
    with chromium.page(cookies, COLLECT) as page:
        page.throttle(slow)
        page.go(base + path)
        page.evaluate(_THERE, first)
        page.evaluate(_IDLE)
        told: Measures = page.evaluate(_LOADED)
        if keys:
            page.evaluate("() => { window.__seen.events = [] }")
            keys(page)
            told["answer"] = page.evaluate("() => Math.max(0, ...window.__seen.events)")
        return told | _changes(page, base, path)


def _changes(page: BarePage, base: str, path: str) -> Measures:
    """From another screen to this one: with its data asked for anew, then with them at hand."""
    page.go(base + _ELSEWHERE)
    page.evaluate(_IDLE)
    changed = page.evaluate(_GO, path)
    page.evaluate(_IDLE)
    page.evaluate("(path) => history.pushState({}, '', path)", _ELSEWHERE)
    page.evaluate(_IDLE)
    return {"change": changed, "again": page.evaluate(_GO, path)}


def rules(browser: Browser, base: str, session: Any, screen: str, contact: str) -> Measures:
    """What axe, the content security policy and the console hold against a screen."""
    place, first, _ = SCREENS[screen]
    errors: list[str] = []
    context = _context(browser, base, session)
    context.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    page = context.new_page()
    page.goto(place.format(contact=contact))
    page.locator(first).first.wait_for()
    page.wait_for_load_state("networkidle")
    csp = page.evaluate("window.__seen.csp")
    told = {"axe": len(violations(page)), "csp": csp, "console": len(errors)}
    context.close()
    return told


def drag(page: Page) -> Measures:
    """A card over the whole board in 120 steps; frames from picking it up to its drop."""
    page.goto("/opportunities/board")
    page.locator("[data-card]").first.wait_for()
    page.wait_for_load_state("networkidle")
    box = page.locator("[data-card]").first.bounding_box()
    assert box is not None
    x, y = box["x"] + 40, box["y"] + 20
    page.mouse.move(x, y)
    page.evaluate("window.__record()")
    page.mouse.down()
    page.mouse.move(x + 8, y + 8)
    page.evaluate(_SETTLED)
    picked = page.evaluate("window.__stop()")
    page.evaluate("window.__record()")
    for step in range(120):
        page.mouse.move(x + step * 7, y + (step % 40) * 12)
    frames = page.evaluate("window.__stop()")
    page.keyboard.press("Escape")
    page.mouse.up()
    return {"pick_up": max(picked), "drag": _p95(frames)}


def scroll(page: Page) -> Measures:
    """120 turns of the wheel through a list that has 100,000 rows."""
    page.goto("/leads?sort=name")
    page.locator("[data-row]").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.mouse.move(700, 500)
    page.evaluate("window.__record()")
    for _ in range(120):
        page.mouse.wheel(0, 300)
        page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
    return {"scroll": _p95(page.evaluate("window.__stop()"))}


def moved(browser: Browser, base: str, session: Any, work: Callable[[Page], Measures]) -> Measures:
    context = _context(browser, base, session)
    found = work(context.new_page())
    context.close()
    return found


def _context(browser: Browser, base: str, session: Any) -> BrowserContext:
    context = browser.new_context(
        base_url=base, storage_state=session, viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(120_000)
    context.add_init_script(COLLECT)
    return context


def _p95(frames: list[float]) -> float:
    return sorted(frames)[int(len(frames) * 0.95) - 1] if frames else 0.0


def as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps({"rows": rows}, indent=2) + "\n"
