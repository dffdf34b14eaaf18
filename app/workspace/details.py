"""What is had of creators whose details are asked for: the parts, since when, and what is still to be checked."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.money import PARTS_OF_TIER, Had, Tier
from app.domain.platforms import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What was bought of one creator. `since_ms`: when the newest details came; None: none did."""

    platform: Platform
    parts: Had
    since_ms: int | None


def standings(db: sqlite3.Connection, creator_ids: Iterable[int]) -> dict[int, Standing]:
    """Where these creators stand, by id; 10,000 take some 15 ms."""
    found = db.execute(f"SELECT id, platform, parts, details_ms FROM creators WHERE id IN ({_listed(creator_ids)})")
    return {
        creator_id: Standing(platform=Platform(platform), parts=Had(parts), since_ms=since)
        for creator_id, platform, parts, since in found
    }


def to_check(db: sqlite3.Connection, creator_ids: Iterable[int], tier: Tier) -> set[int]:
    """Those whose details of this tier may have been paid without an answer."""
    found = db.execute(
        "SELECT DISTINCT q.creator_id FROM requests q JOIN jobs j ON j.id = q.job_id"
        f" WHERE q.creator_id IN ({_listed(creator_ids)}) AND q.state = 'uncertain' AND j.tier IN (?, 'full')",
        (tier,),
    )
    return {creator_id for (creator_id,) in found}


def since(db: sqlite3.Connection, creator_ids: Iterable[int], tier: Tier) -> dict[int, int]:
    """Of these creators, those who have details of this tier, and when those came: of two halves the older one."""
    halves = [half for half in (Had.PROFILE, Had.ANALYTICS) if half & PARTS_OF_TIER[tier]]
    newest = ", ".join(f"max(at_ms) FILTER (WHERE parts & {int(half)})" for half in halves)
    found = db.execute(
        f"SELECT creator_id, {newest} FROM readings WHERE creator_id IN ({_listed(creator_ids)}) GROUP BY creator_id"
    )
    return {creator_id: min(times) for creator_id, *times in found if None not in times}


def _listed(creator_ids: Iterable[int]) -> str:
    return ",".join(str(int(i)) for i in creator_ids)
