"""Checks for a campaign's posts: what they looked for, whose posts they read to the end, and what they found."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.posts import Campaign, Post
from app.workspace import own, sheets
from app.workspace.ids import listed

CHECK = "Scoutsheet: live posts"
"""The author of what a check wrote: what anybody else wrote was typed, and stays."""
COLUMNS = ("post_link", "live_date", "views", "likes", "comments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """When a creator's posts were read. `cut_after`: it ended after this many pages although there were more."""

    at_ms: int
    cut_after: int | None


def add_check(db: sqlite3.Connection, job_id: int, campaign: Campaign) -> None:
    """What a job looks for; said once, however often it goes on."""
    db.execute(
        "INSERT OR IGNORE INTO post_checks (job_id, key, first_day, last_day, words, pages) VALUES (?, ?, ?, ?, ?, ?)",
        (
            job_id,
            campaign.key,
            campaign.first.isoformat(),
            campaign.last.isoformat(),
            json.dumps(campaign.words, ensure_ascii=False),
            campaign.pages,
        ),
    )


def campaign_of(db: sqlite3.Connection, job_id: int) -> Campaign:
    """What a job looks for."""
    first, last, words, pages = db.execute(
        "SELECT first_day, last_day, words, pages FROM post_checks WHERE job_id = ?", (job_id,)
    ).fetchone()
    return Campaign(
        first=date.fromisoformat(first), last=date.fromisoformat(last), words=tuple(json.loads(words)), pages=pages
    )


def checked(db: sqlite3.Connection, creator_id: int, key: str) -> Checked | None:
    """The last whole check of a creator for a campaign."""
    row = db.execute(
        "SELECT at_ms, cut_after FROM checked_posts WHERE creator_id = ? AND key = ?", (creator_id, key)
    ).fetchone()
    return Checked(at_ms=row[0], cut_after=row[1]) if row else None


def all_checked(db: sqlite3.Connection, creator_ids: Iterable[int], key: str) -> dict[int, Checked]:
    """The last whole check of each of these creators for a campaign; nobody who was never checked for it."""
    found = db.execute(
        f"SELECT creator_id, at_ms, cut_after FROM checked_posts WHERE creator_id IN ({listed(creator_ids)})"
        " AND key = ?",
        (key,),
    )
    return {creator_id: Checked(at_ms=at_ms, cut_after=cut_after) for creator_id, at_ms, cut_after in found}


def note_checked(db: sqlite3.Connection, creator_id: int, key: str, at_ms: int, cut_after: int | None) -> None:
    db.execute(
        "INSERT OR REPLACE INTO checked_posts (creator_id, key, at_ms, cut_after) VALUES (?, ?, ?, ?)",
        (creator_id, key, at_ms, cut_after),
    )


def keep(db: sqlite3.Connection, creator_id: int, key: str, posts: Iterable[Post]) -> None:
    """Store posts of a campaign; the counts of one seen before are the newer ones."""
    db.executemany(
        "INSERT OR REPLACE INTO live_posts (creator_id, key, link, at_s, caption, likes, comments, views)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (creator_id, key, post.link, post.at_s, post.caption, post.likes, post.comments, post.views)
            for post in posts
        ],
    )


def having(db: sqlite3.Connection, creator_ids: Iterable[int], key: str) -> set[int]:
    """Those of these creators of whom posts of a campaign are known."""
    found = db.execute(
        f"SELECT DISTINCT creator_id FROM live_posts WHERE creator_id IN ({listed(creator_ids)}) AND key = ?", (key,)
    )
    return {creator_id for (creator_id,) in found}


def found(db: sqlite3.Connection, creator_id: int, key: str) -> list[Post]:
    """A creator's posts of a campaign, the first one first."""
    rows = db.execute(
        "SELECT link, at_s, caption, likes, comments, views FROM live_posts WHERE creator_id = ? AND key = ?"
        " ORDER BY at_s, link",
        (creator_id, key),
    )
    return [
        Post(link=link, at_s=at, caption=caption, likes=likes, comments=comments, views=views)
        for link, at, caption, likes, comments, views in rows
    ]


def last_of(db: sqlite3.Connection, sheet_id: int) -> Campaign | None:
    """What was looked for last in this sheet or in a sheet of the same campaign; None: nothing yet."""
    row = db.execute(
        "SELECT p.job_id FROM post_checks p JOIN jobs j ON j.id = p.job_id JOIN sheets s ON s.id = j.sheet_id"
        " WHERE s.id = ? OR s.campaign_id = (SELECT campaign_id FROM sheets WHERE id = ?)"
        " ORDER BY p.job_id DESC LIMIT 1",
        (sheet_id, sheet_id),
    ).fetchone()
    return campaign_of(db, row[0]) if row else None


def fill_columns(
    db: sqlite3.Connection, sheet_id: int, creator_id: int, key: str, at_ms: int, *, over_typed: bool = False
) -> int:
    """Write what was found into the sheet: the first post's link and day, and the sums of all; returns how many cells.

    What a person typed stays unless `over_typed` is set, and beside a typed link its date; where nothing was found
    everything stays.
    """
    values = _values(db, creator_id, key)
    if not over_typed:
        typed = _typed(db, sheet_id, creator_id)
        kept = typed | ({"live_date"} if "post_link" in typed else set())
        values = {name: value for name, value in values.items() if name not in kept}
    columns = {column.key: column for column in sheets.own_columns(db)}
    cells = [(columns[name], creator_id, value) for name, value in values.items() if name in columns]
    return own.fill(db, sheet_id, cells, at_ms, replace=True, by=CHECK)


def kept_back(db: sqlite3.Connection, sheet_id: int, creator_id: int, key: str) -> int:
    """How many cells hold something else than what was found, because a person typed it."""
    typed = _typed(db, sheet_id, creator_id)
    there = own.written(db, sheet_id, creator_id)
    return sum(there[name][0] != value for name, value in _values(db, creator_id, key).items() if name in typed)


def _values(db: sqlite3.Connection, creator_id: int, key: str) -> dict[str, str]:
    """What the columns should hold; empty where no post was found, and without what the platform does not tell."""
    posts = found(db, creator_id, key)
    if not posts:
        return {}
    counted = (_sum(posts, name) for name in ("views", "likes", "comments"))
    values = zip(COLUMNS, (posts[0].link, posts[0].day.isoformat(), *counted), strict=True)
    return {name: value for name, value in values if value}


def _sum(posts: list[Post], name: str) -> str:
    """The sum of a count over posts; "" where the platform told it of none."""
    counts = [count for post in posts if (count := getattr(post, name)) is not None]
    return str(sum(counts)) if counts else ""


def _typed(db: sqlite3.Connection, sheet_id: int, creator_id: int) -> set[str]:
    """The columns in which a person wrote last."""
    return {name for name, (_, who) in own.written(db, sheet_id, creator_id).items() if who != CHECK}
