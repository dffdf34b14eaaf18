"""Results of a batch become readings, like the answers of single calls; merging the same rows again changes nothing."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.creators import Found, Reading
from app.domain.jobs import EnrichOptions, RequestState
from app.domain.money import Tier
from app.workspace import by_email, creators, questions, sheets
from app.workspace.batches import Batch, count_in
from app.workspace.requests import settle


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a batch says about one row, matched by `input` as it was uploaded.

    `reading` for handles, its answer packed in `body`; for addresses the answer `raw` and the `account` it names, None
    on a platform not known here; nothing of it where nothing was found. `failed`: the service could not do this row.
    `undecided`: it may still come to it.
    """

    input: str
    reading: Reading | None = None
    body: bytes = b""
    account: Found | None = None
    raw: bytes = b""
    failed: bool = False
    undecided: bool = False


def merge(db: sqlite3.Connection, batch_id: int, results: Sequence[Result], read: int, at_ms: int) -> int:
    """Store results and that the first `read` rows of the spool are done; returns how many rows changed."""
    options, sheet_id = _bought_for(db, batch_id)
    changed = 0
    for result in results:
        row = db.execute(
            "SELECT id, creator_id FROM requests WHERE batch_id = ? AND input = ? AND state = ?",
            (batch_id, result.input, RequestState.AWAY),
        ).fetchone()
        if row is None or result.undecided:
            continue
        _merge_one(db, result, row[0], row[1], options, sheet_id, at_ms)
        changed += 1
    db.execute("UPDATE batches SET merged_rows = ? WHERE id = ?", (read, batch_id))
    return changed


def ahead_of_us(db: sqlite3.Connection, batch: Batch) -> int:
    """How many rows the service has worked through, by its last word, whose results are not here."""
    if batch.over or batch.service_id is None:
        return 0
    return max(batch.processed - (batch.rows - count_in(db, batch.id, RequestState.AWAY)), 0)


def _bought_for(db: sqlite3.Connection, batch_id: int) -> tuple[EnrichOptions | None, int]:
    tier, email, audience, lookalikes, sheet_id = db.execute(
        "SELECT j.tier, j.email_required, j.audience, j.lookalikes, j.sheet_id FROM jobs j"
        " JOIN batches b ON b.job_id = j.id WHERE b.id = ?",
        (batch_id,),
    ).fetchone()
    if tier is None:
        return None, sheet_id
    options = EnrichOptions(
        tier=Tier(tier), email_required=bool(email), audience=bool(audience), lookalikes=bool(lookalikes)
    )
    return options, sheet_id


def _merge_one(
    db: sqlite3.Connection,
    result: Result,
    request_id: int,
    creator_id: int | None,
    options: EnrichOptions | None,
    sheet_id: int,
    at_ms: int,
) -> None:
    if result.reading is not None and options is not None and creator_id is not None:
        creators.add_reading(db, creator_id, result.reading, options.key, request_id, at_ms, body=result.body)
    elif result.raw:
        _keep_account(db, result, request_id, sheet_id, at_ms)
    elif result.failed:
        settle(db, request_id, RequestState.FAILED, at_ms, outcome="The service could not do this row.")
        return
    else:
        no_email = options is not None and options.email_required
        settle(db, request_id, RequestState.NOT_FOUND, at_ms, outcome="no_email" if no_email else "")
        return
    settle(db, request_id, RequestState.DONE, at_ms)


def _keep_account(db: sqlite3.Connection, result: Result, request_id: int, sheet_id: int, at_ms: int) -> None:
    """Whom an address belongs to, as a single lookup keeps it; an account on a platform not known here was paid too."""
    found_id = None
    if result.account is not None:
        found_id = creators.add_found(db, result.account, at_ms)
        creators.add_email(db, found_id, result.input)
        by_email.add_row(db, sheet_id, result.input, found_id, sheets.next_position(db, sheet_id), at_ms)
    questions.keep(db, request_id, result.raw, at_ms, found_id)
