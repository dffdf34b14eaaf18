"""What a job's answers really cost beside the price list, and what that makes of its other requests (money rule 2).

The receipts say it, so nothing is kept for it and a restart changes nothing.
"""

import sqlite3
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from app.domain.jobs import JobKind, RequestState
from app.domain.money import ZERO, from_units, to_units
from app.workspace.totals import totals

AS_LISTED = Fraction(1)
_RAISED = (RequestState.WAITING, RequestState.SENT, RequestState.UNCERTAIN, RequestState.FAILED)
_DECIDE_ON_THEIR_WAY = (JobKind.GOAL, JobKind.POSTS)  # what they agreed to is more than what is written


@dataclass(frozen=True, slots=True, kw_only=True)
class Dearest:
    """The answer that was furthest above its price: what it cost, and what the price list says. In credits."""

    charged: Decimal
    listed: Decimal

    @property
    def times(self) -> Fraction:
        return times(self.charged, self.listed)


def times(charged: Decimal, listed: Decimal) -> Fraction:
    """How many times its price something cost; 1 for what cost no more than it should."""
    if listed <= 0 or charged <= listed:
        return AS_LISTED
    return Fraction(to_units(charged), to_units(listed))


def dearest(db: sqlite3.Connection, job_id: int) -> Dearest | None:
    """The dearest answer of a job; None: none was above its price. What should have been free is measured by what it
    could have cost."""
    found = db.execute(
        "SELECT r.charged_units, coalesce(nullif(r.expected_units, 0), q.price_units) AS listed"
        " FROM receipts r JOIN requests q ON q.id = r.request_id"
        " WHERE r.job_id = ? AND r.state = 'booked' AND r.charged_units > listed AND listed > 0"
        " ORDER BY 1.0 * r.charged_units / listed DESC LIMIT 1",
        (job_id,),
    ).fetchone()
    return None if found is None else Dearest(charged=from_units(found[0]), listed=from_units(found[1]))


def times_of(db: sqlite3.Connection, job_id: int) -> Fraction:
    """How many times its price an answer of this job costs, as far as its answers say."""
    known = dearest(db, job_id)
    return AS_LISTED if known is None else known.times


def real(db: sqlite3.Connection, job_id: int | None, listed: Decimal) -> Decimal:
    """What something of this price can cost in a job: more, once an answer did. None: a job that is not written yet."""
    return listed if job_id is None else _at(listed, times_of(db, job_id))


def learn(db: sqlite3.Connection, request_id: int, before: Fraction, charged: Decimal) -> dict[int, Decimal]:
    """After the receipt of a request was booked: where it shows a dearer price than its job had `before`, what is open
    costs that from now on, and the most of the job is what its next button names.

    Returns the raised prices, by request.
    """
    (job_id, price) = db.execute("SELECT job_id, price_units FROM requests WHERE id = ?", (request_id,)).fetchone()
    now = times_of(db, job_id)
    if now <= before:
        return {}
    was = totals(db, job_id)
    raised = _raise(db, job_id, before, now)
    after = totals(db, job_id)
    (kind, most, budget) = db.execute(
        "SELECT kind, most_units, budget_units FROM jobs WHERE id = ?", (job_id,)
    ).fetchone()
    rest = max(from_units(most - price) + charged - was.spent - was.in_doubt - was.open_at_most, ZERO)
    if kind in _DECIDE_ON_THEIR_WAY:
        rest = _at(rest, now / before)
    wanted = to_units(after.spent + after.in_doubt + after.open_at_most + rest)
    if kind == JobKind.GOAL and budget is not None:  # the person's own cap stays what it is
        wanted = min(wanted, budget)
    db.execute("UPDATE jobs SET most_units = ? WHERE id = ?", (max(most, wanted), job_id))
    return raised


def _raise(db: sqlite3.Connection, job_id: int, before: Fraction, now: Fraction) -> dict[int, Decimal]:
    """What waits, is on its way, or can be asked for again; with it what may have been charged and was not compared."""
    marks = ",".join("?" for _ in _RAISED)
    found = db.execute(
        f"SELECT id, price_units FROM requests WHERE job_id = ? AND state IN ({marks})", (job_id, *_RAISED)
    ).fetchall()
    raised = {request_id: ceil(int(units / before) * now) for request_id, units in found}
    to_write = [(units, request_id) for request_id, units in raised.items()]
    db.executemany("UPDATE requests SET price_units = ? WHERE id = ?", to_write)
    db.execute(
        "UPDATE receipts SET expected_units = (SELECT price_units FROM requests WHERE id = receipts.request_id)"
        " WHERE job_id = ? AND state = 'uncertain' AND settlement_id IS NULL",
        (job_id,),
    )
    return {request_id: from_units(units) for request_id, units in raised.items()}


def _at(amount: Decimal, factor: Fraction) -> Decimal:
    return from_units(ceil(to_units(amount) * factor))
