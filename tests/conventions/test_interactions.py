"""Each of the forty interactions of the web app has a browser test that bears its number."""

import re
from pathlib import Path

BROWSER = Path(__file__).resolve().parents[1] / "browser"
#: `test_12_15_a_dragged_card_…` proves numbers 12 and 15.
NUMBERED = re.compile(r"^def test_((?:\d\d_)+)", re.MULTILINE)
ALL = set(range(1, 41))
#: Named here until their test bears the number.
WITHOUT: set[int] = set()


def test_every_interaction_has_a_browser_test_of_its_number() -> None:
    texts = [path.read_text(encoding="utf-8") for path in BROWSER.glob("test_*.py")]
    found = {
        int(number)
        for text in texts
        for names in NUMBERED.findall(text)
        for number in names.strip("_").split("_")
    }
    assert found <= ALL
    assert found >= ALL - WITHOUT
