"""The selected cells as spans of rows and columns, and the numbers in them.

Never index by index: a selection of 100,000 rows is one span (design.md, section 13).
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection

from app.domain.creators import Row
from app.ui.sheet_table import own_values
from app.ui.sheet_table.columns import ColumnSpec, Source
from app.ui.sheet_table.model import SheetModel


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A rectangle of cells; all bounds included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Stats:
    """How many numbers there are, and what they make. None where numbers of different kinds would be mixed."""

    count: int = 0
    total: float | None = None
    average: float | None = None


def spans(selection: QItemSelection) -> list[Span]:
    """The selected rectangles from top to bottom."""
    found = (selection.at(at) for at in range(selection.count()))
    return sorted(Span(r.top(), r.left(), r.bottom(), r.right()) for r in found)


def rows(of: Iterable[Span]) -> list[tuple[int, int]]:
    """The rows they touch, each once, as (first, last) in order."""
    merged: list[tuple[int, int]] = []
    for span in sorted(of):
        if merged and span.top <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(merged[-1][1], span.bottom)
        else:
            merged.append((span.top, span.bottom))
    return merged


def row_count(of: Iterable[Span]) -> int:
    """How many rows they touch."""
    return sum(last - first + 1 for first, last in rows(of))


def ids(model: SheetModel, of: Iterable[Span]) -> "array[int]":
    """The creators in these rows, each once, in the order shown."""
    found: array[int] = array("q")
    for first, last in rows(of):
        found.extend(model.ids(first, last))
    return found


class Picked:
    """The selected cells by creator: whose rows, and which columns of each."""

    def __init__(self, model: SheetModel, of: Sequence[Span]) -> None:
        self.ids = ids(model, of)
        self.left = min(span.left for span in of)
        self.right = max(span.right for span in of)
        self._model = model
        self._places: dict[int, set[int]] | None = None if len(of) == 1 else {}
        if self._places is not None:
            for span in of:
                for creator_id in model.ids(span.top, span.bottom):
                    self._places.setdefault(creator_id, set()).update(range(span.left, span.right + 1))

    def holds(self, creator_id: int, column: int) -> bool:
        """Whether this cell is selected; `column` lies between `left` and `right`."""
        return self._places is None or column in self._places[creator_id]

    def columns(self) -> list[tuple[int, ColumnSpec]]:
        """The columns from the leftmost selected cell to the rightmost."""
        return list(enumerate(self._model.columns))[self.left : self.right + 1]


def number(row: Row, column: ColumnSpec) -> float | None:
    """The number in a cell; hidden, not fetched and empty ones are None."""
    if column.field is not None:
        value = row.values[column.field.key]
        return float(value) if isinstance(value, (int, float)) else None
    if column.source is Source.LIKENESS:
        return None if row.likeness is None else row.likeness * 100
    amount = own_values.as_decimal(row.own.get(column.key, ""))
    return float(amount) if amount is not None else None


def stats(found: Mapping[ColumnSpec, tuple[int, float]]) -> Stats:
    """Sum and average from each column's count and sum. Percentages have no sum, different units have neither."""
    filled = {column: counted for column, counted in found.items() if counted[0]}
    count = sum(numbers for numbers, _ in filled.values())
    if len({_unit(column) for column in filled}) != 1:
        return Stats(count=count)
    total = sum(amount for _, amount in filled.values())
    percent = any(column.is_percent for column in filled)
    return Stats(count=count, total=None if percent else total, average=total / count)


def _unit(column: ColumnSpec) -> tuple[str, str]:
    if column.field is not None:
        return column.field.kind, column.field.unit
    return (column.own.kind if column.own is not None else "", column.key)
