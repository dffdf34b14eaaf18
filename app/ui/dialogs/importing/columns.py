"""The first lines of a list, with a choice over each column: what it holds."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.services.importing import ColumnGuess, Preview, Role
from app.ui.dialogs.importing import words
from app.ui.parts import ElidedLabel
from app.ui.sheet_table.ink import ink
from app.ui.sheet_table.plain import one_line
from app.ui.theme import Role as Type
from app.ui.theme import colour, px
from app.workspace.own import LONGEST_LABEL

_WIDTH, _ROW, _ROWS = 168, 26, 6
_HEADINGS = 20 + 2 * 32 + 3 * 4
_GAP, _AHEAD = 8, 2


class ColumnsTable(QScrollArea):
    """`role_chosen` carries a column's place and a `Role`; `renamed` its place and the name of the own column.

    A column is made when it comes near the edge: a list may have 200, and five are seen. `stops_changed` when there are
    more of them.
    """

    role_chosen = Signal(int, object)
    renamed = Signal(int, str)
    stops_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_columns")
        self.setAccessibleName("The first lines of the list, with what each column holds")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setMinimumHeight(px(_HEADINGS + _ROWS * _ROW + 4) + self.horizontalScrollBar().sizeHint().height())
        self._shown: Preview | None = None
        self._columns: dict[int, _Column] = {}

    def stops(self) -> list[QWidget]:
        """Where Tab halts, in order."""
        return [part for _, column in sorted(self._columns.items()) for part in (column.role, column.name)]

    @property
    def first(self) -> QComboBox:
        """Where the keyboard begins."""
        return self._columns[0].role

    def show_list(self, shown: Preview) -> None:
        """Another list, or the same with another heading."""
        self._shown, self._columns = shown, {}
        content = QWidget()
        content.setMinimumWidth(len(shown.columns) * self._step() - px(_GAP))
        self.setWidget(content)
        content.setAutoFillBackground(False)  # it lies on the dialog
        self._make_near()

    def show_roles(self, shown: Preview) -> None:
        """The same list, understood in another way."""
        self._shown = shown
        for at, made in self._columns.items():
            made.show_role(shown.columns[at])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_near()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._make_near()

    @staticmethod
    def _step() -> int:
        return px(_WIDTH) + px(_GAP)

    def _make_near(self) -> None:
        """Make the columns that are seen, and some beside them: Tab must find the next one."""
        if self._shown is None:
            return
        left, step = self.horizontalScrollBar().value(), self._step()
        first = max(0, left // step - _AHEAD)
        last = min(len(self._shown.columns), (left + self.viewport().width()) // step + 1 + _AHEAD)
        missing = [at for at in range(first, last) if at not in self._columns]
        for at in missing:
            self._columns[at] = self._make(self._shown, at)
        if missing:
            self.stops_changed.emit()

    def _make(self, shown: Preview, at: int) -> "_Column":
        made = _Column(at, shown.columns[at], [row[at] if at < len(row) else "" for row in shown.rows])
        made.role.activated.connect(lambda _at: self.role_chosen.emit(at, made.chosen))
        made.name.textEdited.connect(lambda text: self.renamed.emit(at, text))
        made.setParent(self.widget())
        made.move(at * self._step(), 0)
        made.show()
        return made


class _Column(QWidget):
    """The parts of one column, from top to bottom."""

    def __init__(self, at: int, column: ColumnGuess, cells: Sequence[str]) -> None:
        super().__init__()
        said = one_line(column.heading, LONGEST_LABEL) or f"Column {at + 1}"
        self.heading = ElidedLabel(said, Type.HEADING)
        self.role = QComboBox()
        self.role.setObjectName(f"role_{at}")
        self.role.setAccessibleName(f"What the column “{said}” holds")
        for one in words.ROLES:
            self.role.addItem(words.role(one, column), one.value)
        self.name = QLineEdit()
        self.name.setObjectName(f"label_{at}")
        self.name.setAccessibleName(f"Name of the own column for “{said}”")
        self.name.setMaxLength(LONGEST_LABEL)
        keeps_room = self.name.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self.name.setSizePolicy(keeps_room)
        self.sample = _Sample(said, cells)
        parts = QVBoxLayout(self)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(px(4))
        for part in (self.heading, self.role, self.name, self.sample):
            part.setFixedWidth(px(_WIDTH))
            parts.addWidget(part)
        self.show_role(column)

    @property
    def chosen(self) -> Role:
        return Role(self.role.currentData())

    def show_role(self, column: ColumnGuess) -> None:
        self.role.setCurrentIndex(words.ROLES.index(column.role))
        self.name.setVisible(column.role is Role.OWN)
        if self.name.text() != column.label:
            self.name.setText(column.label)
        self.sample.set_left_out(column.role is Role.NONE)


class _Sample(QWidget):
    """Painted: the first cells of a column, cut where they are too long; muted where the column is left out."""

    def __init__(self, heading: str, cells: Sequence[str]) -> None:
        super().__init__()
        self._cells = [one_line(cell) for cell in cells[:_ROWS]]
        self._left_out = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"First cells of “{heading}”")
        self.setAccessibleDescription("; ".join(filter(None, self._cells)))

    def set_left_out(self, left_out: bool) -> None:
        self._left_out = left_out
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(_WIDTH), px(_ROWS * _ROW) + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        used = ink()
        token = "disabled" if self._left_out else "text"
        for row, cell in enumerate(self._cells):
            top = px(row * _ROW)
            painter.fillRect(0, top, self.width(), 1, colour("line"))
            room = QRect(0, top, self.width(), px(_ROW)).adjusted(px(4), 0, -px(4), 0)
            used.words.draw(painter, room, cell, colour(token))
        painter.fillRect(0, px(len(self._cells) * _ROW), self.width(), 1, colour("line"))
        painter.end()
