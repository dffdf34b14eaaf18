"""What the buttons of a job do, one coroutine each: ask where it costs something, act, say what came of it."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable

from app.domain.jobs import Job, JobKind, JobState, PauseReason
from app.ui.activity import Ask
from app.ui.parts import Mood
from app.ui.window import goal_words, job_words
from app.ui.window.verb_group import VerbGroup
from app.ui.window.words import number
from app.workspace import already, settlements, sheet_rows
from app.workspace.again import Part

_QUIET_PAUSES = (PauseReason.BY_YOU, PauseReason.INTERRUPTED)


class JobVerbs(VerbGroup):
    """The verbs of one session's jobs."""

    def ask(self, ask: Ask, job_id: int) -> Awaitable[None]:
        """Do what somebody wants of a job."""
        does: dict[Ask, Callable[[int], Awaitable[None]]] = {
            Ask.ROWS: self.show_rows,
            Ask.PAUSE: self.pause,
            Ask.GO_ON: self.resume,
            Ask.STOP: self.stop,
            Ask.FIRST: self.prefer,
            Ask.IN_TURN: lambda _job_id: self.prefer(None),
            Ask.CHECK: self.check,
            Ask.GET_AGAIN: self.retry,
            Ask.TRY_AGAIN: self.retry_failed,
            Ask.MAY_RUN: self._verbs.batch.may_run,
            Ask.SEND_AGAIN: self._verbs.batch.send_again,
            Ask.ASK_AGAIN: self._verbs.batch.ask_again,
            Ask.SAVE_FILE: self._verbs.batch.save_file,
        }
        return does[ask](job_id)

    async def show_rows(self, job_id: int) -> None:
        """Show what a job is about: its rows, and over them what a comparison said."""
        await self._session.rows.show(job_id)
        job = self._app.jobs.get(job_id)
        if job.is_news:
            await self._app.batches.looked_at(job_id)
        if job.kind is JobKind.OVERLAP and job.totals.done:
            await self._verbs.overlaps.show_result(job.sheet_id, self._app.overlaps.compared(job_id))

    async def pause(self, job_id: int) -> None:
        """Send nothing more for now; what is on its way still comes."""
        await self._app.jobs.pause(job_id)

    async def stop(self, job_id: int) -> None:
        """Send nothing more of a job, and say what may still be charged."""
        job = self._app.jobs.get(job_id)
        if job.kind is JobKind.BATCH:
            await self._verbs.batch.give_up(job_id)
            return
        self._window.show_notice(job_words.stopped(job))
        await self._app.jobs.stop(job_id)

    async def prefer(self, job_id: int | None) -> None:
        """Let one job go before the others; None: take turns again."""
        self._app.jobs.prefer(job_id)

    async def clear_done(self) -> None:
        """Take what is done off the list."""
        await self._app.jobs.clear_done()

    async def resume(self, job_id: int) -> None:
        """Go on where a job was held. Cost: at most what the button said; asked twice where that is much."""
        job = self._app.jobs.get(job_id)
        if job.kind is JobKind.BATCH:
            may_go_on = await self._verbs.batch.may_resume(job)
        else:
            may_go_on = await self._verbs.sure("Resume?", job.go_on_at_most, job_words.resume_button(job))
        if may_go_on:
            self._window.pages.clear_trouble()
            job = await self._app.jobs.resume(job_id)
        await self.tell(job)  # also where it was not let go on: the bar that offered it went with the click
        self._session.work.show()

    async def go_on_all(self) -> None:
        """Go on with everything that a closed or killed Scoutsheet left, and say what came of it.

        Cost: at most what the button said; other paused jobs are left alone.
        """
        work = self._session.work
        work.put_away()
        try:
            before = self._app.jobs.interrupted()
            most, action = job_words.go_on_price(before), job_words.go_on_button(before)
            if not before or not await self._verbs.sure("Resume?", most, action):
                return
            ended = await asyncio.gather(*(self._app.jobs.resume(job.id) for job in before), return_exceptions=True)
        finally:
            await work.offer_again()
        if self._window.session is not self._session:
            return
        after = [self._app.jobs.get(job.id) for job in before]
        self._window.show_notice(job_words.went_on(before, after))
        for job in after:
            if job.state is not JobState.FINISHED:
                await self.tell(job)
        for error in ended:
            if isinstance(error, BaseException):
                raise error

    async def check(self, job_id: int) -> None:
        """Compare what came without an answer with the account, and say what that showed; free, up to a minute."""
        work = self._session.work
        was = self._app.jobs.get(job_id).totals.uncertain
        self._window.pages.clear_trouble()
        work.checking.add(job_id)
        work.show()
        try:
            await self._app.credits.refresh()  # says so where the service cannot be asked
            await self._app.jobs.settle(job_id)
        finally:
            work.checking.discard(job_id)
        if self._window.session is not self._session:
            return
        await work.read()
        work.show()
        job, used = self._app.jobs.get(job_id), self._app.store.peek(settlements.shown_use).get(job_id)
        said = job_words.checked(job, used, was)
        if job.can_resume and job.totals.waiting:
            self._window.show_notice(said, job_words.resume_button(job), self._later(lambda: self.resume(job_id)))
        elif job.totals.uncertain and not job.totals.undecided:
            self._window.show_notice(said, job_words.retry_button(job), self._later(lambda: self.retry(job_id)))
        else:
            self._window.show_notice(said)

    async def retry(self, job_id: int) -> None:
        """Buy again what may have been charged without an answer."""
        job = self._app.jobs.get(job_id)
        if job.kind is JobKind.BATCH:
            await self._verbs.batch.get_again(job_id)
        elif await self._verbs.sure("Get them again?", job.totals.again_at_most, job_words.retry_button(job)):
            self._window.pages.clear_trouble()
            await self.tell(await self._app.jobs.retry_uncertain(job_id))
        else:
            self._tell_doubt(job)

    async def retry_failed(self, job_id: int) -> None:
        """Send again what was refused."""
        job = self._app.jobs.get(job_id)
        if await self._verbs.sure("Try them again?", job.totals.failed_at_most, job_words.retry_failed_button(job)):
            await self.tell(await self._app.jobs.retry_failed(job_id))
        else:
            await self.tell(job)

    def _later(self, work: Callable[[], Awaitable[None]]) -> Callable[[], None]:
        return lambda: self._verbs.start(work)

    async def tell(self, job: Job) -> None:
        """Say how a job came to rest; nothing where its account was closed meanwhile."""
        if self._window.session is not self._session:
            return
        if job.kind is JobKind.BATCH and await self._verbs.batch.told(job):
            return
        if job.kind is JobKind.OVERLAP and job.totals.failed and self._verbs.overlaps.tell_refused(job):
            return
        if job.state is JobState.FINISHED:
            await self._tell_end(job)
            if job.totals.above_list:
                said = f"influencers.club charged {job_words.above_list(job)}."
                self._window.show_trouble(Mood.WARN, said, "Open Spending", self._open_spending)
            return
        if job.state is JobState.STOPPED or job.reason in _QUIET_PAUSES:
            return
        sentence = job.error or (job.reason.sentence if job.reason is not None else "")
        go_on = self._later(lambda: self.resume(job.id))
        resume = job_words.resume_button(job)
        if job.reason is PauseReason.OFFLINE:
            self._window.show_offline(resume, go_on)
        elif job.reason is PauseReason.KEY:
            self._window.show_trouble(Mood.BAD, sentence, "Open account", self._window.open_account)
        elif job.reason is PauseReason.BUDGET:  # going on first needs another budget
            self._window.show_trouble(Mood.WARN, sentence, "Open Spending", self._open_spending)
        elif job.can_resume and job.totals.failed and not job.go_on_at_most:  # all that is left was refused
            again = self._later(lambda: self.retry_failed(job.id))
            self._window.show_trouble(Mood.WARN, sentence, job_words.retry_failed_button(job), again)
        elif job.can_resume:
            self._window.show_trouble(Mood.WARN, sentence, resume, go_on)

    def _open_spending(self) -> None:
        self._window.actions_["action_spending"].trigger()

    async def _tell_end(self, job: Job) -> None:
        """What a finished job brought; a search shows its rows instead."""
        own_words: dict[JobKind, Callable[[Job], Awaitable[None]]] = {
            JobKind.ENRICH: self._tell_details,
            JobKind.GOAL: self._tell_goal,
            JobKind.EMAILS: self._tell_emails,
            JobKind.SOCIALS: self._verbs.socials.tell_end,
            JobKind.POSTS: self._verbs.posts.tell_end,
            JobKind.OVERLAP: self._verbs.overlaps.tell_end,
        }
        if job.kind in own_words:
            await own_words[job.kind](job)
            self._tell_doubt(job)

    def _tell_doubt(self, job: Job) -> None:
        """What of a job got no answer is no matter of a few seconds: a bar says it until somebody looks after it."""
        if job.totals.uncertain:
            check = bool(job.totals.undecided)
            button = "Check payments · free" if check else job_words.retry_button(job)
            work = self._later(lambda: self.check(job.id) if check else self.retry(job.id))
            self._window.show_trouble(Mood.WARN, job_words.no_answer(job), button, work)

    async def _tell_details(self, job: Job) -> None:
        emails = await self._emails(job)
        part = Part.WITH_EMAIL if emails is not None else None
        self._tell_rows(job, job_words.finished(job, emails), job.totals.done if emails is None else emails, part)

    async def _tell_goal(self, job: Job) -> None:
        at = self._app.goals.standing(job.id)
        self._tell_rows(job, goal_words.ended(at), at.bought, Part.WITH_EMAIL)

    async def _tell_emails(self, job: Job) -> None:
        known = self._verbs.emails.known(job.id)
        self._tell_rows(job, job_words.finished(job, known=known), job.totals.done, None)

    def _tell_rows(self, job: Job, said: str, some: int, part: Part | None) -> None:
        """Say what came of a job, with the way to the rows it brought, if any, and to the file."""
        export = ("Export", self._later(self._verbs.export))
        if not some:
            self._window.show_notice(said, *export)
            return
        show = self._later(lambda: self._session.rows.show(job.id, part))
        self._window.show_notice(said, f"Show the {number(some)}", show, export)

    async def _emails(self, job: Job) -> int | None:
        """How many of the job's creators have an email now; None where it could bring none."""
        if not job_words.brings_email(job):
            return None

        def count(db: sqlite3.Connection) -> int:
            ids = sorted(already.asked_creators(db, job.id))
            return sum(bool(row.values["email"]) for row in sheet_rows.rows(db, job.sheet_id, ids))

        return await self._app.store.read(count)
