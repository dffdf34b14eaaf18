"""A list as it came, before anybody says what its columns hold."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path

from app.domain.errors import InputError
from app.services.importing.kept import Kept

Line = tuple[int, tuple[object, ...]]
"""Its number in the file from 1, and its cells: text, or what else Excel had."""


class Encoding(StrEnum):
    """How the letters of a text file are written."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    WESTERN = "windows-1252"
    CENTRAL = "windows-1250"

    @property
    def label(self) -> str:
        """Its name for people."""
        return _ENCODINGS[self]

    @property
    def is_guess(self) -> bool:
        """Whether the bytes alone do not tell it: either Windows could have written them."""
        return self in WINDOWS


_ENCODINGS = {
    Encoding.UTF_8: "UTF-8",
    Encoding.UTF_16: "UTF-16",
    Encoding.WESTERN: "Western (Windows-1252)",
    Encoding.CENTRAL: "Central European (Windows-1250)",
}
WINDOWS = (Encoding.WESTERN, Encoding.CENTRAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAs:
    """How a list was recognised. `delimiter` is what parts the cells of a text, "" where there is one column only.

    `sheet` is the sheet of a workbook that was read, `sheets` all that are not hidden; both empty for text.
    `unclosed`: the lines of a text where a quotation mark opens that is never closed; its cell ends there.
    """

    encoding: Encoding | None = None
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    unclosed: tuple[int, ...] = ()


class Lines:
    """Lines as they are collected: tuples of text are what Python's collector looks at least."""

    def __init__(self) -> None:
        self._numbers = array("l")
        self._cells: list[tuple[object, ...]] = []

    def add(self, number: int, cells: tuple[object, ...]) -> None:
        self._numbers.append(number)
        self._cells.append(cells)

    def kept(self) -> Kept[Line]:
        """All of them."""
        return Kept(_line, self._numbers, self._cells)


def _line(number: int, cells: tuple[object, ...]) -> Line:
    return number, cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A whole list as it came, without its blank lines and without a title over its headings. `name` is for people.

    `filled`: the columns that hold anything below the first line. `source`: the file, and the sheet of a workbook, by
    which what was chosen for it is known again; "" for what was pasted.
    """

    name: str
    lines: Sequence[Line]
    read_as: ReadAs
    filled: frozenset[int]
    source: str


def shown(cell: object) -> str:
    """A cell as text."""
    return "" if cell is None else str(cell).strip()


def plain(cell: object) -> str:
    """A cell as it is kept: a date as 2026-05-03, yes or no in words, text as it is."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, datetime | date | time) else shown(cell)


def unreadable(path: Path, what: str, advice: str = "Save it as .xlsx or .csv, then try again.") -> InputError:
    """The one sentence about a file that is no list, and what to do."""
    return InputError(f"“{path.name}” {what}.", field="path", advice=advice)
