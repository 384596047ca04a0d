"""The documentation keeps up with the code: links, paths, settings, diagrams."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")])
SOURCES = ("platform", "tenants", "billing", "crm_core", "api", "deploy")
#: Read by the libraries themselves, not by us.
FOREIGN = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "PGSSLMODE", "PGSSLROOTCERT"}
#: How a page names a file or folder of this repository: with a known first folder, in backticks.
CODE_PATH = re.compile(
    r"`((?:platform|freehold|tenants|crm_core|api|frontend|tests|deploy|helm|docs)/[\w@./-]*)`"
)
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[\w-]*)?\)")


def named(page: Path) -> str:
    return str(page.relative_to(PROJECT))


@pytest.mark.parametrize("document", PAGES, ids=named)
def test_every_link_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert not [link for link in LINK.findall(text) if not (document.parent / link).exists()]


@pytest.mark.parametrize("document", PAGES, ids=named)
def test_every_path_that_a_page_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    missing = [
        path
        for path in CODE_PATH.findall(text)
        if not ((PROJECT / path).exists() or (PROJECT / "platform" / path).exists())
    ]
    assert not missing


@pytest.mark.parametrize("document", PAGES, ids=named)
def test_every_picture_says_what_it_shows(document: Path) -> None:
    alternatives = re.findall(r"!\[([^\]]*)\]", document.read_text(encoding="utf-8"))
    assert all(len(text.split()) > 4 for text in alternatives)


def test_the_settings_page_lists_what_the_code_reads() -> None:
    text = (PROJECT / "docs/operators/settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_0-9]+)`", text, re.MULTILINE))
    assert documented == _read_by_the_code() - FOREIGN


def _read_by_the_code() -> set[str]:
    call = re.compile(r"""(?:env\.\w+|environ\.get|_source)\(\s*"([A-Z][A-Z_0-9]+)\"""")
    shell = re.compile(r"\$\{(FREEHOLD_[A-Z_]+)")
    found: set[str] = set()
    for folder in SOURCES:
        for file in (PROJECT / folder).rglob("*"):
            if file.suffix in {".py", ".sh"} and "/test" not in str(file):
                content = file.read_text(encoding="utf-8")
                found |= set(call.findall(content)) | set(shell.findall(content))
    return {name for name in found if name.startswith("FREEHOLD_") or name.endswith("_URL")}


@pytest.fixture(scope="module")
def drawing() -> dict[str, Any]:
    return runpy.run_path(str(PROJECT / "docs/architecture/render.py"))


def test_every_diagram_is_drawn_from_its_present_text(drawing: dict[str, Any]) -> None:
    stale = []
    for name, source in drawing["sources"]().items():
        picture = PROJECT / "docs/architecture/diagrams" / f"{name}.svg"
        if f"<!-- source: {drawing['digest'](source)} -->" not in picture.read_text("utf-8"):
            stale.append(name)
    assert not stale, "Draw them anew: docs/architecture/README.md says how."


def test_every_decision_is_listed_and_numbered_in_order() -> None:
    folder = PROJECT / "docs/decisions"
    files = sorted(path.name for path in folder.glob("[0-9]*.md"))
    listed = re.findall(r"\]\((\d{3}-[a-z-]+\.md)\)", (folder / "README.md").read_text("utf-8"))
    assert files == listed
    assert [int(name[:3]) for name in files] == list(range(1, len(files) + 1))
