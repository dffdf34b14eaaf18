"""Activity: one strip while something runs or waits for you, which opens to the list of jobs."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.domain.jobs import Job, JobKind, JobState
from app.ui.parts import Button, ElidedLabel, IconButton, Kind, PlainLabel, ProgressStrip, tab_through
from app.ui.theme import Role, colour, number_font, px
from app.ui.window import words

_STRIP = 40
_LIST = 216
_SHOWN_JOBS = 50


class Activity(QWidget):
    """Shows jobs; what its buttons want is told by signals with the job's id.

    The strip is hidden while nothing runs or waits; `open_list` shows the list all the same.
    """

    pause_wanted = Signal(int)
    resume_wanted = Signal(int)
    stop_wanted = Signal(int)
    retry_wanted = Signal(int)
    opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("activity")
        self.setAccessibleName("Activity")
        self._job: Job | None = None
        self._jobs: list[Job] = []
        self._list = _JobList(self)
        self._strip = self._make_strip()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._list)
        column.addWidget(self._strip)
        self._list.hide()
        self.hide()

    def _make_strip(self) -> QWidget:
        strip = _Ground("accent_soft")
        strip.setFixedHeight(px(_STRIP))
        self.progress = ProgressStrip()
        self.hold = Button("Pause", Kind.QUIET)
        self.hold.setObjectName("pause_button")
        self.hold.clicked.connect(self._hold_or_go_on)
        self.end = Button("Stop", Kind.QUIET)
        self.end.setObjectName("stop_button")
        self.end.clicked.connect(self._stop)
        self.unfold = IconButton("caret-up", "Show all jobs")
        self.unfold.clicked.connect(lambda: self.open_list(not self.is_open()))
        row = QHBoxLayout(strip)
        row.setContentsMargins(px(12), 0, px(8), 0)
        row.setSpacing(px(8))
        row.addWidget(self.progress, 1)
        row.addWidget(self.hold)
        row.addWidget(self.end)
        row.addWidget(self.unfold)
        return strip

    @property
    def job(self) -> Job | None:
        """The job in the strip: the newest that runs, else the newest that waits for a click."""
        return self._job

    def is_open(self) -> bool:
        """Whether the list of jobs is shown."""
        return not self._list.isHidden()

    def open_list(self, is_open: bool) -> None:
        """Show or hide the list of jobs."""
        self._list.setVisible(is_open)
        self.unfold.show_as("caret-down" if is_open else "caret-up", "Hide the jobs" if is_open else "Show all jobs")
        self._show_or_hide()
        self.opened.emit(is_open)

    def show_jobs(self, jobs: Sequence[Job], seconds_left: float | None, sends: tuple[int, int]) -> None:
        """Show these jobs, newest first. `seconds_left` is that of the job in the strip, `sends` (last 60 s, limit)."""
        self._jobs = list(jobs)[:_SHOWN_JOBS]
        self._job = current(self._jobs)
        self._list.show_jobs(self._jobs, sends, self)
        if self._job is not None:
            said = words.progress(self._job, seconds_left)
            self.progress.show_progress(said.title, said.done, said.all, said.facts)
            going = self._job.state in (JobState.RUNNING, JobState.WAITING)
            self.hold.setText("Pause" if going else words.resume_button(self._job))
            self.hold.setAccessibleName(f"{self.hold.text()}: {said.title}")
            self.end.setAccessibleName(f"Stop: {said.title}")
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        self._strip.setVisible(self._job is not None)
        self.setVisible(self._job is not None or self.is_open())

    def _stop(self) -> None:
        if self._job is not None:
            self.stop_wanted.emit(self._job.id)

    def _hold_or_go_on(self) -> None:
        if self._job is None:
            return
        going = self._job.state in (JobState.RUNNING, JobState.WAITING)
        (self.pause_wanted if going else self.resume_wanted).emit(self._job.id)


def current(jobs: Sequence[Job]) -> Job | None:
    """The job the strip speaks of; None while nothing runs and nothing waits for a click."""
    going = [job for job in jobs if job.state in (JobState.RUNNING, JobState.WAITING)]
    waiting = [job for job in jobs if job.can_resume]
    return next(iter(going or waiting), None)


class _Ground(QWidget):
    """A plain ground in the colour of a token, with a line above."""

    def __init__(self, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self._token))
        painter.fillRect(QRect(0, 0, self.width(), 1), colour("line"))
        painter.end()


class _JobList(_Ground):
    """All jobs, newest first, with the speed meter; rebuilt only when a job comes or changes its state."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("surface", parent)
        self.setFixedHeight(px(_LIST))
        self._lines: dict[int, _JobLine] = {}
        self._shape: list[tuple[int, JobState, int, int]] = []
        self.meter = PlainLabel(role=Role.HINT, token="muted")
        self.meter.setObjectName("rate_meter")
        self.meter.setFont(number_font(Role.HINT))
        self.nothing = PlainLabel("Nothing has run yet.", token="muted")
        head = QHBoxLayout()
        head.addWidget(PlainLabel("Activity", Role.TITLE), 1)
        head.addWidget(self.meter)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._rows.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        inside.setLayout(self._rows)
        self._area = area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName("Jobs")
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(12), px(8), px(12), px(4))
        whole.addLayout(head)
        whole.addWidget(self.nothing)
        whole.addWidget(area, 1)

    def show_jobs(self, jobs: Sequence[Job], sends: tuple[int, int], told: Activity) -> None:
        self.meter.setText(words.speed(*sends))
        self.nothing.setVisible(not jobs)
        shape = [(job.id, job.state, job.totals.uncertain, job.totals.failed) for job in jobs]
        if shape != self._shape:
            self._rebuild(jobs, told)
            self._shape = shape
        for job in jobs:
            self._lines[job.id].show_job(job)

    def _rebuild(self, jobs: Sequence[Job], told: Activity) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._lines = {job.id: _JobLine(job, told) for job in jobs}
        for line in self._lines.values():
            self._rows.addWidget(line)
        self._rows.addStretch(1)
        tab_through([self._area, *(button for line in self._lines.values() for button in line.buttons)])


