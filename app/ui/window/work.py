"""What the window shows of an account's jobs: the strip and the list, and what an earlier Scoutsheet left undone."""

import sqlite3
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.domain.goals import GoalStanding
from app.domain.jobs import Job, JobKind
from app.ui.activity import WorkNow
from app.ui.parts import Mood
from app.ui.window import job_words
from app.ui.window.action_list import START_REASONS
from app.ui.window.words import STOP_FIRST
from app.workspace import jobs as stored
from app.workspace import settlements

if TYPE_CHECKING:
    from app.ui.window.session import Session

TICK_MS = 1000
SHOWN_JOBS = 200


class Work:
    """The jobs of one session. What is shown is always read anew."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._app = session.app
        self._window = session.window_
        self.jobs: list[Job] = []
        self.checking: set[int] = set()  # jobs whose payments are being compared now
        self._used: dict[int, Decimal | None] = {}
        self._goals: dict[int, GoalStanding] = {}
        self._ended_goals: set[int] = set()
        self._interrupted: list[Job] = []
        self._may_offer = True  # nobody put the bar about interrupted jobs away, or is using it
        self._seconds = QTimer(session, interval=TICK_MS)
        self._seconds.timeout.connect(self.show)

    async def read(self) -> None:
        """Read the jobs anew; 200 of them take some 15 ms beside the window's thread."""

        def read(db: sqlite3.Connection) -> tuple[list[Job], list[Job], dict[int, Decimal | None]]:
            return stored.all_jobs(db, SHOWN_JOBS), stored.interrupted(db), settlements.shown_use(db)

        self.jobs, self._interrupted, self._used = await self._app.store.read(read)
        await self._read_goals()

    async def _read_goals(self) -> None:
        """How far the goal runs are; of those that ended it is known already."""
        wanted = [job for job in self.jobs if job.kind is JobKind.GOAL]
        old = {job.id for job in wanted if job.state.ended and job.id in self._ended_goals}
        read = [job.id for job in wanted if job.id not in old]
        found = await self._app.goals.standings(read) if read else {}
        self._goals = {**{job_id: self._goals[job_id] for job_id in old}, **found}
        self._ended_goals = {job.id for job in wanted if job.state.ended}

    def stop(self) -> None:
        """Show nothing more."""
        self._seconds.stop()
        self._window.room.interrupted.hide()

    def show(self) -> None:
        """Jobs, time left, speed; runs once a second while something runs or the list is open."""
        activity, jobs = self._window.activity, self._app.jobs
        running = [job for job in self.jobs if job.is_going]
        activity.show_work(
            WorkNow(
                jobs=self.jobs,
                sends=self._app.queue.speed(),
                seconds_left={job.id: jobs.time_left_s(job) for job in running},
                sheets=self._session.sheet_names(),
                preferred=jobs.preferred,
                used=self._used,
                checking=frozenset(self.checking),
                goals=self._goals,
            )
        )
        wanted = bool(running) or activity.is_open()
        if wanted and not self._seconds.isActive():
            self._seconds.start()
        elif not wanted:
            self._seconds.stop()
        actions = self._window.actions_
        reason = "" if running else START_REASONS["action_pause"]
        actions.allow("action_pause", reason)
        actions.allow("action_restore", STOP_FIRST if running else "")
        actions.allow("action_stop", "" if any(job.can_resume for job in self.jobs) else reason)
        self._show_interrupted()

    # -- what an earlier Scoutsheet left

    def _show_interrupted(self) -> None:
        """The bar stays until it is used or put away, and says what is true now."""
        bar = self._window.room.interrupted
        if not self._interrupted or not self._may_offer:
            bar.hide()
            return
        said, offer = job_words.interrupted(self._interrupted), job_words.go_on_button(self._interrupted)
        if bar.isHidden() or (bar.text.text(), bar.action.text()) != (said, offer):
            bar.show_message(Mood.INFO, said, offer, self._go_on)

    def _go_on(self) -> None:
        self._window.do(lambda verbs: verbs.jobs.go_on_all())

    def put_away(self) -> None:
        """Offer what was interrupted no more: somebody dismissed the bar, or is using it."""
        self._may_offer = False
        self._window.room.interrupted.hide()

    async def offer_again(self) -> None:
        """Offer what is interrupted now, if anything still is."""
        if self._window.session is self._session:
            await self.read()
            self._may_offer = True
            self.show()
