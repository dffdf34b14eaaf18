"""The line above a sheet that is narrowed to the rows of one job."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.domain.jobs import Job, RequestState
from app.ui.parts import Button, ElidedLabel, Kind
from app.ui.theme import colour, number_font, px
from app.ui.window import job_words
from app.ui.window.words import number

_HEIGHT = 40


class NarrowedLine(QWidget):
    """Says which job's rows are shown. `state_chosen` carries a `RequestState` or None, `all_wanted` the way back."""

    state_chosen = Signal(object)
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("narrowed_line")
        self.setFixedHeight(px(_HEIGHT))
        self._shown: tuple[object, ...] = ()
        self.said = ElidedLabel()
        self.said.setFont(number_font())
        self.states = QComboBox()
        self.states.setObjectName("narrowed_states")
        self.states.setAccessibleName("Which rows of this job")
        self.states.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.states.activated.connect(lambda _at: self.state_chosen.emit(self.states.currentData()))
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

    def show_job(self, job: Job, counts: Mapping[RequestState, int], state: RequestState | None) -> None:
        """Show the job, how many of its rows stand how, and which of them are shown."""
        every = sum(counts.values())
        said = job_words.showing(job, every if state is None else counts.get(state, 0), every)
        shown = (job.id, said, tuple(counts.items()), state)
        if shown != self._shown:
            self._shown = shown
            self.said.setText(said)
            self.states.clear()
            self.states.addItem(f"All {number(every)}", None)
            for one in [one for one in job_words.STATES if counts.get(one) or one is state]:
                self.states.addItem(f"{number(counts.get(one, 0))} {job_words.STATES[one]}", one)
            self.states.setCurrentIndex(max(0, self.states.findData(state)))
            self.states.setVisible(self.states.count() > 2)
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("accent_soft"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line"))
        painter.end()
