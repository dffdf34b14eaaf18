"""The lines of a list that name nobody, each with the reason; to be read and copied."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from app.services.importing import BadLine
from app.ui.dialogs.base import Form, verb
from app.ui.dialogs.importing import words
from app.ui.parts import Kind, PlainLabel
from app.ui.sheet_table.plain import one_line, tip
from app.ui.theme import number_font, px
from app.ui.window.words import counted, number

MOST_SHOWN = 1000


class BadLinesDialog(Form):
    """Shows the first thousand; Copy takes them all, as cells for a spreadsheet."""

    def __init__(self, parent: QWidget | None, bad: Sequence[BadLine]) -> None:
        super().__init__(parent, f"{number(len(bad))} {words.unread(len(bad))}", width=680)
        self.setObjectName("bad_lines_dialog")
        self.bad = list(bad)
        self.body.addWidget(PlainLabel("Everything else in the list can be brought in.", token="muted", wrap=True))
        self.list = QTreeWidget()
        self.list.setObjectName("bad_lines")
        self.list.setAccessibleName("Lines that cannot be read")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setHeaderLabels(("Line", "What stands there", "Why"))
        self.list.setMinimumHeight(px(280))
        for one in bad[:MOST_SHOWN]:
            item = QTreeWidgetItem([number(one.line), one_line(one.text), one.reason])
            item.setTextAlignment(0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setFont(0, number_font())
            item.setToolTip(1, tip(one.text))
            item.setToolTip(2, tip(one.reason))
            self.list.addTopLevelItem(item)
        self.list.headerItem().setTextAlignment(0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((72, 220)):
            self.list.setColumnWidth(column, px(width))
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self.body.addWidget(self.list, 1)
        if len(bad) > MOST_SHOWN:
            self.body.addWidget(PlainLabel(f"The first {number(MOST_SHOWN)} are shown.", token="muted"))
        self._copy = verb(f"Copy {counted(len(bad), 'line', 'lines')}", "copy_button")
        self._copy.clicked.connect(self._copy_all)
        shut = verb("Close", "close_button", Kind.PRIMARY)
        shut.clicked.connect(self.accept)
        self.buttons.addWidget(self._copy)
        self.buttons.addStretch(1)
        self.buttons.addWidget(shut)
        self.list.setFocus()

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(words.bad_lines(self.bad))
        self._copy.setText("Copied")
