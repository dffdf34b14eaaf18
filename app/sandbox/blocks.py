"""The platform block of an answer, one function per platform, made from a creator's flat values."""

import random
from datetime import timedelta
from typing import Any

from app.sandbox import posts
from app.sandbox.brands import BRANDS, GAMES
from app.sandbox.columns import BITS, named
from app.sandbox.places import CITIES, COUNTRIES, in_country
from app.sandbox.topics import NICHES, SUBS
from app.sandbox.words import LANGUAGES, split

Row = dict[str, Any]
Picture = str | None

_MONTHS = split("january february march april may june july august september october november december")


def flag(row: Row, name: str) -> bool:
    """One of the yes/no facts of `invent.FLAGS`."""
    return bool(row["flags"] & BITS[name])


def account_id(row: Row, platform: str) -> str:
    """The platform's own number of the account (a channel id on YouTube)."""
    if platform == "youtube":
        return "UC" + posts.code(random.Random(f"channel:{row['id']}"), 16) + posts.coded(row["id"], 6)
    return str(10_000_000_000 + row["id"] * 7_919)


def row_number(account: str, platform: str) -> int | None:
    """The creator behind a platform's own account id, or None."""
    if platform == "youtube":
        named = posts.decoded(account[-6:])
        return named if named is not None and account == account_id({"id": named}, platform) else None
    if not account.isdecimal():
        return None
    number, rest = divmod(int(account) - 10_000_000_000, 7_919)
    return number if rest == 0 and number > 0 else None


def links(row: Row) -> list[str]:
    """The addresses on the creator's profile."""
    if not flag(row, "has_link"):
        return []
    own = [f"https://{row['handle_key'].replace('_', '-').replace('.', '-')}.example"]
    return own + [f"https://{name.lower()}.example/{row['handle_key']}" for name in services(row)]


def services(row: Row) -> list[str]:
    """The other places the creator is at."""
    return named(row["has"])


def location(row: Row) -> str:
    """A country, or for some creators a city with its country."""
    return in_country(CITIES[row["city"]]) if row["id"] % 3 == 0 else COUNTRIES[row["country"]].name


def languages(row: Row) -> list[str]:
    """Language codes, the main one first."""
    return [LANGUAGES[at][0] for at in (row["lang"], row["lang2"]) if at is not None]


def day(days_ago: int | None) -> str | None:
    """A plain date so many days before the invented today; None where it never happened."""
    return None if days_ago is None else (posts.NOW - timedelta(days=days_ago)).strftime("%Y-%m-%d")


def _brands(row: Row) -> list[str]:
    return [BRANDS[at].full_name for at in (row["brand1"], row["brand2"]) if at is not None]


def _money(row: Row) -> Row | None:
    if row["income"] is None:
        return None
    return {"min": row["income_min"], "max": row["income_max"], "currency": "USD"}


def _growth(row: Row) -> Row | None:
    if row["growth3"] is None:
        return None
    return {f"{months}_months_ago": row[f"growth{months}"] for months in (3, 6, 9, 12)}


def _shared(row: Row, picture: Picture) -> Row:
    return {
        "exists": True,
        "engagement_percent": None if row["engagement"] is None else round(row["engagement"], 2),
        "is_verified": flag(row, "verified"),
        "has_merch": flag(row, "merch"),
        "promotes_affiliate_links": flag(row, "affiliate"),
        "has_paid_partnership": flag(row, "brand_deals"),
        "streamer": flag(row, "streaming"),
        "uses_link_in_bio": flag(row, "has_link"),
        "links_in_bio": links(row),
        "language_code": languages(row),
        "most_recent_post_date": day(row["last_days"]),
        "profile_picture": picture,
        "profile_picture_hd": picture,
    }


def _niches(row: Row) -> Row:
    if row["id"] % 11 == 0:
        return {"niche_class": None, "niche_sub_class": []}
    return {"niche_class": [NICHES[row["niche"]].name], "niche_sub_class": [SUBS[row["sub"]][0]]}


def instagram(row: Row, rng: random.Random, picture: Picture) -> Row:
    """The Instagram block without its audience."""
    likes, comments = row["avg_likes"], row["avg_comments"]
    tags = row["tags"].split()
    return _shared(row, picture) | _niches(row) | {
        "username": row["handle"],
        "full_name": row["name"],
        "userid": account_id(row, "instagram"),
        "account_type": 1 + row["business"],
        "biography": row["bio"],
        "is_private": flag(row, "private"),
        "is_business_account": bool(row["business"]),
        "video_content_creator": flag(row, "videos"),
        "has_profile_pic": picture is not None,
        "follower_count": row["followers"],
        "following_count": 40 + row["id"] % 1_900,
        "media_count": row["posts"],
        "avg_likes": likes,
        "avg_comments": comments,
        "likes_median": None if likes is None else round(likes * 0.9, 1),
        "comments_median": None if comments is None else round(comments * 0.85, 1),
        "reels": {
            "avg_view_count": row["views_short"],
            "median_view_count": int(row["views_short"] * 0.8),
            "avg_like_count": likes,
            "median_like_count": None if likes is None else round(likes * 0.88, 1),
            "comments_count": [posts.around(rng, comments) for _ in range(8)],
        },
        "reels_percentage_last_12_posts": row["short_pct"],
        "posting_frequency_recent_months": row["pace"],
        "creator_follower_growth": _growth(row),
        "income": _money(row),
        "hashtags": tags,
        "hashtags_count": [{"name": tag, "count": 8 - 2 * at} for at, tag in enumerate(tags)],
        "brands_found": _brands(row),
        "tagged": [{"username": f"pal_{rng.randint(1, 9999)}", "userid": str(rng.getrandbits(33))} for _ in range(6)],
        "locations": [],
        "post_data": posts.instagram(row, rng),
    }  # fmt: skip


