"""What the window says about rows, money and work. Pure text, so that every sentence can be tested as a table.

The wording follows the look's list of words: "up to", "left", "already have"; never a technical name.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QLocale

from app.domain.errors import AppError
from app.domain.jobs import Job, JobKind, JobState, PauseReason
from app.domain.money import DISCOVERY_PRICE, Balance, Estimate, show

_MINUTE_S = 60
_HOUR_S = 3600

TICK_FIRST = "Tick the creators you want first. Space ticks the marked rows."
PENDING = "on their way or to check"
STOP_FIRST = "Pause or stop what is running first."
NEXT_VERSION = "Comes with the next version: {}"


def number(value: int) -> str:
    """A count with the separators of the user's language."""
    return QLocale().toString(value)


def counted(value: int, one: str, many: str) -> str:
    """ "1 creator", "12 creators"."""
    return f"{number(value)} {one if value == 1 else many}"


def balance_text(available: Decimal | None) -> str:
    """What stands in the top bar."""
    return "… credits" if available is None else f"{show(available)} credits"


def set_aside_text(amount: Decimal) -> str:
    """Beside the credits while something runs; empty where nothing is set aside."""
    return f"{show(amount)} set aside" if amount else ""


def balance_hint(balance: Balance | None, set_aside: Decimal, *, practice: bool) -> str:
    """The whole truth about the credits, for the tooltip and the accessible name; begins with the figure."""
    word = "practice credits" if practice else "credits"
    if balance is None:
        return f"Your {word} are not known yet."
    parts = [f"{show(balance.available)} {word}"]
    if set_aside:
        parts.append(f"{show(set_aside)} set aside for what is running")
        parts.append(f"{show(max(balance.available - set_aside, Decimal(0)))} free")
    if balance.trial_searches_left is not None:
        parts.append(f"{number(balance.trial_searches_left)} trial searches left")
    return " · ".join(parts)


def low_balance(left: Decimal) -> str:
    """The bar above the sheet, once when the credits fall under the person's own limit."""
    return f"Only {show(left)} credits left."


def details_button(ticked: int, marked: int) -> str:
    """The words on the window's one filled button; `marked` is the number of rows in the blue range."""
    if ticked:
        return f"Get details for {number(ticked)}…"
    return "Tick rows to get details" if marked > 1 else "Get details…"


def loaded(rows: int, total: int | None) -> str:
    """How much of what matches is in the sheet."""
    return f"{number(rows)} loaded" if total is None else f"{number(rows)} of {number(max(total, rows))} loaded"


def find_again_button(most: Decimal) -> str:
    """Buying a search that is there already."""
    return f"Find again · {show(most)} credits"


def free_name(name: str, taken: Iterable[str]) -> str:
    """`name`, or "name 2", "name 3" … where sheets are called so already."""
    others = set(taken)
    tries = itertools.chain((name,), (f"{name} {at}" for at in itertools.count(2)))
    return next(one for one in tries if one not in others)


def more_button(rows: int, most: Decimal) -> str:
    return f"Get {number(rows)} more · up to {show(most)} credits"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusWords:
    """The status line: `quiet` first, then the ticked rows, then what their details would cost."""

    rows: str
    ticked: str = ""
    price: str = ""
    covers: bool = True

    @property
    def line(self) -> str:
        """Everything in one line, as the look writes it."""
        return " · ".join(part for part in (self.rows, self.ticked, self.price) if part)


def status(rows: int, ticked: int, hidden: int, estimate: Estimate | None, free: Decimal | None) -> StatusWords:
    """The totals of a sheet. `hidden` ticked rows are not visible now; `free` is what may still be spent."""
    if not ticked:
        return StatusWords(rows=counted(rows, "row", "rows") if rows else "")
    unseen = f" ({number(hidden)} not visible)" if hidden else ""
    said = f"{number(ticked)} ticked{unseen}"
    if estimate is None:
        return StatusWords(rows=counted(rows, "row", "rows"), ticked=said)
    parts = [f"{number(estimate.had)} already have, 0.00"] if estimate.had else []
    if estimate.pending:
        parts.append(f"{number(estimate.pending)} {PENDING}")
    if estimate.new:
        parts.append(f"{number(estimate.new)} new, up to {show(estimate.most)}")
    covers = True
    if free is not None and estimate.new:
        covers = estimate.most <= free
        left = free - estimate.most
        parts.append(f"{show(left)} left" if covers else f"{show(-left)} more than you have")
    return StatusWords(rows=counted(rows, "row", "rows"), ticked=said, price=" · ".join(parts), covers=covers)


def range_words(count: int, total: float | None, average: float | None) -> str:
    """Average, sum and count of the marked cells; the first two only where there are numbers."""
    locale = QLocale()

    def figure(value: float) -> str:
        whole = float(value).is_integer() or abs(value) >= 1000
        return locale.toString(round(value)) if whole else locale.toString(float(value), "f", 2)

    parts = []
    if average is not None and total is not None:
        parts = [f"Average {figure(average)}", f"Sum {figure(total)}"]
    return "   ".join([*parts, f"Count {number(count)}"]) if count > 1 else ""


def time_left(seconds: float | None) -> str:
    """ "about 2 min left"; empty where it cannot be told yet."""
    if seconds is None:
        return ""
    if seconds < _MINUTE_S * 0.75:
        return "less than a minute left"
    if seconds < _HOUR_S * 1.5:
        return f"about {number(max(1, round(seconds / _MINUTE_S)))} min left"
    return f"about {number(round(seconds / _HOUR_S))} h left"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressWords:
    """One job in words: "Getting details", "120 of 400", "about 2 min left · 104.00 spent of up to 400.00"."""

    title: str
    count: str
    facts: str
    done: int
    all: int


