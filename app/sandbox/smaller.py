"""The smaller platforms, which no search lists: some of Instagram's creators have an account there.

Nothing is stored for them: who says to be there (`has`), and is known as a person, is. Their real answers were never
seen; only LinkedIn is said to spell its own fields (contract, section 13).
"""

import sqlite3
from collections.abc import Iterator

from app.sandbox import answers, blocks
from app.sandbox.answers import PictureOf
from app.sandbox.blocks import Row, flag
from app.sandbox.checks import handle_key
from app.sandbox.columns import SMALLER
from app.sandbox.data import by_handle
from app.sandbox.topics import NICHES, SUBS

HOME = "instagram"
"""Where they come from, under the same name."""


def found(database: sqlite3.Connection, platform: str, handle: str) -> Row | None:
    """The creator at home behind a handle on a smaller platform, or None; `database` is that of their home."""
    row = by_handle(database, handle_key(handle))
    return None if row is None or row["gone"] or platform not in answers.elsewhere(row, HOME) else row


def enrichment(row: Row, *, tier: str, platform: str, picture: PictureOf) -> Row:
    """The `result` of the raw, profile and full tiers; there is no audience on these platforms."""
    made = _block(row, platform, picture)
    if tier == "raw":
        return {platform: made}
    others = dict(_others(row, platform, picture))
    return answers.identity(row, HOME) | {platform: made} | others


def accounts(row: Row, platform: str, picture: PictureOf) -> Iterator[tuple[str, Row]]:
    """(platform, short block) of all accounts of a person, the one on this smaller platform first."""
    yield platform, answers.elsewhere(row, HOME)[platform]
    yield from _others(row, platform, picture)


def _others(row: Row, platform: str, picture: PictureOf) -> Iterator[tuple[str, Row]]:
    yield (
        HOME,
        {
            "username": row["handle"],
            "full_name": row["name"],
            "follower_count": row["followers"],
            "engagement_percent": row["engagement"],
            "is_verified": flag(row, "verified"),
            "profile_picture": None if flag(row, "no_picture") else picture(row["id"]),
        },
    )
    yield from ((name, block) for name, block in answers.elsewhere(row, HOME).items() if name != platform)


def _block(row: Row, platform: str, picture: PictureOf) -> Row:
    short: Row = answers.elsewhere(row, HOME)[platform]
    shown = None if flag(row, "no_picture") else picture(row["id"])
    common = short | {"exists": True, "user_id": _account_id(row, platform), "profile_picture": shown}
    if platform != SMALLER[-1]:
        return common | {"biography": row["bio"], "links_in_bio": blocks.links(row)}
    work = {"title": f"{SUBS[row['sub']][0]} creator", "company_name": NICHES[row["niche"]].name, "is_current": True}
    return common | {
        "id": _account_id(row, platform),
        "headline": f"{NICHES[row['niche']].name} · {SUBS[row['sub']][0]}",
        "summary": row["bio"],
        "full_positions": [work],
    }


def _account_id(row: Row, platform: str) -> str:
    return str((SMALLER.index(platform) + 2) * 10_000_000_000 + row["id"] * 7_919)
