"""The rows of the Spending page: the ledger in pages by ids, and its sums by day, sheet or campaign."""

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from app.domain.money import show
from app.domain.platforms import Platform
from app.services.spending import Spending, Wanted, state_words
from app.ui.sheet_table.cells import CHECK_PAYMENT, EMPTY, Cell
from app.ui.sheet_table.lines import Index, LineColumn, LinesModel
from app.ui.sheet_table.plain import one_line, tip
from app.ui.spending import words
from app.ui.window.words import number
from app.workspace.spending import UNCERTAIN, Amounts, Line

PAGE = 200
_PAGES_KEPT = 12
_LEDGER = (
    LineColumn(label="Date", width=112, share=1),
    LineColumn(label="What", width=124, share=3),
    LineColumn(label="Sheet", width=112, share=4),
    LineColumn(label="Campaign", width=84, share=3),
    LineColumn(label="Creator", width=116, share=3, hint="The creator it was for, or how many"),
    LineColumn(label="Expected", width=78, number=True, hint="The most it could cost"),
    LineColumn(label="Charged", width=74, number=True, hint="What influencers.club charged, in credits"),
    LineColumn(label="Left after", width=86, number=True, hint="The balance after it, as far as it is known"),
    LineColumn(label="State", width=146, share=1, icon=True),
)
_ICONS = {
    "Check payment": ("warning", "warn"),
    "Bought again": ("warning", "warn"),
    "Not charged": ("x", "muted"),
    "Free": ("check", "muted"),
}
_STATE_TIPS = {
    "Check payment": CHECK_PAYMENT,
    "Bought again": "No answer came, so it was bought again. The first time may have been charged too.",
    "Not charged": "No answer came, and influencers.club's own count shows that nothing was charged.",
    "Free": "It cost nothing.",
    "Paid, estimated": "The answer did not name its price, so the price list was taken.",
}


class LedgerModel(LinesModel):
    """The receipts that were asked for, newest first; 200 of them are read when they are painted."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(_LEDGER, owner)
        self._spending: Spending | None = None
        self._today = date.min
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[tuple[Cell, ...]]] = OrderedDict()

    def show_ids(self, spending: Spending | None, ids: "array[int]", today: date) -> None:
        """Show these receipts. Where only new ones came on top, the rest keeps its place and marks."""
        self._spending, self._today = spending, today
        fresh = len(ids) - len(self._ids)
        if fresh > 0 and ids[fresh:] == self._ids and self._ids:
            self._pages.clear()
            self.beginInsertRows(QModelIndex(), 0, fresh - 1)
            self._ids = ids
            self.endInsertRows()
        elif ids == self._ids:
            self._pages.clear()
        else:
            self.beginResetModel()
            self._pages.clear()
            self._ids = ids
            self.endResetModel()
            return
        if self._ids:  # a settled payment changes a row that was there
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._ids)

    def cell(self, row: int, column: int) -> Cell:
        at, inside = divmod(row, PAGE)
        page = self._pages.get(at)
        if page is None:
            page = self._pages[at] = self._read(self._ids[at * PAGE : (at + 1) * PAGE])
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return page[inside][column]

    def _read(self, ids: Sequence[int]) -> list[tuple[Cell, ...]]:
        if self._spending is None:
            return [(EMPTY,) * len(self.columns)] * len(ids)
        lines = {line.id: line for line in self._spending.lines(ids)}
        gone = (EMPTY,) * len(self.columns)
        return [self._cells(self._spending, lines[one]) if one in lines else gone for one in ids]

    def _cells(self, spending: Spending, line: Line) -> tuple[Cell, ...]:
        state = state_words(line)
        icon, token = _ICONS.get(state, ("check-circle", "text"))
        on = f" on {Platform(line.platform).label}" if line.platform else ""
        whom = one_line(words.whom(line))
        known = line.balance_after is not None
        return (
            Cell(text=words.when(spending.local(line.at_ms), self._today)),
            Cell(text=line.what),
            _named(line.sheet),
            _named(line.campaign),
            Cell(text=whom, tip=tip(f"{whom}{on}") if line.handle else ""),
            Cell(text=show(line.expected)),
            Cell(text=words.charged(line), token="muted" if line.state == UNCERTAIN else "text"),
            Cell(text=show(line.balance_after) if known and line.balance_after is not None else ""),
            Cell(text=state, tip=_STATE_TIPS.get(state, ""), token=token, icon=icon),
        )


def _named(name: str) -> Cell:
    return Cell(text=one_line(name), value=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class SumLine:
    """One sum and what showing its payments means for the filters."""

    name: str
    amounts: Amounts
    wanted: Wanted


class SumsModel(LinesModel):
    """A few sums; the whole of them is held."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(
            (
                LineColumn(label="", width=88, share=1),
                LineColumn(label="Payments", width=84, number=True),
                LineColumn(label="Credits", width=84, number=True),
            ),
            owner,
        )
        self.lines: tuple[SumLine, ...] = ()

    def show_lines(self, label: str, lines: Sequence[SumLine]) -> None:
        """Show these sums under this heading."""
        if tuple(lines) == self.lines and label == self.columns[0].label:
            return
        self.beginResetModel()
        self.columns = (LineColumn(label=label, width=88, share=1), *self.columns[1:])
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def cell(self, row: int, column: int) -> Cell:
        line = self.lines[row]
        if column == 0:
            return _named(line.name)
        if column == 1:
            return Cell(text=number(line.amounts.receipts))
        to_check = f"and up to {show(line.amounts.at_most)} to check" if line.amounts.to_check else ""
        return Cell(text=show(line.amounts.charged), tip=to_check)
