"""What the job of a recipe asked for already, so that a later run of it adds only what is new.

A request that was taken back is none: another job was getting, or may have paid for, the same at that time. Where it
came, it is had; where it did not, it is asked for again.
"""

import sqlite3


def creators(db: sqlite3.Connection, job_id: int) -> set[int]:
    """The creators it has a request about."""
    found = db.execute(
        "SELECT creator_id FROM requests WHERE job_id = ? AND creator_id IS NOT NULL AND state <> 'cancelled'",
        (job_id,),
    )
    return {creator_id for (creator_id,) in found}


def inputs(db: sqlite3.Connection, job_id: int) -> set[str]:
    """The handles or addresses that its batches hold."""
    found = db.execute(
        "SELECT input FROM requests WHERE job_id = ? AND input IS NOT NULL AND state <> 'cancelled'", (job_id,)
    )
    return {text for (text,) in found}
