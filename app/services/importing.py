"""Reading a list of creators from a file that people made: text tables of any spelling, or a workbook.

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
from itertools import chain
from pathlib import Path

from app.domain.errors import DiskError, InputError
from app.domain.platforms import Handle, Platform, is_email

MAX_FILE = 100 * 2**20  # bytes on disk
MAX_UNPACKED = 400 * 2**20  # bytes; our own workbook of 100,000 rows and 30 columns unpacks to 150 MB
_MAX_ROWS = 1_048_576  # Excel's
_MAX_SHOWN = 200  # characters of a bad line that are kept
_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20
_LETTERS = re.compile(r"[A-Z]{1,3}")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own way to name the delimiter
_GUARDED = re.compile(r"^'(?=[=+\-@])")  # how our own .csv marks text that looks like a formula
# Headings that name the column of handles or profile addresses, best first.
_HEADINGS = (
    *("handle", "handles", "username", "user name", "creator", "creators", "account", "profile", "profile link"),
    *("profile url", "profile address", "link", "url", "influencer", "user", "instagram", "youtube", "tiktok"),
    *("twitter", "x", "twitch", "onlyfans", "channel"),
)
# All that openpyxl raises on a damaged workbook; its parsers' errors are SyntaxErrors, entities are ValueErrors.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, SyntaxError, KeyError, ValueError, TypeError),
    *(IndexError, AttributeError, OverflowError, NotImplementedError, RuntimeError),
)
_Line = tuple[int, Sequence[object]]  # its number in the file from 1, and its cells: text, or what else Excel had


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line that names no creator. `line` counts from 1 as in the file; `text` is the cell, cut at 200 characters."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedList:
    """The creators of a file in its order, each once; `repeats` is how many lines named one again."""

    handles: tuple[Handle, ...]
    bad: tuple[BadLine, ...]
    repeats: int


def read_list(path: Path, *, platform: Platform | None, column: str | None) -> ImportedList:
    """Read the creators that one column of a .csv, .tsv, .txt or .xlsx file names.

    `column` is a heading in any case, or a letter as in Excel; None takes the first column whose heading speaks of
    handles or profiles, else the first. Without `platform` only full profile addresses name a creator. The first line
    is a heading when the column was found by it, or when it cannot be meant as a handle. Blank lines do not count.
    Blocks for as long as the file is read (100,000 lines: text 1 s, a workbook 3 s): call it in a thread.
    Raises: InputError (`path` or `column`: not there, not readable as a list, no creator in it), DiskError.
    """
    lines = (line for line in _lines(path) if any(_shown(cell) for cell in line[1]))
    first = next(lines, None)
    if first is None:
        raise InputError(f"“{path.name}” is empty.", field="path", advice="Choose another file.")
    at, has_heading = _choose(first[1], column, path)
    found = _collect(lines if has_heading else chain([first], lines), at, platform)
    if not found.handles:
        why = f" Line {found.bad[0].line}: {found.bad[0].reason}" if found.bad else ""
        raise InputError(
            f"No line of “{path.name}” names a creator.{why}",
            field="path",
            advice="Choose another file or column.",
        )
    return found


def _collect(lines: Iterator[_Line], at: int, platform: Platform | None) -> ImportedList:
    handles: dict[Handle, None] = {}
    bad: list[BadLine] = []
    repeats = 0
    for number, cells in lines:
        cell = cells[at] if at < len(cells) else ""
        if not _shown(cell):
            continue
        try:
            handle = _handle(cell, platform)
        except InputError as error:
            bad.append(BadLine(line=number, text=_shown(cell)[:_MAX_SHOWN], reason=error.happened))
            continue
        repeats += handle in handles
        handles[handle] = None
    return ImportedList(handles=tuple(handles), bad=tuple(bad), repeats=repeats)


def _handle(cell: object, platform: Platform | None) -> Handle:
    if not isinstance(cell, str):
        raise InputError("Excel took this for a date or a yes/no.")
    text = _GUARDED.sub("", cell.strip())
    if is_email(text):
        raise InputError("This is an e-mail address, not a handle.")
    if len(text.split()) > 1:
        raise InputError("A handle has no spaces.")
    handle = Handle.parse(text, platform)
    if not any(mark.isalnum() for mark in handle.name):
        raise InputError("This is not a handle or a profile address.")
    return handle


def _choose(first: Sequence[object], column: str | None, path: Path) -> tuple[int, bool]:
    """Which column holds the creators, and whether the first line is a heading."""
    headings = [_spoken(_shown(cell)) for cell in first]
    if column is None:
        at = next((headings.index(name) for name in _HEADINGS if name in headings), 0)
        return at, _is_heading(first[at])
    wanted = _spoken(column)
    if wanted and wanted in headings:
        return headings.index(wanted), True
    letters = column.strip().upper()
    if _LETTERS.fullmatch(letters) and (at := _index_of(letters)) < len(first):
        return at, _is_heading(first[at])
    names = ", ".join(f"“{_shown(cell)[:40]}”" for cell in first[:12] if _shown(cell))
    raise InputError(
        f"“{path.name}” has no column “{column}”.",
        field="column",
        advice=f"Its columns are {names}; a letter from A to {_letters_of(len(first))} works as well.",
    )


def _spoken(heading: str) -> str:
    """A heading as people say it: "Profile_Link" and "profile link" are one."""
    return " ".join(heading.replace("_", " ").casefold().split())


def _is_heading(cell: object) -> bool:
    """Whether a cell of the first line cannot be meant as a creator."""
    text = _shown(cell)
    if _spoken(text) in _HEADINGS or not text:
        return True
    if "@" in text or "/" in text:
        return False
    try:
        _handle(cell, Platform.INSTAGRAM)
    except InputError:
        return True
    return False


def _index_of(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _letters_of(count: int) -> str:
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _lines(path: Path) -> Iterator[_Line]:
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


def _text_lines(path: Path, data: bytes) -> Iterator[_Line]:
    text = _decode(path, data)
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


def _workbook_lines(path: Path, data: bytes) -> Iterator[_Line]:
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
