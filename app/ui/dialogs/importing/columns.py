"""The first lines of a list, with a choice over each column: what it holds."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QScrollArea, QSizePolicy, QWidget

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


class ColumnsTable(QScrollArea):
    """`role_chosen` carries a column's place and a `Role`; `renamed` its place and the name of the own column."""

    role_chosen = Signal(int, object)
    renamed = Signal(int, str)

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
        self._columns: list[_Column] = []

    def stops(self) -> list[QWidget]:
        """Where Tab halts, in order."""
        return [part for column in self._columns for part in (column.role, column.name)]

    @property
    def first(self) -> QComboBox:
        """Where the keyboard begins."""
        return self._columns[0].role

    def show_list(self, shown: Preview) -> None:
        """Another list, or the same with another heading."""
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(4))
        self._columns = []
        for at, column in enumerate(shown.columns):
            made = _Column(at, column, [row[at] if at < len(row) else "" for row in shown.rows])
            made.role.activated.connect(lambda _at, at=at, made=made: self.role_chosen.emit(at, made.chosen))
            made.name.textEdited.connect(lambda text, at=at: self.renamed.emit(at, text))
            for row, part in enumerate((made.heading, made.role, made.name, made.sample)):
                grid.addWidget(part, row, at)
            self._columns.append(made)
        grid.setColumnStretch(len(shown.columns), 1)
        grid.setRowStretch(4, 1)  # below the cells: where no bar is needed the rows stay as they are
        self.setWidget(content)
        content.setAutoFillBackground(False)  # it lies on the dialog

    def show_roles(self, shown: Preview) -> None:
        """The same list, understood in another way."""
        for made, column in zip(self._columns, shown.columns, strict=True):
            made.show_role(column)


class _Column:
    """The parts of one column, from top to bottom."""

    def __init__(self, at: int, column: ColumnGuess, cells: Sequence[str]) -> None:
        said = one_line(column.heading, LONGEST_LABEL) or f"Column {at + 1}"
        self.heading = ElidedLabel(said, Type.HEADING)
        self.heading.setFixedWidth(px(_WIDTH))
        self.role = QComboBox()
        self.role.setObjectName(f"role_{at}")
        self.role.setAccessibleName(f"What the column “{said}” holds")
        self.role.setFixedWidth(px(_WIDTH))
        for one in words.ROLES:
            self.role.addItem(words.role(one, column), one.value)
        self.name = QLineEdit()
        self.name.setObjectName(f"label_{at}")
        self.name.setAccessibleName(f"Name of the own column for “{said}”")
        self.name.setMaxLength(LONGEST_LABEL)
        self.name.setFixedWidth(px(_WIDTH))
        keeps_room = self.name.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self.name.setSizePolicy(keeps_room)
        self.sample = _Sample(said, cells)
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
        self.setFixedWidth(px(_WIDTH))
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
