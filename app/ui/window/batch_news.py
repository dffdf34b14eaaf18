"""The bar about batches that stays until somebody looked: a list that may be running, one that waits for credits, and
batches that have ended.

It says what is true now, also after a restart, and goes by itself where that was decided or looked at elsewhere.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from app.domain.jobs import Job, JobState
from app.ui.parts import Mood
from app.ui.window import batch_words, job_words
from app.ui.window.batch_words import BatchNow

if TYPE_CHECKING:
    from app.ui.window.session import Session
    from app.ui.window.verbs import Verbs


class BatchNews:
    """The bar of one session."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._window = session.window_
        self._bar = session.window_.room.batches
        self._ended: list[Job] = []
        self._waiting: list[Job] = []
        self._left: set[int] = set()  # jobs that wait for somebody who wants to leave them so for now
        self._shown: set[int] = set()  # jobs that ended, and that somebody was led to by the bar

    def show(self, jobs: Sequence[Job], batches: Mapping[int, BatchNow]) -> None:
        """What of these nobody has seen to yet: first what may be running, then what waits for credits."""
        lost = [job for job in jobs if job.id in batches and batches[job.id].lost]
        paused = [job for job in jobs if job.id in batches and batch_words.waits_for_credits(job) and job not in lost]
        ended = [job for job in jobs if job.is_news and job.state is JobState.FINISHED]
        self._shown &= {job.id for job in ended}
        self._ended = ended
        self._waiting = [job for job in (*lost, *paused) if job.id not in self._left]
        if self._waiting:
            job = self._waiting[0]
            self._say_waiting(job, batches[job.id])
        elif any(job.id not in self._shown for job in ended):
            self._say_ended(ended, batches)
        else:
            self._bar.hide()

    def _say_waiting(self, job: Job, now: BatchNow) -> None:
        if now.lost:
            said, action = batch_words.may_run(job, now), "What now…"
            self._say(Mood.WARN, said, action, lambda: self._do(lambda verbs: verbs.batch.may_run(job.id)))
        else:
            said, action = batch_words.paused(job, now), job_words.resume_button(job)
            self._say(Mood.WARN, said, action, lambda: self._do(lambda verbs: verbs.jobs.resume(job.id)))

    def _say_ended(self, ended: Sequence[Job], batches: Mapping[int, BatchNow]) -> None:
        said = batch_words.ended(ended, batches)
        newest = ended[0]
        if len(ended) == 1 and newest.totals.done and newest.sheet_id in self._session.sheet_names():
            show = batch_words.show_button(newest)
            self._say(Mood.INFO, said, show, self._show_rows)
        else:
            self._say(Mood.INFO, said, "Show in Activity", self._open_list)

    def _say(self, mood: Mood, said: str, action: str, does: Callable[[], None]) -> None:
        bar = self._bar
        if bar.isHidden() or (bar.text.text(), bar.action.text()) != (said, action):
            bar.show_message(mood, said, action, does)

    def _do(self, work: "Callable[[Verbs], object]") -> None:
        self._window.do(work)

    def _show_rows(self) -> None:
        self._shown = {job.id for job in self._ended}
        job_id = self._ended[0].id
        self._do(lambda verbs: verbs.batch.show_found(job_id))

    def _open_list(self) -> None:
        self._shown = {job.id for job in self._ended}
        self._window.activity.open_list(True)

    def leave(self, job_id: int) -> None:
        """Say no more that it waits for somebody, until the next start."""
        self._left.add(job_id)
        self._bar.hide()

    def put_away(self) -> None:
        """Somebody closed the bar: what it spoke of was seen."""
        if self._waiting:
            self._left.add(self._waiting[0].id)
        else:
            seen = [job.id for job in self._ended]
            self._do(lambda verbs: verbs.batch.looked_at(*seen))
