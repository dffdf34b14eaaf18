"""What an exported file holds: columns, rows and the words about them, as plain values."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from app.domain.creators import Value
from app.domain.errors import InputError
from app.domain.fields import Kind
from app.services.export.cells import clean_text

Cell = Value | date  # a stored date is text, YYYY-MM-DD; a date or datetime is taken as well
Told = str | int | float | date  # a line of the About sheet: words, a count, credits, a day
CREATOR = "creator"  # the key of the column that stays in sight while scrolling sideways
_INNER_MARK = re.compile(r"(?<=\w)[._]+(?=\w)|_+")


class FileKind(StrEnum):
    """The files Scoutsheet writes; the value is the ending of the name."""

    XLSX = ".xlsx"
    CSV = ".csv"
    TSV = ".tsv"

    @classmethod
    def of(cls, path: Path) -> "FileKind":
        """The kind a file name asks for, in either case. Raises: InputError for `path` when it is none of these."""
        try:
            return cls(path.suffix.lower())
        except ValueError as error:
            raise InputError(
                f"Scoutsheet cannot write “{path.name}”.",
                field="path",
                advice="Give it a name that ends in .xlsx, .csv or .tsv.",
            ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the file. `width` is the one on screen, in logical pixels; percent values are 0 to 100."""

    label: str
    kind: Kind
    width: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All of a table but its rows. `about` are label and value of the lines of the About sheet.

    `sheet` names the workbook's sheet with the rows.
    """

    title: str
    columns: tuple[Column, ...]
    about: tuple[tuple[str, Told], ...]
    practice: bool
    sheet: str = "Creators"

    @property
    def headings(self) -> list[str]:
        """The heading of every column: words as people write them, and each only once."""
        return list(_distinct(_heading(column.label) for column in self.columns))

    @property
    def frozen(self) -> int:
        """How many columns stay in sight: up to the creator's, or the first where there is none."""
        at = next((n for n, column in enumerate(self.columns) if column.key == CREATOR), 0)
        return at + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table to write. `rows` have a value for every column; they are read once, in a worker thread."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]] = field(repr=False)
    about: Sequence[tuple[str, Told]]
    practice: bool
    sheet: str = "Creators"

    @property
    def layout(self) -> Layout:
        """The part that is known before the first row."""
        return Layout(
            title=self.title,
            columns=tuple(self.columns),
            about=tuple(self.about),
            practice=self.practice,
            sheet=self.sheet,
        )


def _heading(label: str) -> str:
    words = _INNER_MARK.sub(" ", clean_text(label))
    return " ".join(words.split()) or "Column"


def _distinct(headings: Iterable[str]) -> Iterator[str]:
    """Repeated headings get a number: programs that read the file find columns by name."""
    given = list(headings)
    taken = {heading.casefold() for heading in given}
    seen: Counter[str] = Counter()
    for heading in given:
        seen[heading.casefold()] += 1
        if seen[heading.casefold()] == 1:
            yield heading
            continue
        number = seen[heading.casefold()]
        while f"{heading} ({number})".casefold() in taken:
            number += 1
        taken.add(f"{heading} ({number})".casefold())
        yield f"{heading} ({number})"