class _JobLine(QWidget):
    """One job in two lines of words, and what can be done with it."""

    def __init__(self, job: Job, told: Activity) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.title = ElidedLabel()
        self.facts = ElidedLabel(role=Role.HINT, token="muted")
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self.title)
        said.addWidget(self.facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, px(4), 0, px(4))
        row.setSpacing(px(8))
        row.addLayout(said, 1)
        self.buttons: list[Button] = []
        for text, signal in _offers(job, told):
            button = Button(text, Kind.QUIET)
            button.setAccessibleName(f"{text}: {job.title}")
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit(job.id))
            row.addWidget(button)
            self.buttons.append(button)

    def show_job(self, job: Job) -> None:
        said = words.progress(job, None)
        name = "Find creators" if job.kind is JobKind.SEARCH else (job.options.tier.label if job.options else job.title)
        self.title.setText(f"{name} · {words.job_state(job)} · {said.count}")
        spent = said.facts.rsplit(" · ", 1)[-1]
        self.facts.setText(" · ".join(part for part in (spent, words.remaining(job), job.error) if part))


def _offers(job: Job, told: Activity) -> list[tuple[str, SignalInstance]]:
    """The verbs that fit the job's state."""
    offers: list[tuple[str, SignalInstance]] = []
    if job.state in (JobState.RUNNING, JobState.WAITING):
        offers += [("Pause", told.pause_wanted), ("Stop", told.stop_wanted)]
    elif job.can_resume:
        offers += [(words.resume_button(job), told.resume_wanted), ("Stop", told.stop_wanted)]
    if job.totals.uncertain and job.state not in (JobState.RUNNING, JobState.WAITING):
        offers.append((words.retry_button(job), told.retry_wanted))
    return offers
