"""The ledger: every receipt, committed with the answer it belongs to; and what the service said the balance was."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.domain.jobs import JobKind
from app.domain.money import ZERO, Balance, Receipt, from_units, to_units
from app.domain.platforms import Handle, Platform
from app.workspace.ids import author, new_uuid
from app.workspace.totals import REPLACED, SPENT, UPLOAD

ENTRY_COLUMNS = (
    "r.at_ms, r.what, r.platform, r.handle, r.rows, r.expected_units, r.charged_units, r.estimated,"
    " r.balance_after_units, r.state, r.job_id, r.sheet_id,"
    " EXISTS (SELECT 1 FROM requests q WHERE q.id = r.request_id"
    f" AND (q.state IN ('waiting', 'sent', 'done', 'not_found') OR {REPLACED}))"
)
ENTRY_WIDTH = 13
"""How many columns those are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the ledger; amounts in credits, `at_ms` in milliseconds since 1970 UTC.

    `again`: of a payment to check, that the same was, or is being, bought again.
    """

    at_ms: int
    what: str
    platform: str | None
    handle: str | None
    rows: int
    expected: Decimal
    charged: Decimal
    estimated: bool
    balance_after: Decimal | None
    state: str
    job_id: int | None
    sheet_id: int | None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The ledger in four numbers, in credits. `other_use`: what the account spent beside this workspace."""

    charged: Decimal
    uncertain: Decimal
    other_use: Decimal


def book(
    db: sqlite3.Connection,
    receipt: Receipt,
    *,
    what: str,
    request_id: int,
    at_ms: int,
    platform: Platform | None = None,
    handle: Handle | None = None,
    state: str = "booked",
) -> None:
    """Add a row; call it in the transaction that stores the answer. `state`: booked, uncertain or not_charged."""
    db.execute(
        "INSERT INTO receipts (uuid, request_id, job_id, sheet_id, campaign_id, at_ms, what, platform, handle, rows,"
        " expected_units, charged_units, estimated, balance_after_units, state, author)"
        " SELECT ?, q.id, j.id, j.sheet_id, j.campaign_id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
        " FROM requests q JOIN jobs j ON j.id = q.job_id WHERE q.id = ?",
        (
            new_uuid(),
            at_ms,
            what,
            platform,
            handle.name if handle else None,
            receipt.rows,
            to_units(receipt.expected),
            to_units(receipt.charged),
            int(receipt.estimated),
            None if receipt.balance_after is None else to_units(receipt.balance_after),
            state,
            author(),
            request_id,
        ),
    )


def entries(db: sqlite3.Connection, most: int = -1) -> list[Entry]:
    """The ledger, newest first; all of it where `most` is -1."""
    found = db.execute(f"SELECT {ENTRY_COLUMNS} FROM receipts r ORDER BY r.id DESC LIMIT ?", (most,))
    return [Entry(**entry_values(row)) for row in found]


def entry_values(row: Sequence[Any]) -> dict[str, Any]:
    """The values of an `Entry` from a row that begins with ENTRY_COLUMNS."""
    at, what, platform, handle, rows, expected, charged, estimated, after, state, job_id, sheet_id, again = row[
        :ENTRY_WIDTH
    ]
    return {
        "at_ms": at,
        "what": what,
        "platform": platform,
        "handle": handle,
        "rows": rows,
        "expected": from_units(expected),
        "charged": from_units(charged),
        "estimated": bool(estimated),
        "balance_after": None if after is None else from_units(after),
        "state": state,
        "job_id": job_id,
        "sheet_id": sheet_id,
        "again": state == "uncertain" and bool(again),
    }


def unanswered(db: sqlite3.Connection) -> list[Entry]:
    """What was sent and has no stored answer, oldest first: on its way in a Scoutsheet that runs, lost in one that
    was killed. Who only reads cannot tell, so it may have been charged."""
    found = db.execute(
        "SELECT q.sent_ms, coalesce(c.platform, s.platform), c.handle, q.price_units, j.id, j.sheet_id"
        " FROM requests q JOIN jobs j ON j.id = q.job_id LEFT JOIN creators c ON c.id = q.creator_id"
        " LEFT JOIN searches s ON s.id = coalesce(q.search_id, j.search_id)"
        " WHERE q.state = 'sent' ORDER BY q.sent_ms, q.id"
    )
    return [
        Entry(
            at_ms=at,
            what="No answer yet",
            platform=platform,
            handle=handle,
            rows=0,
            expected=from_units(price),
            charged=ZERO,
            estimated=True,
            balance_after=None,
            state="uncertain",
            job_id=job_id,
            sheet_id=sheet_id,
        )
        for at, platform, handle, price, job_id, sheet_id in found
    ]


