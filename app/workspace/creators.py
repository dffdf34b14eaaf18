"""Creators, the handles they had, and every reading about them.

A creator has an id of ours. The platform's own id, once raw or full told it, tells a rename (same id, new handle) from
a reused handle (same handle, new id), design.md section 8.
"""

import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from app.domain.creators import Found, Reading, Value
from app.domain.fields import FIELDS
from app.domain.jobs import EnrichOptions
from app.domain.money import Had, Tier
from app.domain.platforms import Handle, Platform
from app.workspace import linked
from app.workspace.ids import listed, new_uuid

_KEYS = frozenset(entry.key for entry in FIELDS)
_ALL_PARTS = sum(Had)


def ensure(db: sqlite3.Connection, handle: Handle, shown_handle: str, at_ms: int) -> int:
    """The id of the creator who has this handle now; a new creator where nobody has."""
    known = of_handle(db, handle)
    creator_id = _insert(db, handle, shown_handle, at_ms) if known is None else known
    _saw(db, creator_id, handle, at_ms)
    return creator_id


def of_handle(db: sqlite3.Connection, handle: Handle) -> int | None:
    """The id of the creator who was seen last with this handle."""
    row = db.execute(
        "SELECT creator_id FROM handles WHERE platform = ? AND handle = ? ORDER BY last_seen_ms DESC, creator_id DESC",
        (handle.platform, handle.name),
    ).fetchone()
    return int(row[0]) if row else None


def add_found(db: sqlite3.Connection, found: Found, at_ms: int) -> int:
    """Store one row of a search answer; returns the creator's id."""
    creator_id = ensure(db, found.handle, found.shown_handle, at_ms)
    _update(db, creator_id, found.values, at_ms)
    if found.picture:
        db.execute("UPDATE creators SET picture = ?, picture_ms = ? WHERE id = ?", (found.picture, at_ms, creator_id))
    return creator_id


def add_email(db: sqlite3.Connection, creator_id: int, email: str) -> None:
    """Note the address a creator was found by; one that their own details told stays."""
    db.execute("UPDATE creators SET f_email = coalesce(f_email, ?) WHERE id = ?", (email, creator_id))


def of_email(db: sqlite3.Connection, email: str) -> int | None:
    """The creator with this lower-case address who has most followers."""
    row = db.execute(
        "SELECT id FROM creators WHERE lower(f_email) = ? AND f_email IS NOT NULL AND deleted_ms IS NULL"
        " ORDER BY f_followers DESC, id LIMIT 1",
        (email,),
    ).fetchone()
    return int(row[0]) if row else None


def packed(raw: bytes) -> bytes:
    """An answer's body as it is kept: a quarter of its size, a millisecond's work."""
    return zlib.compress(raw, 3)


def add_reading(
    db: sqlite3.Connection,
    asked_id: int,
    reading: Reading,
    bought: str,
    request_id: int | None,
    at_ms: int,
    *,
    body: bytes | None = None,
) -> int:
    """Store an answer about the creator that was asked for; returns the id of the creator it turned out to be.

    `bought` is the key of the options it was bought with; `body` its `raw` where somebody packed it before.
    """
    creator_id = _settle_identity(db, asked_id, reading, at_ms)
    _saw(db, creator_id, reading.handle, at_ms)
    reading_id = db.execute(
        "INSERT INTO readings (uuid, creator_id, bought, parts, request_id, at_ms) VALUES (?, ?, ?, ?, ?, ?)",
        (new_uuid(), creator_id, bought, int(reading.parts), request_id, at_ms),
    ).lastrowid
    db.execute("INSERT INTO bodies (reading_id, body) VALUES (?, ?)", (reading_id, body or packed(reading.raw)))
    _update(db, creator_id, reading.values, at_ms)
    linked.keep(db, creator_id, reading.linked, at_ms)
    db.execute(
        "UPDATE creators SET parts = parts | ?, details_ms = ?, shown_handle = coalesce(?, shown_handle),"
        " picture_ms = CASE WHEN ? IS NULL THEN picture_ms ELSE ? END, picture = coalesce(?, picture) WHERE id = ?",
        (int(reading.parts), at_ms, reading.shown_handle, reading.picture, at_ms, reading.picture, creator_id),
    )
    return creator_id


def had_of(db: sqlite3.Connection, creator_ids: Iterable[int], options: EnrichOptions) -> set[int]:
    """Those creators for whom buying with these options would bring nothing new (money rule 6)."""
    if options.fresh:  # somebody said to buy it again, and was told how old it is
        return set()
    wanted = listed(creator_ids)
    had: set[int] = set()
    if not options.lookalikes:
        covering = ",".join(str(parts) for parts in range(_ALL_PARTS + 1) if Had(parts).covers(options.tier))
        had.update(_ids(db.execute(f"SELECT id FROM creators WHERE id IN ({wanted}) AND parts IN ({covering})")))
    if options.lookalikes or (options.tier is Tier.FULL and not options.audience):
        # An answer with the same tier and switches; the email rule changes the price, not the answer.
        same = [replace(options, email_required=required).key for required in (False, True)]
        had.update(
            _ids(
                db.execute(
                    f"SELECT DISTINCT creator_id FROM readings WHERE creator_id IN ({wanted}) AND bought IN (?, ?)",
                    same,
                )
            )
        )
    return had


def _ids(found: Iterable[tuple[int]]) -> Iterator[int]:
    return (creator_id for (creator_id,) in found)


def count_bought(db: sqlite3.Connection, creator_ids: Iterable[int]) -> int:
    """How many of these have details that were bought, of any kind."""
    wanted = listed(creator_ids)
    (count,) = db.execute(f"SELECT count(*) FROM creators WHERE id IN ({wanted}) AND parts <> 0").fetchone()
    return int(count)


