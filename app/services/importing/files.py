"""The lines of a file that people made, or of text they pasted: text tables of any spelling, or a workbook.

A file is judged by what it holds, not by its name alone, and it comes from strangers: sizes are limited, XML entities
are refused (defusedxml), formulas are not calculated (design.md, section 10).
"""

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from pathlib import Path

from app.domain.errors import DiskError, InputError
from app.services.importing.decoding import decode
from app.services.importing.headings import MOST_TITLES, titles
from app.services.importing.table import Encoding, Line, Lines, ReadAs, Table, shown, unreadable
from app.services.importing.texts import Unparted, parted
from app.services.importing.workbooks import open_workbook

MAX_FILE = 100 * 2**20  # bytes on disk
_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_NO_LISTS = {b"%pdf": "a PDF", b"{\\rtf": "a text document", b"<html": "a web page", b"<!doctype": "a web page"}
_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20
_MAX_COLUMNS = 200  # of a table that is held whole; Excel has 16,384
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own way to name the delimiter
_BETWEEN_NAMES = re.compile(r"[\s,;|]+")
PASTED = Path("What you pasted")  # the name that pasted text has in messages


def table_of(
    path: Path, sheet: str | None = None, encoding: Encoding | None = None, usual: Encoding = Encoding.WESTERN
) -> Table:
    """Read a .csv, .tsv, .txt or .xlsx file; of a workbook the sheet of this name, else the first. A text is read in
    this encoding, else in the one it seems to have: the `usual` one of Windows where that cannot be told.

    Blocks (100,000 lines: text 0.3 s, a workbook 5 s): call it in a thread.
    Raises: InputError (`path`: not there, not readable as a list, empty; `encoding`), DiskError.
    """
    read_as, lines = _opened(path, sheet, encoding, usual)
    return _whole(path.stem, path, read_as, lines, source=source_of(path, read_as.sheet))


def source_of(path: Path, sheet: str = "") -> str:
    """By what a file, and the sheet of a workbook, is known again."""
    return f"{os.path.realpath(path)}|{sheet}"  # unlike resolve() it bears links that lead in a circle


def table_of_text(text: str) -> Table:
    """What was pasted: a range of a spreadsheet, lines, or several creators in one. Raises: InputError if empty."""
    text = text.lstrip("\ufeff").replace("\0", "")
    if not text.strip():
        raise InputError("There is nothing to import in what you pasted.", field="path", advice="Copy the list again.")
    if len(text) > MAX_FILE:
        raise InputError("This is too much to paste.", field="path", advice="Save it as a file and import that.")
    read_as, lines = _cells(PASTED, text, None, is_loose=True)
    return _whole("Pasted list", PASTED, read_as, lines)


def lines_of(path: Path) -> Iterable[Line]:
    """The lines of the file, whatever it is."""
    return _opened(path)[1]


