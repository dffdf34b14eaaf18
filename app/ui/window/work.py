"""What the window shows of an account's jobs: the strip and the list, and what an earlier Scoutsheet left undone."""

import sqlite3
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.domain.goals import GoalStanding
from app.domain.jobs import Job, JobKind, JobState
from app.ui.activity import WorkNow
from app.ui.parts import Mood
from app.ui.window import batch_words, job_words
from app.ui.window.action_list import START_REASONS
from app.ui.window.batch_news import BatchNews
from app.ui.window.batch_now import batch_now
from app.ui.window.batch_words import BatchNow
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
        self.awaited: set[int] = set()  # jobs at the service, whose end is to be told
        self._used: dict[int, Decimal | None] = {}
        self._batches: dict[int, BatchNow] = {}
        self._goals: dict[int, GoalStanding] = {}
        self._ended_goals: set[int] = set()
        self._interrupted: list[Job] = []
        self._may_offer = True  # nobody put the bar about interrupted jobs away, or is using it
        self.news = BatchNews(session)
        self._is_over = False
        self._seconds = QTimer(session, interval=TICK_MS)
        self._seconds.timeout.connect(self.show)

    async def read(self) -> None:
        """Read the jobs anew; 200 of them take some 15 ms beside the window's thread."""

        def read(db: sqlite3.Connection) -> None:
            self.jobs, self._interrupted = stored.all_jobs(db, SHOWN_JOBS), stored.interrupted(db)
            self._used = settlements.shown_use(db)
            self._batches = {job.id: batch_now(db, job) for job in self.jobs if job.kind is JobKind.BATCH}

        await self._app.store.read(read)
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
        self._is_over = True
        self._seconds.stop()
        self._window.room.interrupted.hide()
        self._window.room.batches.hide()

    def show(self) -> None:
        """Jobs, time left, speed; runs once a second while something runs or the list is open."""
        if self._is_over:  # a verb came back after the account was closed
            return
        activity, jobs = self._window.activity, self._app.jobs
        running = [job for job in self.jobs if job.is_going]
        left = {job.id: jobs.time_left_s(job) for job in running}
        left |= {job.id: self._app.batches.time_left_s(job.id) for job in self.jobs if job.state is JobState.AWAY}
        activity.show_work(
            WorkNow(
                jobs=self.jobs,
                sends=self._app.queue.speed(),
                seconds_left=left,
                sheets=self._session.sheet_names(),
                preferred=jobs.preferred,
                used=self._used,
                checking=frozenset(self.checking),
                batches={job_id: self._with_trouble(job_id, batch) for job_id, batch in self._batches.items()},
                goals=self._goals,
            )
        )
        wanted = bool(left) or activity.is_open()
        if wanted and not self._seconds.isActive():
            self._seconds.start()
        elif not wanted:
            self._seconds.stop()
        self._window.actions_.allow("action_restore", STOP_FIRST if running else "")
        self._allow_holding(activity.job)
        self._show_interrupted()
        self.news.show(self.jobs, self._batches)
        self._tell_ends()

    def _with_trouble(self, job_id: int, batch: BatchNow) -> BatchNow:
        trouble = self._app.batches.trouble(job_id) if batch.open_ones else None
        return batch if trouble is None else replace(batch, trouble=trouble.happened)

    def _allow_holding(self, job: Job | None) -> None:
        """Pause and Stop are about the job in the strip."""
        reason = START_REASONS["action_pause"]
        if job is not None and job.state is JobState.AWAY:
            reason = batch_words.CANNOT_STOP
        going, resumable = job is not None and job.is_going, job is not None and job.can_resume
        self._window.actions_.allow("action_pause", "" if going else reason)
        self._window.actions_.allow("action_stop", "" if going or resumable else reason)

    def _tell_ends(self) -> None:
        """What the service is done with, or what waits for somebody there, is told once."""
        for job in self.jobs:
            if job.state is JobState.AWAY:
                self.awaited.add(job.id)
            elif job.id in self.awaited and not job.is_going:
                self.awaited.discard(job.id)
                self._tell(job)

    def _tell(self, job: Job) -> None:
        self._window.do(lambda verbs: verbs.jobs.tell(job))

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
