"""What was to be bought again although it may have been charged, and was not sent before its job rested: it is to be
checked as before. Who takes it for new would pay twice without a word."""

import sqlite3

from app.domain.jobs import RequestState

# Of a request `q`: it, or the upload whose row it is, was sent and may have been charged.
_IN_DOUBT = (
    "(EXISTS (SELECT 1 FROM receipts r WHERE r.request_id = q.id AND r.state = 'uncertain')"
    " OR EXISTS (SELECT 1 FROM requests u JOIN receipts r ON r.request_id = u.id"
    " WHERE u.batch_id = q.batch_id AND u.input IS NULL AND r.state = 'uncertain'))"
)
# Of the row `q` of a batch: its upload, which stands for an upload whose batch charged for rows that did not come.
_STANDS_IN = "u.batch_id = q.batch_id AND u.input IS NULL AND u.again_of IS NOT NULL"


def leave_to_check(db: sqlite3.Connection, which: str, *values: object) -> None:
    """Of these requests (a condition on `q`) those that wait although they may have been charged are to be checked
    again; the rows of a batch that was to be sent for a second time go back into the file they came from."""
    uncertain, waiting = RequestState.UNCERTAIN, RequestState.WAITING
    db.execute(
        f"UPDATE requests AS q SET state = ? WHERE q.state = ? AND {_IN_DOUBT} AND {which}",
        (uncertain, waiting, *values),
    )
    db.execute(
        "UPDATE requests AS q SET state = ?, (batch_id, price_units) ="
        " (SELECT o.batch_id, u.price_units / b.rows FROM requests u JOIN requests o ON o.id = u.again_of"
        f" JOIN batches b ON b.id = u.batch_id WHERE {_STANDS_IN})"
        f" WHERE q.state = ? AND q.input IS NOT NULL AND EXISTS (SELECT 1 FROM requests u WHERE {_STANDS_IN})"
        f" AND {which}",
        (uncertain, waiting, *values),
    )
    db.execute(
        "UPDATE requests AS q SET state = ? WHERE q.state = ? AND q.batch_id IS NOT NULL AND q.input IS NULL"
        f" AND q.again_of IS NOT NULL AND {which}",
        (RequestState.CANCELLED, waiting, *values),
    )
