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
from app.workspace.sheets import Order

_HEIGHT = 40


class NarrowedLine(QWidget):
    """Says which job's rows are shown; `all_wanted` is the way back.

    `state_chosen` carries a `RequestState` or None, and whether only rows with an email are wanted.
    """

    state_chosen = Signal(object, bool)
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("narrowed_line")
        self.setFixedHeight(px(_HEIGHT))
        self._shown: tuple[object, ...] = ()
        self._choices: list[tuple[RequestState | None, bool]] = []
        self.said = ElidedLabel()
        self.said.setFont(number_font())
        self.states = QComboBox()
        self.states.setObjectName("narrowed_states")
        self.states.setAccessibleName("Which rows of this job")
        self.states.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.states.activated.connect(lambda at: self.state_chosen.emit(*self._choices[at]))
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

    def show_job(
        self, job: Job, counts: Mapping[RequestState, int], order: Order, *, emails: int | None = None
    ) -> None:
        """Show the job, how many of its rows stand how, and which of them an order shows.

        `emails`: how many have an email now; None where the job brings none.
        """
        every = sum(counts.values())
        some = emails or 0 if order.with_email else counts.get(order.state, 0) if order.state else every
        said = job_words.showing(job, some, every)
        shown = (job.id, said, tuple(counts.items()), order.state, order.with_email, emails)
        if shown != self._shown:
            self._shown = shown
            self.said.setText(said)
            states = [one for one in job_words.STATES if counts.get(one) or one is order.state]
            choices: dict[tuple[RequestState | None, bool], str] = {(None, False): f"All {number(every)}"}
            choices |= {(one, False): f"{number(counts.get(one, 0))} {job_words.STATES[one]}" for one in states}
            if emails or order.with_email:
                choices[None, True] = f"{number(emails or 0)} with an email"
            self._choices = list(choices)
            self.states.clear()
            self.states.addItems(list(choices.values()))
            self.states.setCurrentIndex(self._choices.index((order.state, order.with_email)))
            self.states.setVisible(self.states.count() > 2)
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("accent_soft"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line"))
        painter.end()
