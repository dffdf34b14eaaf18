"""Audience overlap: how much of each creator's audience also follows one of the others."""

import random
import sqlite3
from itertools import combinations
from typing import Any

from starlette.requests import Request

from app.sandbox import blocks
from app.sandbox.answers import PictureOf
from app.sandbox.books import Charge
from app.sandbox.checks import choice, handle_key, refuse
from app.sandbox.service import NOT_FOUND, Answer, Service
from app.sandbox.tiers import found

WITH_AUDIENCE = ("instagram", "tiktok", "youtube")
FEWEST, MOST = 2, 10
_MOST_SHARED = 0.1
"""Of the smaller audience of a pair; with ten creators nobody's shared part can then exceed the whole."""


async def overlap(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """Shared audience of 2-10 creators, 1 credit; free when one of them is not found or has no audience data."""
    platform = choice(body, "platform", WITH_AUDIENCE)
    handles = _handles(body.get("creators"))

    def find(database: sqlite3.Connection) -> list[dict[str, Any] | None]:
        return [found(database, handle) for handle in handles]

    rows = [row for row in await service.data.read(platform, find) if row is not None]
    if len(rows) < len(handles):
        return Answer(body=NOT_FOUND, status=400)
    without = [row["handle"] for row in rows if row["aud_country1"] is None or not row["followers"]]
    if without:
        # What the service does here was never seen (contract, section 6.3).
        raise refuse("creators", f"No audience data for {', '.join(without)}.")
    return Answer(
        body=_compared(rows, platform, service.options.seed, service.picture(platform)),
        charge=Charge(call="overlap", platform=platform, units=service.price("overlap"), handle=", ".join(handles)),
        names_cost=True,
        names_balance=True,
    )


def _handles(creators: Any) -> list[str]:
    if creators is None:
        raise refuse("creators", "This field is required.")
    if not isinstance(creators, list):
        raise refuse("creators", f'Expected a list of items but got type "{type(creators).__name__}".')
    if not all(isinstance(name, str) and name.strip() for name in creators):
        raise refuse("creators", "Not a valid string.")
    handles = [handle_key(name) for name in creators]
    if len(set(handles)) < FEWEST:
        raise refuse("creators", f"Ensure this field has at least {FEWEST} different elements.")
    if len(handles) > MOST:
        raise refuse("creators", f"Ensure this field has no more than {MOST} elements.")
    return list(dict.fromkeys(handles))


def _compared(rows: list[dict[str, Any]], platform: str, seed: int, picture: PictureOf) -> dict[str, Any]:
    """Every shared follower is taken to follow exactly two of them, so that the sums agree."""
    shared = dict.fromkeys((row["id"] for row in rows), 0)
    twice = 0
    for pair in combinations(sorted(rows, key=lambda row: row["id"]), 2):
        first, second = pair
        rng = random.Random(f"overlap:{seed}:{platform}:{first['id']}:{second['id']}")
        closeness = 0.3 + 0.5 * (first["niche"] == second["niche"]) + 0.2 * (first["country"] == second["country"])
        both = int(min(row["followers"] for row in pair) * _MOST_SHARED * closeness * rng.random())
        twice += both
        for row in pair:
            shared[row["id"]] += both
    total = sum(row["followers"] for row in rows)
    return {
        "success": True,
        "status": True,
        "basics": {"total_followers": total, "total_unique_followers": total - twice},
        "details": [_detail(row, platform, shared[row["id"]], picture) for row in rows],
    }


def _detail(row: dict[str, Any], platform: str, shared: int, picture: PictureOf) -> dict[str, Any]:
    """The "percentages" are fractions, as they are on the wire (contract, Q20)."""
    fraction = round(shared / row["followers"], 6)
    engagements = (row["avg_likes"] or 0) + (row["avg_comments"] or 0)
    known = {
        "user_id": blocks.account_id(row, platform),
        "username": row["handle"],
        "followers": row["followers"],
    }
    return known | {
        "unique_percentage": round(1 - fraction, 6),
        "overlapping_percentage": fraction,
        "user": known
        | {
            "fullname": row["name"],
            "url": f"https://{platform}.example/{row['handle']}",
            "picture": None if blocks.flag(row, "no_picture") else picture(row["id"]),
            "is_verified": blocks.flag(row, "verified"),
            "engagements": engagements,
            "stats": [{"post_type": "all", "engagements": engagements}],
        },
    }