def tiktok(row: Row, rng: random.Random, picture: Picture) -> Row:
    """The TikTok block without its audience."""
    likes, comments, views = row["avg_likes"], row["avg_comments"], row["avg_views"]
    return _shared(row, picture) | _niches(row) | {
        "username": row["handle"],
        "full_name": row["name"],
        "user_id": account_id(row, "tiktok"),
        "sec_user_id": posts.code(rng, 60),
        "biography": row["bio"],
        "follower_count": row["followers"],
        "following_count": 20 + row["id"] % 900,
        "video_count": row["posts"],
        "total_likes": row["total_likes"],
        "total_shares": posts.around(rng, views / 50),
        "total_saves": posts.around(rng, views / 30),
        "avg_likes": likes,
        "likes_median": None if likes is None else round(likes * 0.85, 1),
        "comment_count_avg": comments,
        "comments_median": None if comments is None else round(comments * 0.8, 1),
        "play_count_avg": views,
        "play_count_median": int(views * 0.7),
        "shares_median": posts.around(rng, views / 200),
        "saves_median": posts.around(rng, views / 150),
        "duration_avg": round(10 + 90 * rng.random(), 2),
        "reach_score": round(100 * rng.random(), 2),
        "posting_frequency": 0,
        "posting_frequency_recent_months": row["pace"],
        "creator_follower_growth": _growth(row),
        "region": COUNTRIES[row["country"]].name,
        "category": None,
        "tt_seller": None,
        "mention_status": None,
        "is_private": flag(row, "private"),
        "is_ad": False,
        "is_commerce": flag(row, "tiktok_shop"),
        "duet_setting": True,
        "paid_partnership": flag(row, "brand_deals") and row["id"] % 5 > 0,
        "hashtags": row["tags"].split(),
        "brands_found": _brands(row),
        "tagged": [],
        "challenges_list": [],
        "saves_count_list": [posts.around(rng, views / 150) for _ in range(33)],
        "reach_score_list": [round(100 * rng.random(), 1) for _ in range(33)],
        "post_data": posts.tiktok(row, rng),
    }  # fmt: skip


def youtube(row: Row, rng: random.Random, picture: Picture) -> Row:
    """The YouTube block without its audience; its handle carries the "@"."""
    per_month: Row = {}
    for step in range(12):
        year, month = divmod(2026 * 12 + 10 - step, 12)
        count = int(row["pace"] * 4.3 * (0.5 + rng.random()))
        if count:
            per_month.setdefault(str(year), {})[_MONTHS[month]] = count
    engagement = row["engagement"]
    ratios = {
        f"engagement_by_{what}_{kind}": round(0.09 * rng.random(), 2)
        for what in ("likes_and_views", "comments_and_views", "views_and_subs")
        for kind in ("long", "shorts")
    }
    mail = [f"hello@{row['handle_key']}.example"] if row["id"] % 4 == 0 else []
    return _shared(row, picture) | _niches(row) | ratios | {
        "custom_url": f"@{row['handle']}",
        "title": row["name"],
        "first_name": (row["name"] or row["handle"]).split(" ")[0],
        "id": account_id(row, "youtube"),
        "link": f"https://youtube.example/channel/{account_id(row, 'youtube')}",
        "description": row["bio"],
        "keywords": row["tags"].split(),
        "subscriber_count": row["followers"],
        "video_count": row["posts"],
        "view_count": row["avg_views"] * row["posts"],
        "country": COUNTRIES[row["country"]].name,
        "location": location(row),
        "speaking_language": languages(row)[0],
        "engagement_percent_long": engagement,
        "engagement_percent_shorts": engagement,
        "avg_views": row["avg_views"],
        "avg_views_long": row["views_long"],
        "avg_views_shorts": row["views_short"],
        "median_views_long": row["median_long"],
        "least_views": row["median_long"] // 4,
        "avg_likes": row["avg_likes"],
        "avg_comments": row["avg_comments"],
        "total_comments_last_50": (row["avg_comments"] or 0) * 50,
        "shorts_percentage": row["short_pct"],
        "posting_frequency": row["pace"],
        "posting_frequency_long": round(row["pace"] * (100 - row["short_pct"]) / 100, 2),
        "posting_frequency_shorts": round(row["pace"] * row["short_pct"] / 100, 2),
        "posting_frequency_recent_months": row["pace"],
        "posts_per_month": per_month,
        "income": _money(row),
        "is_monetization_enabled": flag(row, "monetizing"),
        "has_shorts": flag(row, "shorts"),
        "has_community_posts": flag(row, "community_posts"),
        "made_for_kids": False,
        "moderate_comments": False,
        "privacy_status": "public",
        "published_at": f"{2008 + row['id'] % 16}-0{1 + row['id'] % 9}-11T08:00:00Z",
        "last_long_video_upload_date": day(row["long_days"]),
        "last_short_video_upload_date": day(row["short_days"]),
        "topic_details": [NICHES[row["niche"]].name],
        "video_categories": [NICHES[row["niche"]].name],
        "video_topics": [SUBS[row["sub"]][0]],
        "video_hashtags": row["tags"].split(),
        "email_from_video_desc": mail,
        "post_data": posts.youtube(row, rng),
    }  # fmt: skip


