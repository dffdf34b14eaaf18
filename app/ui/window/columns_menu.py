"""The chooser of columns: a list to tick, by group, that stays open while one ticks."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.fields import Group
from app.ui.parts import Button, Kind, PlainLabel
from app.ui.sheet_table.columns import ColumnSpec, Source
from app.ui.theme import Role, colour, px


class ColumnsMenu(QWidget):
    """`chosen` carries the keys to show, in order; `back_wanted` asks for the default. Esc closes it."""

    chosen = Signal(list)
    back_wanted = Signal()

    def __init__(self, parent: QWidget, columns: Sequence[ColumnSpec], shown: Sequence[str]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("columns_menu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Columns")
        self._shown = list(shown)
        self._boxes: dict[str, QCheckBox] = {}
        self._order = [column.key for column in columns]
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(px(2))
        for title, members in _by_group(columns):
            column.addSpacing(px(4))
            column.addWidget(PlainLabel(title, Role.HEADING))
            for entry in members:
                column.addWidget(self._box(entry))
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        back = Button("Back to the usual columns", Kind.LINK)
        back.clicked.connect(self._go_back)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(12), 0, px(12), px(4))
        foot.addWidget(back)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(area, 1)
        whole.addLayout(foot)
        self.resize(px(280), min(px(480), parent.window().height() - px(140)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("surface"))
        painter.setPen(colour("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _box(self, entry: ColumnSpec) -> QCheckBox:
        box = QCheckBox(entry.label.replace("&", "&&"))
        box.setObjectName(f"column:{entry.key}")
        box.setChecked(entry.key in self._shown)
        box.toggled.connect(lambda on, key=entry.key: self._toggle(key, on))
        self._boxes[entry.key] = box
        return box

    def _toggle(self, key: str, on: bool) -> None:
        if on and key not in self._shown:
            after = [known for known in self._shown if self._order.index(known) < self._order.index(key)]
            self._shown.insert(self._shown.index(after[-1]) + 1 if after else 0, key)
        elif not on:
            self._shown.remove(key)
        self.chosen.emit(list(self._shown))

    def _go_back(self) -> None:
        self.back_wanted.emit()
        self.close()


def _by_group(columns: Sequence[ColumnSpec]) -> list[tuple[str, list[ColumnSpec]]]:
    own = [column for column in columns if column.source is Source.OWN]
    groups = [("Your own", [*own])]
    details = [column for column in columns if column.source in (Source.LIKENESS, Source.DETAILS)]
    for group in Group:
        members = [column for column in columns if column.field is not None and column.field.group is group]
        groups.append((str(group), [*members, *details] if group is Group.IDENTITY else members))
    return [(title, members) for title, members in groups if members]
