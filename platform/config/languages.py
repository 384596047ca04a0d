"""Which languages the server speaks: English, and every one that has a catalogue."""

from pathlib import Path

from django.conf.locale import LANG_INFO


def found_in(folder: Path) -> list[tuple[str, str]]:
    """(code, its own name) of each `<code>/LC_MESSAGES/django.mo`, English first."""
    codes = sorted(place.parts[-3].replace("_", "-") for place in folder.glob("*/LC_MESSAGES/*.mo"))
    return [("en", "English"), *((code, _name(code)) for code in codes if code != "en")]


def _name(code: str) -> str:
    known = LANG_INFO.get(code.lower()) or LANG_INFO.get(code.lower().split("-")[0]) or {}
    return str(known.get("name_local", code))
