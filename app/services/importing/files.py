"""The lines of a file that people made, or of text they pasted: text tables of any spelling, or a workbook.

A file is judged by what it holds, not by its name alone, and it comes from strangers: sizes are limited, XML entities
are refused (defusedxml), formulas are not calculated (design.md, section 10).
"""

import codecs
import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import DiskError, InputError

MAX_FILE = 100 * 2**20  # bytes on disk
MAX_UNPACKED = 400 * 2**20  # bytes; our own workbook of 100,000 rows and 30 columns unpacks to 150 MB
_MAX_ROWS = 1_048_576  # Excel's
_MAX_COLUMNS = 200  # of a table that is held whole; Excel has 16,384
_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own way to name the delimiter
# All that openpyxl raises on a damaged workbook; its parsers' errors are SyntaxErrors, entities are ValueErrors.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, SyntaxError, KeyError, ValueError, TypeError),
    *(IndexError, AttributeError, OverflowError, NotImplementedError, RuntimeError),
)
Line = tuple[int, Sequence[object]]  # its number in the file from 1, and its cells: text, or what else Excel had
PASTED = Path("What you pasted")  # the name that pasted text has in messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A whole list as it came, without its blank lines. `name` is for people."""

    name: str
    lines: tuple[Line, ...]


def table_of(path: Path) -> Table:
    """Read a .csv, .tsv, .txt or .xlsx file. Blocks (100,000 lines: text 1 s, a workbook 3 s): call it in a thread.

    Raises: InputError (`path`: not there, not readable as a list, empty), DiskError.
    """
    return _whole(path.stem, path, lines_of(path))


def table_of_text(text: str) -> Table:
    """What was pasted: a range of a spreadsheet, lines, or several creators in one. Raises: InputError if empty."""
    text = text.lstrip("\ufeff").replace("\0", "")
    if not text.strip():
        raise InputError("There is nothing to import in what you pasted.", field="path", advice="Copy the list again.")
    if len(text) > MAX_FILE:
        raise InputError("This is too much to paste.", field="path", advice="Save it as a file and import that.")
    table = _whole("Pasted list", PASTED, _cells(PASTED, text))
    if len(table.lines) > 1:
        return table
    (_, cells) = table.lines[0]
    return Table(name=table.name, lines=tuple((number, [cell]) for number, cell in enumerate(cells, 1) if shown(cell)))


def _whole(name: str, path: Path, lines: Iterator[Line]) -> Table:
    kept = tuple((number, cells[:_MAX_COLUMNS]) for number, cells in lines if any(shown(cell) for cell in cells))
    if not kept:
        raise InputError(f"“{path.name}” is empty.", field="path", advice="Choose another file.")
    return Table(name=name, lines=kept)


def shown(cell: object) -> str:
    """A cell as text."""
    return "" if cell is None else str(cell).strip()


def lines_of(path: Path) -> Iterator[Line]:
    """The lines of the file, whatever it is."""
    if path.suffix.lower() not in _ENDINGS:
        raise _unreadable(path, "is not a list that Scoutsheet can read")
    try:
        if path.stat().st_size > MAX_FILE:
            raise _unreadable(path, f"is larger than {MAX_FILE // 2**20} MB", "Split it into smaller files.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"There is no file “{path}”.", field="path", advice="Check its name and folder.") from error
    except IsADirectoryError as error:
        raise InputError(f"“{path.name}” is a folder.", field="path", advice="Choose a file in it.") from error
    except OSError as error:
        raise DiskError(
            f"“{path.name}” could not be opened.", advice="Check that you may read it, or copy it to another folder."
        ) from error
    if data.startswith(_OLE):
        raise _unreadable(
            path,
            "is protected by a password or from an old version of Excel",
            "Open it in Excel and save it as .xlsx without a password.",
        )
    if data.startswith(_ZIP):
        return _workbook_lines(path, data)
    if data and path.suffix.lower() == ".xlsx":
        raise _unreadable(path, "is not an Excel workbook")
    return _text_lines(path, data)


def _unreadable(path: Path, what: str, advice: str = "Save it as .xlsx or .csv, then try again.") -> InputError:
    return InputError(f"“{path.name}” {what}.", field="path", advice=advice)


def _text_lines(path: Path, data: bytes) -> Iterator[Line]:
    return _cells(path, _decode(path, data))


def _cells(path: Path, text: str) -> Iterator[Line]:
    named = _SEPARATOR_LINE.match(text)
    delimiter = named[1] if named else _delimiter(path, text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 1
    try:
        for cells in reader:
            if not (named and start == 1):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise _unreadable(path, f"cannot be read from line {start} on") from error


def _decode(path: Path, data: bytes) -> str:
    """The text, by its mark, else UTF-8, else what Western Windows programs write."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in data[:200]:
        encodings = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _unreadable(path, "is not a text file")


def _delimiter(path: Path, text: str) -> str:
    """The mark that cuts the first lines into the same number of cells, and into most of them."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    head = "".join(line for line in text[:65536].splitlines(keepends=True)[:_SAMPLE_LINES] if line.strip())

    def fitness(delimiter: str) -> tuple[bool, int]:
        counts = [len(cells) for cells in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)]
        most = max(counts, default=1)
        return (most > 1 and min(counts) == most, most)

    try:
        return max(_DELIMITERS, key=fitness)  # the first of equals: a list of one column reads as .csv
    except csv.Error as error:
        raise _unreadable(path, "cannot be read as a table") from error


def _workbook_lines(path: Path, data: bytes) -> Iterator[Line]:
    import openpyxl  # only here: it takes a tenth of a second (design.md, section 13)

    # What it leaves out of a workbook (rules for input, styles) is nothing a list needs.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > MAX_UNPACKED:
            raise _unreadable(path, f"unpacks to more than {MAX_UNPACKED // 2**20} MB", "Save only the list itself.")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
            sheet.reset_dimensions()  # the file's own word on its size may be wrong, or a trap
            for number, row in enumerate(sheet.iter_rows(max_row=_MAX_ROWS, values_only=True), start=1):
                yield number, [_from_excel(value) for value in row]
        finally:
            book.close()
    except InputError:
        raise
    except (*_DAMAGED, StopIteration) as error:
        raise _unreadable(path, "is damaged or not an Excel workbook") from error


def _from_excel(value: object) -> object:
    """Text of a cell: handles of digits only come as numbers. Dates and flags stay what they are."""
    if isinstance(value, float) and value.is_integer():
        return format(value, ".0f")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value
