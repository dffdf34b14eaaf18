"""Activity: one strip while something runs or waits for you, which opens to the list of jobs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.jobs import Job, JobState
from app.ui.activity.job_list import Ground, JobList
from app.ui.activity.offers import Ask, Offer, WorkNow, current, next_step, offers, others, progress
from app.ui.parts import Button, IconButton, Kind, ProgressStrip, set_tooltip
from app.ui.theme import px
from app.ui.window import batch_words

_STRIP = 40


class Activity(QWidget):
    """Shows jobs; `asked` carries what a button wants (an `Ask`) and the job's id, `clear_wanted` wants no done jobs.

    The strip is hidden while nothing runs or waits; `open_list` shows the list all the same.
    """

    asked = Signal(object, int)
    clear_wanted = Signal()
    opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("activity")
        self.setAccessibleName("Activity")
        self._job: Job | None = None
        self._step: Offer | None = None
        self._now = WorkNow(sends=(0, 0))
        self.list = JobList(self)
        self.list.asked.connect(self.asked)
        self.list.clear_wanted.connect(self.clear_wanted)
        self._strip = self._make_strip()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list)
        column.addWidget(self._strip)
        self.list.hide()
        self.hide()

    def _make_strip(self) -> QWidget:
        strip = Ground("accent_soft")
        strip.setFixedHeight(px(_STRIP))
        self.progress = ProgressStrip()
        self.others = Button("", Kind.LINK)
        self.others.setObjectName("other_jobs")
        self.others.setToolTip("Show all jobs")
        self.others.clicked.connect(lambda: self.open_list(True))
        self.hold = Button("Pause", Kind.QUIET)
        self.hold.setObjectName("pause_button")
        self.hold.clicked.connect(self._take_step)
        self.end = Button("Stop", Kind.QUIET)
        self.end.setObjectName("stop_button")
        self.end.clicked.connect(lambda: self._ask(Ask.STOP))
        self.unfold = IconButton("caret-up", "Show all jobs")
        self.unfold.clicked.connect(lambda: self.open_list(not self.is_open()))
        row = QHBoxLayout(strip)
        row.setContentsMargins(px(12), 0, px(8), 0)
        row.setSpacing(px(8))
        row.addWidget(self.progress, 1)
        row.addWidget(self.others)
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
        return not self.list.isHidden()

    def open_list(self, is_open: bool) -> None:
        """Show or hide the list of jobs."""
        if is_open:
            self.list.show_work(self._now)
        self.list.setVisible(is_open)
        self._show_others()
        self.unfold.show_as("caret-down" if is_open else "caret-up", "Hide the jobs" if is_open else "Show all jobs")
        self._show_or_hide()
        self.opened.emit(is_open)

    def show_work(self, now: WorkNow) -> None:
        """Show these jobs in the strip and, while it is open, in the list."""
        self._now = now
        self._job = job = current(now.jobs)
        if self.is_open():
            self.list.show_work(now)
        if job is not None:
            said = progress(job, now)
            self.progress.show_progress(said.title, said.done, said.all, said.facts, said.money)
            self._show_others()
            self._show_step(next_step(job, now), said.title)
            is_away = job.state is JobState.AWAY
            self.end.setText(next((offer.text for offer in offers(job, now) if offer.ask is Ask.STOP), "Stop"))
            self.end.setEnabled(not is_away)
            set_tooltip(self.end, batch_words.CANNOT_STOP if is_away else "")
            self.end.setAccessibleDescription(batch_words.CANNOT_STOP if is_away else "")
            self.end.setAccessibleName(f"{self.end.text()}: {said.title}")
        self._show_or_hide()

    def _show_step(self, step: Offer | None, title: str) -> None:
        self._step = step
        self.hold.setVisible(step is not None)
        if step is not None:
            self.hold.setText(step.text)
            self.hold.setEnabled(not step.why_not)
            set_tooltip(self.hold, step.why_not)
            self.hold.setAccessibleName(f"{step.text}: {title}")

    def _show_others(self) -> None:
        """How many jobs are beside the one in the strip; the list shows them, so nothing is said while it is open."""
        said = "" if self.is_open() else others(self._now.jobs)
        self.others.setText(said)
        self.others.setVisible(bool(said))

    def _take_step(self) -> None:
        if self._step is not None:
            self._ask(self._step.ask)

    def _show_or_hide(self) -> None:
        self._strip.setVisible(self._job is not None)
        self.setVisible(self._job is not None or self.is_open())

    def _ask(self, ask: Ask) -> None:
        if self._job is not None:
            self.asked.emit(ask, self._job.id)
