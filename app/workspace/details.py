"""What is had of creators whose details are asked for: the parts, since when, what is still to be checked, and who was
not found."""

import sqlite3
from collections.abc import Collection, Iterable

from app.domain.jobs import EnrichOptions
from app.domain.money import PARTS_OF_TIER, Had, Tier
from app.domain.platforms import Platform
from app.workspace.ids import listed


def having(db: sqlite3.Connection, creator_ids: Iterable[int], parts: Iterable[Had]) -> dict[Had, set[int]]:
    """Of these creators, those of whom one of these parts was bought, part by part; 10,000 take some 5 ms."""
    wanted = {part: int(part) for part in parts}
    any_of = sum(wanted.values())
    query = f"SELECT id, parts FROM creators WHERE id IN ({listed(creator_ids)}) AND parts & ?"
    found = db.execute(query, (any_of,)).fetchall()
    return {part: {creator_id for creator_id, bought in found if bought & bit} for part, bit in wanted.items()}


def platforms(db: sqlite3.Connection, creator_ids: Iterable[int], besides: Collection[Platform]) -> dict[Platform, int]:
    """How many of these creators are on which platform other than those `besides`; 10,000 take some 3 ms."""
    found = db.execute(
        f"SELECT platform, count(*) FROM creators WHERE id IN ({listed(creator_ids)})"
        f" AND platform NOT IN ({','.join('?' for _ in besides)}) GROUP BY platform",
        tuple(besides),
    )
    return {Platform(platform): count for platform, count in found}


def not_found(db: sqlite3.Connection, creator_ids: Iterable[int], options: EnrichOptions) -> set[int]:
    """Of these creators, those whose newest question for details found nothing that these options would pay for: no
    such account; or no email, where one is required again. 10,000 take some 5 ms.
    """
    found = db.execute(
        "SELECT q.creator_id FROM requests q JOIN jobs j ON j.id = q.job_id"
        f" WHERE q.creator_id IN ({listed(creator_ids)}) AND q.state = 'not_found' AND j.tier IS NOT NULL"
        " AND (q.outcome <> 'no_email' OR ?) AND NOT EXISTS (SELECT 1 FROM requests n JOIN jobs k ON k.id = n.job_id"
        " WHERE n.creator_id = q.creator_id AND n.id > q.id AND k.tier IS NOT NULL)",
        (options.email_required,),
    )
    return {creator_id for (creator_id,) in found}


def to_check(db: sqlite3.Connection, creator_ids: Iterable[int], tier: Tier) -> set[int]:
    """Those whose details of this tier may have been paid without an answer."""
    found = db.execute(
        "SELECT DISTINCT q.creator_id FROM requests q JOIN jobs j ON j.id = q.job_id"
        f" WHERE q.creator_id IN ({listed(creator_ids)}) AND q.state = 'uncertain' AND j.tier IN (?, 'full')",
        (tier,),
    )
    return {creator_id for (creator_id,) in found}


def since(db: sqlite3.Connection, creator_ids: Iterable[int], tier: Tier) -> dict[int, int]:
    """Of these creators, those who have details of this tier, and when those came: of two halves the older one."""
    halves = [half for half in (Had.PROFILE, Had.ANALYTICS) if half & PARTS_OF_TIER[tier]]
    newest = ", ".join(f"max(at_ms) FILTER (WHERE parts & {int(half)})" for half in halves)
    found = db.execute(
        f"SELECT creator_id, {newest} FROM readings WHERE creator_id IN ({listed(creator_ids)}) GROUP BY creator_id"
    )
    return {creator_id: min(times) for creator_id, *times in found if None not in times}