def booked(db: sqlite3.Connection) -> Decimal:
    """All that this workspace knows it was charged."""
    (units,) = db.execute("SELECT coalesce(sum(charged_units), 0) FROM receipts WHERE state = 'booked'").fetchone()
    return from_units(units)


def newest(db: sqlite3.Connection) -> int:
    """The id of the newest receipt; 0 before the first."""
    (receipt_id,) = db.execute("SELECT coalesce(max(id), 0) FROM receipts").fetchone()
    return int(receipt_id)


def above_list(db: sqlite3.Connection, after_id: int) -> Decimal:
    """What answers booked after that receipt cost beyond the price list, in credits. Batches, which are charged bit by
    bit, tell it themselves."""
    (units,) = db.execute(
        "SELECT coalesce(sum(max(charged_units - expected_units, 0)), 0) FROM receipts"
        " WHERE id > ? AND state = 'booked'",
        (after_id,),
    ).fetchone()
    return from_units(units)


def booked_for_batches(db: sqlite3.Connection, after_id: int, besides_sheet: int | None) -> Decimal:
    """What was booked after that receipt for batches of all sheets but one: whoever is at work looks after them all."""
    (units,) = db.execute(
        "SELECT coalesce(sum(r.charged_units), 0) FROM receipts r JOIN jobs j ON j.id = r.job_id"
        " WHERE r.id > ? AND r.state = 'booked' AND j.kind = 'batch' AND j.sheet_id IS NOT ?",
        (after_id, besides_sheet),
    ).fetchone()
    return from_units(units)


def spent_since(db: sqlite3.Connection, at_ms: int) -> Decimal:
    """Charged since this moment, in credits; what may have been charged without an answer counts in full."""
    (units,) = db.execute(f"SELECT {SPENT} FROM receipts WHERE at_ms >= ?", (at_ms,)).fetchone()
    return from_units(units)


def spent_on(db: sqlite3.Connection, campaign_id: int) -> Decimal:
    """Charged for a campaign, in credits; what may have been charged without an answer counts in full."""
    (units,) = db.execute(f"SELECT {SPENT} FROM receipts WHERE campaign_id = ?", (campaign_id,)).fetchone()
    return from_units(units)


def spent_on_rows(db: sqlite3.Connection, sheet_id: int) -> Decimal:
    """Charged for finding a sheet's rows, in credits; what may have been charged without an answer counts in full."""
    (units,) = db.execute(
        f"SELECT {SPENT} FROM receipts WHERE job_id IN (SELECT id FROM jobs WHERE sheet_id = ? AND kind IN (?, ?))",
        (sheet_id, JobKind.SEARCH, JobKind.EMAILS),
    ).fetchone()
    return from_units(units)


def shown_lost(db: sqlite3.Connection) -> Decimal:
    """What of the account's use comparisons put down to answers that never came, in credits."""
    (units,) = db.execute("SELECT coalesce(sum(uncertain_units), 0) FROM settlements").fetchone()
    return from_units(units)


@dataclass(frozen=True, slots=True, kw_only=True)
class LostUploads:
    """The uploads without an answer that were compared with the account, in credits: the most they can cost, and what
    of the account's use was put down to them since."""

    at_most: Decimal
    shown: Decimal

    @property
    def to_come(self) -> Decimal:
        """What a batch that runs unseen can still be charged; nothing says when it ends."""
        return max(self.at_most - self.shown, ZERO)

    @property
    def unseen(self) -> Decimal:
        """What may have been charged where the account shows nothing: that never proves an upload free."""
        return ZERO if self.shown else self.at_most


