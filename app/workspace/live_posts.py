"""Checks for a campaign's posts: what they looked for, whose posts they read to the end, and what they found."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.posts import Campaign, Post
from app.workspace import own, sheets


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


def fill_columns(db: sqlite3.Connection, sheet_id: int, creator_id: int, key: str, at_ms: int) -> None:
    """Write what was found into the sheet: the first post's link and day, and the sums of all.

    A link that a person typed stays, and its date with it; where nothing was found everything stays.
    """
    posts = found(db, creator_id, key)
    if not posts:
        return
    columns = {column.key: column for column in sheets.own_columns(db)}
    values = {name: _sum(posts, name) for name in ("views", "likes", "comments")}
    there = own.value_of(db, sheet_id, creator_id, "post_link")
    if not there or _is_ours(db, creator_id, there):
        values |= {"post_link": posts[0].link, "live_date": posts[0].day.isoformat()}
    cells = [(columns[name], creator_id, value) for name, value in values.items() if name in columns]
    own.fill(db, sheet_id, cells, at_ms, replace=True)


def _sum(posts: list[Post], name: str) -> str:
    """The sum of a count over posts; "" where the platform told it of none."""
    counts = [count for post in posts if (count := getattr(post, name)) is not None]
    return str(sum(counts)) if counts else ""


def _is_ours(db: sqlite3.Connection, creator_id: int, link: str) -> bool:
    row = db.execute("SELECT 1 FROM live_posts WHERE creator_id = ? AND link = ?", (creator_id, link)).fetchone()
    return row is not None
