"""The lines of a workbook from a stranger: sizes are limited, entities refused, formulas not calculated."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import InputError
from app.services.importing.cells import is_address
from app.services.importing.headings import is_known
from app.services.importing.links import Links, links_of, with_links
from app.services.importing.table import Line, ReadAs, shown, unreadable

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MAX_UNPACKED = 400 * 2**20  # bytes; our own workbook of 100,000 rows and 30 columns unpacks to 150 MB
_LIKELY_SHEETS, _LIKELY_ROWS = 12, 12  # that are looked into for the list
_MAX_ROWS = 1_048_576  # Excel's
# All that openpyxl raises on a damaged workbook; its parsers' errors are SyntaxErrors, entities are ValueErrors.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, SyntaxError, KeyError, ValueError, TypeError),
    *(IndexError, AttributeError, OverflowError, NotImplementedError, RuntimeError),
)


def open_workbook(path: Path, data: bytes, sheet: str | None) -> tuple[ReadAs, Iterator[Line]]:
    """The sheet of this name, else the first that is not hidden and looks like a list; its lines are read as they are
    asked for.

    Raises: InputError for what is no workbook, or too large once unpacked; the lines raise it too.
    """
    import openpyxl  # only here: it takes a tenth of a second (design.md, section 13)

    # What it leaves out of a workbook (rules for input, styles) is nothing a list needs.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > MAX_UNPACKED:
            raise unreadable(path, f"unpacks to more than {MAX_UNPACKED // 2**20} MB", "Save only the list itself.")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        seen = {one.title: one for one in book.worksheets if one.sheet_state == "visible"}
        chosen = seen[sheet] if sheet in seen else _likeliest(list(seen.values()))
        links = links_of(data, chosen)
    except InputError:
        raise
    except (*_DAMAGED, StopIteration) as error:
        raise _damaged(path) from error
    return ReadAs(sheet=chosen.title, sheets=tuple(seen)), _lines(path, book, chosen, links)


def _likeliest(sheets: "Sequence[ReadOnlyWorksheet]") -> "ReadOnlyWorksheet":
    """The first sheet that begins as a list does, before which there may be a cover; else the first that is not empty.

    Raises: ValueError where there is none.
    """
    return max(sheets[:_LIKELY_SHEETS], key=_likeness)


def _likeness(sheet: "ReadOnlyWorksheet") -> int:
    sheet.reset_dimensions()
    rows = islice(sheet.iter_rows(max_row=_LIKELY_ROWS, values_only=True), _LIKELY_ROWS)
    said = [text for row in rows for text in map(shown, row) if text]
    return bool(said) + any(is_known(text) or "@" in text or is_address(text) for text in said)


def _lines(path: Path, book: "Workbook", sheet: "ReadOnlyWorksheet", links: Links) -> Iterator[Line]:
    try:
        sheet.reset_dimensions()  # the file's own word on its size may be wrong, or a trap
        for number, row in enumerate(sheet.iter_rows(max_row=_MAX_ROWS, values_only=True), start=1):
            yield number, tuple(map(_from_excel, with_links(number, row, links)))
    except _DAMAGED as error:
        raise _damaged(path) from error
    finally:
        book.close()


def _damaged(path: Path) -> InputError:
    return unreadable(path, "is damaged or not an Excel workbook")


def _from_excel(value: object) -> object:
    """Text of a cell: handles of digits only come as numbers. Dates and flags stay what they are."""
    if isinstance(value, float) and value.is_integer():
        return format(value, ".0f")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value
