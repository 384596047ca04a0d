"""Which character encoding a file is written in."""

import codecs
from typing import BinaryIO

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from crm_core.transfer.reading.limits import SAMPLE_BYTES
from crm_core.transfer.reading.table import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What programs of other alphabets write; only these may replace the Western default.
_OTHERS = ["cp1250", "cp1251", "cp1253", "cp1254", "shift_jis", "gb18030", "big5", "euc_kr"]
#: How sure the guess must be, as the share of oddities in the text that it gives (0 to 1).
_ODDITIES = 0.1
#: Bytes that Windows-1252 leaves undefined.
_UNDEFINED = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])


def detect_encoding(file: BinaryIO) -> str:
    """Python's name of the encoding. UTF-8 is proved over the whole file, others are guessed."""
    file.seek(0)
    sample = file.read(SAMPLE_BYTES)
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    wide = _without_mark(sample)
    if wide:
        return wide
    offending = _first_not_utf8(file)
    if offending is None:
        return "utf-8"
    return _eight_bit(file, sample if offending < len(sample) else _around(file, offending))


def named_encoding(name: str) -> str:
    """The encoding that a person chose, as Python calls it."""
    try:
        found = codecs.lookup(name).name
        if not codecs.lookup(found)._is_text_encoding:
            raise LookupError
    except (LookupError, ValueError) as error:
        raise Unreadable(
            "unknown_encoding",
            _("“%(name)s” is not an encoding. Usual ones: utf-8, utf-16, cp1252, latin-1.")
            % {"name": name[:40]},
        ) from error
    return "utf-8-sig" if found == "utf-8" else found


def _without_mark(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark: every second byte of Western text is zero."""
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    if sample[1::2].count(0) > pairs * 0.7 and sample[0::2].count(0) < pairs * 0.1:
        return "utf-16-le"
    if sample[0::2].count(0) > pairs * 0.7 and sample[1::2].count(0) < pairs * 0.1:
        return "utf-16-be"
    return None


def _first_not_utf8(file: BinaryIO) -> int | None:
    """The place of the first byte that is not UTF-8, or None."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    file.seek(0)
    place = 0
    while chunk := file.read(1024 * 1024):
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return max(0, place + error.start)
        place += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return max(0, place - 1)
    return None


def _around(file: BinaryIO, place: int) -> bytes:
    file.seek(max(0, place - SAMPLE_BYTES // 2))
    return file.read(SAMPLE_BYTES)


def _eight_bit(file: BinaryIO, sample: bytes) -> str:
    high = bytes(byte for byte in sample if byte > 0x7F)
    if len(high) >= 40:
        best = from_bytes(sample, cp_isolation=[*_OTHERS, "cp1252"]).best()
        if best is not None and best.encoding in _OTHERS and best.chaos < _ODDITIES:
            return best.encoding
    file.seek(0)
    while chunk := file.read(1024 * 1024):
        if any(byte in chunk for byte in _UNDEFINED):
            return "latin-1"
    return "cp1252"
