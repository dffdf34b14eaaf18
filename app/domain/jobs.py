"""Jobs and requests: their states, which changes are allowed, and totals that are derived, never counted by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.money import ZERO, Tier


class JobKind(StrEnum):
    SEARCH = "search"
    ENRICH = "enrich"
    BATCH = "batch"
    EMAILS = "emails"
    SOCIALS = "socials"
    POSTS = "posts"
    OVERLAP = "overlap"
    GOAL = "goal"


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    AWAY = "away"  # the service works on it, also while Scoutsheet is closed: there is nothing to pause
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        """Nothing of it will ever be sent again."""
        return self in (JobState.FINISHED, JobState.STOPPED)


class PauseReason(StrEnum):
    """Why a job waits for one click; the words on screen are in `sentence`."""

    BY_YOU = "paused"
    CREDITS = "credits"
    BUDGET = "budget"
    DEARER = "dearer"  # than its price: going on can cost more than was agreed to
    SERVICE = "service"
    OFFLINE = "offline"
    KEY = "key"
    FAIR_USE = "fair_use"
    DISK = "disk"
    INTERRUPTED = "interrupted"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    PauseReason.BY_YOU: "Paused.",
    PauseReason.CREDITS: "There are not enough credits left.",
    PauseReason.BUDGET: "The budget is reached.",
    PauseReason.DEARER: "influencers.club charges more than its price list says.",
    PauseReason.SERVICE: "influencers.club keeps failing.",
    PauseReason.OFFLINE: "influencers.club cannot be reached.",
    PauseReason.KEY: "The key was refused.",
    PauseReason.FAIR_USE: "The monthly fair-use limit is reached.",
    PauseReason.DISK: "Scoutsheet could not save.",
    PauseReason.INTERRUPTED: "Scoutsheet was closed before this was done.",
}


class RequestState(StrEnum):
    WAITING = "waiting"  # written, not sent
    SENT = "sent"  # left, or about to leave, this machine; no answer yet
    AWAY = "away"  # the row is with a batch, whose upload has left or is about to
    DONE = "done"
    NOT_FOUND = "not_found"  # free: no such creator, or no email where one was required
    UNCERTAIN = "uncertain"  # no answer or a cut one: it may have been charged
    FAILED = "failed"  # refused; not charged
    CANCELLED = "cancelled"  # stopped before it was sent


_ALLOWED: Mapping[RequestState, frozenset[RequestState]] = {
    RequestState.WAITING: frozenset({RequestState.SENT, RequestState.AWAY, RequestState.CANCELLED}),
    RequestState.SENT: frozenset(
        {
            RequestState.WAITING,  # never reached the service, or was refused without a charge: retried
            RequestState.DONE,
            RequestState.NOT_FOUND,
            RequestState.UNCERTAIN,
            RequestState.FAILED,
        }
    ),
    RequestState.AWAY: frozenset(
        {
            RequestState.WAITING,  # its upload never reached the service, or was refused for now
            RequestState.DONE,
            RequestState.NOT_FOUND,
            RequestState.UNCERTAIN,  # its upload got no answer: the batch may be running
            RequestState.FAILED,
            RequestState.CANCELLED,  # its batch was given up
        }
    ),
    # Settled as not charged, or one click; taken back where another request stands for it already.
    # A row of a batch goes back to it where the results are asked for again.
    RequestState.UNCERTAIN: frozenset({RequestState.WAITING, RequestState.CANCELLED, RequestState.AWAY}),
    RequestState.FAILED: frozenset({RequestState.WAITING}),  # one click
    RequestState.DONE: frozenset(),
    RequestState.NOT_FOUND: frozenset(),
    RequestState.CANCELLED: frozenset(),
}


def states_before(new: RequestState) -> tuple[RequestState, ...]:
    """The states from which a request may become `new`."""
    return tuple(old for old in RequestState if new in _ALLOWED[old])


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichOptions:
    """How details are bought. A switch that the tier does not take is as it is by default: it would make two purchases
    of what is one request. `fresh`: what is there already is bought again, because newer numbers are wanted."""

    tier: Tier
    email_required: bool = False
    audience: bool = True
    lookalikes: bool = False
    fresh: bool = False

    def __post_init__(self) -> None:
        if not self.tier.brings_email:
            object.__setattr__(self, "email_required", False)
        if self.tier is not Tier.FULL:
            object.__setattr__(self, "audience", True)
        if self.tier not in (Tier.FULL, Tier.ANALYTICS):
            object.__setattr__(self, "lookalikes", False)

    @property
    def key(self) -> str:
        """Same creator, same key: the same purchase (money rule 6)."""
        return f"{self.tier}:{int(self.email_required)}{int(self.audience)}{int(self.lookalikes)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Where the requests of a job stand, and its money in credits.

    A lost page that is being bought again counts once. `undecided`: those of the uncertain ones whose payment was not
    compared with the account yet. `each`: the most one request can cost. `page_rows`: of a search, the most creators
    one of them can bring. `open_at_most`: what waits or is on its way can still cost. `in_doubt`: may have been charged
    without an answer. `again_at_most`: getting the uncertain ones again; `undecided_at_most`: those of them that are
    sent again by themselves if they prove free. `failed_at_most`: trying the refused ones again. `away_at_most`: what
    its running batches can still cost; `paused_at_most`: what resuming its paused ones can. `above_list`: what answers,
    and its batches, cost beyond the price list. The upload of a batch is not counted, its rows are.
    """

    waiting: int = 0
    sent: int = 0
    away: int = 0
    done: int = 0
    not_found: int = 0
    uncertain: int = 0
    failed: int = 0
    cancelled: int = 0
    undecided: int = 0
    each: Decimal = ZERO
    page_rows: int = 1
    spent: Decimal = ZERO
    open_at_most: Decimal = ZERO
    in_doubt: Decimal = ZERO
    again_at_most: Decimal = ZERO
    away_at_most: Decimal = ZERO
    paused_at_most: Decimal = ZERO
    undecided_at_most: Decimal = ZERO
    failed_at_most: Decimal = ZERO
    above_list: Decimal = ZERO

    @property
    def all(self) -> int:
        return self.open + self.settled

    @property
    def open(self) -> int:
        """Requests that are not sent, or whose answer is still to come."""
        return self.waiting + self.sent + self.away

    @property
    def answered(self) -> int:
        """Requests that the service answered."""
        return self.done + self.not_found + self.failed

    @property
    def settled(self) -> int:
        """Requests that need nothing more."""
        return self.done + self.not_found + self.uncertain + self.failed + self.cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What the user started. `most` is the maximum its buttons named, in credits; of one that paused because it became
    dearer, what its next button names. `saved`: what of the price of what waits will not be paid, because another job
    has got it, or is getting it, meanwhile. `is_news`: it ended at the service, and nobody has looked at it yet."""

    id: int
    kind: JobKind
    state: JobState
    reason: PauseReason | None
    title: str
    sheet_id: int
    most: Decimal
    totals: Totals
    options: EnrichOptions | None = None
    search_id: int | None = None
    error: str = ""
    is_news: bool = False
    saved: Decimal = ZERO

    @property
    def can_resume(self) -> bool:
        return self.state in (JobState.PAUSED, JobState.FAILED)

    @property
    def is_going(self) -> bool:
        """Whether it sends, or is about to."""
        return self.state in (JobState.RUNNING, JobState.WAITING)

    @property
    def go_on_at_most(self) -> Decimal:
        """The most that going on can cost, in credits: what is open and still needed, what is then sent again by
        itself, and what paused batches have left.

        Details are sent again where they prove free; a lost page is bought again within what was agreed. A page of
        posts names the next one, so as long as one is open all that is left of what was agreed may be spent.
        """
        totals = self.totals
        again = totals.again_at_most if self.kind is JobKind.SEARCH else totals.undecided_at_most
        left = self.most - totals.spent - totals.in_doubt + totals.undecided_at_most
        most = totals.open_at_most - self.saved + totals.paused_at_most + again
        # A goal decides on its way whom else to ask, a check of posts how many pages it reads: both up to their most.
        if self.kind is JobKind.GOAL or (self.kind is JobKind.POSTS and most):
            return max(left, ZERO)
        return max(min(most, left), ZERO)
