"""What the window says about jobs: how far, how long, how much, what is left, and what can be done. Pure text.

A search is counted by the creators that its pages bring: nobody buys pages.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.jobs import Job, JobKind, JobState, PauseReason, RequestState
from app.domain.money import ZERO, show, total
from app.ui.window.words import counted, number

_MINUTE_S = 60
_HOUR_S = 3600
CLOSING = "Closing: waiting for the last answers…"

STATES = {
    RequestState.DONE: "done",
    RequestState.WAITING: "not sent",
    RequestState.SENT: "on their way",
    RequestState.UNCERTAIN: "to check",
    RequestState.FAILED: "refused",
    RequestState.NOT_FOUND: "not found",
    RequestState.CANCELLED: "stopped before they were sent",
}


def time_left(seconds: float | None) -> str:
    """ "about 2 min left"; empty where it cannot be told yet."""
    if seconds is None:
        return ""
    if seconds < _MINUTE_S * 0.75:
        return "less than a minute left"
    if seconds < _HOUR_S * 1.5:
        return f"about {number(max(1, round(seconds / _MINUTE_S)))} min left"
    return f"about {number(round(seconds / _HOUR_S))} h left"


def rows(job: Job, requests: int) -> int:
    """How many creators so many of its requests are about."""
    return requests * job.totals.page_rows


_UNITS = {
    JobKind.EMAILS: ("email", "emails"),
    JobKind.POSTS: ("page of posts", "pages of posts"),
    JobKind.OVERLAP: ("comparison", "comparisons"),
}


def unit(job: Job) -> tuple[str, str]:
    """What a job is counted in: one, and many."""
    return _UNITS.get(job.kind, ("creator", "creators"))


def done_rows(job: Job) -> int:
    """The creators it is through with, found or not."""
    return rows(job, job.totals.done + job.totals.not_found)


def name(job: Job) -> str:
    """What the job gets."""
    if job.options is None or job.kind in (JobKind.GOAL, JobKind.BATCH):
        return job.title
    return f"Fresh: {job.options.tier.label}" if job.options.fresh else job.options.tier.label


def brings_email(job: Job) -> bool:
    """Whether the job can bring emails."""
    return job.options is not None and job.options.tier.brings_email


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressWords:
    """One job in words: "Getting details", "120 of 400", "about 2 min left", "104.00 spent of up to 400.00".

    `money` stands by itself because it is shown whole, however little room there is.
    """

    title: str
    count: str
    facts: str
    money: str
    done: int
    all: int


def progress(job: Job, seconds_left: float | None) -> ProgressWords:
    """A job that runs or waits, in the words of the strip."""
    refused = job.totals.failed if job.can_resume else 0  # they still wait for somebody
    done, everything = rows(job, job.totals.settled - refused), rows(job, job.totals.all)
    state = time_left(seconds_left) if job.state is JobState.RUNNING else job_state(job)
    return ProgressWords(
        title=job.title,
        count=f"{number(done)} of {number(everything)}{' pages' if job.kind is JobKind.POSTS else ''}",
        facts=state,
        money=spent(job, short=job.can_resume),
        done=done,
        all=everything,
    )


def spent(job: Job, *, short: bool = False) -> str:
    """`short`: in a line beside a button that names what going on can cost."""
    said = f"{show(job.totals.spent)} spent"
    return said if short else f"{said} of up to {show(job.most)}"


_STATES = {
    JobState.WAITING: "waiting",
    JobState.RUNNING: "running",
    JobState.AWAY: "at influencers.club",
    JobState.PAUSED: "paused",
    JobState.FINISHED: "done",
    JobState.STOPPED: "stopped",
    JobState.FAILED: "could not go on",
}


_TOLD = {JobState.WAITING: "waiting", JobState.STOPPED: "stopped"}  # beyond what the group of the list says


def job_state(job: Job) -> str:
    """Where a job stands, with the reason where it waits for one click."""
    if job.state is JobState.PAUSED and job.reason not in (None, PauseReason.BY_YOU):
        return f"paused: {job.reason.sentence.rstrip('.')}" if job.reason else "paused"
    return _STATES[job.state]


def facts(job: Job, seconds_left: float | None, used: Decimal | None, *, compared: bool) -> str:
    """The second line of a job in the list, before the money: why it waits, the time, and what remains.

    `compared`: its uncertain payments were compared with the account, which showed `used` credits beyond what is
    booked here; None where nobody can tell.
    """
    if job.can_resume:
        state = (job.error or (job.reason.sentence if job.reason else "It could not go on.")).rstrip(".")
    else:
        state = time_left(seconds_left) if job.state is JobState.RUNNING else _TOLD.get(job.state, "")
    known = verdict(job, used, compared=compared)
    return " · ".join(part for part in (state, remaining(job), known, above_list(job)) if part)


def above_list(job: Job) -> str:
    """That it cost more than its price; empty where it did not."""
    above = job.totals.above_list
    return f"{show(above)} more than the price list says" if above else ""


def remaining(job: Job) -> str:
    """What a job still has to do and what it left behind."""
    totals = job.totals
    parts = []
    if totals.waiting:
        left = max(totals.each * totals.waiting - job.saved, ZERO)
        most = job.go_on_at_most if job.kind is JobKind.POSTS else left
        parts.append(f"{number(rows(job, totals.waiting))} not sent, up to {show(most)}")
    if totals.sent:
        parts.append(f"{number(rows(job, totals.sent))} on their way")
    if totals.uncertain:
        parts.append(f"{number(rows(job, totals.uncertain))} to check")
    if totals.failed:
        parts.append(f"{number(rows(job, totals.failed))} refused, free")
    if totals.not_found:
        without = job.options is not None and job.options.email_required
        parts.append(f"{number(totals.not_found)} {'without an email' if without else 'not found'}, free")
    return " · ".join(parts)


def verdict(job: Job, used: Decimal | None, *, compared: bool) -> str:
    """What is known about the payments that are to be checked."""
    if not job.totals.uncertain:
        return ""
    if job.totals.undecided or not compared:
        return "no answer came: they may have been charged"
    if used is None:
        return "no answer came, and nobody can tell whether they were charged"
    return f"your account shows {show(used)} more used than is booked here: they may have been charged"


def no_answer(job: Job) -> str:
    """The bar about what of a job that ended is to be checked."""
    lost = counted(rows(job, job.totals.uncertain), *unit(job))
    return f"{lost} got no answer. It may have been charged, up to {show(job.totals.in_doubt)} credits."


def resume_for(most: Decimal) -> str:
    """The button that goes on with something, which can cost so much."""
    return f"Resume · up to {show(most)} credits" if most else "Resume · free"


def resume_button(job: Job) -> str:
    """Going on may cost what is still open of the price that was agreed to."""
    return resume_for(job.go_on_at_most)


def retry_button(job: Job) -> str:
    """Buying again what may have been charged is a paid action of its own."""
    again = number(rows(job, job.totals.uncertain))
    return f"Get {again} again · up to {show(job.totals.again_at_most)} credits"


def retry_failed_button(job: Job) -> str:
    """What was refused cost nothing; what is tried again can cost its price."""
    return f"Try {number(rows(job, job.totals.failed))} again · up to {show(job.totals.failed_at_most)} credits"


def checked(job: Job, used: Decimal | None, was: int) -> str:
    """What Check payments brought for a job that had `was` requests to check."""
    if job.totals.undecided:
        return "Nothing was charged so far. influencers.club may still be at work on them: check again in a minute."
    free = rows(job, was - job.totals.uncertain)
    if not job.totals.uncertain:
        one, many = unit(job)
        said = f"Checked: {counted(free, f'{one} was', f'{many} were')} not charged"
        return f"{said} and can be sent again." if job.can_resume else f"{said}."
    if used is None:
        return "Checked: nobody can tell whether they were charged."
    return f"Checked: your account shows {show(used)} more used than is booked here, so they may have been charged."


def stopped(job: Job) -> str:
    """What Stop did: nothing more is sent, and what is on its way may still cost something."""
    totals = job.totals
    sentences = [f"Stopped. {number(done_rows(job))} done."]
    if totals.sent:
        flying = rows(job, totals.sent)
        were = "was" if flying == 1 else "were"
        sentences.append(
            f"{number(flying)} {were} already on their way and may still cost up to {show(totals.each * totals.sent)}."
        )
    if totals.uncertain:
        sentences.append(f"{number(rows(job, totals.uncertain))} got no answer and may have been charged.")
    if job.kind is not JobKind.GOAL:  # it asks for one after the other, so nobody else was about to be
        sentences.append(f"{number(rows(job, totals.cancelled + totals.waiting))} not sent.")
    return " ".join(sentences)


def finished(job: Job, emails: int | None = None, known: int = 0) -> str:
    """What a job that ended, or paused, brought; the words of the notice.

    `emails`: how many of its creators have one now; None where the job could bring none. `known`: how many addresses
    were not asked about, because their creators were known.
    """
    totals = job.totals
    if job.kind is JobKind.SEARCH:
        return f"The search is done. {show(totals.spent)} credits."
    if job.kind is JobKind.EMAILS and not totals.all:
        return "They were all known. Nothing was charged."
    free = totals.not_found
    parts = [f"Details for {counted(totals.done, 'creator', 'creators')}", f"{show(totals.spent)} credits"]
    if job.kind is JobKind.EMAILS:
        parts[0] = f"{number(totals.done)} of {number(totals.all)} found"
    elif emails is not None:
        parts[0] = f"{number(emails)} of {number(totals.all)} had an email"
    if free:
        parts.append(f"{number(free)} cost nothing")
    if known:
        parts.append(f"{number(known)} {'was' if known == 1 else 'were'} known already")
    if totals.uncertain:
        parts.append(f"{number(totals.uncertain)} to check")
    return " · ".join(parts) + "."


def closing(jobs: Sequence[Job]) -> str:
    """What closing means while these jobs run."""
    searches = [job for job in jobs if job.kind is JobKind.SEARCH]
    others = [job for job in jobs if job.kind is not JobKind.SEARCH]
    waiting: Counter[tuple[str, str]] = Counter()
    for job in others:
        waiting[unit(job)] += job.totals.waiting
    waiting = +waiting
    flying = sum(job.totals.sent for job in others)
    most = total(job.totals.each * job.totals.sent for job in others)
    # A search that begins sends its first page at any moment, also while the question is read.
    most += total(job.totals.each * max(job.totals.sent, min(job.totals.waiting, 1)) for job in searches)
    said = []
    if searches:
        count = len(searches)
        said.append("A search is running." if count == 1 else f"{number(count)} searches are running.")
    if waiting:
        who = " and ".join(counted(count, one, many) for (one, many), count in waiting.items())
        said.append(f"{who} {'is' if waiting.total() == 1 else 'are'} still waiting.")
    goals = [job for job in jobs if job.kind is JobKind.GOAL]
    if goals:
        said.append("There are not enough with an email yet.")
    if not said:
        said.append("The last answers are on their way." if flying else "A payment is still being checked.")
    what = "what is" if searches else number(flying)
    whose = "its" if searches or flying == 1 else "their"
    on_the_way = f" ({what} already on {whose} way may still cost up to {show(most)})" if most else ""
    goes_on = bool(goals) or any(job.totals.waiting for job in jobs)
    rest = "; continue with one click next time." if goes_on else "."
    said.append(f"Nothing more is sent after closing{on_the_way}{rest}")
    return " ".join(said)


def interrupted(jobs: Sequence[Job]) -> str:
    """What a closed or killed Scoutsheet left behind."""
    were = "1 job was" if len(jobs) == 1 else f"{number(len(jobs))} jobs were"
    to_check = sum(rows(job, job.totals.uncertain) for job in jobs)
    parts = [f"{number(sum(map(done_rows, jobs)))} done"]
    parts.append(f"{number(sum(rows(job, job.totals.waiting) for job in jobs))} waiting")
    if to_check:
        parts.append(f"{number(to_check)} to check")
    return f"{were} interrupted: {', '.join(parts)}."


def go_on_price(jobs: Sequence[Job]) -> Decimal:
    """The most that going on with all of these can cost."""
    return total(job.go_on_at_most for job in jobs)


def go_on_button(jobs: Sequence[Job]) -> str:
    return resume_for(go_on_price(jobs))


def went_on(before: Sequence[Job], after: Sequence[Job]) -> str:
    """What came of going on with interrupted jobs, which are given as they were and as they are."""
    done = sum(map(done_rows, after)) - sum(map(done_rows, before))
    cost = total(job.totals.spent for job in after) - total(job.totals.spent for job in before)
    waiting = sum(rows(job, job.totals.waiting) for job in after)
    to_check = sum(rows(job, job.totals.uncertain) for job in after)
    away = sum(job.totals.away for job in after)
    parts = [f"{number(done)} more done", f"{show(cost)} credits"]
    if away:
        parts.append(f"{number(away)} at influencers.club")
    if waiting:
        parts.append(f"{number(waiting)} still waiting")
    if to_check:
        parts.append(f"{number(to_check)} to check")
    return " · ".join(parts) + "."


def showing(job: Job, shown: int, every: int) -> str:
    """Above a sheet that is narrowed to a job's rows, or to some of them."""
    which = f"the {counted(every, 'row', 'rows')}" if shown == every else f"{number(shown)} of {number(every)} rows"
    return f"Showing {which} of this job: {name(job)}"


def speed(sent: int, limit: int) -> str:
    return f"Speed: {number(sent)} of {number(limit)} a minute"
