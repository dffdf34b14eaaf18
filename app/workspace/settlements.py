"""Settling: uncertain receipts against the service's `credits_used`, and the sums that follow.

Batches are charged by themselves, and booked when somebody looks. So an interval in which one could be charged, or was
booked, never proves that something else cost nothing: a booking that comes late could cancel a charge that was lost.
"""

import sqlite3
from collections.abc import Set
from dataclasses import dataclass
from decimal import Decimal

from app.domain.jobs import JobState, PauseReason, RequestState
from app.domain.money import ZERO, Balance, Settled, from_units, settle, to_units, total
from app.workspace.ledger import booked, lost_uploads
from app.workspace.requests import Request, change, state_of
from app.workspace.totals import REPLACED, RUNS, UPLOAD, away_at_most


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A send whose payment was not compared yet; a request that was sent twice can be two of them."""

    request: Request
    receipt_id: int


def undecided(db: sqlite3.Connection) -> list[Undecided]:
    """Every uncertain receipt that no point has decided about, oldest first."""
    found = db.execute(
        "SELECT q.id, q.job_id, q.creator_id, q.page, q.state, q.price_units, q.again_of, q.batch_id, r.id"
        " FROM receipts r"
        " JOIN requests q ON q.id = r.request_id WHERE r.state = 'uncertain' AND r.settlement_id IS NULL ORDER BY r.id"
    )
    return [
        Undecided(
            request=Request(
                id=i,
                job_id=job,
                creator_id=creator,
                page=page,
                state=RequestState(state),
                price=from_units(price),
                again_of=again,
                batch_id=batch,
            ),
            receipt_id=receipt,
        )
        for i, job, creator, page, state, price, again, batch, receipt in found
    ]


def nothing_open(db: sqlite3.Connection) -> bool:
    """Whether no payment of ours is in question: nothing undecided, and nothing sent without a stored answer."""
    (sent,) = db.execute("SELECT EXISTS (SELECT 1 FROM requests WHERE state = 'sent')").fetchone()
    return not sent and not undecided(db)


def shown_use(db: sqlite3.Connection) -> dict[int, Decimal | None]:
    """What comparing showed about jobs with payments to check: by job, the credits used beyond what is booked here.

    None: there was nothing to compare with, so nobody can tell. Jobs that were not compared yet are not among them.
    """
    found: dict[int, Decimal | None] = {}
    for job_id, units, is_first, _ in db.execute(
        "SELECT DISTINCT r.job_id, s.uncertain_units + s.other_units, s.id = (SELECT min(id) FROM settlements), s.id"
        " FROM requests q JOIN receipts r ON r.request_id = q.id JOIN settlements s ON s.id = r.settlement_id"
        " WHERE q.state = 'uncertain' AND r.state = 'uncertain' ORDER BY s.id"
    ):
        known = found.get(job_id) or ZERO
        found[job_id] = None if is_first or units <= 0 else known + from_units(units)
    return found


def use_since_lost(db: sqlite3.Connection, job_id: int) -> Decimal | None:
    """What the account used beyond our books since a job's uploads got no answer, in credits; None: nobody can tell.

    Unlike `shown_use` it grows with every later point, as a batch that runs unseen is charged little by little.
    """
    (point, first) = db.execute(
        "SELECT min(r.settlement_id), (SELECT min(id) FROM settlements) FROM requests q"
        f" JOIN receipts r ON r.request_id = q.id WHERE q.job_id = ? AND q.state = 'uncertain' AND {UPLOAD}",
        (job_id,),
    ).fetchone()
    if point is None or point == first:
        return None
    (units,) = db.execute(
        "SELECT coalesce(sum(uncertain_units + other_units), 0) FROM settlements WHERE id >= ?", (point,)
    ).fetchone()
    return max(from_units(units), ZERO)


def newest_ms(db: sqlite3.Connection) -> int | None:
    """When the last point was made; None before the first."""
    (at_ms,) = db.execute("SELECT max(at_ms) FROM settlements").fetchone()
    return None if at_ms is None else int(at_ms)


def late_until_ms(db: sqlite3.Connection) -> int:
    """Until when something that was decided may still be charged, as the wall clock of the newest point says it; 0:
    nothing may."""
    row = db.execute("SELECT late_until_ms FROM settlements ORDER BY id DESC LIMIT 1").fetchone()
    return 0 if row is None else int(row[0])


def decide(
    db: sqlite3.Connection,
    balance: Balance,
    at_ms: int,
    *,
    late_ms: int = 0,
    over: Set[int] = frozenset(),
    over_ms: int = 0,
) -> list[Request]:
    """Add a point, decide about what is undecided; returns the requests that cost nothing and wait again.

    Call it only while no paid call of ours is open. `over`: the requests the service cannot be working on any more;
    nothing charged proves something about them only, the others stay undecided. After any other change all of them
    stay "Check payment", and no more of the change than they could have cost is called uncertain. `over_ms`: how long
    the service may be working on any of them, from now; what is charged until then is theirs, also after they were
    decided. `late_ms`: how long that still holds for what earlier points decided.
    The upload of a batch is never found free: a batch that waits in the service's line is charged later, and whatever
    the account uses from then on is taken for it first, up to its price.
    """
    open_ones = undecided(db)
    before = _late_before(db)
    running = lost_uploads(db).to_come
    at_most = total(one.request.price for one in open_ones) + before + running
    outcome, ahead = _compare(db, balance, at_most)
    open_yet = before if late_ms > 0 else ZERO
    late, fresh = _late_after(open_yet, open_ones, outcome, over, running)
    late_until_ms = at_ms + max(late_ms, over_ms if fresh else 0) if late else 0
    point = db.execute(
        "INSERT INTO settlements (at_ms, used_units, booked_units, uncertain_units, other_units, late_units,"
        " late_until_ms, receipt_id) SELECT ?, ?, ?, ?, ?, ?, ?, coalesce(max(id), 0) FROM receipts",
        (
            at_ms,
            to_units(balance.used - ahead),
            to_units(booked(db)),
            to_units(outcome.uncertain),
            to_units(outcome.other),
            to_units(late),
            late_until_ms,
        ),
    ).lastrowid
    free = [one for one in open_ones if outcome.free and one.request.id in over and not one.request.is_upload]
    unclear = [one for one in open_ones if not outcome.free or one.request.is_upload]
    for ones, state, verdict in ((free, "not_charged", "not_charged"), (unclear, "uncertain", "unclear")):
        for one in ones:
            db.execute("UPDATE receipts SET settlement_id = ?, state = ? WHERE id = ?", (point, state, one.receipt_id))
            db.execute("UPDATE requests SET verdict = ? WHERE id = ?", (verdict, one.request.id))
    requests = {one.request.id: one.request for one in free}
    for request in requests.values():
        _wait_again(db, request, at_ms)
    return list(requests.values())


def _late_before(db: sqlite3.Connection) -> Decimal:
    """What could be charged late since the newest point, in credits."""
    row = db.execute("SELECT late_units FROM settlements ORDER BY id DESC LIMIT 1").fetchone()
    return ZERO if row is None else from_units(row[0])


def _late_after(
    before: Decimal, open_ones: list[Undecided], outcome: Settled, over: Set[int], running: Decimal
) -> tuple[Decimal, bool]:
    """What can be charged late from this point on, and whether some of it was decided just now. Each charge is taken
    for one of those that are over first, and for uploads, which have a sum of their own (`running`: those of earlier
    points)."""
    singles = [one.request for one in open_ones if not one.request.is_upload]
    uploads = total(one.request.price for one in open_ones if one.request.is_upload)
    fresh = ZERO if outcome.free else total(one.price for one in singles if one.id not in over)
    surely_over = total(one.price for one in singles if one.id in over) + uploads + running
    return max(before + fresh - max(outcome.uncertain - surely_over, ZERO), ZERO), bool(fresh)


def _compare(db: sqlite3.Connection, balance: Balance, at_most: Decimal) -> tuple[Settled, Decimal]:
    """What the account used since the last point beyond what we booked, split; before the first nobody can tell.

    Also what running batches may have used ahead of our books: it is left to the next point.
    """
    row = db.execute("SELECT used_units, booked_units, receipt_id FROM settlements ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        return Settled(free=False, uncertain=at_most, other=ZERO), ZERO
    used, known, receipt_id = row
    (guessed, runs) = db.execute(
        "SELECT EXISTS (SELECT 1 FROM receipts r JOIN requests q ON q.id = r.request_id WHERE r.id > ?"
        f" AND r.state = 'booked' AND r.charged_units AND (r.estimated OR {UPLOAD})),"
        f" EXISTS (SELECT 1 FROM batches b WHERE {RUNS})",
        (receipt_id,),
    ).fetchone()
    change_since = (balance.used - from_units(used)) - (booked(db) - from_units(known))
    ahead = min(max(change_since, ZERO), away_at_most(db))
    return settle(change_since - ahead, at_most, exact=not (guessed or runs)), ahead


def _wait_again(db: sqlite3.Connection, request: Request, at_ms: int) -> None:
    """An uncharged request waits again, unless the person had it sent already, stopped its job, or another stands
    for it."""
    if state_of(db, request.id) is not RequestState.UNCERTAIN:
        return
    (replaced,) = db.execute(f"SELECT {REPLACED} FROM requests q WHERE q.id = ?", (request.id,)).fetchone()
    (job_state,) = db.execute("SELECT state FROM jobs WHERE id = ?", (request.job_id,)).fetchone()
    gone = replaced or job_state == JobState.STOPPED
    change(db, request.id, RequestState.CANCELLED if gone else RequestState.WAITING)
    if not gone:
        db.execute(
            "UPDATE jobs SET state = ?, reason = ?, changed_ms = ? WHERE id = ? AND state = ?",
            (JobState.PAUSED, PauseReason.SERVICE, at_ms, request.job_id, JobState.FINISHED),
        )
