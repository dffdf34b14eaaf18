"""The nested answers of discovery and of the four enrichment tiers.

Everything is drawn again from (seed, platform, creator) when asked for, so an answer never changes and
nothing large is stored. Metrics the creator hides are null for some creators and left out for others.
"""

import random
import struct
from collections.abc import Callable

from app.sandbox import audience, blocks
from app.sandbox.blocks import Row, flag
from app.sandbox.brands import BRANDS
from app.sandbox.columns import SMALLER
from app.sandbox.topics import NICHES, SUBS
from app.sandbox.words import split

PictureOf = Callable[[int], str]
"""Address of a creator's picture by the creator's id."""

_MAKERS: dict[str, Callable[[Row, random.Random, str | None], Row]] = {
    "instagram": blocks.instagram,
    "youtube": blocks.youtube,
    "tiktok": blocks.tiktok,
    "twitter": blocks.twitter,
    "twitch": blocks.twitch,
    "onlyfans": blocks.onlyfans,
}
_WITH_AUDIENCE = ("instagram", "tiktok", "youtube")
_LINKED = ("instagram", "youtube", "tiktok", "twitter", "twitch")
_LINKED_FROM_HOME = (*_LINKED, *SMALLER)  # the people of the smaller platforms are Instagram's (see `smaller`)
_MAY_BE_HIDDEN = (
    "follower_count", "subscriber_count", "total_followers", "engagement_percent", "avg_likes", "avg_comments",
    "likes_median", "comments_median", "comment_count_avg", "avg_reply", "full_name", "title", "displayName",
    "biography", "description", "creator_follower_growth", "income", "profile_picture", "profile_picture_hd",
)  # fmt: skip

PROFILE_KEYS = frozenset(
    split(
        "username full_name title displayName custom_url name about first_name userid user_id id link exists "
        "biography description is_verified is_private is_business_account account_type isPartner follower_count "
        "subscriber_count total_followers following_count media_count video_count tweets_count engagement_percent "
        "links_in_bio language_code niche_class niche_sub_class country region location has_merch "
        "promotes_affiliate_links has_paid_partnership uses_link_in_bio profile_picture profile_picture_hd "
        "profileImageURL social_media direct_messaging most_recent_post_date last_streamed brands_found"
    )
)
"""What the profile tier keeps of a platform block: who it is and how to reach them."""
NOT_IN_ANALYTICS = frozenset(
    split(
        "full_name title displayName name first_name biography description about follower_count subscriber_count "
        "total_followers engagement_percent email_from_video_desc profile_picture profile_picture_hd "
        "profileImageURL links_in_bio"
    )
)
RAW_KEYS = frozenset(
    split(
        "username full_name title displayName custom_url name about userid user_id id link exists biography "
        "description is_verified is_private is_business_account account_type isPartner follower_count "
        "subscriber_count total_followers following_count media_count video_count view_count tweets_count "
        "links_in_bio country region published_at join_date category profile_picture profile_picture_hd "
        "profileImageURL last_streamed last_broadcast_game post_data"
    )
)
"""What a platform itself reports: nothing computed, no audience."""


def email(row: Row) -> str | None:
    """The creator's address, or None for those without one."""
    if row["email"] == 0:
        return None
    if row["email"] == 1:
        return f"{row['handle_key'].strip('.')}@creator.example"
    return f"info@{row['handle_key'].replace('_', '-').replace('.', '-').strip('-')}.example"


def listed(row: Row, platform: str, picture: PictureOf, likeness: float | None) -> Row:
    """One entry of a discovery answer; engagement carries the float noise of the service (contract, Q21)."""
    profile: Row = {"username": row["handle"]}
    hidden_as_null = row["id"] % 2 == 0
    if row["name"] is not None or hidden_as_null:
        profile["full_name"] = row["name"]
    if not flag(row, "no_picture"):
        profile["picture"] = picture(row["id"])
    elif hidden_as_null:
        profile["picture"] = None
    if row["followers"] is not None or hidden_as_null:
        profile["followers"] = row["followers"]
    if row["engagement"] is not None:
        profile["engagement_percent"] = struct.unpack("f", struct.pack("f", row["engagement"]))[0]
    elif hidden_as_null:
        profile["engagement_percent"] = None
    account: Row = {"user_id": f"uc_{platform[:2]}{row['id']:07d}", "profile": profile}
    return account if likeness is None else account | {"similarity_score": likeness}


