"""Batches and their rows on disk, in the file of the account: a row and its charge are kept together or not at all."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from app.sandbox.batch.upload import Upload
from app.sandbox.books import Books, Charge
from app.sandbox.tiers import Wanted

QUEUED, PROCESSING, FINISHED = "queued", "processing", "finished"
PAUSED, FAILED = "paused_insufficient_credits", "failed"
FOUND, NOT_FOUND, UNUSABLE = "success", "not_found", "failed"
"""What became of a row. Only the last two words are known; the one for success is ours (contract, section 9)."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS batches (
    id TEXT PRIMARY KEY, state TEXT NOT NULL, created REAL NOT NULL, started REAL, mode TEXT NOT NULL, platform TEXT,
    must_have INTEGER NOT NULL, lookalikes INTEGER NOT NULL, audience INTEGER NOT NULL, metadata TEXT NOT NULL,
    total INTEGER NOT NULL, done INTEGER NOT NULL DEFAULT 0, found INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS batch_rows (
    batch TEXT NOT NULL, position INTEGER NOT NULL, input TEXT NOT NULL, outcome TEXT, platform TEXT, creator INTEGER,
    charge INTEGER, PRIMARY KEY (batch, position)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch as it stands. `created` and `started` are Unix seconds; the first `done` of `total` rows are decided."""

    id: str
    state: str
    created: float
    started: float | None
    mode: str
    platform: str | None
    must_have: bool
    lookalikes: bool
    audience: bool
    metadata: dict[str, Any] | None
    total: int
    done: int
    found: int

    @property
    def call(self) -> str:
        """What a row found is charged as."""
        return f"batch_{self.mode}"

    @property
    def wanted(self) -> Wanted | None:
        """What its rows bring of a creator; None for one that looks up addresses."""
        if self.platform is None:
            return None
        return Wanted(
            tier=self.mode,
            platform=self.platform,
            must_have=self.must_have,
            lookalikes=self.lookalikes,
            audience=self.audience,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One decided row: platform and number of its creator where one was found, and its charge once it was paid."""

    input: str
    outcome: str
    platform: str | None = None
    creator: int | None = None
    charge: int | None = None


class Batches:
    """All batches of an account. Used from one thread only, as the books are."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._database = books.database
        self._database.executescript(_SCHEMA)

    def create(self, upload: Upload) -> Batch:
        """Keep an upload as a queued batch."""
        number = f"bch_{uuid4().hex}"
        with self._books.transaction():
            self._database.execute(
                "INSERT INTO batches (id, state, created, mode, platform, must_have, lookalikes, audience, metadata,"
                " total) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number, QUEUED, time.time(), upload.mode, upload.platform, upload.must_have, upload.lookalikes,
                    upload.audience, json.dumps(upload.metadata), len(upload.inputs),
                ),
            )  # fmt: skip
            self._database.executemany(
                "INSERT INTO batch_rows (batch, position, input) VALUES (?, ?, ?)",
                ((number, position, text) for position, text in enumerate(upload.inputs)),
            )
        return self.get(number)

    def get(self, number: str) -> Batch:
        """One batch; raises KeyError when there is none with this id."""
        cursor = self._database.execute("SELECT * FROM batches WHERE id = ?", (number,))
        row = cursor.fetchone()
        if row is None:
            raise KeyError(number)
        values = dict(zip((column[0] for column in cursor.description), row, strict=True))
        for name in ("must_have", "lookalikes", "audience"):
            values[name] = bool(values[name])
        return Batch(**values | {"metadata": json.loads(values["metadata"])})

    def going(self) -> list[str]:
        """The ids of those that wait or work."""
        rows = self._database.execute("SELECT id FROM batches WHERE state IN (?, ?)", (QUEUED, PROCESSING))
        return [row[0] for row in rows]

    def move(self, number: str, state: str) -> None:
        """Give a batch another state."""
        self._database.execute(
            "UPDATE batches SET state = ?1, started = CASE WHEN ?1 = ?3 THEN coalesce(started, ?4) ELSE started END"
            " WHERE id = ?2",
            (state, number, PROCESSING, time.time()),
        )

    def next_inputs(self, batch: Batch, count: int) -> list[str]:
        """The first of the rows that are not decided yet."""
        rows = self._database.execute(
            "SELECT input FROM batch_rows WHERE batch = ? AND position >= ? ORDER BY position LIMIT ?",
            (batch.id, batch.done, count),
        )
        return [row[0] for row in rows]

    def settle(self, batch: Batch, rows: Iterable[Row], price: int) -> None:
        """Decide the next rows in order and charge those found, in units each; the first that is not covered pauses
        the batch."""
        with self._books.transaction():
            done, found, state = batch.done, batch.found, PROCESSING
            for row in rows:
                charge = None
                if row.outcome == FOUND:
                    charge = self._books.take(
                        Charge(
                            call=batch.call,
                            platform=row.platform or "",
                            units=price,
                            handle=row.input,
                        )
                    )
                    if charge is None:
                        state = PAUSED
                        break
                    found += 1
                self._database.execute(
                    "UPDATE batch_rows SET outcome = ?, platform = ?, creator = ?, charge = ?"
                    " WHERE batch = ? AND position = ?",
                    (row.outcome, row.platform, row.creator, charge, batch.id, done),
                )
                done += 1
            if done == batch.total:
                state = FINISHED
            self._database.execute(
                "UPDATE batches SET state = ?, done = ?, found = ? WHERE id = ?", (state, done, found, batch.id)
            )

    def used(self, batch: Batch) -> int:
        """What its rows were charged, in units."""
        (units,) = self._database.execute(
            "SELECT coalesce(sum(c.units), 0) FROM batch_rows r JOIN charges c ON c.id = r.charge WHERE r.batch = ?",
            (batch.id,),
        ).fetchone()
        return int(units)

    def decided(self, batch: Batch) -> list[Row]:
        """All decided rows; out of order, because no order was ever promised."""
        rows = self._database.execute(
            "SELECT input, outcome, platform, creator, charge FROM batch_rows"
            " WHERE batch = ? AND position < ? ORDER BY position % 7, position",
            (batch.id, batch.done),
        )
        return [
            Row(input=text, outcome=outcome, platform=platform, creator=creator, charge=charge)
            for text, outcome, platform, creator, charge in rows
        ]
