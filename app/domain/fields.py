"""The one table of what is known about a creator: every column, its reader, and how it is written.

A key is never renamed or reused without a migration: it names a column of the workspace.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.creators import Value
from app.domain.money import Had
from app.domain.platforms import Platform
from app.domain.readers import (
    FOLLOWERS,
    Answer,
    Reader,
    also_on,
    count,
    country,
    day,
    email_type,
    flag,
    joined,
    language,
    number,
    text,
    top,
    weight_of,
)


class Kind(StrEnum):
    TEXT = "text"
    LINK = "link"
    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    FLAG = "flag"

    @property
    def is_number(self) -> bool:
        return self in (Kind.COUNT, Kind.NUMBER, Kind.PERCENT, Kind.MONEY)

    @property
    def excel_format(self) -> str:
        """The number format of a workbook cell; percent cells hold fractions."""
        return _EXCEL_FORMATS.get(self, "General")


_EXCEL_FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.NUMBER: "#,##0.0",
    Kind.PERCENT: "0.00%",
    Kind.MONEY: "#,##0.00",
    Kind.DATE: "yyyy-mm-dd",
    Kind.TEXT: "@",
    Kind.LINK: "@",
}


class Group(StrEnum):
    """Headings of the column chooser and the creator panel."""

    IDENTITY = "Identity"
    CONTACT = "Contact"
    NUMBERS = "Numbers"
    GROWTH = "Growth"
    CONTENT = "Content"
    AUDIENCE = "Audience"
    WORK = "Brands and work"


EVERYWHERE = frozenset(Platform)
WITH_AUDIENCE = frozenset({Platform.INSTAGRAM, Platform.TIKTOK, Platform.YOUTUBE})  # contract, section 5
PROFILE = Had.RAW | Had.PROFILE
CONTACT = Had.PROFILE
METRICS = Had.RAW | Had.PROFILE | Had.ANALYTICS
AUDIENCE = Had.ANALYTICS


@dataclass(frozen=True, slots=True)
class Field:
    """One fact about a creator: a column of the sheet, the workspace and the workbook."""

    key: str
    label: str
    group: Group
    kind: Kind
    read: Reader = field(repr=False)
    parts: Had  # any of these brings it: empty then means hidden by the platform, else not fetched yet
    unit: str = ""
    platforms: frozenset[Platform] = EVERYWHERE
    width: int = 120  # logical pixels
    default: bool = False  # appears when the first details arrive
    guess: bool = False  # the service's guess; never merged into greetings unasked (contract, Q41)


_G, _K = Group, Kind
# One field, one or two lines: the table is read as a table.
# fmt: off
FIELDS: tuple[Field, ...] = (
    Field("name", "Name", _G.IDENTITY, _K.TEXT, text(".full_name", ".title", ".displayName"), PROFILE, width=150),
    Field("followers", "Followers", _G.NUMBERS, _K.COUNT,
          count(".follower_count", ".subscriber_count", ".total_followers"), PROFILE, unit="accounts", width=92),
    Field("engagement", "Eng. rate", _G.NUMBERS, _K.PERCENT,
          number(".engagement_percent"), PROFILE, unit="% of followers", width=84),
    Field("email", "Email", _G.CONTACT, _K.TEXT, text("email"), CONTACT, width=200, default=True),
    Field("email_type", "Email type", _G.CONTACT, _K.TEXT, email_type, CONTACT, width=160),
    Field("country", "Country", _G.IDENTITY, _K.TEXT,
          country("location", ".country", ".region"), CONTACT, width=150, default=True),
    Field("language", "Language", _G.IDENTITY, _K.TEXT, language, CONTACT, width=110),
    Field("niche", "Niche", _G.CONTENT, _K.TEXT,
          joined(".niche_class", ".topic_details", ".niche_sub_class", most=3), PROFILE, width=150, default=True),
    Field("subniche", "Sub-niche", _G.CONTENT, _K.TEXT, joined(".niche_sub_class", most=3), PROFILE, width=150),
    Field("bio", "Bio", _G.IDENTITY, _K.TEXT, text(".biography", ".description"), PROFILE, width=240),
    Field("verified", "Verified", _G.IDENTITY, _K.FLAG, flag(".is_verified", ".isPartner"), PROFILE, width=84),
    Field("first_name", "First name", _G.IDENTITY, _K.TEXT, text("first_name"), CONTACT, guess=True),
    Field("gender", "Gender", _G.IDENTITY, _K.TEXT, text("gender"), CONTACT, guess=True, width=90),
    Field("is_business", "Company account", _G.IDENTITY, _K.FLAG, flag("is_business", ".is_business_account"), CONTACT),
    Field("private", "Private account", _G.IDENTITY, _K.FLAG, flag(".is_private"), PROFILE),
    Field("also_on", "Also on", _G.CONTACT, _K.TEXT, also_on, CONTACT, width=180),
    Field("links", "Links in bio", _G.CONTACT, _K.TEXT,
          joined("links_in_bio", ".links_in_bio", most=5), PROFILE, width=220),
    Field("following", "Following", _G.NUMBERS, _K.COUNT, count(".following_count"), PROFILE, unit="accounts"),
    Field("posts", "Posts", _G.NUMBERS, _K.COUNT,
          count(".media_count", ".video_count", ".tweets_count"), PROFILE, unit="posts", width=84),
    Field("avg_likes", "Average likes", _G.NUMBERS, _K.COUNT, count(".avg_likes"), METRICS, unit="likes a post"),
    Field("median_likes", "Typical likes (median)", _G.NUMBERS, _K.COUNT,
          count(".likes_median"), METRICS, unit="likes a post", width=150),
    Field("avg_comments", "Average comments", _G.NUMBERS, _K.COUNT,
          count(".avg_comments", ".comment_count_avg", ".avg_reply"), METRICS, unit="comments a post", width=140),
    Field("avg_views", "Average views", _G.NUMBERS, _K.COUNT,
          count(".reels.avg_view_count", ".play_count_avg", ".avg_views"), METRICS, unit="views a post"),
    Field("median_views", "Typical views (median)", _G.NUMBERS, _K.COUNT,
          count(".reels.median_view_count", ".play_count_median", ".median_views_long"), METRICS,
          unit="views a post", width=160),
    Field("growth_3m", "Growth 3 months", _G.GROWTH, _K.PERCENT,
          number(".creator_follower_growth.3_months_ago"), METRICS,
          unit="%", platforms=frozenset({Platform.INSTAGRAM, Platform.TIKTOK}), width=130, default=True),
    Field("growth_12m", "Growth 12 months", _G.GROWTH, _K.PERCENT,
          number(".creator_follower_growth.12_months_ago"), METRICS,
          unit="%", platforms=frozenset({Platform.INSTAGRAM, Platform.TIKTOK}), width=136),
    Field("last_post", "Last post", _G.CONTENT, _K.DATE,
          day(".most_recent_post_date", ".last_streamed"), METRICS, width=100),
    Field("hashtags", "Hashtags", _G.CONTENT, _K.TEXT, joined(".hashtags", ".video_hashtags"), PROFILE, width=200),
    Field("streamed_hours", "Hours streamed, 30 days", _G.NUMBERS, _K.NUMBER,
          number(".streamed_hours_last_30_days"), METRICS,
          unit="hours", platforms=frozenset({Platform.TWITCH}), width=160),
    Field("streams", "Streams, 30 days", _G.NUMBERS, _K.COUNT,
          count(".streams_count_last_30_days"), METRICS, unit="streams", platforms=frozenset({Platform.TWITCH})),
    Field("audience_female", "Audience women", _G.AUDIENCE, _K.PERCENT,
          weight_of("audience_genders", "female"), AUDIENCE, unit="% of audience", platforms=WITH_AUDIENCE, width=126),
    Field("audience_age", "Audience age", _G.AUDIENCE, _K.TEXT,
          top("audience_ages", 1), AUDIENCE, platforms=WITH_AUDIENCE),
    Field("audience_countries", "Audience countries", _G.AUDIENCE, _K.TEXT,
          top("audience_geo.countries"), AUDIENCE, platforms=WITH_AUDIENCE, width=220),
    Field("audience_language", "Audience language", _G.AUDIENCE, _K.TEXT,
          top("audience_languages", 1), AUDIENCE, platforms=WITH_AUDIENCE, width=130),
    Field("audience_quality", "Audience quality", _G.AUDIENCE, _K.PERCENT,
          number(f"{FOLLOWERS}.audience_credibility", times=100), AUDIENCE,
          unit="% real followers", platforms=frozenset({Platform.INSTAGRAM}), width=126),
    Field("audience_interests", "Audience interests", _G.AUDIENCE, _K.TEXT,
          top("audience_interests", percent=False), AUDIENCE, platforms=frozenset({Platform.INSTAGRAM}), width=200),
    Field("brand_deals", "Brand deals", _G.WORK, _K.FLAG, flag("has_brand_deals"), CONTACT),
    Field("paid_partnership", "Paid partnerships", _G.WORK, _K.FLAG,
          flag(".has_paid_partnership", ".paid_partnership"), PROFILE),
    Field("affiliate", "Affiliate links", _G.WORK, _K.FLAG, flag(".promotes_affiliate_links"), PROFILE),
    Field("merch", "Sells merchandise", _G.WORK, _K.FLAG, flag(".has_merch"), PROFILE),
    Field("brands", "Brands seen", _G.WORK, _K.TEXT, joined(".brands_found"), PROFILE, width=200),
    Field("income_min", "Income from (estimate)", _G.WORK, _K.MONEY,
          number(".income.min"), METRICS,
          unit="USD", platforms=frozenset({Platform.INSTAGRAM, Platform.YOUTUBE}), width=150),
    Field("income_max", "Income to (estimate)", _G.WORK, _K.MONEY,
          number(".income.max"), METRICS,
          unit="USD", platforms=frozenset({Platform.INSTAGRAM, Platform.YOUTUBE}), width=140),
)
# fmt: on
BY_KEY: Mapping[str, Field] = {entry.key: entry for entry in FIELDS}


def read_all(answer: Answer) -> dict[str, Value]:
    """Every field's value in one answer."""
    return {entry.key: entry.read(answer) for entry in FIELDS}