def lost_uploads(db: sqlite3.Connection) -> LostUploads:
    """Of what a point put down to answers that never came, the single requests that were compared by then take their
    part first: what they did not cost when they were compared, they may be charged late."""
    (point, at_most) = db.execute(
        "SELECT min(r.settlement_id), coalesce(sum(r.expected_units), 0) FROM requests q"
        " JOIN receipts r ON r.request_id = q.id"
        f" WHERE q.state = 'uncertain' AND {UPLOAD} AND r.state = 'uncertain' AND r.settlement_id IS NOT NULL"
    ).fetchone()
    if point is None:
        return LostUploads(at_most=ZERO, shown=ZERO)
    shown, singles = 0, 0
    for units, expected in db.execute(
        "SELECT s.uncertain_units, (SELECT coalesce(sum(r.expected_units), 0) FROM receipts r"
        " JOIN requests q ON q.id = r.request_id"
        f" WHERE r.settlement_id = s.id AND r.state = 'uncertain' AND NOT {UPLOAD})"
        " FROM settlements s WHERE s.id >= ? ORDER BY s.id",
        (point,),
    ):
        singles += expected
        taken = min(singles, units)
        singles -= taken
        shown += units - taken
    return LostUploads(at_most=from_units(at_most), shown=from_units(min(shown, at_most)))


def not_of_uploads(db: sqlite3.Connection, job_id: int) -> None:
    """The uploads of a job without an answer started nothing: what was put down to them since is other use.

    Call it while they still count as uncertain.
    """
    (point, expected) = db.execute(
        "SELECT min(r.settlement_id), coalesce(sum(r.expected_units), 0) FROM requests q"
        " JOIN receipts r ON r.request_id = q.id"
        f" WHERE q.job_id = ? AND q.state = 'uncertain' AND {UPLOAD} AND r.state = 'uncertain'"
        " AND r.settlement_id IS NOT NULL",
        (job_id,),
    ).fetchone()
    left = min(expected, to_units(lost_uploads(db).shown))
    for settlement_id, units in db.execute(
        "SELECT id, uncertain_units FROM settlements WHERE id >= ? AND uncertain_units > 0 ORDER BY id DESC", (point,)
    ).fetchall():
        taken = min(units, left)
        left -= taken
        db.execute(
            "UPDATE settlements SET uncertain_units = uncertain_units - :taken, other_units = other_units + :taken"
            " WHERE id = :id",
            {"taken": taken, "id": settlement_id},
        )


def note_balance(db: sqlite3.Connection, balance: Balance, at_ms: int) -> None:
    """Remember what the service said, beside what was booked at that moment."""
    db.execute(
        "INSERT INTO balances (at_ms, available_units, used_units, booked_units, trial_searches_left)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            at_ms,
            to_units(balance.available),
            to_units(balance.used),
            to_units(booked(db)),
            balance.trial_searches_left,
        ),
    )


def last_balance(db: sqlite3.Connection) -> Balance | None:
    """What the service said last, less what was booked since; None before the first answer."""
    row = db.execute(
        "SELECT available_units, used_units, booked_units, trial_searches_left FROM balances ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    since = booked(db) - from_units(row[2])
    return Balance(available=from_units(row[0]) - since, used=from_units(row[1]) + since, trial_searches_left=row[3])


def asked_ms(db: sqlite3.Connection) -> int | None:
    """When the service said the balance last; None before the first answer."""
    (at_ms,) = db.execute("SELECT max(at_ms) FROM balances").fetchone()
    return None if at_ms is None else int(at_ms)


def sums(db: sqlite3.Connection) -> Sums:
    """The ledger's sums: charged + uncertain + other use is what the account used since this workspace began.

    Of receipts that a point has decided about, no more is called uncertain than the account's use could hold, except
    an upload of which the account shows nothing yet: it counts in full.
    """
    (undecided,) = db.execute(
        "SELECT coalesce(sum(expected_units), 0) FROM receipts WHERE state = 'uncertain' AND settlement_id IS NULL"
    ).fetchone()
    uncertain, other = db.execute(
        "SELECT coalesce(sum(uncertain_units), 0), coalesce(sum(other_units), 0) FROM settlements"
    ).fetchone()
    return Sums(
        charged=booked(db),
        uncertain=from_units(uncertain + undecided) + lost_uploads(db).unseen,
        other_use=from_units(other),
    )
