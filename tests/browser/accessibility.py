"""What axe-core finds wrong with a page, by the rules of WCAG 2.2 up to level AA."""

from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from playwright.sync_api import Page

_AXE = Path(settings.BASE_DIR) / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """async () => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  // What a modal dialog covers is dimmed on purpose, and out of everybody's reach.
  const whole = document.querySelector('[aria-modal=true]') ?? document
  const { violations } = await axe.run(whole, { runOnly: tags, resultTypes: ['violations'] })
  return violations.flatMap((violation) => violation.nodes.map((node) =>
    `${violation.id}: ${node.target.join(' ')} ${node.html.slice(0, 160)} ` +
    `${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`))
}"""
#: Colours are only final when no transition runs any more.
_STILL = """() => Promise.all(document.getAnimations()
  .filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity)
  .map((animation) => animation.finished.catch(() => null)))"""
#: A changed colour scheme or size is only drawn two frames later.
_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
#: What is really wrong with a page is still wrong at the third look.
LOOKS = 3
LIGHT_AND_DARK: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}


@cache
def _source() -> str:
    return _AXE.read_text() + ";0"


def violations(page: Page) -> list[str]:
    """Of the page as it stands; every line names the rule and the element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    found: list[str] = []
    for _ in range(LOOKS):
        page.evaluate(_DRAWN)
        page.evaluate(_STILL)
        found = page.evaluate(_RUN)
        if not found:
            break
    return found


def resize(page: Page, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
