"""Folding in Python and in SQL is the same for every letter that it knows of."""

import unicodedata

import pytest
from django.db import connection

from freehold.text import escaped, fold, like_pattern, one_line

pytestmark = pytest.mark.django_db

LATIN = [chr(code) for code in (*range(0x20, 0x250), *range(0x1E00, 0x1F00))]
OTHERS = [chr(code) for code in (*range(0x370, 0x530), *range(0x10A0, 0x1100))]
WORDS = [
    "ΟΔΟΣ",
    "ÅNGSTRÖM",
    "Straße",
    "STRASSE",
    "Œuvre",
    "İstanbul",
    "ŁÓDŹ",
    "Ǆ",
    "ﬁn",
    "Москва",
    "Łódź ß Œ",
    "Ấn Độ ß Ł",
]


def in_sql(texts: list[str]) -> list[str]:
    with connection.cursor() as run:
        run.execute("SELECT array_agg(extensions.fold(t) ORDER BY n)"
                    " FROM unnest(%s::text[]) WITH ORDINALITY AS x (t, n)", [texts])  # fmt: skip
        (found,) = run.fetchone() or ([],)
        return list(found)


@pytest.mark.parametrize("texts", [LATIN, OTHERS, WORDS], ids=["latin", "others", "words"])
def test_python_and_sql_fold_alike(texts: list[str]) -> None:
    known = [one for one in texts if all(unicodedata.category(c) != "Cn" for c in one)]
    assert [
        (text, python, sql)
        for text, python, sql in zip(known, map(fold, known), in_sql(known), strict=True)
        if python != sql
    ] == []


def test_folding_takes_away_case_and_accents() -> None:
    assert fold("Ångström Straße Łódź") == "angstrom strasse lodz"


def test_a_pattern_matches_its_text_literally() -> None:
    assert like_pattern("50%_\\") == "%50\\%\\_\\\\%"
    assert like_pattern("Ä", before="") == "a%"


@pytest.mark.parametrize(
    ("given", "line", "logged"),
    [
        ("  Acme\r\n GmbH ", "Acme GmbH", r"  Acme\r\n GmbH "),
        ("a\x1b[2Jb\x85c\u2028d", "a [2Jb c d", r"a\x1b[2Jb\x85c\u2028d"),
        ("👩\u200d💻 Ünï", "👩\u200d💻 Ünï", "👩\u200d💻 Ünï"),
        ("\n", "", r"\n"),
    ],
)
def test_i11_a_text_is_made_one_line(given: str, line: str, logged: str) -> None:
    assert (one_line(given), escaped(given)) == (line, logged)
