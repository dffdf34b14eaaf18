"""What is known about every invented creator: platforms, columns, yes/no facts, and how large accounts are."""

from dataclasses import dataclass

from app.sandbox.words import split

PLATFORMS = ("instagram", "youtube", "tiktok", "twitter", "twitch", "onlyfans")
SMALLER = ("snapchat", "discord", "pinterest", "facebook", "linkedin")
"""Platforms that enrichment takes although no search lists them; see `smaller`."""
SERVICES = split(
    "amazonaffiliates anchor applemusic bandcamp behance buymeacoffee cameo canva clubhouse community discord "
    "dribbble etsy facebook fiverr github gofundme goodreads instagram kakao kickstarter kofi linkedin linktree "
    "medium onlyfans patreon phone pinterest podcast redbubble shopify shopltk snapchat soundcloud spotify spring "
    "streamlabs substack telegram tiktok tumblr twitch twitter udemy viber vimeo vk weebly whatsApp wix youtube"
)
"""Places a creator can also be found at; bit n of `has` is SERVICES[n], `creator_has.has_<name>` on the wire."""


def named(bits: int) -> list[str]:
    """The services of a value of `has` or `video_links`."""
    return [name for at, name in enumerate(SERVICES) if bits >> at & 1]


FLAGS: dict[str, float] = {
    "verified": 0.06,
    "private": 0.03,
    "has_link": 0.62,
    "shorts": 0.7,
    "podcast": 0.06,
    "videos": 0.8,
    "live_videos": 0.2,
    "live_streams": 0.25,
    "community_posts": 0.35,
    "free_account": 0.3,
    "courses": 0.05,
    "membership": 0.12,
    "merch": 0.14,
    "tiktok_shop": 0.1,
    "brand_deals": 0.35,
    "affiliate": 0.22,
    "streaming": 0.12,
    "streams_live": 0.15,
    "monetizing": 0.45,
    "partner": 0.15,
    "no_picture": 0.03,
    "identity": 0.5,
    "open_messages": 0.4,
}
"""Yes/no facts and how common each is; bit n of `flags` is the n-th key."""
BITS = {name: 1 << position for position, name in enumerate(FLAGS)}

COLUMNS = split(
    "id handle handle_key name bio bio_key caption about tags followers engagement growth3 growth6 growth9 growth12 "
    "income income_min income_max pace avg_likes avg_comments avg_views downloads views_long median_long views_short "
    "stream_views stream_seconds peak_views posts photos total_likes short_pct video_pct long_minutes stream_hours "
    "streams price paid_subscribers hours_total last_days long_days short_days stream_days country region city lang "
    "lang2 niche sub gender business flags has video_links brand1 brand2 game email gone aud_country1 "
    "aud_pct1 aud_country2 aud_pct2 aud_female age1 age2 age3 age4 age5 age6 aud_lang aud_lang_pct aud_interest1 "
    "aud_interest1_pct aud_interest2 aud_interest2_pct aud_brand1 aud_brand2 credibility"
)
"""`email`: 0 none, 1 personal, 2 role; `gone`: listed by searches but not found by enrichment; shares are 0-100;
`bio_key`: the bio in lower case; `about`: what stands below the newest video, with the services of `video_links` (bits
as in `has`); `short_days`: None where there are no Shorts. Texts come first: a scan for words then
reads only the head of each row."""
SORTED = ("followers", "engagement", "growth12")
"""Columns that searches are sorted by; each has an index `by_<column>`, largest first."""
TEXTS = frozenset(split("handle handle_key name bio bio_key caption about tags"))

AGES = {
    "13-17": "age1",
    "18-24": "age2",
    "25-34": "age3",
    "35-44": "age4",
    "45-64": "age5",
    "65-": "age6",
    "65+": "age6",
}
"""Age bands on the wire, both spellings of the last (contract, Q26), with the column of each."""
CREDIBILITY = {
    "bad": (0, 45),
    "low": (45, 60),
    "normal": (60, 70),
    "good": (70, 80),
    "high": (80, 90),
    "best": (90, 101),
}
"""Audience quality on the wire: from and below which value of `credibility`."""
REGION_SHARE = 0.55
CITY_SHARE = 0.35
"""How much of the followers in the creator's own country live in the creator's own region and city."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How large accounts of a platform are: median followers, spread, typical engagement at 10,000 followers (%)."""

    median: float
    spread: float
    engagement: float
    handle_limit: int
    separators: tuple[str, ...]
    capitals: bool
    audience_from: int | None


SCALES: dict[str, Scale] = {
    "instagram": Scale(
        median=18_000,
        spread=1.6,
        engagement=2.9,
        handle_limit=30,
        separators=("", ".", "_"),
        capitals=False,
        audience_from=10_000,
    ),
    "youtube": Scale(
        median=9_000,
        spread=1.9,
        engagement=3.4,
        handle_limit=30,
        separators=("", "-", "_"),
        capitals=True,
        audience_from=3_000,
    ),
    "tiktok": Scale(
        median=25_000,
        spread=1.8,
        engagement=6.0,
        handle_limit=24,
        separators=("", ".", "_"),
        capitals=False,
        audience_from=3_000,
    ),
    "twitter": Scale(
        median=6_000,
        spread=1.8,
        engagement=1.1,
        handle_limit=15,
        separators=("", "_"),
        capitals=True,
        audience_from=None,
    ),
    "twitch": Scale(
        median=3_000,
        spread=1.7,
        engagement=2.0,
        handle_limit=25,
        separators=("", "_"),
        capitals=False,
        audience_from=None,
    ),
    "onlyfans": Scale(
        median=2_000,
        spread=1.5,
        engagement=2.0,
        handle_limit=30,
        separators=("", "_", "."),
        capitals=False,
        audience_from=None,
    ),
}
