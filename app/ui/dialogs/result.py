"""What a paid question brought, as a table to read, to copy into a spreadsheet, and to act on."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QLocale, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from app.ui.dialogs.base import Form, verb
from app.ui.parts import Button, Kind, PlainLabel, tab_through
from app.ui.sheet_table import clipboard
from app.ui.sheet_table.cells import Cell
from app.ui.sheet_table.lines import LineColumn, LinesTable, ReadyLines
from app.ui.sheet_table.plain import one_line
from app.ui.theme import Role, px

_LONGEST_COPIED = 32_767
_SHOWN_ROWS = 12
_HEADING, _ROW = 36, 32
_UNBOUND = 16_777_215  # as Qt has it


def count_cell(value: float | None, places: int = 0) -> Cell:
    """A number as it is shown, and behind it as it is copied; empty where it is not told."""
    return Cell() if value is None else Cell(text=QLocale().toString(float(value), "f", places), value=value)


def percent_cell(value: float | None) -> Cell:
    return Cell() if value is None else Cell(text=f"{QLocale().toString(value, 'f', 2)}\u00a0%", value=value)


def text_cell(text: str, token: str = "text") -> Cell:
    shown = one_line(text)
    return Cell(text=shown, value=one_line(text, _LONGEST_COPIED), token=token)


class ResultTable(LinesTable):
    """Ctrl+C copies the marked rows, with the headings; where none is marked every row, and `below` after them.

    `marked_changed`: other rows are marked.
    """

    marked_changed = Signal()

    def __init__(self, name: str, said: str, columns: Sequence[LineColumn]) -> None:
        super().__init__(name, said)
        self.below: tuple[tuple[Cell, ...], ...] = ()
        self.lines = ReadyLines(columns, self)
        self.show_model(self.lines)
        self.selectionModel().selectionChanged.connect(lambda *_: self.marked_changed.emit())
        self.setMinimumWidth(sum(px(column.width) for column in columns) + px(16))

    def show_rows(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        """Show these, as high as they need up to a dozen."""
        self.lines.show_rows(rows)
        high = px(_HEADING + _ROW * min(len(rows), _SHOWN_ROWS) + 2)
        self.setMinimumHeight(high)
        self.setMaximumHeight(high if len(rows) <= _SHOWN_ROWS else _UNBOUND)

    def marked(self) -> list[int]:
        """The marked rows, from above."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def mark(self, row: int) -> None:
        """Mark one row and put the keyboard on it."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.lines.index(row, 0), flags.ClearAndSelect | flags.Rows)

    def copy(self, marked: Sequence[int] = ()) -> None:
        """Put these rows, or all of them, on the clipboard as a spreadsheet takes them."""
        rows = [self.lines.rows[row] for row in marked] or [*self.lines.rows, *self.below]
        point = clipboard.decimal_point()
        lines = [[column.label for column in self.lines.columns]]
        lines += [[_copied(cell, point) for cell in row] for row in rows]
        QGuiApplication.clipboard().setMimeData(clipboard.mime(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy(self.marked())
        else:
            super().keyPressEvent(event)


def _copied(cell: Cell, point: str) -> str:
    """A bare number, or one line of harmless text."""
    if isinstance(cell.value, (int, float)):
        written = f"{cell.value:.2f}%" if cell.text.endswith("%") else f"{cell.value:.10g}"
        return written.replace(".", point)
    return clipboard.harmless(str(cell.value or ""))


class ResultDialog(Form):
    """A sentence, a table, one line that says what happened, and buttons; who derives adds its own in between."""

    def __init__(self, parent: QWidget | None, title: str, aside: str, table: ResultTable, *, width: int = 720) -> None:
        super().__init__(parent, title, aside, width=width)
        self.aside.set_token("muted")
        self.aside.setFont(PlainLabel().font())
        self.table = table
        self.head = PlainLabel(wrap=True)
        self.body.addWidget(self.head)
        self.body.addWidget(table, 1)
        self.said = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        self.said.setObjectName("result_said")
        self.said.hide()
        self.body.addWidget(self.said)
        self.copy = verb("Copy table", "copy_button")
        self.copy.clicked.connect(self._copy)
        self.shut = verb("Close", "close_button", Kind.PRIMARY)
        self.shut.clicked.connect(self.reject)
        self.buttons.addWidget(self.copy)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.shut)
        self._verbs: list[Button] = []
        table.setFocus()

    def add_verb(self, text: str, name: str) -> Button:
        """A button of its own, left of the one that copies."""
        made = verb(text, name)
        self.buttons.insertWidget(self.buttons.indexOf(self.copy), made)
        self._verbs.append(made)
        tab_through([self.table, *self._verbs, self.copy, self.shut])
        return made

    def say(self, text: str) -> None:
        """One line below the table."""
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _copy(self) -> None:
        self.table.copy()
        self.say("Copied.")
