"""The creators that one column of a file names: what a recipe imports."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from app.domain.errors import InputError
from app.domain.platforms import Handle, Platform
from app.services.importing.cells import handle_in, names_nobody
from app.services.importing.files import lines_of
from app.services.importing.headings import HEADINGS, spoken
from app.services.importing.table import Line, shown

MAX_SHOWN = 200  # characters of a bad line that are kept
_LETTERS = re.compile(r"[A-Z]{1,3}")


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
    lines = (line for line in lines_of(path) if any(shown(cell) for cell in line[1]))
    first = next(lines, None)
    if first is None:
        raise InputError(f"“{path.name}” is empty.", field="path", advice="Choose another file.")
    at, has_heading = choose(first[1], column, path)
    found = _collect(lines if has_heading else chain([first], lines), at, platform)
    if not found.handles:
        why = f" Line {found.bad[0].line}: {found.bad[0].reason}" if found.bad else ""
        raise InputError(
            f"No line of “{path.name}” names a creator.{why}",
            field="path",
            advice="Choose another file or column.",
        )
    return found


def _collect(lines: Iterator[Line], at: int, platform: Platform | None) -> ImportedList:
    handles: dict[Handle, None] = {}
    bad: list[BadLine] = []
    repeats = 0
    for number, cells in lines:
        cell = cells[at] if at < len(cells) else ""
        if not shown(cell):
            continue
        try:
            handle = handle_in(cell, platform)
        except InputError as error:
            bad.append(BadLine(line=number, text=shown(cell)[:MAX_SHOWN], reason=error.happened))
            continue
        repeats += handle in handles
        handles[handle] = None
    return ImportedList(handles=tuple(handles), bad=tuple(bad), repeats=repeats)


def choose(first: Sequence[object], column: str | None, path: Path) -> tuple[int, bool]:
    """Which column holds the creators, and whether the first line is a heading. Raises: InputError for `column`."""
    headings = [spoken(shown(cell)) for cell in first]
    if column is None:
        at = next((headings.index(name) for name in HEADINGS if name in headings), 0)
        return at, is_heading(first[at])
    wanted = spoken(column)
    if wanted and wanted in headings:
        return headings.index(wanted), True
    letters = column.strip().upper()
    if _LETTERS.fullmatch(letters) and (at := _index_of(letters)) < len(first):
        return at, is_heading(first[at])
    names = ", ".join(f"“{shown(cell)[:40]}”" for cell in first[:12] if shown(cell))
    raise InputError(
        f"“{path.name}” has no column “{column}”.",
        field="column",
        advice=f"Its columns are {names}; a letter from A to {_letters_of(len(first))} works as well.",
    )


def is_heading(cell: object) -> bool:
    """Whether a cell of the first line cannot be meant as a creator."""
    text = shown(cell)
    if spoken(text) in HEADINGS or not text:
        return True
    if "@" in text or "/" in text or names_nobody(text):
        return False
    try:
        handle_in(cell, Platform.INSTAGRAM)
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
