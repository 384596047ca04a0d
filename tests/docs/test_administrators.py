"""The administrator guide explains every function that a formula can call, as the editor does."""

from pathlib import Path

from crm_core.records.formulas.functions import FUNCTIONS

PAGE = Path(__file__).resolve().parents[2] / "docs/administrators/fields.md"


def test_the_reference_of_functions_is_current() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for one in FUNCTIONS.values():
        assert f"| `{one.signature}` | {one.help} | `{one.example}` |" in text, one.name