def done_of_all(job: Job) -> tuple[int, int]:
    """Creators that are settled, and all of them; a search counts its requests by the creators they bring."""
    if job.kind is JobKind.SEARCH and job.totals.all:
        creators = int(job.most / DISCOVERY_PRICE)
        return creators * job.totals.settled // job.totals.all, creators
    return job.totals.settled, job.totals.all


def progress(job: Job, seconds_left: float | None) -> ProgressWords:
    """A job that runs or waits, in the words of the strip."""
    done, everything = done_of_all(job)
    spent = f"{show(job.totals.spent)} spent of up to {show(job.most)}"
    state = time_left(seconds_left) if job.state is JobState.RUNNING else job_state(job)
    return ProgressWords(
        title="Finding creators" if job.kind is JobKind.SEARCH else "Getting details",
        count=f"{number(done)} of {number(everything)}",
        facts=" · ".join(part for part in (state, spent) if part),
        done=done,
        all=everything,
    )


_STATES = {
    JobState.WAITING: "waiting",
    JobState.RUNNING: "running",
    JobState.PAUSED: "paused",
    JobState.FINISHED: "done",
    JobState.STOPPED: "stopped",
    JobState.FAILED: "could not go on",
}


def job_state(job: Job) -> str:
    """Where a job stands, with the reason where it waits for one click."""
    if job.state is JobState.PAUSED and job.reason not in (None, PauseReason.BY_YOU):
        return f"paused: {job.reason.sentence.rstrip('.')}" if job.reason else "paused"
    return _STATES[job.state]


def remaining(job: Job) -> str:
    """What a job still has to do and what it left behind."""
    totals = job.totals
    parts = [f"{number(totals.waiting)} not sent"] if totals.waiting else []
    if totals.sent:
        parts.append(f"{number(totals.sent)} on their way")
    if totals.uncertain:
        parts.append(f"{number(totals.uncertain)} to check: no answer came, it may have been charged")
    if totals.failed:
        parts.append(f"{number(totals.failed)} refused, free")
    if totals.not_found:
        parts.append(f"{number(totals.not_found)} not found, free")
    return " · ".join(parts)


def resume_button(job: Job) -> str:
    """Going on may cost what is still open of the price that was agreed to."""
    return f"Go on · up to {show(job.totals.open_at_most)} credits"


def uncertain_price(job: Job) -> Decimal:
    """The most it costs to get again what came without an answer."""
    return job.totals.again_at_most


def retry_button(job: Job) -> str:
    """Buying again what may have been charged is a paid action of its own."""
    return f"Get {number(job.totals.uncertain)} again · up to {show(uncertain_price(job))} credits"


def stopped(job: Job) -> str:
    """What Stop did: nothing more is sent, and what is on its way may still cost something."""
    totals = job.totals
    sentences = [f"Stopped. {number(totals.done + totals.not_found)} done."]
    if totals.sent:
        were = "was" if totals.sent == 1 else "were"
        each = job.most / totals.all if totals.all else Decimal(0)
        sentences.append(
            f"{number(totals.sent)} {were} already on their way and may still cost up to {show(each * totals.sent)}."
        )
    sentences.append(f"{number(totals.cancelled + totals.waiting)} not sent.")
    return " ".join(sentences)


def finished(job: Job, emails: int | None = None) -> str:
    """What a job that ended, or paused, brought; the words of the notice.

    `emails`: how many of its creators have one now; None where the job could bring none.
    """
    totals = job.totals
    if job.kind is JobKind.SEARCH:
        return f"The search is done. {show(totals.spent)} credits."
    free = totals.not_found
    parts = [f"Details for {counted(totals.done, 'creator', 'creators')}", f"{show(totals.spent)} credits"]
    if emails is not None:
        parts[0] = f"{number(emails)} of {number(totals.all)} had an email"
    if free:
        parts.append(f"{number(free)} cost nothing")
    if totals.uncertain:
        parts.append(f"{number(totals.uncertain)} to check")
    return " · ".join(parts) + "."


CLOSING = "Closing: waiting for the last answers…"


def closing(jobs: Sequence[Job]) -> str:
    """What closing means while these jobs run."""
    searches = sum(job.kind is JobKind.SEARCH for job in jobs)
    waiting = sum(job.totals.waiting for job in jobs if job.kind is JobKind.ENRICH)
    flying = sum(job.totals.sent for job in jobs)
    most = sum((job.most / job.totals.all * job.totals.sent for job in jobs if job.totals.all), Decimal(0))
    said = []
    if searches:
        said.append("A search is running." if searches == 1 else f"{number(searches)} searches are running.")
    if waiting:
        said.append(f"{counted(waiting, 'creator is', 'creators are')} still waiting.")
    if not said:
        said.append("The last answers are on their way." if flying else "A payment is still being checked.")
    what = "what is" if searches else number(flying)
    whose = "its" if searches or flying == 1 else "their"
    on_the_way = f" ({what} already on {whose} way may still cost up to {show(most)})"
    rest = "; continue with one click next time." if any(job.totals.waiting for job in jobs) else "."
    said.append(f"Nothing more is sent after closing{on_the_way if flying else ''}{rest}")
    return " ".join(said)


def interrupted(jobs: int) -> str:
    """What a closed or killed Scoutsheet left behind."""
    were = "was" if jobs == 1 else "were"
    return f"Scoutsheet was closed before {counted(jobs, 'job', 'jobs')} {were} done. Nothing was sent since."


def no_backup(error: AppError) -> str:
    """A backup that was due could not be made; the workspace itself is well."""
    return f"No backup was made. {error.happened} Everything is saved; the next try is in half an hour."


def speed(sent: int, limit: int) -> str:
    return f"Speed: {number(sent)} of {number(limit)} a minute"
