"""A list in a dialog out of which one line is chosen, with the sheet's look."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame

from app.ui.sheet_table.cells import Cell
from app.ui.sheet_table.lines import LineColumn, LinesTable, ReadyLines
from app.ui.theme import Role, colour, font


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceLine:
    """One line: what it stands for, and a ready cell for each column."""

    id: int
    cells: tuple[Cell, ...]


class ChoiceTable(LinesTable):
    """One line is marked where there are any; `chosen_changed` comes when it is another. `nothing` is said in place of
    lines."""

    chosen_changed = Signal()

    def __init__(self, name: str, said: str, columns: Sequence[LineColumn], nothing: str) -> None:
        super().__init__(name, said)
        self._lines = ReadyLines(columns, self)
        self._choices: tuple[ChoiceLine, ...] = ()
        self._nothing = nothing
        self.setFrameShape(QFrame.Shape.Box)  # one pixel of room for the edge
        self.setFrameShadow(QFrame.Shadow.Plain)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.show_model(self._lines)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())

    def show_lines(self, lines: Sequence[ChoiceLine], chosen: int | None = None) -> None:
        """Show these; `chosen` is marked, else the one that was, else the first."""
        wanted = self.chosen if chosen is None else chosen
        self._choices = tuple(lines)
        self._lines.show_rows(line.cells for line in lines)
        at = next((row for row, line in enumerate(lines) if line.id == wanted), 0)
        if lines:
            self.setCurrentIndex(self._lines.index(at, 0))
        self.chosen_changed.emit()

    @property
    def chosen(self) -> int | None:
        """What the marked line stands for; None where there is none."""
        chosen = self.selectionModel().selectedRows()
        return self._choices[chosen[0].row()].id if chosen else None

    def event(self, event: QEvent) -> bool:
        """The edge is drawn in the colour that all edges have."""
        done = super().event(event)
        if event.type() is QEvent.Type.Paint:
            painter = QPainter(self)
            painter.setPen(colour("line"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            painter.end()
        return done

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._choices:
            painter = QPainter(self.viewport())
            painter.setFont(font(Role.BODY))
            painter.setPen(colour("muted"))
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), self._nothing)
            painter.end()
