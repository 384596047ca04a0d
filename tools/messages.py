"""Translations of what the server says: `python -m tools.messages check|write`.

`locale/<language>/LC_MESSAGES/django.po` holds them; a further language is one more such folder.
The compiled file stands beside it, so that running the product needs no gettext.
"""

import io
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "locale"
SOURCES = ("api", "crm_core", "billing", "tenants", "platform/freehold")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
}

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def _of_template(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterable[Any]:
    """What a template of a mail says: Django's own way of making Python out of it."""
    text = templatize(file.read().decode()).encode()
    return extract_python(io.BytesIO(text), keywords, comment_tags, options)


#: Babel takes functions too, which its types do not say.
_SOURCES: Any = [("**.py", "python"), ("**/email/*.txt", _of_template)]


def extracted() -> Catalog:
    """Every message of the sources, without places: those change with every line."""
    found = Catalog(project="Freehold", charset="utf-8")
    for folder in SOURCES:
        for _, _, message, _, context in extract_from_dir(
            ROOT / folder,
            method_map=_SOURCES,
            keywords=KEYWORDS,
        ):
            found.add(message, context=context)
    return found


def files() -> Iterator[Path]:
    yield from sorted(LOCALES.glob("*/LC_MESSAGES/django.po"))


def renewed(path: Path, sources: Catalog) -> Catalog:
    """The translations as they are, with the messages that the sources have now."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parts[-3])
    catalog.update(sources, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    # The header of the compiled file holds them: the same messages give the same file.
    catalog.creation_date = catalog.revision_date = _ANY_DAY
    return catalog


def as_po(catalog: Catalog) -> bytes:
    written = io.BytesIO()
    write_po(written, catalog, width=100, no_location=True, omit_header=True, sort_output=True)
    header = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    plural = f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'.encode()
    return header + plural + written.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    return [str(one.id) for one in catalog if one.id and not one.string]


def write() -> None:
    sources = extracted()
    for path in files():
        catalog = renewed(path, sources)
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(as_mo(catalog))
        print(f"{path.relative_to(ROOT)}: {len(untranslated(catalog))} without translation")


def check() -> None:
    """Ends with what is stale or missing."""
    sources = extracted()
    for path in files():
        catalog, place = renewed(path, sources), path.relative_to(ROOT)
        if missing := untranslated(catalog):
            sys.exit(f"{place} lacks {len(missing)} translations, such as “{missing[0]}”.")
        if path.read_bytes() != as_po(catalog):
            sys.exit(f"{place} has not the messages of the sources. Run `make generate`.")
        if path.with_suffix(".mo").read_bytes() != as_mo(catalog):
            sys.exit(f"{place} is not compiled as it is. Run `make generate`.")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["check"]:
            check()
        case ["write"]:
            write()
        case _:
            sys.exit("Usage: python -m tools.messages check|write")
