"""The line above a sheet that is narrowed to the rows of one job."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.domain.jobs import RequestState
from app.ui.parts import Button, ElidedLabel, Kind
from app.ui.theme import colour, number_font, px
from app.workspace.again import Part

_HEIGHT = 40
Choice = tuple[str, RequestState | Part | None]
"""Words, and what is then shown."""


class NarrowedLine(QWidget):
    """Says which job's rows are shown. `chosen` carries a `RequestState`, a `Part` or None, `all_wanted` asks for all
    rows of the sheet.
    """

    chosen = Signal(object)
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("narrowed_line")
        self.setFixedHeight(px(_HEIGHT))
        self._shown: tuple[object, ...] = ()
        self._choices: list[RequestState | Part | None] = []
        self.said = ElidedLabel()
        self.said.setFont(number_font())
        self.states = QComboBox()
        self.states.setObjectName("narrowed_states")
        self.states.setAccessibleName("Which rows of this job")
        self.states.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.states.activated.connect(lambda at: self.chosen.emit(self._choices[at]))
        self.back = Button("Show all rows", Kind.LINK)
        self.back.setObjectName("show_all_rows")
        self.back.clicked.connect(self.all_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), 0, px(12), 0)
        row.setSpacing(px(12))
        row.addWidget(self.said)
        row.addWidget(self.states)
        row.addWidget(self.back)
        row.addStretch(1)
        self.hide()

    def show_choices(
        self,
        said: str,
        choices: Sequence[Choice],
        shown: RequestState | Part | None,
    ) -> None:
        """Say what is shown, and offer what else of the job can be."""
        now = (said, tuple(choices), shown)
        if now != self._shown:
            self._shown = now
            self.said.setText(said)
            self._choices = [which for _, which in choices]
            self.states.clear()
            self.states.addItems([words for words, _ in choices])
            self.states.setCurrentIndex(max(0, self._choices.index(shown) if shown in self._choices else 0))
            self.states.setVisible(len(choices) > 1)
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("accent_soft"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line"))
        painter.end()
