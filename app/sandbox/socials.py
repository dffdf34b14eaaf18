"""Connected socials: the accounts of one person on all platforms."""

from typing import Any

from starlette.requests import Request

from app.sandbox import answers, blocks
from app.sandbox.answers import PictureOf
from app.sandbox.blocks import flag
from app.sandbox.books import Charge
from app.sandbox.checks import choice, handle_key, text
from app.sandbox.columns import PLATFORMS, SMALLER
from app.sandbox.service import NOT_FOUND, Answer, Service
from app.sandbox.tiers import found

_SPELLINGS = {
    "follower_count": "follower_count",
    "subscriber_count": "follower_count",
    "total_followers": "follower_count",
    "full_name": "full_name",
    "displayName": "full_name",
    "id": "user_id",
    "engagement_percent": "engagement_percent",
    "is_verified": "is_verified",
    "profile_picture": "profile_picture",
}
"""How a short block's keys are called in a list of accounts."""


async def socials(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """The account asked about and those known elsewhere; free when there is no such creator."""
    handle = text(body, "handle", 200)
    platform = choice(body, "platform", (*PLATFORMS, *SMALLER))
    if platform not in PLATFORMS:
        return Answer(body=NOT_FOUND, status=400)
    row = await service.data.read(platform, lambda database: found(database, handle))
    if row is None:
        return Answer(body=NOT_FOUND, status=400)
    return Answer(
        body={"result": _accounts(row, platform, service.picture(platform))},
        charge=Charge(call="socials", platform=platform, units=service.price("socials"), handle=handle_key(handle)),
        names_cost=True,
        cold=(platform, row["id"]),
    )


def _accounts(row: dict[str, Any], platform: str, picture: PictureOf) -> list[dict[str, Any]]:
    own = {
        "platform": platform,
        "url": f"https://{platform}.example/{row['handle']}",
        "user_id": blocks.account_id(row, platform),
        "username": row["handle"],
        "full_name": row["name"],
        "follower_count": row["followers"],
        "profile_picture": None if flag(row, "no_picture") else picture(row["id"]),
        "engagement_percent": row["engagement"],
        "is_verified": flag(row, "verified"),
        "has_link_in_bio": flag(row, "has_link"),
        "links_in_bio": blocks.links(row),
    }
    person = answers.identity(row, platform)
    hints = ("speaking_language", "has_brand_deals", "is_business", "is_creator", "location", "gender")
    own |= {name: person[name] for name in hints if name in person}
    return [own, *(_account(name, block) for name, block in answers.elsewhere(row, platform).items())]


def _account(platform: str, block: dict[str, Any]) -> dict[str, Any]:
    """An account from its short block; rows of YouTube and Twitch lack some keys (contract, section 7)."""
    handle = block.get("username") or block["custom_url"]
    account = {"platform": platform, "url": f"https://{platform}.example/{handle}", "username": handle}
    return account | {_SPELLINGS[key]: value for key, value in block.items() if key in _SPELLINGS}
