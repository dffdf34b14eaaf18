"""Counting: where the requests of jobs stand, and what may still be charged."""

import sqlite3
from collections import Counter
from decimal import Decimal

from app.domain.batches import BatchMode, BatchState
from app.domain.jobs import Totals
from app.domain.money import from_units, to_units

# Of receipts: what was charged; what may have been without an answer counts in full.
SPENT = "coalesce(sum(CASE state WHEN 'booked' THEN charged_units WHEN 'uncertain' THEN expected_units END), 0)"
# Of a lost page `q`: a second request was written that stands for it. It belongs to the same job, whose index is used.
REPLACED = (
    "(q.page IS NOT NULL AND EXISTS (SELECT 1 FROM requests a WHERE a.job_id = q.job_id AND a.again_of = q.id"
    " AND a.state <> 'cancelled'))"
)
# Of a request `q`: it uploads a batch. The rows of the batch are requests of their own, which follow it.
UPLOAD = "(q.batch_id IS NOT NULL AND q.input IS NULL)"
# Of an uncertain request `q`: its payment was not compared with the account yet, and may prove to be none. What an
# upload started never does, so it is not sent again by itself.
UNDECIDED = (
    f"(NOT {UPLOAD} AND EXISTS (SELECT 1 FROM receipts u WHERE u.request_id = q.id AND u.state = 'uncertain'"
    " AND u.settlement_id IS NULL))"
)
# Of a batch `b`: it waits for credits; the service may charge for it at any moment; and the most that can be, in units:
# the price of its rows, less those that it is through with and that cost nothing, and less what is booked.
PAUSED = f"(b.state = '{BatchState.PAUSED}' AND b.over_ms IS NULL)"
RUNS = "b.state IN ({})".format(", ".join(f"'{state}'" for state in BatchState if state.runs))
# Of a batch `b`: one row that is found, in units.
ROW_PRICE = "CASE b.mode" + "".join(f" WHEN '{mode}' THEN {to_units(mode.price)}" for mode in BatchMode) + " END"
_FREE = f"max(0, b.processed * {ROW_PRICE} - max(b.found * {ROW_PRICE}, b.used_units))"
# What it cost beyond the price of what it found, in units.
_ABOVE_LIST = f"max(0, b.used_units - b.found * {ROW_PRICE})"
TO_COME = f"max(0, b.rows * {ROW_PRICE} - {_FREE} - b.used_units)"
_NOTHING = (0, 0, 0)


def totals(db: sqlite3.Connection, job_id: int) -> Totals:
    """Where a job's requests stand, counted now."""
    return totals_of(db, [job_id])[job_id]


