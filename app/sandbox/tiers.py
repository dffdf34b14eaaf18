"""What can be asked about one creator, and its answer; the single call and the batch share it."""

import sqlite3
from dataclasses import dataclass
from typing import Any

import msgspec

from app.sandbox import answers
from app.sandbox.answers import PictureOf
from app.sandbox.checks import handle_key
from app.sandbox.columns import PLATFORMS, SMALLER
from app.sandbox.data import by_handle

TIER_PLATFORMS: dict[str, tuple[str, ...]] = {
    "raw": (*PLATFORMS, *SMALLER),
    "profile": (*PLATFORMS, *SMALLER),
    "analytics": PLATFORMS,
    "full": (*PLATFORMS, *SMALLER[:4]),
}
EMAIL_RULES = ("preferred", "must_have")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for about a creator. `must_have`: nothing at all unless an address is known."""

    tier: str
    platform: str
    must_have: bool
    lookalikes: bool
    audience: bool

    def satisfied_by(self, row: dict[str, Any]) -> bool:
        """Whether there is an answer about this creator that costs something."""
        return bool(row["email"]) or not (self.must_have and self.tier in ("full", "profile"))

    def result(self, database: sqlite3.Connection, row: dict[str, Any], *, seed: int, picture: PictureOf) -> bytes:
        """The `result` as JSON: 20-320 KB and 1-3 ms for the full tier."""
        wants_lookalikes = self.lookalikes and self.tier in ("full", "analytics")
        made = answers.enrichment(
            row,
            tier=self.tier,
            platform=self.platform,
            seed=seed,
            picture=picture,
            with_audience=self.audience,
            lookalikes=_lookalikes(database, row) if wants_lookalikes else None,
        )
        return msgspec.json.encode(made)


def found(database: sqlite3.Connection, handle: str) -> dict[str, Any] | None:
    """The creator behind a handle, or None when enrichment does not find them."""
    row = by_handle(database, handle_key(handle))
    return None if row is None or row["gone"] else row


def _lookalikes(database: sqlite3.Connection, row: dict[str, Any]) -> list[dict[str, Any]]:
    rows = database.execute(
        "SELECT handle, engagement, followers FROM creators WHERE niche = ? AND id > ? LIMIT 20",
        (row["niche"], row["id"]),
    )
    return [dict(other) for other in rows]
