"""Dates and times as people and programs write them; the column decides day or month first."""

import datetime
import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jänner janvier enero ene",
            "feb february februar feber fevrier février febrero",
            "mar march mär märz mrz mars marzo",
            "apr april avril abril abr",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet julio",
            "aug august aout août agosto ago",
            "sep sept september septembre septiembre",
            "oct october okt oktober octobre octubre",
            "nov november novembre noviembre",
            "dec december dez dezember decembre décembre diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})([./-]?)(\d{1,2})\2(\d{1,2})(?!\d)")
_DAY_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[.\s-]+([^\W\d_]+)[.,]?[\s,-]+(\d{4}|\d{2})(?!\d)"
)
_NAMED_DAY = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
#: Days since 1899-12-30, as Excel counts them: what a cell holds that lost its date format.
_SERIAL = re.compile(r"([1-9]\d{4})(\.\d{1,12})?\Z")
_SERIAL_START = datetime.datetime(1899, 12, 30, tzinfo=datetime.UTC)
_WEEKDAY = re.compile(r"[^\W\d_]{2,10}\.?,\s+")
_TIME = re.compile(
    r"[T,\s]*(?:at\s+|um\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?|Uhr)?\s*"
    r"(Z|UTC|GMT)?\s*([+-]\d{2}:?\d{2}|[+-]\d{2})?\Z",
    re.IGNORECASE,
)
_SPELT = {"dmy": "dmy", "mdy": "mdy", "ymd": "ymd"}


@dataclass(slots=True)
class DateEvidence:
    """What a column's cells say about the order of day and month. Feed every cell, then ask."""

    day_first: int = 0
    month_first: int = 0
    dotted: int = 0
    unclear: int = 0
    proof: dict[str, str] = field(default_factory=dict)

    def add(self, cell: str) -> None:
        found = _NUMERIC.match(cell.strip())
        if found is None:
            return
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            self.day_first += 1
            self.proof.setdefault("dmy", cell)
        elif second > 12 >= first:
            self.month_first += 1
            self.proof.setdefault("mdy", cell)
        else:
            self.unclear += 1
        self.dotted += found[2] == "."

    @property
    def is_numeric(self) -> bool:
        return bool(self.day_first or self.month_first or self.unclear)

    @property
    def is_proved(self) -> bool:
        return self.day_first != self.month_first

    def order(self, usual: str) -> str:
        """ "dmy" or "mdy"; points mean day first; else `usual` (of the tenant's language)."""
        if self.is_proved:
            return "dmy" if self.day_first > self.month_first else "mdy"
        return "dmy" if self.dotted else usual


def order_of_format(written: str) -> str:
    """The order of "DD.MM.YYYY", "%m/%d/%Y" or "ymd"; ValueError where it can't be told."""
    letters = re.sub(r"%[HIMSpzZf]", "", written) if "%" in written else written
    letters = re.sub(r"[^dmyj]", "", letters.lower().split("hh")[0].replace("tt", "dd"))
    order = "".join(dict.fromkeys(letters.replace("j", "y")))
    if order not in _SPELT:
        raise ValueError(_("Give the date format as DD.MM.YYYY, MM/DD/YYYY or YYYY-MM-DD."))
    return order


def parse_date(cell: str, order: str) -> datetime.date:
    """The day that the cell names; a time after it is left out. ValueError says what is wrong."""
    day, rest = _day(_without_serial(cell.strip()), order)
    if rest.strip() and not _TIME.match(rest):
        raise ValueError(_("This is not a date."))
    return day


def parse_datetime(cell: str, order: str, zone: ZoneInfo) -> datetime.datetime:
    """The moment in UTC; a time without a zone is taken in `zone`, a day without one at 00:00."""
    day, rest = _day(_without_serial(cell.strip()), order)
    if not rest.strip():
        return _utc(datetime.datetime.combine(day, datetime.time(), zone))
    found = _TIME.match(rest)
    if found is None:
        raise ValueError(_("This is not a date and time."))
    return _utc(datetime.datetime.combine(day, _clock(found), _zone(found, zone)))


def _utc(moment: datetime.datetime) -> datetime.datetime:
    try:
        return moment.astimezone(datetime.UTC)
    except OverflowError as error:
        raise ValueError(_("This time is out of range.")) from error


def _day(text: str, order: str) -> tuple[datetime.date, str]:
    found = _YEAR_FIRST.match(text)
    if found:
        return _calendar(int(found[1]), int(found[3]), int(found[4])), text[found.end() :]
    found = _NUMERIC.match(text)
    if found:
        first, second = int(found[1]), int(found[3])
        day, month = (second, first) if order == "mdy" else (first, second)
        if month > 12:
            raise ValueError(_out_of_order(order))
        return _calendar(_year(found[4]), month, day), text[found.end() :]
    return _named_month(text)


def _without_serial(text: str) -> str:
    """A day number of Excel as the date that Excel shows, to the second; other text as it is.

    Of five digits, which are the years 1927 to 2173; no other way to write a date looks like it.
    """
    found = _SERIAL.match(text)
    if found is None:
        return text
    seconds = round(float(found[2] or 0) * 24 * 60 * 60)
    moment = _SERIAL_START + datetime.timedelta(days=int(found[1]), seconds=seconds)
    return f"{moment:%Y-%m-%d %H:%M:%S}" if found[2] else f"{moment:%Y-%m-%d}"


def _named_month(text: str) -> tuple[datetime.date, str]:
    bare = _WEEKDAY.sub("", text, count=1) if _WEEKDAY.match(text) else text
    found = _DAY_NAMED.match(bare)
    if found and found[2].lower() in _MONTHS:
        day = _calendar(_year(found[3]), _MONTHS[found[2].lower()], int(found[1]))
        return day, bare[found.end() :]
    found = _NAMED_DAY.match(bare)
    if found and found[1].lower() in _MONTHS:
        day = _calendar(int(found[3]), _MONTHS[found[1].lower()], int(found[2]))
        return day, bare[found.end() :]
    raise ValueError(_("This is not a date."))


def _calendar(year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError as error:
        raise ValueError(_("There is no such day.")) from error


def _year(text: str) -> int:
    """Two digits mean 1970 to 2069."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= 70 else 2000)


def _clock(found: re.Match[str]) -> datetime.time:
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half = (found[5] or "").lower().replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    micro = int((found[4] or "0")[:6].ljust(6, "0"))
    try:
        return datetime.time(hour, minute, min(second, 59), micro)
    except ValueError as error:
        raise ValueError(_("There is no such time of day.")) from error


def _zone(found: re.Match[str], usual: ZoneInfo) -> datetime.tzinfo:
    if found[7]:
        digits = found[7][1:].replace(":", "").ljust(4, "0")
        offset = datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        if offset >= datetime.timedelta(hours=24):
            raise ValueError(_("There is no such time zone."))
        return datetime.timezone(-offset if found[7][0] == "-" else offset)
    return datetime.UTC if found[6] else usual


def _out_of_order(order: str) -> str:
    named = _("month/day/year") if order == "mdy" else _("day/month/year")
    return _("This date does not fit its column, which is written as %(order)s.") % {"order": named}
