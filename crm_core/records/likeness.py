"""Names that are nearly the same: how they are written for comparing, and how far two differ.

A key is folded text without punctuation, without the legal form of a company or the title of a
person. A person's is `first|last`. How far two differ is counted in letters that one would have to
add, leave out, replace or exchange with the next one (optimal string alignment).

A key's codes bring together what is worth comparing: whoever differs by a slip still has the same
beginning or the same end, and so one code at least.
"""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from freehold.text import fold

#: Between the names of a person.
BETWEEN = "|"
_MOST = 500
_LEGAL_FORMS = (
    "aktiengesellschaft", "gesellschaft mit beschrankter haftung", "haftungsbeschrankt", "gmbh",
    "ggmbh", "mbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "ev", "eg", "ek", "se", "co",
    "inc", "incorporated", "corp", "corporation", "company", "llc", "llp", "lp", "ltd", "limited",
    "plc", "pty", "pte", "pvt", "private", "sa", "sas", "sasu", "sarl", "srl", "spa", "snc", "sl",
    "slu", "ltda", "lda", "sab", "de cv", "bv", "nv", "vof", "ab", "asa", "as", "aps", "oy", "oyj",
    "sro", "sp zoo", "sp z oo", "doo", "kft", "zrt", "kk",
)  # fmt: skip
_FORMS = sorted((tuple(one.split()) for one in _LEGAL_FORMS), key=len, reverse=True)
_LAST_WORDS = frozenset(one[-1] for one in _FORMS)
_TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "herr", "frau", "dipl", "ing"})
_AND = frozenset({"und", "and", "et"})
#: What has fewer letters in common than this is another company: "Acme", "Acne".
_LEAST = 80
_SHORT = 8


def organisation_key(name: str) -> str:
    """ "Nordlicht Aktiengesellschaft" and "NORDLICHT A.G." are both "nordlicht"."""
    words = [one for one in _words(name) if one not in _AND]
    while (shorter := _without_form(words)) != words:
        words = shorter
    return " ".join(words)[:_MOST]


def person_key(first: str, last: str) -> str:
    """Empty for somebody without a last name: a first name alone tells nobody apart."""
    firsts = [one for one in _words(first) if one not in _TITLES]
    lasts = " ".join(_words(last))
    return f"{' '.join(firsts)}{BETWEEN}{lasts}"[:_MOST] if lasts else ""


def likeness(one: str, other: str, *, same_place: bool) -> int | None:
    """How much of two keys is the same, in per cent; None where they are different names.

    Of people both names must be close. At the same place a first name may also be missing or
    shortened. Different numbers make different names ("Branch 1", "Branch 2").
    """
    if digits(one) != digits(other):
        return None
    if BETWEEN in one:
        return _of_people(one, other, same_place)
    joined, others = one.replace(" ", ""), other.replace(" ", "")
    if not _close(joined, others):
        return None
    same = _percent([(joined, others)])
    return same if same >= _LEAST else None


def codes(key: str, place: str) -> list[str]:
    """Two names that `likeness` finds close have one of them in common, but for a slip in both the
    beginning and the end of one name."""
    if not key:
        return []
    if BETWEEN in key:
        found = _codes_of_person(key, place)
    else:
        found = _codes_of_organisation(key.replace(" ", ""))
    return sorted({f"{one}#{digits(key)}" for one in found})


def _codes_of_person(key: str, place: str) -> Iterator[str]:
    first, _, last = key.partition(BETWEEN)
    lasts = (f"{last[:2]}-", f"-{last[-2:]}")
    if first:
        for part in (f"{first[:2]}-", f"{first[:1]}-{first[-2:]}"):
            yield from (f"{part}{BETWEEN}{one}" for one in lasts)
    if place:
        yield from (f"{place}{BETWEEN}{one}" for one in lasts)


def _codes_of_organisation(name: str) -> Iterator[str]:
    """Longer pieces of longer names; who is near the limit has both, so that all its like meet."""
    if len(name) <= _SHORT + 1:
        yield from (f"{name[:3]}-", f"{name[:1]}-{name[-3:]}")
    if len(name) >= _SHORT:
        yield from (f"{name[:5]}-", f"{name[:1]}-{name[-5:]}")


def digits(key: str) -> str:
    return re.sub("[^0-9]", "", key)


def distance(one: str, other: str, most: int) -> int:
    """Letters by which they differ, no more than `most + 1`."""
    return OSA.distance(one, other, score_cutoff=most)


def _of_people(one: str, other: str, same_place: bool) -> int | None:
    first, _, last = one.partition(BETWEEN)
    others_first, _, others_last = other.partition(BETWEEN)
    if not _close(last, others_last):
        return None
    both_given = bool(first and others_first)
    if both_given and _close(first, others_first):
        return _percent([(first, others_first), (last, others_last)])
    shortened = first.startswith(others_first) or others_first.startswith(first)
    if same_place and shortened:
        return _percent([(first, others_first), (last, others_last)])
    return None


def _close(one: str, other: str) -> bool:
    """A slip or two, by length; the first letter is seldom among them."""
    if one == other:
        return True
    if one[:1] != other[:1]:
        return False
    allowed = _slips(max(len(one), len(other)))
    return distance(one, other, allowed) <= allowed


def _slips(length: int) -> int:
    if length < 4:
        return 0
    return 1 if length < 9 else 2 if length < 18 else 3


def _percent(pairs: Sequence[tuple[str, str]]) -> int:
    length = sum(max(len(one), len(other)) for one, other in pairs)
    apart = sum(distance(one, other, _MOST) for one, other in pairs)
    return round(100 * (1 - apart / length)) if length else 0


def _words(text: str) -> list[str]:
    """Dots and apostrophes within a word join its parts: "A.G.", "O'Neil"."""
    return re.findall(r"\w+", re.sub(r"(?<=\w)[.'’`](?=\w)|(?<=\b\w)\.", "", fold(text)))


def _without_form(words: list[str]) -> list[str]:
    """A name that is nothing but a legal form stays."""
    if not words or words[-1] not in _LAST_WORDS:
        return words
    for form in _FORMS:
        if len(words) > len(form) and tuple(words[-len(form) :]) == form:
            return words[: -len(form)]
    return words
