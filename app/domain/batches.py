"""Batches: lists that the service works through by itself, also while Scoutsheet is closed (contract, section 9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.domain.money import EMAIL_PRICE, ZERO, Tier

MOST_ROWS = 10_000  # in one file; that many of the longest handles are 8 MB, under the 10 allowed (contract, section 3)


class BatchMode(StrEnum):
    """What a batch brings for each row; the value is the wire's `enrichment_mode`. There are no others (Q6)."""

    FULL = "full"
    RAW = "raw"
    BASIC = "basic"

    @property
    def price(self) -> Decimal:
        """Credits for one row that is found; every other row is free (contract, section 2)."""
        return EMAIL_PRICE if self.tier is None else self.tier.price

    @property
    def tier(self) -> Tier | None:
        """The single call that brings the same; None for addresses, which no tier takes."""
        return _TIERS[self]

    @property
    def label(self) -> str:
        """The words in the ledger and on screen."""
        return _LABELS[self]

    @property
    def heading(self) -> str:
        """The one column's heading in the file."""
        return "email" if self is BatchMode.BASIC else "handle"


_TIERS = {BatchMode.FULL: Tier.FULL, BatchMode.RAW: Tier.RAW, BatchMode.BASIC: None}
_LABELS = {
    BatchMode.FULL: "Batch: full details",
    BatchMode.RAW: "Batch: check that they exist",
    BatchMode.BASIC: "Batch: accounts by email",
}


class BatchState(StrEnum):
    """Where a batch stands. `WRITTEN` and `RESUMING` are ours, the others the service's words."""

    WRITTEN = "written"  # not uploaded, or nobody knows: its upload request says which
    VALIDATING = "validating"
    QUEUED = "queued"
    PROCESSING = "processing"
    RESUMING = "resuming"  # resume was sent or is about to be; the next look says what became of it
    PAUSED = "paused_insufficient_credits"
    FINISHED = "finished"
    FAILED = "failed"

    @classmethod
    def of(cls, word: str) -> "BatchState":
        """The state behind a word of the service; one that nobody knows means that it runs (contract, Q34)."""
        return cls(word) if word in _WIRE_STATES else cls.PROCESSING

    @property
    def ended(self) -> bool:
        """Nothing more will be charged for it."""
        return self in (BatchState.FINISHED, BatchState.FAILED)

    @property
    def runs(self) -> bool:
        """The service works on it, or is about to: it can charge at any moment, without being asked."""
        return not self.ended and self not in (BatchState.WRITTEN, BatchState.PAUSED)


_WIRE_STATES = frozenset({"validating", "queued", "processing", "paused_insufficient_credits", "finished", "failed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchStatus:
    """What the service says about a batch. `said` is its own word for the state; amounts in credits.

    `credits_used` is None where it does not say; then what was found, times the price, has to do.
    """

    state: BatchState
    said: str
    processed: int
    found: int
    failed: int
    credits_used: Decimal | None
    message: str = ""
    done_at: str = ""  # when it expects to be done, in its own words


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """One row of the results. `data` is what the single call has under `result`; None where there is nothing.

    Success is judged by the data alone: the word for it is not known (contract, section 9).
    """

    input: str
    word: str
    data: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlan:
    """What a batch over some rows would be, before anything is written or sent. All but `parts` count rows.

    `had`: nothing new would come. `pending`: another job is getting them, or their payment is to be checked.
    `repeats`: the same creator in another spelling or twice. `malformed`: nothing the service could take. `not_found`:
    were looked for last time and not found; they are left out unless they are asked for again.
    """

    mode: BatchMode
    had: int
    pending: int
    repeats: int
    malformed: int
    new: int
    parts: int
    not_found: int = 0

    @property
    def most(self) -> Decimal:
        """The exact maximum in credits."""
        return self.mode.price * self.new if self.new else ZERO
