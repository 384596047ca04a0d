"""How much of a file is read at once; beyond it a file is refused with a reason."""

MAX_COLUMNS = 500
#: Characters of one cell. The longest text field holds 100,000.
MAX_CELL = 100_000
#: Characters of one row: a quotation mark that never closes must not swallow the memory.
MAX_ROW = 16 * 1024 * 1024
#: Bytes looked at to tell the delimiter.
SAMPLE_BYTES = 256 * 1024
#: Unpacked size of a spreadsheet, of its table of texts, and how far a part may be inflated.
MAX_UNPACKED = 600 * 1024 * 1024
MAX_SHARED_TEXT = 120 * 1024 * 1024
MAX_INFLATION = 250
INFLATION_FLOOR = 8 * 1024 * 1024