def totals_of(db: sqlite3.Connection, job_ids: list[int]) -> dict[int, Totals]:
    """The totals of many jobs in five passes: 200 jobs with 80,000 requests take some 30 ms."""
    jobs = ",".join(str(int(job_id)) for job_id in job_ids)
    counts: dict[int, dict[str, int]] = {job_id: {} for job_id in job_ids}
    at_most: dict[int, Counter[str]] = {job_id: Counter() for job_id in job_ids}
    each: Counter[int] = Counter()
    for job_id, state, count, price, one in db.execute(
        f"SELECT job_id, state, count(*) FILTER (WHERE NOT {UPLOAD}), sum(price_units), max(price_units)"
        f" FROM requests q WHERE job_id IN ({jobs})"
        f" AND NOT (state = 'uncertain' AND {REPLACED}) GROUP BY job_id, state"
    ):
        counts[job_id][state] = count
        at_most[job_id][state] = price
        each[job_id] = max(each[job_id], one)
    for job_id, count, price in db.execute(
        f"SELECT job_id, count(*), sum(price_units) FROM requests q WHERE job_id IN ({jobs}) AND state = 'uncertain'"
        f" AND NOT {REPLACED} AND {UNDECIDED} GROUP BY job_id"
    ):
        counts[job_id]["undecided"] = count
        at_most[job_id]["undecided"] = price
    money: dict[int, tuple[int, int, int]] = {
        job_id: tuple(amounts)
        for job_id, *amounts in db.execute(
            "SELECT job_id, sum(charged_units), coalesce(sum(expected_units) FILTER (WHERE state = 'uncertain'), 0),"
            " coalesce(sum(max(charged_units - expected_units, 0)) FILTER (WHERE state = 'booked'), 0)"
            f" FROM receipts WHERE job_id IN ({jobs}) GROUP BY job_id"
        )
    }
    of_batches: dict[int, tuple[int, int, int]] = {
        job_id: tuple(amounts)
        for job_id, *amounts in db.execute(
            f"SELECT job_id, coalesce(sum({TO_COME}) FILTER (WHERE {RUNS}), 0),"
            f" coalesce(sum({TO_COME}) FILTER (WHERE {PAUSED}), 0), sum({_ABOVE_LIST})"
            f" FROM batches b WHERE job_id IN ({jobs}) GROUP BY job_id"
        )
    }
    page_rows = dict(
        db.execute(
            "SELECT f.job_id, max(s.page_size) FROM (SELECT id AS job_id, search_id FROM jobs"
            f" WHERE id IN ({jobs}) AND kind = 'search' UNION SELECT q.job_id, q.search_id FROM requests q"
            f" JOIN jobs j ON j.id = q.job_id WHERE j.id IN ({jobs}) AND j.kind = 'search') f"
            " JOIN searches s ON s.id = f.search_id GROUP BY f.job_id"
        ).fetchall()
    )
    return {
        job_id: Totals(
            **counts[job_id],
            page_rows=page_rows.get(job_id, 1),
            each=from_units(each[job_id]),
            spent=from_units(money.get(job_id, _NOTHING)[0]),
            open_at_most=from_units(at_most[job_id]["waiting"] + at_most[job_id]["sent"]),
            in_doubt=from_units(money.get(job_id, _NOTHING)[1]),
            again_at_most=from_units(at_most[job_id]["uncertain"]),
            undecided_at_most=from_units(at_most[job_id]["undecided"]),
            failed_at_most=from_units(at_most[job_id]["failed"]),
            away_at_most=from_units(of_batches.get(job_id, _NOTHING)[0]),
            paused_at_most=from_units(of_batches.get(job_id, _NOTHING)[1]),
            above_list=from_units(money.get(job_id, _NOTHING)[2] + of_batches.get(job_id, _NOTHING)[2]),
        )
        for job_id in job_ids
    }


def set_aside(db: sqlite3.Connection) -> Decimal:
    """The most that running jobs and batches can still cost, in credits; of jobs that decide on their way, all they may
    spend. Also what uploads without an answer may, until somebody decides about them."""
    (units,) = db.execute(
        "SELECT coalesce(sum(CASE WHEN j.kind IN ('goal', 'posts')"
        f" THEN max(0, j.most_units - (SELECT {SPENT} FROM receipts WHERE job_id = j.id))"
        " ELSE (SELECT coalesce(sum(q.price_units), 0) FROM requests q WHERE q.job_id = j.id"
        " AND q.state IN ('waiting', 'sent')) END), 0) FROM jobs j WHERE j.state IN ('running', 'waiting')"
    ).fetchone()
    return from_units(units) + away_at_most(db) + _lost_at_most(db)


def _lost_at_most(db: sqlite3.Connection) -> Decimal:
    """What uploads without an answer can still cost, in credits: less what the account has used since that nothing here
    explains, which its balance lacks already. Before the first point nobody can tell what that was."""
    (units, point, first) = db.execute(
        "SELECT coalesce(sum(r.expected_units), 0), min(r.settlement_id), (SELECT min(id) FROM settlements)"
        " FROM requests q JOIN receipts r ON r.request_id = q.id AND r.state = 'uncertain'"
        f" WHERE q.state = 'uncertain' AND {UPLOAD}"
    ).fetchone()
    if point is None or point == first:
        return from_units(units)
    (used,) = db.execute(
        "SELECT coalesce(sum(uncertain_units + other_units), 0) FROM settlements WHERE id >= ?", (point,)
    ).fetchone()
    return from_units(max(units - max(used, 0), 0))


def away_at_most(db: sqlite3.Connection, campaign_id: int | None = None) -> Decimal:
    """The most that running batches can still cost, in credits: all of them, or those of one campaign."""
    (units,) = db.execute(
        f"SELECT coalesce(sum({TO_COME}), 0) FROM batches b JOIN jobs j ON j.id = b.job_id"
        f" WHERE {RUNS} AND (:campaign IS NULL OR j.campaign_id = :campaign)",
        {"campaign": campaign_id},
    ).fetchone()
    return from_units(units)
