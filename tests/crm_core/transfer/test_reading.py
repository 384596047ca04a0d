"""Files of any make are read as tables, or refused with a reason."""

import io
import tracemalloc
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest
from django.utils import translation
from openpyxl import Workbook

from crm_core.transfer.reading import limits
from crm_core.transfer.reading.files import open_table
from crm_core.transfer.reading.table import ReadOptions, Table, Unreadable


def opened(content: str | bytes, **options: str) -> Table:
    raw = content.encode() if isinstance(content, str) else content
    return open_table(io.BytesIO(raw), ReadOptions(**options))


def cells(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows()]


TEXT = "Name,Stadt\nJörg Müller,Köln\n"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_it_detects_the_encoding(raw: bytes, encoding: str) -> None:
    table = opened(raw)
    assert table.encoding == encoding
    assert table.columns == ["Name", "Stadt"]
    assert cells(table) == [["Jörg Müller", "Köln"]]


def test_it_proves_utf_8_over_the_whole_file() -> None:
    table = opened(b"Name\n" + b"plain\n" * 100_000 + "M\u00fcller\n".encode("cp1252"))
    assert table.encoding == "cp1252"
    assert [notice.code for notice in table.notices] == ["encoding_guessed"]


def test_a_wrong_encoding_is_told_by_row_and_column() -> None:
    table = opened(TEXT.encode("cp1252"), encoding="utf-8")
    (row,) = table.rows()
    assert row.problem is not None
    assert (row.number, row.problem.column) == (2, "Name")
    assert "utf-8" in row.problem.reason


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_it_detects_the_delimiter(delimiter: str) -> None:
    lines = [["Name", "Amount, net", "Note"], ["A", "1,5", "x; y"], ["B", "2,5", "z"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    table = opened(text)
    assert table.delimiter == delimiter
    assert cells(table) == lines[1:]


def test_commas_inside_semicolon_files_do_not_mislead() -> None:
    table = opened("Name;Umsatz\nA;1.234,56\nB;2.345,67\n")
    assert table.delimiter == ";"
    assert cells(table) == [["A", "1.234,56"], ["B", "2.345,67"]]


def test_excel_may_declare_the_delimiter() -> None:
    assert cells(opened("sep=|\r\na|b\r\n1,2|3\r\n")) == [["1,2", "3"]]


def test_quoted_cells_hold_newlines_and_quotes() -> None:
    table = opened('Name,Note\n"A","first\nsecond ""quoted"""\nB,plain\n')
    rows = list(table.rows())
    assert rows[0].cells == ["A", 'first\nsecond "quoted"']
    assert [row.number for row in rows] == [2, 3]


def test_old_mac_line_ends_are_read() -> None:
    assert cells(opened("a,b\r1,2\r3,4\r")) == [["1", "2"], ["3", "4"]]


def test_empty_rows_count_as_rows_of_the_sheet_but_hold_nothing() -> None:
    rows = list(opened("a,b\n\n,,\n1,2\n").rows())
    assert [(row.number, row.cells) for row in rows] == [(4, ["1", "2"])]


def test_duplicate_headers_get_their_position() -> None:
    table = opened("Email,Name,email\na@b.c,A,d@e.f\n")
    assert table.columns == ["Email (column 1)", "Name", "Email (column 3)"]
    assert [notice.code for notice in table.notices] == ["duplicate_header"]


def test_columns_are_named_in_the_reader_s_language() -> None:
    with translation.override("de"):
        assert opened("Mail,,mail\n1,2,3\n").columns == [
            "Mail (Spalte 1)",
            "Spalte 2",
            "Mail (Spalte 3)",
        ]


def test_a_nameless_column_is_called_by_its_position() -> None:
    assert opened("a,,c\n1,2,3\n").columns == ["a", "Column 2", "c"]


def test_short_rows_are_filled_and_long_ones_told() -> None:
    rows = list(opened("a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n").rows())
    assert rows[0].cells == ["1", "2", ""]
    assert rows[1].problem is not None
    assert "4 cells" in rows[1].problem.reason
    assert rows[2].problem is None


def test_i12_a_cell_of_ten_megabytes_is_told_and_the_rest_goes_on() -> None:
    huge = "x" * (10 * 1024 * 1024)
    rows = list(opened(f'a,b\n1,2\n3,"{huge}"\n5,6\n').rows())
    assert [row.problem is None for row in rows] == [True, False, True]
    problem = rows[1].problem
    assert problem is not None
    assert (rows[1].number, problem.column) == (3, "b")
    assert len(rows[1].cells[1]) < 200


def test_a_quotation_mark_that_never_closes_stops_before_memory_does() -> None:
    text = 'a,b\n1,2\n"open,' + "x\n" * limits.MAX_ROW
    with pytest.raises(Unreadable) as refused:
        list(opened(text).rows())
    assert refused.value.reason == "row_too_long"
    assert refused.value.extra["report"][0]["row"] == 3


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty_file"),
        (b"  \n\n", "empty_file"),
        (b"%PDF-1.7 ...", "unsupported"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "unsupported"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "unsupported"),
        (b"\x1f\x8b\x08" + bytes(100), "unsupported"),
        (bytes(range(256)) * 50, "binary"),
        (b"PK\x03\x04 not really a zip", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        opened(raw)
    assert refused.value.reason == reason
    assert refused.value.detail.endswith(".")


@pytest.mark.parametrize(
    ("option", "value"), [("encoding", "klingon"), ("encoding", "base64"), ("delimiter", "ab")]
)
def test_a_wrong_reading_option_is_refused(option: str, value: str) -> None:
    with pytest.raises(Unreadable):
        opened("a,b\n1,2\n", **{option: value})


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_workbook_is_read_with_its_types() -> None:
    import datetime

    raw = workbook(
        (
            "Deals",
            [["Name", "Value", "Close", "Won"], ["A", 1054.0, datetime.date(2017, 3, 1), True]],
        ),
        ("Other", [["x"], [1]]),
    )
    table = opened(raw)
    assert (table.format, table.sheet) == ("xlsx", "Deals")
    assert cells(table) == [["A", "1054", "2017-03-01", "true"]]
    assert [notice.code for notice in table.notices] == ["other_sheets"]
    assert cells(opened(raw, sheet="Other")) == [["1"]]
    with pytest.raises(Unreadable):
        opened(raw, sheet="Third")


def test_a_cover_sheet_is_passed_over() -> None:
    raw = workbook(
        ("Cover", [["Export of November"]]), ("Notes", []), ("Deals", [["Name"], ["A"], ["B"]])
    )
    table = opened(raw)
    assert (table.sheet, table.sheets) == ("Deals", ["Cover", "Notes", "Deals"])
    assert cells(table) == [["A"], ["B"]]
    assert opened(raw, sheet="Cover").columns == ["Export of November"]


def repacked(change: dict[str, bytes]) -> BinaryIO:
    """A good workbook with some of its parts replaced."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(("S", [["a"], ["b"]])))) as good,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            bad.writestr(name, change.get(name, good.read(name)))
        for name, content in change.items():
            if name not in good.namelist():
                bad.writestr(name, content)
    held.seek(0)
    return held


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<worksheet><sheetData><row><c t="inlineStr"><is><t>&lol1;</t></is></c></row></sheetData>
</worksheet>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<sst><si><t>&e;</t></si></sst>"""


@pytest.mark.parametrize(
    ("part", "content", "reason"),
    [
        ("xl/worksheets/sheet1.xml", LAUGHS, "document_type"),
        ("xl/sharedStrings.xml", EXTERNAL, "document_type"),
        ("xl/workbook.xml", LAUGHS.decode().encode("utf-16"), "document_type"),
        ("xl/worksheets/sheet1.xml", b"<not closed", "damaged"),
        ("xl/media/bomb.bin", bytes(80 * 1024 * 1024), "too_large"),
    ],
)
def test_i12_a_hostile_workbook_is_refused_unread(part: str, content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        list(open_table(repacked({part: content})).rows())
    assert refused.value.reason == reason


def test_i12_a_long_file_is_read_in_a_bounded_memory(tmp_path: Path) -> None:
    place = tmp_path / "long.csv"
    with place.open("w") as written:
        written.write("Name,Note\n")
        for number in range(100_000):
            written.write(f"Company {number},{'x' * 150}\n")
    tracemalloc.start()
    try:
        with place.open("rb") as file:
            count = sum(1 for _ in open_table(file).rows())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 100_000
    assert peak < place.stat().st_size / 4


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(Unreadable) as refused:
        open_table(held)
    assert refused.value.reason == "unsupported"
