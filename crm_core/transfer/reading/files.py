"""Opens an uploaded file by what it holds, not by what it is called."""

from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_core.transfer.reading.delimited import open_delimited
from crm_core.transfer.reading.encodings import detect_encoding
from crm_core.transfer.reading.spreadsheet import open_spreadsheet
from crm_core.transfer.reading.table import ReadOptions, Table, Unreadable

_SAVE_AS = gettext_lazy("Save it as .xlsx or CSV and import that.")
_PICTURE = gettext_lazy("This is a picture, not a table.")
_PROGRAM = gettext_lazy("This is a program, not a table.")
_COMPRESSED = gettext_lazy(
    "This file is compressed (%(kind)s). Unpack it and import what it holds."
)
_FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0",
        gettext_lazy("This is an Excel file of the old kind (.xls). %(save_as)s"),
    ),
    (b"%PDF", gettext_lazy("This is a PDF, not a table. %(save_as)s")),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"\x1f\x8b", _COMPRESSED),
    (b"7z\xbc\xaf", _COMPRESSED),
    (b"Rar!", _COMPRESSED),
    (b"\x7fELF", _PROGRAM),
    (b"MZ\x90", _PROGRAM),
)
_ARCHIVES = {b"\x1f\x8b": "gzip", b"7z\xbc\xaf": "7z", b"Rar!": "RAR"}
_WIDE = ("utf-16", "utf-32")


def open_table(file: BinaryIO, options: ReadOptions | None = None) -> Table:
    """The file as a table. `file` is seekable and stays open as long as the table is read."""
    options = options or ReadOptions()
    file.seek(0)
    start = file.read(64 * 1024)
    if not start.strip():
        raise Unreadable("empty_file", _("This file is empty."))
    if start.startswith(b"PK\x03\x04"):
        return open_spreadsheet(file, options)
    for magic, reason in _FOREIGN:
        if start.startswith(magic):
            named = {"save_as": _SAVE_AS, "kind": _ARCHIVES.get(magic, "")}
            raise Unreadable("unsupported", str(reason) % named)
    if b"\x00" in start and not _is_wide(file, options):
        raise Unreadable(
            "binary",
            _("This is not a text file: it holds binary data. %(save_as)s") % {"save_as": _SAVE_AS},
        )
    return open_delimited(file, options)


def _is_wide(file: BinaryIO, options: ReadOptions) -> bool:
    """Text of two or four bytes a character, where zero bytes are usual.

    One stray NUL in other text is no reason to refuse the file: it is told by its row.
    """
    named = options.encoding or detect_encoding(file)
    if named.lower().replace("_", "-").startswith(_WIDE):
        return True
    file.seek(0)
    start = file.read(64 * 1024)
    strange = sum(byte < 9 or 13 < byte < 32 for byte in start)
    return strange <= max(2, len(start) // 1000)
