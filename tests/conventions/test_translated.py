"""What a person may read in a refusal goes through gettext."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SOURCES = ("api", "billing", "crm_core", "tenants", "platform/freehold")
GERMAN_OF_THE_WEB_APP = "frontend/src/shared/i18n/de/*.po"
#: Refusals, and what stands inside them.
SAID = {
    "Problem", "Malformed", "NotSignedIn", "Forbidden", "NotFound", "Conflict", "Stale", "Invalid",
    "TooLarge", "WrongMediaType", "ReadOnly", "TooManyRequests", "Unavailable", "FieldError",
    "Unreadable", "FormulaError", "CannotCompute", "Notice", "CellProblem",
}  # fmt: skip
#: What is told to operators in a terminal, or to whoever writes Freehold.
EXEMPT = (
    "management/", "migrations/", "freehold/embedded/", "tenants/rollout/", "tenants/context.py",
    "tenants/installation.py", "api/openapi/document.py", "freehold/jobs/registry.py",
    "freehold/audit/verifying.py",
)  # fmt: skip


_SEEN = (ast.Call, ast.JoinedStr)


def test_no_refusal_speaks_english_only() -> None:
    found = [place for path, nodes in _files() for place in _untranslated(path, nodes)]
    assert found == [], "Put these sentences into gettext: " + "; ".join(found)


def test_nothing_is_translated_inside_an_f_string() -> None:
    """xgettext doesn't look into it: the message never reaches the catalogues."""
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, nodes in _files()
        for joined in nodes
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and _name(call.func) == "_" and _is_literal(call)
    ]
    assert found == [], "Give the message a name before the f-string: " + "; ".join(found)


def test_german_calls_a_deal_by_one_word() -> None:
    """It is a *Verkaufschance* wherever it is named."""
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((*ROOT.glob("locale/de/**/*.po"), *ROOT.glob(GERMAN_OF_THE_WEB_APP)))
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if line.startswith(("msgstr", '"')) and re.search(r"\b(Geschäfte?[ns]?|Deals?)\b", line)
    ]
    assert found == [], "Say “Verkaufschance”: " + "; ".join(found)


def _is_literal(call: ast.Call) -> bool:
    return bool(call.args) and isinstance(call.args[0], ast.Constant)


@cache
def _files() -> list[tuple[Path, list[ast.AST]]]:
    """Each with what of it these tests look at: calls, and strings with values inside."""
    return [
        (path, [one for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, _SEEN)])
        for folder in SOURCES
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not any(one in path.as_posix() for one in EXEMPT)
    ]


def _untranslated(path: Path, nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Call) and _name(node.func) in SAID:
            told = [*node.args, *(one.value for one in node.keywords)]
            for one in (part for argument in told for part in _branches(argument)):
                if _is_sentence(one):
                    yield f"{path.relative_to(ROOT)}:{one.lineno}"


def _name(called: ast.expr) -> str:
    """`Invalid` of both `Invalid(…)` and `Invalid.at(…)`."""
    if isinstance(called, ast.Attribute) and called.attr == "at":
        called = called.value
    return getattr(called, "id", getattr(called, "attr", ""))


def _branches(node: ast.expr) -> list[ast.expr]:
    return [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]


def _is_sentence(node: ast.expr) -> bool:
    """Text of several words; a code or the path of a field is one."""
    if isinstance(node, ast.JoinedStr):
        parts = [one.value for one in node.values if isinstance(one, ast.Constant)]
        return any(" " in str(one).strip() for one in parts)
    return isinstance(node, ast.Constant) and " " in str(node.value).strip()
