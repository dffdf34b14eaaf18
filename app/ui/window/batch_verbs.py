"""What the window does about batches, one coroutine each: ask, send, say what came of it."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.batches import BatchMode, BatchPlan
from app.domain.errors import Refused
from app.domain.jobs import EnrichOptions, Job, JobState, RequestState
from app.domain.money import Purse, Tier
from app.ui.dialogs import questions
from app.ui.operation import show_once
from app.ui.parts import Mood
from app.ui.window import batch_words, job_words
from app.ui.window.batch_now import batch_now
from app.ui.window.batch_words import BatchNow
from app.ui.window.verb_group import VerbGroup
from app.ui.window.words import counted

if TYPE_CHECKING:
    from app.ui.window.verbs import Verbs

_FULL = EnrichOptions(tier=Tier.FULL)


class BatchVerbs(VerbGroup):
    """The verbs of one session's batches."""

    def __init__(self, verbs: "Verbs") -> None:
        super().__init__(verbs)
        self._looking: set[int] = set()  # jobs for whose resuming the credits are being asked

    # -- sending

    async def rows(self, ids: Sequence[int], options: EnrichOptions = _FULL, *, again: bool = False) -> None:
        """Ask what to get for these creators of the shown sheet, then send them as one batch.

        `again`: somebody said already that those who were not found last time are asked for again.
        """
        sheet = self._session.sheet
        if sheet is not None and ids:
            await self._send_rows(sheet.id, ids, options, again=again)

    async def emails(self, addresses: Sequence[str], sheet_id: int) -> bool:
        """Ask, then send these addresses as one batch; the creators behind them become rows of the sheet.

        Returns whether they were sent. Cost: at most what the button said.
        """
        from app.ui.dialogs.batch import BatchDialog

        dialog = BatchDialog(
            self._window,
            f"Find creators by {counted(len(addresses), 'email', 'emails')} as one batch",
            modes=(BatchMode.BASIC,),
            plan=lambda _mode, _options, _again: self._app.batches.plan_addresses(addresses),
            balance=self._app.credits.free(),
        )
        await show_once(dialog)
        chosen = dialog.chosen
        if chosen is None:
            return False
        purse = Purse(limit=chosen.most)
        await self._verbs.jobs.tell(await self._app.batches.find_accounts(sheet_id, addresses, purse=purse))
        return True

    async def _send_rows(self, sheet_id: int, ids: Sequence[int], options: EnrichOptions, *, again: bool) -> None:
        from app.ui.dialogs.batch import HANDLES, BatchDialog

        def plan(mode: BatchMode, wanted: EnrichOptions | None, again: bool) -> Awaitable[BatchPlan]:
            return self._app.batches.plan(ids, mode, wanted or options, again=again)

        dialog = BatchDialog(
            self._window,
            f"Send {counted(len(ids), 'creator', 'creators')} as one batch",
            modes=HANDLES,
            plan=plan,
            balance=self._app.credits.free(),
            options=options,
            again=again,
        )
        await show_once(dialog)
        chosen = dialog.chosen
        if chosen is not None:
            job = await self._app.batches.run(
                sheet_id,
                ids,
                chosen.mode,
                chosen.options or options,
                again=chosen.again,
                purse=Purse(limit=chosen.most),
            )
            await self._verbs.jobs.tell(job)

    async def send_again(self, job_id: int) -> None:
        """Send what a batch could not do once more, in a file of its own; it cost nothing up to now."""
        job = self._app.jobs.get(job_id)
        most, action = job.totals.failed_at_most, batch_words.send_again_button(job)
        if await self._verbs.sure("Send them again?", most, action, batch_words.send_question):
            self._window.pages.clear_trouble()
            await self._verbs.jobs.tell(await self._app.jobs.retry_failed(job_id))
        else:
            await self._verbs.jobs.tell(job)  # the bar that offered it went with the click

    async def get_again(self, job_id: int) -> None:
        """Ask, then send rows again that did not come and may have been charged."""
        job = self._app.jobs.get(job_id)
        now = self._now(job)
        said, action = batch_words.get_again_question(job, now), batch_words.get_again_button(job, now)
        if await show_once(questions.dear(self._window, "Send them again?", said, action)):
            self._window.pages.clear_trouble()
            await self._verbs.jobs.tell(await self._app.jobs.retry_uncertain(job_id))

    # -- what came of it

    async def told(self, job: Job) -> bool:
        """Say where a batch came to stand; False: as of every job."""
        now = self._now(job)
        waits = batch_words.waits_for_credits(job) and not job.totals.waiting
        if now.lost or job.is_news or waits:
            return True  # a bar says it for as long as it is so
        if job.state is JobState.AWAY:
            self._session.work.awaited.add(job.id)
            self._window.show_notice(batch_words.sent(job, now))
        elif job.state is JobState.FINISHED:
            self._window.show_notice(batch_words.brought(job, now))
        elif job.can_resume and now.can_ask and not job.go_on_at_most:
            ask = self._later(self.ask_again, job.id)
            self._window.show_trouble(Mood.BAD, batch_words.failed(job, now), "Get its results · free", ask)
        elif job.state is JobState.FAILED and job.totals.failed:
            again = self._later(self.send_again, job.id)
            button = batch_words.send_again_button(job)
            self._window.show_trouble(Mood.BAD, batch_words.failed(job, now), button, again)
        else:
            return False
        return True

    def _now(self, job: Job) -> BatchNow:
        return self._app.store.peek(lambda db: batch_now(db, job))

    def _later(self, work: Callable[[int], Awaitable[None]], job_id: int) -> Callable[[], None]:
        return lambda: self._verbs.start(partial(work, job_id))

    async def show_found(self, job_id: int) -> None:
        """Show the rows that a batch brought."""
        await self._verbs.jobs.show_rows(job_id)
        self._session.rows.start_choosing(RequestState.DONE)

    async def looked_at(self, *job_ids: int) -> None:
        """Somebody saw how these ended."""
        await self._app.batches.looked_at(*job_ids)

    async def ask_again(self, job_id: int) -> None:
        """Ask once more for results that were charged and did not come; free."""
        self._window.pages.clear_trouble()
        before = self._app.jobs.get(job_id).totals.uncertain
        job = await self._app.batches.ask_again(job_id)
        self._session.work.awaited.discard(job_id)  # what came of it is told here
        trouble = self._app.batches.trouble(job_id)
        if trouble is not None:
            self._window.show_trouble(Mood.WARN, f"{trouble.happened} It is tried again by itself.")
        elif job.totals.uncertain and job.totals.uncertain == before:
            ask = self._later(self.ask_again, job_id)
            self._window.show_trouble(Mood.WARN, batch_words.STILL_MISSING, "Get its results · free", ask)
        else:
            await self._verbs.jobs.tell(job)

    # -- what a person decides

    async def may_resume(self, job: Job) -> bool:
        """Whether to let a batch go on: not where the credits, asked for anew, cover none of its rows; asked a second
        time where it is dear."""
        now = self._now(job)
        if job.totals.paused_at_most:
            if job.id in self._looking:
                return False  # the second half of a double click
            self._looking.add(job.id)
            try:
                await self._app.credits.refresh()  # somebody who presses it has added some
            finally:
                self._looking.discard(job.id)
            free, price = self._app.credits.free(), now.mode.price
            if free is not None and free < price:
                self._window.show_trouble(Mood.WARN, batch_words.too_little(free, price))
                return False
            self._window.pages.clear_trouble()
        most, action = job.go_on_at_most, job_words.resume_button(job)
        return await self._verbs.sure("Resume the batch?", most, action, batch_words.resume_question)

    async def give_up(self, job_id: int) -> None:
        """Send nothing more of a batch and let go of what waits for credits; what runs at the service goes on."""
        before = self._app.jobs.get(job_id)
        self._window.pages.clear_trouble()
        await self._app.jobs.stop(job_id)
        await self._app.batches.bring_in(job_id)  # what it found before it paused
        if before.state is not JobState.FAILED:
            self._window.show_notice(batch_words.given_up(self._app.jobs.get(job_id)))

    async def may_run(self, job_id: int) -> None:
        """Ask what to do about an upload that got no answer: wait, take it back, or send it again."""
        from app.ui.dialogs.may_run import MayRunDialog, Seen, WayOn

        def seen() -> Seen:
            return Seen(used=self._app.batches.use_since_lost(job_id), balance=self._app.credits.free())

        async def look() -> Seen:
            await self._app.credits.refresh()
            await self._app.jobs.look()
            return seen()

        job = self._app.jobs.get(job_id)
        dialog = MayRunDialog(self._window, job, seen(), look)
        await show_once(dialog)
        if dialog.chosen is WayOn.NOT_STARTED:
            await self._app.batches.did_not_start(job_id)
            job = self._app.jobs.get(job_id)
            self._window.pages.clear_trouble()
            go_on = (job_words.resume_button(job), self._later(self._verbs.jobs.resume, job_id))
            self._window.show_notice("The rows wait to be sent.", *(go_on if job.can_resume else ("", None)))
        elif dialog.chosen is WayOn.LEAVE:
            self._session.work.news.leave(job_id)
        elif dialog.chosen is WayOn.AGAIN:
            self._window.pages.clear_trouble()
            await self._verbs.jobs.tell(await self._app.jobs.retry_uncertain(job.id))
        self._session.work.show()

    async def save_file(self, job_id: int) -> None:
        """Ask where to, then save the files the service made of a job's results, as they are; free."""
        from app.ui.dialogs.pick_file import pick_to_write

        job = self._app.jobs.get(job_id)
        known = job.sheet_id in self._session.sheet_names()
        stem = Path(self._app.exports.suggested_name(job.sheet_id)).stem if known else "Results"
        suggested = self._verbs.export_folder() / f"{stem} batch.csv"
        path = await pick_to_write(self._window, "Save the file influencers.club made", suggested, "CSV file (*.csv)")
        if path is None:
            return
        numbers = [batch.id for batch in self._now(job).with_file]
        try:
            for number, part in zip(numbers, _parts(path, len(numbers)), strict=True):
                await self._app.batches.save_csv(number, part)
        except Refused:
            said = "influencers.club makes no file of this batch now. Export holds everything that came."
            self._window.show_trouble(Mood.WARN, said, "Export", self._export)
            return
        from app.ui.window.verbs import open_file

        said = f"Saved {path.name} as influencers.club made it." if len(numbers) == 1 else _saved(numbers, path)
        self._window.show_notice(said, "Open folder", lambda: open_file(path.parent))

    def _export(self) -> None:
        self._verbs.start(self._verbs.export)


def _parts(path: Path, count: int) -> list[Path]:
    """Where so many files go: the one that was chosen, and free names beside it."""
    found = [path]
    at = 2
    while len(found) < count:
        part = path.with_stem(f"{path.stem} {at}")
        if not part.exists():
            found.append(part)
        at += 1
    return found


def _saved(numbers: Sequence[int], path: Path) -> str:
    return f"Saved {counted(len(numbers), 'file', 'files')} beside {path.name}, as influencers.club made them."
