"""Draw the Mermaid blocks of these pages as SVG: `python render.py path/to/mermaid.min.js`.

A block belongs to the picture named by the comment `<!-- diagram: name -->` before it. The SVG
carries a digest of its source, so that a test can tell a picture that is older than its text.
Needs Chromium (CHROMIUM names it, otherwise Playwright's own is taken) and no network.
"""

import hashlib
import os
import re
import sys
from pathlib import Path

PAGES = Path(__file__).parent
PICTURES = PAGES / "diagrams"
BLOCK = re.compile(r"<!-- diagram: ([a-z-]+) -->.*?```mermaid\n(.*?)```", re.DOTALL)
DRAW = """async ([name, source]) => {
    mermaid.initialize({startOnLoad: false, theme: 'neutral', securityLevel: 'loose',
        fontFamily: 'Inter, Segoe UI, Helvetica, Arial, sans-serif',
        flowchart: {htmlLabels: true, useMaxWidth: true, wrappingWidth: 280}});
    const {svg} = await mermaid.render(name, source);
    return svg.replace('style="', 'style="background-color: #fff; ');
}"""


def sources() -> dict[str, str]:
    """Every diagram's Mermaid text by its name."""
    found: dict[str, str] = {}
    for page in sorted(PAGES.glob("*.md")):
        found.update(BLOCK.findall(page.read_text(encoding="utf-8")))
    return found


def digest(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def draw(mermaid: Path) -> None:
    """Write one SVG for each diagram."""
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.add_script_tag(path=str(mermaid))
        for name, source in sources().items():
            svg = page.evaluate(DRAW, [name, source])
            marked = f"<!-- source: {digest(source)} -->\n{svg}\n"
            (PICTURES / f"{name}.svg").write_text(marked, encoding="utf-8")
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python docs/architecture/render.py path/to/mermaid.min.js")
    draw(Path(sys.argv[1]))