def block(row: Row, platform: str, seed: int, picture: PictureOf, *, with_audience: bool) -> Row:
    """The whole platform block of a creator."""
    rng = random.Random(f"answer:{seed}:{platform}:{row['id']}")
    made = _MAKERS[platform](row, rng, None if flag(row, "no_picture") else picture(row["id"]))
    if with_audience and platform in _WITH_AUDIENCE:
        made["audience"] = audience.report(row, rng, platform)
    if row["id"] % 2:
        for key in _MAY_BE_HIDDEN:
            if key in made and made[key] is None:
                del made[key]
    return made


def enrichment(
    row: Row,
    *,
    tier: str,
    platform: str,
    seed: int,
    picture: PictureOf,
    with_audience: bool,
    lookalikes: list[Row] | None,
) -> Row:
    """The `result` of one enrichment tier: raw, profile, analytics or full."""
    made = block(row, platform, seed, picture, with_audience=with_audience and tier in ("full", "analytics"))
    if tier == "raw":
        return {platform: {key: value for key, value in made.items() if key in RAW_KEYS}}
    if tier == "analytics":
        result: Row = {platform: {key: value for key, value in made.items() if key not in NOT_IN_ANALYTICS}}
    else:
        kept = made if tier == "full" else {key: value for key, value in made.items() if key in PROFILE_KEYS}
        result = identity(row, platform) | {platform: kept} | elsewhere(row, platform)
    if lookalikes is not None:
        result["lookalikes"] = [_lookalike(other, platform) for other in lookalikes]
    return result


def identity(row: Row, platform: str) -> Row:
    """What is known of the person behind an account; only the address where nobody is known."""
    known: Row = {"email": email(row), "email_type": (None, "personal_email", "role_based_email")[row["email"]]}
    if not flag(row, "identity"):
        return known
    known |= {
        "first_name": (row["name"] or row["handle"]).split(" ")[0],
        "location": blocks.location(row),
        "speaking_language": blocks.languages(row)[0],
        "is_creator": not row["business"],
        "is_business": bool(row["business"]),
        "has_brand_deals": flag(row, "brand_deals"),
        "has_link_in_bio": flag(row, "has_link"),
        "creator_has": dict.fromkeys((platform, *blocks.services(row)), True),
        "links_in_bio": blocks.links(row),
        "other_links": [f"https://shop.example/{row['handle_key']}/{at}" for at in range(row["id"] % 7)],
    }
    if row["gender"] is not None:
        known["gender"] = "female" if row["gender"] else "male"
    for name in (platform, *blocks.services(row)):
        if name in _LINKED:
            known[f"{name}_link"] = f"https://{name}.example/{row['handle_key']}"
    if platform == "youtube":
        known["ai_niches"] = [
            {"niche": NICHES[row["niche"]].name, "percentage": 71.5},
            {"niche": "Lifestyle", "percentage": 28.5},
        ]
        known["ai_subniches"] = [{"subniche": SUBS[row["sub"]][0], "percentage": 100.0}]
    if row["brand1"] is not None:
        known["ai_brand_collaborations"] = [{"brand": BRANDS[row["brand1"]].full_name, "percentage": 64.0}]
    return known


def elsewhere(row: Row, platform: str) -> Row:
    """Short blocks of the creator's accounts on other platforms."""
    if not flag(row, "identity"):
        return {}
    short: Row = {}
    for name in blocks.services(row):
        if name == platform or name not in (_LINKED_FROM_HOME if platform == "instagram" else _LINKED):
            continue
        handle = row["handle_key"].replace(".", "")
        count = int((row["followers"] or 900) * (0.05 + (row["id"] % 13) / 8))
        common: Row = {"is_verified": False, "engagement_percent": 2.1, "profile_picture": None}
        if name == "youtube":
            short[name] = common | {"id": "UC" + handle[:22], "custom_url": f"@{handle}", "subscriber_count": count}
        elif name == "twitch":
            short[name] = {"username": handle, "displayName": row["name"], "total_followers": count}
        elif name in SMALLER:
            short[name] = common | {"username": row["handle_key"], "full_name": row["name"], "follower_count": count}
        else:
            short[name] = common | {"username": handle, "full_name": row["name"], "follower_count": count}
    return short


def _lookalike(row: Row, platform: str) -> Row:
    return {
        "username": row["handle"],
        "profile_url": f"https://{platform}.example/{row['handle']}",
        "engagement_percent": row["engagement"],
        "follower_count": row["followers"],
    }
