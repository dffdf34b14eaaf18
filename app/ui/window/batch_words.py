"""What the window says about batches: where the service is, what they brought, what can be done. Pure text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.batches import BatchMode, BatchState
from app.domain.jobs import Job, JobState
from app.domain.money import ZERO, show, total
from app.ui.sheet_table.plain import one_line
from app.ui.window.job_words import ProgressWords, above_list, job_state, name, spent, time_left
from app.ui.window.words import counted, number
from app.workspace.batch_standing import GAVE_UP
from app.workspace.batches import Batch

CANNOT_STOP = "influencers.club works on this list: it cannot be held or stopped once sent."
OUT_OF_CREDITS = "waiting for credits"
STILL_MISSING = "influencers.club still has no results for these rows. Asking again later is free."
_COMING_IN = "results are coming in"
_LONGEST = 40
_STAGES = {
    BatchState.PAUSED: OUT_OF_CREDITS,
    BatchState.PROCESSING: "influencers.club is working",
    BatchState.RESUMING: "influencers.club is asked to go on",
    BatchState.VALIDATING: "influencers.club is checking the list",
    BatchState.QUEUED: "in line at influencers.club",
    BatchState.FINISHED: _COMING_IN,
    BatchState.FAILED: _COMING_IN,
}
_GOT = {BatchMode.FULL: "had details", BatchMode.RAW: "exist", BatchMode.BASIC: "were found"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNow:
    """The files of a job as the service told of them last. `sheet`: the name of its sheet, "" where that is gone.
    `lost`: uploads without an answer. `trouble`: why the last look did not succeed, in one sentence.

    `to_check`: rows that did not come, some of which were charged, for `in_vain` credits. `can_ask`: their results can
    be asked for again.
    """

    files: Sequence[Batch]
    sheet: str = ""
    lost: int = 0
    trouble: str = ""
    to_check: int = 0
    in_vain: Decimal = ZERO
    can_ask: bool = False

    @property
    def open_ones(self) -> list[Batch]:
        """What the service still works on, or whose results are not all here."""
        return [batch for batch in self.files if batch.service_id is not None and not batch.over]

    @property
    def with_file(self) -> list[Batch]:
        """Those whose results the service can hand out as it made them: not while it works on them."""
        there = [batch for batch in self.files if batch.service_id is not None and batch.processed]
        return [
            batch
            for batch in there
            if batch.state in (BatchState.FINISHED, BatchState.PAUSED)
            or (batch.state is BatchState.FAILED and batch.over and not self.to_check)
        ]

    @property
    def mode(self) -> BatchMode:
        return self.files[0].mode if self.files else BatchMode.FULL


def stage(now: BatchNow) -> str:
    """Where the service is with the files that are not over: what needs somebody first, else the first at work."""
    states = {batch.state for batch in now.open_ones}
    return next((words for state, words in _STAGES.items() if state in states), "")


def progress(job: Job, now: BatchNow, seconds_left: float | None) -> ProgressWords:
    """A batch in the words of the strip."""
    where = stage(now)
    done, everything = _counts(job, now)
    facts = [time_left(seconds_left), now.trouble]
    if job.is_going:
        title = "Sending the list"
    elif job.state is JobState.AWAY:
        title = where if where.startswith("influencers.club") else where.capitalize()
    else:
        title = name(job)
        facts.insert(0, where or job_state(job))
    return ProgressWords(
        title=title,
        count=f"{number(done)} of {number(everything)}",
        facts=" · ".join(part for part in facts if part),
        money=spent(job, short=job.can_resume),
        done=done,
        all=everything,
    )


def _counts(job: Job, now: BatchNow) -> tuple[int, int]:
    """(rows done, all): as the service tells while it works, as they came in while they do and afterwards."""
    everything = job.totals.all - job.totals.cancelled
    coming_in = stage(now) == _COMING_IN
    if now.open_ones:
        not_over = sum(batch.rows for batch in now.files if not batch.over)
        worked = sum(batch.merged_rows if coming_in else batch.processed for batch in now.open_ones)
        return max(everything - not_over, 0) + worked, everything
    return job.totals.done + job.totals.not_found, everything


def facts(job: Job, now: BatchNow, seconds_left: float | None) -> str:
    """The second line of a batch in the list, before the money; of one that is over, with it."""
    if is_over(job, now):
        return brought(job, now).rstrip(".")
    parts = []
    if job.can_resume and not now.open_ones:
        parts.append((job.error or job_state(job)).rstrip("."))
    elif where := stage(now):
        parts.append(where)
    parts += [time_left(seconds_left), above_list(job), _remaining(job, now), now.trouble.rstrip(".")]
    return " · ".join(part for part in parts if part)


def is_over(job: Job, now: BatchNow) -> bool:
    """Whether all that comes of it has come."""
    return job.state in (JobState.FINISHED, JobState.STOPPED) and not now.open_ones and not now.lost


def _remaining(job: Job, now: BatchNow) -> str:
    totals = job.totals
    parts = []
    if totals.waiting:
        parts.append(f"{number(totals.waiting)} not sent, up to {show(max(totals.open_at_most - job.saved, ZERO))}")
    if now.lost:
        parts.append(f"{number(totals.uncertain)} may be running, up to {show(totals.in_doubt)}")
    if now.to_check:
        parts.append(f"{number(now.to_check)} did not come, {show(now.in_vain)} paid for them")
    if totals.failed:
        parts.append(f"{number(totals.failed)} could not be done, free")
    return " · ".join(parts)


def named(job: Job, now: BatchNow) -> str:
    """Which batch it is: all of a kind are called the same, and the sheet tells them apart."""
    return f"“{name(job)}” of “{one_line(now.sheet, _LONGEST)}”" if now.sheet else f"“{name(job)}”"


def resume_question(most: Decimal, free: Decimal) -> str:
    """The second question of money rule 2; a batch may go on with less than it needs."""
    if most > free:
        return f"{_goes_on_with(most, free)} again."
    return f"{_costs(most, free)}."


def _goes_on_with(most: Decimal, free: Decimal) -> str:
    return (
        f"It needs up to {show(most)} credits and you have {show(free)}. It goes on until they are used, and then waits"
    )


def _costs(most: Decimal, free: Decimal) -> str:
    return f"This can cost up to {show(most)} of your {show(free)} credits, and cannot be stopped"


def too_little(free: Decimal, price: Decimal) -> str:
    """Resuming would do nothing; what to do stands in the bar that stays."""
    return f"It still waits: your {show(free)} credits do not cover one row at {show(price)}."


def send_again_button(job: Job) -> str:
    """What was not done and cost nothing."""
    return f"Send {number(job.totals.failed)} again · up to {show(job.totals.failed_at_most)} credits"


def send_question(most: Decimal, free: Decimal) -> str:
    """The second question of money rule 2 about rows that are sent again."""
    if most > free:
        return f"{_goes_on_with(most, free)}. It cannot be stopped once sent."
    return f"{_costs(most, free)} once sent."


def get_again_question(job: Job, now: BatchNow) -> str:
    """Before rows are sent again that may have been charged."""
    return (
        f"{show(now.in_vain)} credits were charged for rows that did not come, and nobody can tell which of these"
        f" {number(now.to_check)} they are. Sending all of them again costs up to {show(job.totals.again_at_most)}"
        f" credits, up to {show(now.in_vain)} of it a second time. It cannot be stopped once sent."
    )


def get_again_button(job: Job, now: BatchNow) -> str:
    return f"Send {number(now.to_check)} again · up to {show(job.totals.again_at_most)} credits"


def again_at_most(job: Job) -> Decimal:
    """What sending a list once more can cost that may be running, in credits: what else waits of its job goes along."""
    return job.totals.again_at_most + job.go_on_at_most


def again_button(job: Job) -> str:
    """A list that may be running is sent once more."""
    return f"Send again · up to {show(again_at_most(job))} credits"


def sent(job: Job, now: BatchNow) -> str:
    """The list has arrived."""
    count = job.totals.away
    nouns = ("email", "emails") if now.mode is BatchMode.BASIC else ("creator", "creators")
    are = "is" if count == 1 else "are"
    return (
        f"{counted(count, *nouns)} {are} at influencers.club as one batch. The results come by themselves, also after"
        " closing."
    )


def brought(job: Job, now: BatchNow) -> str:
    """What a batch that is over brought."""
    totals = job.totals
    free = totals.not_found + totals.failed
    if job.state is JobState.FINISHED and totals.cancelled == totals.all:
        return f"Nothing was sent: all {number(totals.cancelled)} came in another way meanwhile. 0.00 credits."
    everything = number(totals.done + free + totals.uncertain)
    with_email = job.options is not None and job.options.email_required
    parts = [
        f"{number(totals.done)} of {everything} {'had an email' if with_email else _GOT[now.mode]}",
        f"{show(totals.spent)} credits",
    ]
    if totals.above_list:
        parts.append(above_list(job))
    if free:
        parts.append(f"{number(free)} cost nothing")
    if totals.uncertain:
        parts.append(f"{number(totals.uncertain)} to check")
    if totals.cancelled:
        parts.append(f"{number(totals.cancelled)} left out")
    return " · ".join(parts) + "."


def show_button(job: Job) -> str:
    return f"Show the {number(job.totals.done)}"


def waits_for_credits(job: Job) -> bool:
    """Whether the service holds a part of it until there are credits and somebody lets it go on."""
    return job.can_resume and bool(job.totals.paused_at_most)


def paused(job: Job, now: BatchNow) -> str:
    """The service ran out of our credits in the middle."""
    done, everything = _counts(job, now)
    return (
        f"{named(job, now)} waits for credits: {number(done)} of {number(everything)} are done, and what was found is"
        " in the sheet. Add credits at influencers.club, then resume."
    )


def ended(jobs: Sequence[Job], batches: Mapping[int, BatchNow]) -> str:
    """What batches brought that have ended and that nobody looked at yet; newest first."""
    if len(jobs) == 1:
        now = batches[jobs[0].id]
        return f"{named(jobs[0], now)} has ended: {brought(jobs[0], now)}"
    came, cost = sum(job.totals.done for job in jobs), total(job.totals.spent for job in jobs)
    return f"{number(len(jobs))} batches have ended: {counted(came, 'row', 'rows')} came · {show(cost)} credits."


def failed(job: Job, now: BatchNow) -> str:
    """The service gave a batch up."""
    said = "" if job.error == GAVE_UP or job.state is not JobState.FAILED else f" It says: “{one_line(job.error)}”."
    if job.state is JobState.PAUSED:  # it was to be sent again, and could not be
        said = f" It was not sent again: {(job.error or job_state(job)).rstrip('.')}."
    kept = f"{counted(job.totals.done, 'row is', 'rows are')} in the sheet"
    spent, free = show(job.totals.spent), job.totals.not_found + job.totals.failed
    if now.to_check:
        part = "all" if now.in_vain == job.totals.spent else show(now.in_vain)
        came = (
            f"{spent} credits were charged, {part} of them for rows that did not come: nobody can tell which of"
            f" {number(now.to_check)}. {kept}, and nothing is bought again by itself."
        )
    else:
        came = f"{kept}, for {spent} credits{f'; the other {number(free)} cost nothing' if free else ''}."
    return f"influencers.club could not complete {named(job, now)}.{said} {came}"


def given_up(job: Job) -> str:
    """What Stop did to a batch that waited for credits, or whose files were not all sent."""
    totals = job.totals
    if job.state is JobState.AWAY and not totals.cancelled:
        return "It was sent already, and goes on at influencers.club."
    said = [f"Stopped. {counted(totals.done, 'row is', 'rows are')} in the sheet."]
    if totals.cancelled:
        said.append(f"The other {number(totals.cancelled)} can be got in another way.")
    if job.state is JobState.AWAY:
        said.append("What is at influencers.club goes on.")
    return " ".join(said)


def may_run(job: Job, now: BatchNow) -> str:
    """An upload got no answer."""
    return (
        f"No answer came when {named(job, now)} was sent: it may be running at influencers.club, for up to"
        f" {show(job.totals.in_doubt)} credits. Nothing is sent again by itself."
    )


def used_since(used: Decimal | None) -> str:
    """What the account shows about uploads without an answer."""
    if used is None:
        return "Nobody can tell from your balance yet whether it runs."
    if not used:
        return "Your balance shows nothing used for it so far. A list that stands in line is charged later."
    return f"Your account shows {show(used)} credits used since then that nothing here explains: it probably runs."


def closing(jobs: Sequence[Job]) -> str:
    """What closing means for what is at the service."""
    most = sum((job.totals.away_at_most for job in jobs), Decimal(0))
    if not most:
        which = "A batch's results are" if len(jobs) == 1 else "The results of batches are"
        return f"{which} still coming in; that goes on the next time, free."
    if len(jobs) == 1:
        said, can = "The batch goes on at influencers.club and goes on costing credits.", "It can"
    else:
        said, can = f"{number(len(jobs))} batches go on at influencers.club and go on costing credits.", "They can"
    return f"{said} {can} cost up to {show(most)} more; the results come in the next time."
