"""Payments in a real ledger, each with the job and the request it belongs to."""

import sqlite3
from decimal import Decimal

from app.domain.jobs import EnrichOptions, JobKind
from app.domain.money import Receipt, Tier
from app.domain.platforms import Handle, Platform
from app.workspace import batch_standing, creators, jobs, ledger, requests, uncertain
from app.workspace.jobs import NewJob
from tests.lists import add_list


def sheet(db: sqlite3.Connection, name: str) -> int:
    """An empty list."""
    return add_list(db, name, name, [], 1)


def pay(
    db: sqlite3.Connection,
    sheet_id: int,
    charged: str,
    *,
    at_ms: int = 1_000,
    who: str = "vera",
    what: str = Tier.FULL.label,
    answered: bool = True,
    estimated: bool = False,
) -> int:
    """Book a payment of one creator's details; not `answered`: what may have cost as much. Returns its job."""
    handle = Handle(platform=Platform.INSTAGRAM, name=who)
    price = Decimal(charged)
    new = NewJob(
        kind=JobKind.ENRICH, title="Details", sheet_id=sheet_id, most=price, options=EnrichOptions(tier=Tier.FULL)
    )
    job_id = jobs.add(db, new, at_ms)
    requests.add_requests(db, job_id, price, creators=[creators.ensure(db, handle, who, at_ms)])
    (request,) = requests.in_state(db, job_id, "waiting")
    requests.mark_sent(db, request.id, at_ms)
    if not answered:
        uncertain.park(db, request, at_ms, outcome="No answer came.")
        return job_id
    receipt = Receipt(rows=1, expected=price, charged=price, estimated=estimated, balance_after=Decimal("50.00"))
    ledger.book(db, receipt, what=what, request_id=request.id, at_ms=at_ms, platform=Platform.INSTAGRAM, handle=handle)
    requests.settle(db, request.id, "done", at_ms)
    batch_standing.finish(db, job_id, at_ms)
    return job_id


def pay_often(db: sqlite3.Connection, sheet_id: int, times: int, *, at_ms: int, step_ms: int) -> None:
    """The same payment of 1.00 again and again, `step_ms` apart: a ledger of years within a second."""
    job_id = pay(db, sheet_id, "1.00", at_ms=at_ms)
    db.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
        " INSERT INTO receipts (uuid, request_id, job_id, sheet_id, campaign_id, at_ms, what, platform, handle, rows,"
        " expected_units, charged_units, estimated, balance_after_units, state, author)"
        " SELECT r.uuid || n.i, r.request_id, r.job_id, r.sheet_id, r.campaign_id, r.at_ms + n.i * ?, r.what,"
        " r.platform, r.handle, r.rows, r.expected_units, r.charged_units, r.estimated, r.balance_after_units, r.state,"
        " r.author FROM receipts r, n WHERE r.job_id = ?",
        (times - 1, step_ms, job_id),
    )