def twitter(row: Row, rng: random.Random, picture: Picture) -> Row:
    """The Twitter block."""
    likes = row["avg_likes"] or 0
    tweets = posts.twitter(row, rng)
    joined = f"{2008 + row['id'] % 16}-0{1 + row['id'] % 9}-03"
    return _shared(row, picture) | {
        "username": row["handle"],
        "full_name": row["name"],
        "userid": account_id(row, "twitter"),
        "biography": row["bio"],
        "follower_count": row["followers"],
        "following_count": 30 + row["id"] % 2_500,
        "tweets_count": row["posts"],
        "media_count": row["posts"] // 4,
        "creator_favorite_count": row["id"] % 40_000,
        "avg_likes": row["avg_likes"],
        "avg_views": row["avg_views"],
        "avg_retweet": likes // 8,
        "avg_reply": row["avg_comments"],
        "avg_quotes": likes // 40,
        "join_date": joined,
        "tweets_type": {"ordinary": 14, "retweeted": 3, "quoted": 1, "conversation": 2},
        "direct_messaging": flag(row, "open_messages"),
        "subscriber_button": flag(row, "membership"),
        "super_followed_by": False,
        "hashtags": row["tags"].split(),
        "hashtags_count": [{"name": tag, "count": 5 - at} for at, tag in enumerate(row["tags"].split())],
        "other_links": [],
        "languages_tweet": [tweet["lang"] for tweet in tweets],
        "tagged": [],
        "tagged_usernames": ["friend"],
        "recommended_users": [f"account_{rng.randint(1, 9999)}" for _ in range(10)],
        "retweet_users": ["friend"] * 3,
        "retweets_count": [tweet["engagement"]["retweet_count"] for tweet in tweets],
        "tweets": [tweet["text"] for tweet in tweets],
        "platforms": {},
        "post_data": tweets,
    }  # fmt: skip


def twitch(row: Row, rng: random.Random, picture: Picture) -> Row:
    """The Twitch block, in its mixed spelling."""
    game = None if row["game"] is None else GAMES[row["game"]]
    panels = [f"Panel {at + 1}" for at in range(row["id"] % 5)]
    return {
        "username": row["handle"],
        "displayName": row["name"],
        "user_id": account_id(row, "twitch"),
        "isPartner": flag(row, "partner"),
        "total_followers": row["followers"],
        "avg_views": row["avg_views"],
        "last_streamed": day(row["last_days"]),
        "streamed_hours_last_30_days": row["stream_hours"],
        "streams_count_last_30_days": row["streams"],
        "last_broadcast_game": game,
        "last_broadcast_id": str(2_300_000_000 + row["id"]),
        "has_merch": flag(row, "merch"),
        "promotes_affiliate_links": flag(row, "affiliate"),
        "has_paid_partnership": flag(row, "brand_deals"),
        "social_media": dict.fromkeys(services(row)[:4], row["handle_key"]),
        "links_in_bio": links(row),
        "other_links": [],
        "language_code": languages(row),
        "panels_titles": panels,
        "panels_descriptions": [row["bio"] or "" for _ in panels],
        "panels_urls": [f"https://panel.example/{row['handle_key']}/{at}" for at in range(len(panels))],
        "panels_type": ["DEFAULT" for _ in panels],
        "panels_image": [None for _ in panels],
        "profileImageURL": picture,
        "profile_picture_hd": picture,
        "post_data": posts.twitch(row, rng, game, picture),
    }


def onlyfans(row: Row, rng: random.Random, picture: Picture) -> Row:
    """The OnlyFans block; its real shape was never seen."""
    return _shared(row, picture) | {
        "username": row["handle"],
        "name": row["name"],
        "about": row["bio"],
        "photos_count": row["photos"],
        "likes_count": row["total_likes"],
        "subscription_price": row["price"],
        "has_livestreams": flag(row, "live_streams"),
    }
