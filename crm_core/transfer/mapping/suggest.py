"""Which object a file holds and which field each column means, told from names and samples."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale

from crm_core.transfer.mapping.headers import compact, words
from crm_core.transfer.mapping.synonyms import COMMON, FIELDS, OBJECT_WORDS, OWN_ID, TELLING
from crm_core.transfer.mapping.targets import Target, Targets
from crm_core.transfer.values.dates import DateEvidence, parse_datetime
from crm_core.transfer.values.numbers import NumberEvidence, parse_number, strip_currency
from crm_core.transfer.values.texts import parse_boolean
from freehold.text import fold

Samples = Mapping[str, Sequence[str]]


def suggest_mapping(targets: Targets, samples: Samples) -> dict[str, str | None]:
    """Column → field path or None. No field is suggested twice; the better name wins."""
    known = _names_of(targets)
    found: dict[str, str | None] = {}
    taken: set[str] = set()
    for column, cells in samples.items():
        path = _match(column, targets, known, taken)
        if path is not None and not _fits(targets.find(path), cells):
            path = None
        elif path is None and any(cells):
            path = _place(column, cells, targets, taken)
        found[column] = path
        if path:
            taken.add(path)
    return _without_full_name(_promoted(found, targets))


def _without_full_name(found: dict[str, str | None]) -> dict[str, str | None]:
    """A person's whole name says nothing beside a column of last names."""
    if "last_name" not in found.values():
        return found
    return {column: None if path == "name" else path for column, path in found.items()}


def _fits(target: Target | None, cells: Sequence[str]) -> bool:
    """False where the samples are all of another type than the field."""
    filled = [cell for cell in cells if cell.strip()]
    if target is None or not filled:
        return True
    type_ = target.field.type if target.field else {"close_date": "date"}.get(target.kind, "")
    read = _READERS.get(type_)
    return read is None or any(_reads(read, cell) for cell in filled)


def _reads(read: Callable[[str], object], cell: str) -> bool:
    try:
        read(cell)
    except ValueError:
        return False
    return True


def _number(cell: str) -> object:
    bare = strip_currency(cell)[0]
    evidence = NumberEvidence()
    evidence.add(bare)
    return parse_number(bare, evidence.decimal_mark("."))


def _date(cell: str) -> object:
    evidence = DateEvidence()
    evidence.add(cell)
    return parse_datetime(cell, evidence.order("mdy"), ZoneInfo("UTC"))


_READERS: dict[str, Callable[[str], object]] = {
    "money": _number,
    "number": _number,
    "integer": _number,
    "date": _date,
    "datetime": _date,
    "boolean": parse_boolean,
}


def suggest_object(
    candidates: Mapping[str, Targets], file_name: str, samples: Samples
) -> str | None:
    """The object that the columns and the file's name speak for, or None where nothing does."""
    scores = {
        name: _score(name, targets, file_name, samples) for name, targets in candidates.items()
    }
    best = max(scores, key=lambda name: scores[name], default=None)
    return best if best is not None and scores[best] >= 4 else None


def _score(name: str, targets: Targets, file_name: str, samples: Samples) -> float:
    mapping = suggest_mapping(targets, samples)
    mapped = {path for path in mapping.values() if path}
    telling = TELLING.get(name, {})
    score = float(sum(telling.get(path, 0) for path in mapped))
    score += 3 * len(mapped) / max(len(samples), 1)
    first = next(iter(samples), "")
    if mapping.get(first) == "external_id" and _own_id_word(name, first):
        score += 5
    if _is_named_after(file_name, _object_words(name, targets)):
        score += 6
    required = {path for path, field in targets.fields.items() if field.required}
    return score - 2 * len(required - {path.split(".")[0] for path in mapped})


def _own_id_word(name: str, header: str) -> bool:
    return compact(header) in {compact(f"{word} id") for word in OBJECT_WORDS.get(name, ())}


def _is_named_after(file_name: str, object_words: Sequence[str]) -> bool:
    stem = f" {words(file_name.rpartition('.')[0] or file_name)} "
    return any(f" {word} " in stem or f" {word}s " in stem for word in object_words)


def _object_words(name: str, targets: Targets) -> tuple[str, ...]:
    known = targets.known.objects.get(name)
    labels = (words(str(known.label)), words(str(known.label_plural))) if known else ()
    return (*OBJECT_WORDS.get(name, ()), *labels, words(name))


def _names_of(targets: Targets) -> dict[str, str]:
    """compact header → path, the more telling names first."""
    name = targets.object_name
    found: dict[str, str] = {}

    def add(path: str, *headers: str) -> None:
        for header in headers:
            if targets.find(path) is not None:
                found.setdefault(compact(header), path)

    for word in _object_words(name, targets):
        add("external_id", *(f"{word} {ending}" for ending in ("id", "key", "record id")))
    for path, field in targets.fields.items():
        add(path, path.removeprefix("custom."), str(field.label))
    for path, headers in {**FIELDS.get(name, {}), **_more_common(name)}.items():
        add(path, *headers)
    add("external_id", *OWN_ID)
    return found


def _more_common(name: str) -> dict[str, tuple[str, ...]]:
    return {path: names for path, names in COMMON.items() if path not in FIELDS.get(name, {})}


def _match(column: str, targets: Targets, known: Mapping[str, str], taken: set[str]) -> str | None:
    for header in _readings(column, _object_words(targets.object_name, targets)):
        path = known.get(header)
        if path is not None and path not in taken:
            return path
    return None


def _readings(column: str, object_words: Sequence[str]) -> list[str]:
    """The header itself, then without the object's own name in front ("Deal Stage" → "Stage")."""
    spelt = words(column)
    readings = [compact(column)]
    for word in sorted(object_words, key=len, reverse=True):
        if spelt.startswith(f"{word} "):
            readings.append(spelt.removeprefix(f"{word} ").replace(" ", ""))
    return readings


def _promoted(found: dict[str, str | None], targets: Targets) -> dict[str, str | None]:
    """A contact's only telephone or e-mail column is the main one, whatever it is called."""
    paths = {path for path in found.values() if path}
    for root, main in (("phones", "phone"), ("emails", "email")):
        further = [
            path for path in paths if path.startswith(f"{root}.") and not path.endswith(".fax")
        ]
        if main in paths or targets.find(main) is None or not further:
            continue
        first = next(column for column, path in found.items() if path in further)
        found[first] = main
    return found


def _place(column: str, cells: Sequence[str], targets: Targets, taken: set[str]) -> str | None:
    """A column of places ("office_location"): countries or cities, as most of the samples say."""
    spelt = words(column).split()
    if not {"location", "office", "standort", "place", "headquarters", "hq", "sitz"} & set(spelt):
        return None
    filled = [fold(cell.strip()) for cell in cells if cell.strip()]
    countries = sum(cell in _countries() for cell in filled)
    part = "country" if countries * 2 >= len(filled) else "city"
    path = f"addresses.main.{part}"
    target: Target | None = targets.find(path)
    return path if target is not None and path not in taken else None


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    names = (
        name
        for language in ("en", "de")
        for code, name in Locale(language).territories.items()
        if len(code) == 2
    )
    return frozenset(fold(name) for name in names) | {"usa", "uk", "united states of america"}