def _opened(
    path: Path, sheet: str | None = None, said: Encoding | None = None, usual: Encoding = Encoding.WESTERN
) -> tuple[ReadAs, Iterable[Line]]:
    if path.is_dir():
        raise InputError(f"“{path.name}” is a folder.", field="path", advice="Choose the list itself.")
    if path.suffix.lower() not in _ENDINGS:
        raise unreadable(path, "is not a list that Scoutsheet can read")
    try:
        size = path.stat().st_size
        if not path.is_file():  # a pipe or a device would be waited for, or never end
            raise unreadable(path, "is not a file", "Choose the list itself.")
        if size > MAX_FILE:
            raise unreadable(path, f"is larger than {MAX_FILE // 2**20} MB", "Split it into smaller files.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"There is no file “{path}”.", field="path", advice="Check its name and folder.") from error
    except OSError as error:
        raise DiskError(
            f"“{path.name}” could not be opened.", advice="Check that you may read it, or copy it to another folder."
        ) from error
    if data.startswith(_OLE):
        raise unreadable(
            path,
            "is protected by a password or from an old version of Excel",
            "Open it in Excel and save it as .xlsx without a password.",
        )
    if data.startswith(_ZIP):
        return open_workbook(path, data, sheet)
    if data and path.suffix.lower() == ".xlsx":
        raise unreadable(path, "is not an Excel workbook")
    what = next((what for begin, what in _NO_LISTS.items() if data[:100].lstrip().lower().startswith(begin)), None)
    if what is not None:
        raise unreadable(path, f"is {what}, not a list", "Save the list itself as .xlsx or .csv, then try again.")
    encoding, text = decode(path, data, said, usual)
    return _cells(path, text, encoding, is_loose=path.suffix.lower() == ".txt")


def _cells(path: Path, text: str, encoding: Encoding | None, *, is_loose: bool) -> tuple[ReadAs, Sequence[Line]]:
    """How a text is parted, and its lines. `is_loose`: a single line of it may name many creators."""
    named = _SEPARATOR_LINE.match(text)
    delimiter, parts = (named[1], True) if named else _delimiter(path, text)
    try:
        lines, unclosed = parted(text, delimiter)
    except Unparted as error:
        raise unreadable(path, f"cannot be read from line {error.line} on") from error
    lines = lines[1:] if named else lines
    filled = list(islice((cells for _, cells in lines if any(map(shown, cells))), 2)) if is_loose else []
    if len(filled) == 1:
        pieces = [piece for cell in filled[0] for piece in _pieces(shown(cell))]
        return ReadAs(encoding=encoding, unclosed=unclosed), [(at, (piece,)) for at, piece in enumerate(pieces, 1)]
    return ReadAs(encoding=encoding, delimiter=delimiter if parts else "", unclosed=unclosed), lines


def _pieces(cell: str) -> list[str]:
    """The creators of a cell, where each word of it is one beyond doubt; else the cell. None of an empty one."""
    words = [word for word in _BETWEEN_NAMES.split(cell) if word]
    return words if all("@" in word or "/" in word for word in words) else [cell]


def _delimiter(path: Path, text: str) -> tuple[str, bool]:
    """The mark that cuts most of the first lines into the same number of cells, and into most; whether it cuts any.

    A note may hold another mark in every line: what cuts the first line, which names the columns, as it cuts the others
    counts for more.
    """
    marks = "\t" if path.suffix.lower() == ".tsv" else _DELIMITERS
    head = "".join(line for line in text[:65536].splitlines(keepends=True)[:_SAMPLE_LINES] if line.strip())

    def fitness(delimiter: str) -> tuple[bool, bool, int, int]:
        counts = [len(cells) for cells in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)]
        (width, lines), *_ = Counter(counts).most_common(1) or [(1, 0)]
        cuts = width > 1 and lines * 2 >= len(counts)
        return (cuts, cuts and counts[0] == width, width, lines)

    try:
        best = max(marks, key=fitness)  # the first of equals: a list of one column reads as .csv
        return best, fitness(best)[0]
    except csv.Error as error:
        raise unreadable(path, "cannot be read as a table") from error


def _whole(name: str, path: Path, read_as: ReadAs, lines: Iterable[Line], *, source: str = "") -> Table:
    """All lines that hold anything, from the one that names the columns on. Raises: InputError where none does."""
    wide = ((number, cells[:_MAX_COLUMNS]) for number, cells in lines)
    rest = (line for line in wide if any(map(shown, line[1])))
    head = list(islice(rest, MOST_TITLES + 1))
    if not head:
        where = f"The sheet “{read_as.sheet}” of “{path.name}”" if len(read_as.sheets) > 1 else f"“{path.name}”"
        raise InputError(f"{where} is empty.", field="path", advice="Choose another file.")
    kept = Lines()
    first, *others = head[titles(head) :]
    kept.add(*first)
    filled: set[int] = set()
    for number, cells in chain(others, rest):
        if any(at not in filled for at in range(len(cells))):
            filled.update(at for at, cell in enumerate(cells) if shown(cell))
        kept.add(number, cells)
    return Table(name=name, lines=kept.kept(), read_as=read_as, filled=frozenset(filled), source=source)
