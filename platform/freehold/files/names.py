"""What a file may be called: for people to read, and for no system to trip over."""

import unicodedata

MOST = 200
_MOST_ENDING = 20
#: Joiners that scripts and emoji need; other invisible characters make a name look like another.
_JOINERS = "\u200c\u200d"


def clean_name(given: str) -> str:
    """The last part of the path given, without controls and invisible characters, cut to size.

    The ending stays when the name is cut, so that nobody takes a program for a picture.
    """
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(one for one in unicodedata.normalize("NFC", last) if _is_shown(one))
    name = " ".join(kept.split()).strip(". ")
    if not name:
        return "file"
    stem, dot, ending = name.rpartition(".")
    if len(name) <= MOST or not stem or len(ending) > _MOST_ENDING:
        return name[:MOST].rstrip(". ")
    return stem[: MOST - len(ending) - 1].rstrip(". ") + dot + ending


def _is_shown(letter: str) -> bool:
    return letter in _JOINERS or letter == " " or unicodedata.category(letter)[0] not in "CZ"