def handle_of(db: sqlite3.Connection, creator_id: int) -> Handle:
    """The creator's present handle."""
    platform, name = db.execute("SELECT platform, handle FROM creators WHERE id = ?", (creator_id,)).fetchone()
    return Handle(platform=Platform(platform), name=name)


def on_platforms(db: sqlite3.Connection, creator_ids: Iterable[int], platforms: Collection[Platform]) -> Iterator[int]:
    """Those of these creators who are on one of these platforms; the first one is there at once."""
    return _ids(
        db.execute(
            f"SELECT id FROM creators WHERE id IN ({listed(creator_ids)})"
            f" AND platform IN ({','.join('?' for _ in platforms)})",
            tuple(platforms),
        )
    )


def bought(db: sqlite3.Connection, creator_id: int) -> tuple[Had, int | None]:
    """What was bought of a creator, and when the newest of it came."""
    parts, since_ms = db.execute("SELECT parts, details_ms FROM creators WHERE id = ?", (creator_id,)).fetchone()
    return Had(parts), since_ms


def _insert(db: sqlite3.Connection, handle: Handle, shown_handle: str, at_ms: int) -> int:
    added = db.execute(
        "INSERT INTO creators (uuid, platform, handle, shown_handle, first_seen_ms, changed_ms)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (new_uuid(), handle.platform, handle.name, shown_handle, at_ms, at_ms),
    )
    return int(added.lastrowid or 0)


def _saw(db: sqlite3.Connection, creator_id: int, handle: Handle, at_ms: int) -> None:
    db.execute(
        "INSERT INTO handles (platform, handle, creator_id, first_seen_ms, last_seen_ms) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET last_seen_ms = max(last_seen_ms, excluded.last_seen_ms)",
        (handle.platform, handle.name, creator_id, at_ms, at_ms),
    )


def _update(db: sqlite3.Connection, creator_id: int, values: Mapping[str, Value], at_ms: int) -> None:
    """Newer values replace, missing ones leave what is there (domain.creators.merge)."""
    told = {key: value for key, value in values.items() if value is not None and key in _KEYS}
    assignments = "".join(f", f_{key} = :{key}" for key in told)
    db.execute(
        f"UPDATE creators SET changed_ms = :at_ms{assignments} WHERE id = :creator_id",
        {**told, "at_ms": at_ms, "creator_id": creator_id},
    )


def _settle_identity(db: sqlite3.Connection, asked_id: int, reading: Reading, at_ms: int) -> int:
    if reading.platform_id is None:
        return asked_id
    (known_id,) = db.execute("SELECT platform_id FROM creators WHERE id = ?", (asked_id,)).fetchone()
    if known_id == reading.platform_id:
        return asked_id
    handle = reading.handle
    other = db.execute(
        "SELECT id FROM creators WHERE platform = ? AND platform_id = ? AND deleted_ms IS NULL",
        (handle.platform, reading.platform_id),
    ).fetchone()
    if other is not None:  # a rename: the one we asked for is somebody we know under an older handle
        _join(db, asked_id, int(other[0]), handle, keep_old=known_id is not None, at_ms=at_ms)
        return int(other[0])
    if known_id is None:
        db.execute("UPDATE creators SET platform_id = ? WHERE id = ?", (reading.platform_id, asked_id))
        return asked_id
    fresh = _insert(db, handle, reading.shown_handle or handle.name, at_ms)  # the handle is somebody else's now
    db.execute("UPDATE creators SET platform_id = ? WHERE id = ?", (reading.platform_id, fresh))
    for table in ("sheet_rows", "found_rows", "goal_rows"):
        db.execute(f"UPDATE OR IGNORE {table} SET creator_id = ? WHERE creator_id = ?", (fresh, asked_id))
    return fresh


def _join(db: sqlite3.Connection, old_id: int, kept_id: int, handle: Handle, *, keep_old: bool, at_ms: int) -> None:
    """Rows of `old_id` become rows of `kept_id`, who carries the handle from now on."""
    db.execute("UPDATE creators SET handle = ?, changed_ms = ? WHERE id = ?", (handle.name, at_ms, kept_id))
    for table in ("sheet_rows", "found_rows", "goal_rows"):
        db.execute(f"UPDATE OR IGNORE {table} SET creator_id = ? WHERE creator_id = ?", (kept_id, old_id))
        db.execute(f"DELETE FROM {table} WHERE creator_id = ?", (old_id,))
    if keep_old:  # a person of its own whose handle moved on: its own history stays its own
        return
    db.execute("UPDATE OR IGNORE own_values SET creator_id = ? WHERE creator_id = ?", (kept_id, old_id))
    db.execute("UPDATE readings SET creator_id = ? WHERE creator_id = ?", (kept_id, old_id))
    db.execute("UPDATE requests SET creator_id = ? WHERE creator_id = ?", (kept_id, old_id))
    db.execute("UPDATE OR IGNORE linked_accounts SET creator_id = ? WHERE creator_id = ?", (kept_id, old_id))
    db.execute("UPDATE OR IGNORE live_posts SET creator_id = ? WHERE creator_id = ?", (kept_id, old_id))
    db.execute("UPDATE OR IGNORE checked_posts SET creator_id = ? WHERE creator_id = ?", (kept_id, old_id))
    db.execute(
        "UPDATE creators SET parts = parts | (SELECT parts FROM creators WHERE id = ?) WHERE id = ?", (old_id, kept_id)
    )
    db.execute("DELETE FROM handles WHERE creator_id = ?", (old_id,))
    db.execute("UPDATE creators SET deleted_ms = ? WHERE id = ?", (at_ms, old_id))
