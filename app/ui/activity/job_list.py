"""The list of jobs in three groups, with the speed meter.

Lines are kept: only what changed is drawn anew; those of a long list are made a few at a time.
"""

from PySide6.QtCore import QRect, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.activity.job_line import JobLine
from app.ui.activity.offers import Group, WorkNow, group_of
from app.ui.parts import Button, Kind, PlainLabel, tab_through
from app.ui.theme import Role, colour, number_font, px
from app.ui.window import job_words as words

_LEAST, _MOST = 96, 296
_PART = 0.27  # of the window's height
_AT_ONCE = 12  # lines made before the next frame: one takes about a millisecond


class Ground(QWidget):
    """A plain ground in the colour of a token, with a line above."""

    def __init__(self, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self._token))
        painter.fillRect(QRect(0, 0, self.width(), 1), colour("line"))
        painter.end()


class JobList(Ground):
    """Running, waiting for you, done; newest first in each. `asked` as that of `Activity`."""

    asked = Signal(object, int)
    clear_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("surface", parent)
        self.setMinimumHeight(px(_LEAST))
        self.setMaximumHeight(px(_MOST))
        self.lines: dict[int, JobLine] = {}
        self._now = WorkNow(sends=(0, 0))
        self._stops: list[QWidget] = []
        self._room = _AT_ONCE
        self._more_later = QTimer(self, singleShot=True, interval=0)
        self._more_later.timeout.connect(self._show_more)
        self._shape: list[tuple[Group, list[int]]] = []
        self.meter = PlainLabel(role=Role.HINT, token="muted")
        self.meter.setObjectName("rate_meter")
        self.meter.setFont(number_font(Role.HINT))
        self.nothing = PlainLabel("Nothing has run yet.", token="muted")
        self.clear = Button("Clear done", Kind.QUIET)
        self.clear.setObjectName("clear_done")
        self.clear.setToolTip("Take what is done off this list. What you bought and what it cost stays.")
        self.clear.clicked.connect(self.clear_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, px(8), 0)
        head.addWidget(PlainLabel("Activity", Role.TITLE), 1)
        head.addWidget(self.meter)
        self._inside = QWidget()
        self._rows = QVBoxLayout(self._inside)
        self._rows.setSpacing(0)
        self._rows.setContentsMargins(0, 0, px(8), 0)
        self.headings = {group: self._heading(group) for group in Group}
        self._area = area = QScrollArea()
        area.setWidget(self._inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName("Jobs")
        for ground in (area.viewport(), self._inside):  # not before it is in the area, which fills it
            ground.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(12), px(8), px(4), px(4))
        whole.setSpacing(px(4))
        whole.addLayout(head)
        whole.addWidget(self.nothing)
        whole.addWidget(area, 1)

    def _heading(self, group: Group) -> QWidget:
        heading = QWidget(self._inside)
        row = QHBoxLayout(heading)
        row.setContentsMargins(0, px(4), 0, 0)
        row.addWidget(PlainLabel(str(group), Role.HINT, "muted"), 1)
        if group is Group.DONE:
            row.addWidget(self.clear)
        heading.hide()
        return heading

    def fit_into(self, height: int) -> None:
        """How high the window is: the list leaves most of it to the sheet."""
        self.setMaximumHeight(max(px(_LEAST), min(px(_MOST), round(height * _PART))))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its jobs need, up to about a quarter of the window."""
        wanted = self._inside.sizeHint().height() + px(52)
        return QSize(super().sizeHint().width(), max(px(_LEAST), min(wanted, self.maximumHeight())))

    def show_work(self, now: WorkNow) -> None:
        """Show these jobs. Lines of jobs that stay are kept, and with them the focus."""
        self.meter.setText(words.speed(*now.sends))
        self.nothing.setVisible(not now.jobs)
        self._now = now
        jobs = sorted(now.jobs, key=lambda job: list(Group).index(group_of(job)))
        if len(jobs) > self._room:
            self._more_later.start()
        jobs = jobs[: self._room]
        for job in jobs:
            line = self.lines.get(job.id)
            if line is None:
                line = self.lines[job.id] = JobLine(self._inside)
                line.asked.connect(lambda ask, job_id=job.id: self.asked.emit(ask, job_id))
            line.show_job(job, now)
        shape = [(group, [job.id for job in jobs if group_of(job) is group]) for group in Group]
        if shape != self._shape:
            self._shape = shape
            self._arrange()
        self._order_stops()

    def _show_more(self) -> None:
        self._room += _AT_ONCE
        self.show_work(self._now)

    def _arrange(self) -> None:
        """Put headings and lines in their order; lines of jobs that are gone go."""
        there = {job_id for _, ids in self._shape for job_id in ids}
        while self._rows.takeAt(0) is not None:
            pass
        for job_id in self.lines.keys() - there:
            line = self.lines.pop(job_id)
            line.hide()
            line.deleteLater()
        for group, ids in self._shape:
            self.headings[group].setVisible(bool(ids))
            self._rows.addWidget(self.headings[group])
            for job_id in ids:
                self._rows.addWidget(self.lines[job_id])
                self.lines[job_id].show()
        self._rows.addStretch(1)
        self.updateGeometry()

    def _order_stops(self) -> None:
        stops: list[QWidget] = [self._area]
        for group, ids in self._shape:
            if group is Group.DONE:
                stops.append(self.clear)
            stops += [stop for job_id in ids for stop in self.lines[job_id].stops()]
        if stops != self._stops:
            self._stops = stops
            tab_through(stops)
