"""Counting: where the requests of a job stand, and what may still be charged."""

import sqlite3
from decimal import Decimal

from app.domain.batches import BatchMode, BatchState
from app.domain.jobs import RequestState, Totals
from app.domain.money import from_units, to_units

# Of a lost page `q`: a second request was written that stands for it.
REPLACED = "EXISTS (SELECT 1 FROM requests a WHERE a.again_of = q.id AND a.state <> 'cancelled')"

# Of a request `q`: it uploads a batch. The rows of the batch are requests of their own, which follow it.
UPLOAD = "(q.batch_id IS NOT NULL AND q.input IS NULL)"
# Of a batch `b`: the service may charge for it at any moment; and the most that can be, in units.
RUNS = "b.state IN ({})".format(", ".join(f"'{state}'" for state in BatchState if state.runs))
TO_COME = (
    "max(0, b.rows * CASE b.mode"
    + "".join(f" WHEN '{mode}' THEN {to_units(mode.price)}" for mode in BatchMode)
    + " END - b.used_units)"
)


def totals(db: sqlite3.Connection, job_id: int) -> Totals:
    """Where a job's requests stand, counted now."""
    counts: dict[str, int] = {}
    at_most: dict[str, int] = {}
    for state, count, price in db.execute(
        f"SELECT state, count(*) FILTER (WHERE NOT {UPLOAD}), sum(price_units) FROM requests q"
        f" WHERE job_id = ? AND NOT (state = ? AND {REPLACED}) GROUP BY state",
        (job_id, RequestState.UNCERTAIN),
    ):
        counts[state] = count
        at_most[state] = price
    spent, in_doubt = db.execute(
        "SELECT coalesce(sum(charged_units), 0), coalesce(sum(expected_units) FILTER (WHERE state = 'uncertain'), 0)"
        " FROM receipts WHERE job_id = ?",
        (job_id,),
    ).fetchone()
    (away,) = db.execute(
        f"SELECT coalesce(sum({TO_COME}), 0) FROM batches b WHERE job_id = ? AND {RUNS}", (job_id,)
    ).fetchone()
    return Totals(
        **counts,
        spent=from_units(spent),
        open_at_most=from_units(at_most.get(RequestState.WAITING, 0) + at_most.get(RequestState.SENT, 0)),
        in_doubt=from_units(in_doubt),
        again_at_most=from_units(at_most.get(RequestState.UNCERTAIN, 0)),
        away_at_most=from_units(away),
    )


def set_aside(db: sqlite3.Connection) -> Decimal:
    """The most that running jobs and batches can still cost, in credits."""
    (units,) = db.execute(
        "SELECT coalesce(sum(q.price_units), 0) FROM requests q JOIN jobs j ON j.id = q.job_id"
        " WHERE j.state IN ('running', 'waiting') AND q.state IN ('waiting', 'sent')"
    ).fetchone()
    return from_units(units) + away_at_most(db)


def away_at_most(db: sqlite3.Connection, campaign_id: int | None = None) -> Decimal:
    """The most that running batches can still cost, in credits: all of them, or those of one campaign."""
    (units,) = db.execute(
        f"SELECT coalesce(sum({TO_COME}), 0) FROM batches b JOIN jobs j ON j.id = b.job_id"
        f" WHERE {RUNS} AND (:campaign IS NULL OR j.campaign_id = :campaign)",
        {"campaign": campaign_id},
    ).fetchone()
    return from_units(units)
