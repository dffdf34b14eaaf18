"""Turns the filters of a discovery request into SQL over the creators.

Which keys exist, for which platform and of which type comes from the catalogue in the resources; a key that
is unknown or of another platform is ignored, as the service does (contract, Q7).
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from app import resources
from app.sandbox.brands import BRANDS, BRANDS_IN, GAMES
from app.sandbox.checks import check, handle_key, refuse
from app.sandbox.columns import AGES, BITS, CITY_SHARE, CREDIBILITY, REGION_SHARE, SERVICES
from app.sandbox.places import CITIES, COUNTRIES, REGIONS, in_country
from app.sandbox.topics import INTERESTS, NICHES, SUBS
from app.sandbox.words import LANGUAGES, split

RANGES: dict[str, str] = {
    "number_of_followers": "followers", "number_of_subscribers": "followers", "followers": "followers",
    "engagement_percent": "engagement", "income": "income", "average_likes": "avg_likes",
    "average_comments": "avg_comments", "average_views": "avg_views", "average_video_downloads": "downloads",
    "average_views_on_long_videos": "views_long", "median_views_long": "median_long",
    "average_views_on_shorts": "views_short", "average_views_for_reels": "views_short",
    "average_stream_views": "stream_views", "average_stream_duration": "stream_seconds",
    "avg_views_last_30_days": "avg_views", "maximum_views_count": "peak_views", "number_of_videos": "posts",
    "video_count": "posts", "number_of_posts": "posts", "number_of_photos": "photos", "number_of_likes": "total_likes",
    "number_of_tweets": "posts", "tweets_count": "posts", "shorts_percentage": "short_pct",
    "reels_percent": "short_pct",
    "video_percentage": "video_pct", "long_video_duration": "long_minutes",
    "streamed_hours_last_30_days": "stream_hours", "streams_count_last_30_days": "streams",
    "subscription_price": "price", "active_subscribers": "paid_subscribers", "total_hours_streamed": "hours_total",
}  # fmt: skip
DAYS: dict[str, str] = {
    "last_post": "last_days", "last_upload_long_video": "long_days", "last_upload_short_video": "short_days",
    "last_stream_upload": "stream_days", "most_recent_stream_date": "last_days", "last_active": "last_days",
}  # fmt: skip
YES: dict[str, str] = {
    "is_verified": "verified", "has_link_in_bio": "has_link", "has_shorts": "shorts", "has_podcast": "podcast",
    "has_videos": "videos", "has_live_videos": "live_videos", "has_live_streams": "live_streams",
    "has_community_posts": "community_posts", "has_free_account": "free_account", "has_courses": "courses",
    "has_membership": "membership", "has_merch": "merch", "has_tik_tok_shop": "tiktok_shop",
    "has_done_brand_deals": "brand_deals", "promotes_affiliate_links": "affiliate", "does_live_streaming": "streaming",
    "streams_live": "streams_live", "is_monetizing": "monetizing", "is_twitch_partner": "partner",
}  # fmt: skip
_CAPTION, _ABOUT, _TAGS = "lower(caption)", "lower(about)", "' ' || tags || ' '"
WORDS: dict[str, tuple[str, bool]] = {
    "keywords_in_bio": ("bio_key", True), "exclude_keywords_in_bio": ("bio_key", False),
    "keywords_in_description": ("bio_key", True), "keywords_not_in_description": ("bio_key", False),
    "keywords_in_captions": (_CAPTION, True), "keywords_not_in_captions": (_CAPTION, False),
    "keywords_in_video_description": (_ABOUT, True), "keywords_not_in_video_description": (_ABOUT, False),
    "keywords_in_video_titles": (_CAPTION, True), "keywords_not_in_video_titles": (_CAPTION, False),
    "keywords_in_tweets": (_CAPTION, True), "keywords_not_in_tweets": (_CAPTION, False), "tweets": (_CAPTION, True),
    "video_description": (_CAPTION, True), "not_video_description": (_CAPTION, False),
    "hashtags": (_TAGS, True), "not_hashtags": (_TAGS, False),
}  # fmt: skip
"""Key -> (text, wanted); any of the words is enough, or too much. A hashtag counts as a whole."""
LINKS: dict[str, tuple[str, bool]] = {
    "link_in_bio": ("has", True), "not_link_in_bio": ("has", False), "links_from_description": ("has", True),
    "links_from_video_description": ("video_links", True),
}  # fmt: skip
"""Key -> (which links, wanted)."""
LEAVING_OUT = ("exclude_list", "exclude_default_list", "exclude_all_lists", "exclude_previous")
"""What these leave out is known to the account: it reaches `conditions` as a `LeftOut`."""

_LANGUAGE_AT = {abbreviation: at for at, (abbreviation, _) in enumerate(LANGUAGES)}
_COUNTRY_AT = {country.name: at for at, country in enumerate(COUNTRIES)}
_REGION_AT = {in_country(region): at for at, region in enumerate(REGIONS)}
_CITY_AT = {in_country(city): at for at, city in enumerate(CITIES)}
_BRAND_AT = {
    spelling: at for at, brand in enumerate(BRANDS) for spelling in (brand.full_name, brand.cleaned, brand.username)
}
_GAME_AT = {game: at for at, game in enumerate(GAMES)}
_INTEREST_AT = {interest: at for at, interest in enumerate(INTERESTS)}
_COMMON = frozenset(split("a an and about for from in of on or the to with who creators creator influencers"))


def catalogue() -> dict[str, dict[str, Any]]:
    """The filter catalogue by key."""
    text = resources.path("api", "filters.json").read_text(encoding="utf-8")
    return {entry["key"]: entry for entry in json.loads(text)["filters"]}


def accepted(platform: str, filters: Any, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The filters that count, by their whole key: known, of this platform and not empty.

    Raises BadRequest for a value of the wrong type.
    """
    if not isinstance(filters, dict):
        raise refuse("filters", "Expected a dictionary of items.")
    flat = {key: value for key, value in filters.items() if key != "audience"}
    audience = filters.get("audience")
    if audience is not None and not isinstance(audience, dict):
        raise refuse("filters.audience", "Expected a dictionary of items.")
    flat.update({f"audience.{key}": value for key, value in (audience or {}).items()})
    kept: dict[str, Any] = {}
    for key, value in flat.items():
        entry = known.get(key)
        if entry is None or platform not in entry["platforms"] or value is None or value in ("", [], {}):
            continue
        check(key, value, entry)
        kept[key] = value
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Creators a search leaves out: handle keys of exclusion lists, and row ids returned before.

    `mark` differs whenever they do, so that a remembered result is not used after a list changed.
    """

    mark: str = ""
    handles: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()


NOBODY = LeftOut()


class Where:
    """Conditions joined by AND, with their values."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: list[Any] = []
        self.score: tuple[str, list[Any]] | None = None

    def add(self, part: str, *values: Any) -> None:
        """Require `part`."""
        self.parts.append(part)
        self.values.extend(values)

    def any_of(self, columns: tuple[str, ...], positions: list[int]) -> None:
        """Require one of the columns to hold one of the positions; nothing known matches nothing."""
        marks = ",".join(str(at) for at in positions) or "-1"
        self.add("(" + " OR ".join(f"{column} IN ({marks})" for column in columns) + ")")

    def sql(self) -> str:
        """The text behind WHERE."""
        return " AND ".join(self.parts) or "1"


def conditions(filters: dict[str, Any], left_out: LeftOut) -> Where:
    """The SQL of accepted filters, without those who are left out."""
    where = Where()
    for key, value in filters.items():
        _apply(where, key, value)
    if left_out.handles:
        _without_handles(where, left_out.handles)
    if left_out.numbers:
        where.add("id NOT IN (SELECT value FROM json_each(?))", json.dumps(left_out.numbers))
    return where


def _without_handles(where: Where, keys: Iterable[str]) -> None:
    where.add("handle_key NOT IN (SELECT value FROM json_each(?))", json.dumps(list(keys)))


def _apply(where: Where, key: str, value: Any) -> None:
    if key in RANGES:
        for bound, sign in (("min", ">="), ("max", "<=")):
            if value.get(bound) is not None:
                where.add(f"{RANGES[key]} {sign} ?", value[bound])
    elif key in DAYS:
        where.add(f"{DAYS[key]} <= ?", value)
    elif key in YES:
        if value:
            where.add(f"flags & {BITS[YES[key]]}")
    elif key in WORDS:
        column, wanted = WORDS[key]
        words = [word.strip().lstrip("#").lower() for word in value]
        if column == _TAGS:
            words = [f" {word} " for word in words]
        found = " OR ".join([f"instr({column}, ?) > 0"] * len(words))
        where.add(f"({found})" if wanted else f"NOT ({found})", *words)
    elif key in LINKS:
        _links(where, value, *LINKS[key])
    elif key not in LEAVING_OUT:
        SPECIAL[key](where, value)


def _links(where: Where, words: list[str], column: str, wanted: bool) -> None:
    """Addresses in the profile (`blocks.links`) or below videos (`posts.below_video`)."""
    own = "'https://' || replace(replace(handle_key, '_', '-'), '.', '-') || '.example'"
    tests, values = [], []
    for word in (word.strip().lower() for word in words):
        mask = sum(1 << at for at, name in enumerate(SERVICES) if word in f"https://{name.lower()}.example/")
        tests.append(f"({column} & {mask} OR ({column} AND instr(handle_key, ?)))")
        values.append(word)
        if column == "has":
            tests[-1] = f"(flags & {BITS['has_link']} AND ({tests[-1]} OR instr({own}, ?)))"
            values.append(word)
    joined = " OR ".join(tests)
    where.add(f"({joined})" if wanted else f"NOT ({joined})", *values)


def _location(where: Where, value: list[str]) -> None:
    tests = []
    for column, positions in (("country", _COUNTRY_AT), ("region", _REGION_AT), ("city", _CITY_AT)):
        marks = ",".join(str(positions[name]) for name in value if name in positions)
        tests.append(f"{column} IN ({marks or -1})")
    where.add(f"({' OR '.join(tests)})")


def _growth(where: Where, value: dict[str, Any]) -> None:
    months = value.get("time_range_months") or 3
    column = f"growth{min((3, 6, 9, 12), key=lambda known: abs(known - months))}"
    if value.get("growth_percentage") is not None:
        where.add(f"{column} >= ?", value["growth_percentage"])


def _topics(where: Where, value: list[str]) -> None:
    names = {name.lower() for name in value}
    where.any_of(("niche",), [at for at, niche in enumerate(NICHES) if niche.name.lower() in names])
    broad = where.parts.pop()
    where.any_of(("sub",), [at for at, (sub, _) in enumerate(SUBS) if sub.lower() in names])
    where.add(f"({broad} OR {where.parts.pop()})")


def _creator_has(where: Where, value: dict[str, bool]) -> None:
    wanted = {name for name, on in value.items() if on}
    for at, name in enumerate(SERVICES):
        if f"has_{name}" in wanted:
            where.add(f"has & {1 << at}")


def _ai_search(where: Where, value: str) -> None:
    words = [word for word in value.lower().replace(",", " ").split() if word not in _COMMON and len(word) > 1]
    phrase = " ".join(words)
    tests: list[tuple[int, str]] = []
    values: list[Any] = []
    named = ((4, "sub", [sub for sub, _ in SUBS]), (2, "niche", [niche.name for niche in NICHES]))
    for weight, column, names in named:
        near = [at for at, name in enumerate(names) if any(word in name.lower().split() for word in words)]
        same = [at for at, name in enumerate(names) if name.lower() in phrase]
        tests += [(weight, f"{column} IN ({','.join(map(str, hits))})") for hits in (near, same) if hits]
    for word in words:
        tests += [(1, "instr(bio_key, ?) > 0"), (1, "instr(tags, ?) > 0")]
        values += [word, word]
    where.add("(" + (" OR ".join(test for _, test in tests) or "0") + ")", *values)
    where.score = (" + ".join(f"{weight} * ({test})" for weight, test in tests) or "0", values)


def _audience_places(where: Where, value: list[dict[str, Any]]) -> None:
    """Every place named must hold its share; a level says whether a country, a state or a city is meant."""
    for item in value:
        name, level, least = item["name"], item.get("type"), item.get("min_pct") or 0
        country = _COUNTRY_AT.get(name, -1) if level in (None, "country") else -1
        region = _REGION_AT.get(name, -1) if level in (None, "state") else -1
        city = _CITY_AT.get(name, -1) if level in (None, "city") else -1
        where.add(
            "((aud_country1 = ? AND aud_pct1 >= ?) OR (aud_country2 = ? AND aud_pct2 >= ?)"
            f" OR (region = ? AND aud_pct1 * {REGION_SHARE} >= ?) OR (city = ? AND aud_pct1 * {CITY_SHARE} >= ?))",
            *(country, least, country, least, region, least, city, least),
        )


def _audience_gender(where: Where, value: dict[str, Any]) -> None:
    share = "aud_female" if value.get("type") == "female" else "100 - aud_female"
    where.add(f"{share} >= ?", value.get("min_pct") or 0)


def _audience_age(where: Where, value: list[dict[str, Any]]) -> None:
    for item in value:
        where.add(f"{AGES.get(item.get('range', ''), 'NULL')} >= ?", item.get("min_pct") or 0)


def _audience_language(where: Where, value: list[dict[str, Any]]) -> None:
    for item in value:
        at = _LANGUAGE_AT.get(item.get("language_abbr", ""), -1)
        where.add("aud_lang = ? AND aud_lang_pct >= ?", at, item.get("min_pct") or 0)


def _audience_interests(where: Where, value: list[dict[str, Any]]) -> None:
    for item in value:
        at, least = _INTEREST_AT.get(item["name"], -1), item.get("min_pct") or 0
        where.add(
            "((aud_interest1 = ? AND aud_interest1_pct >= ?) OR (aud_interest2 = ? AND aud_interest2_pct >= ?))",
            *(at, least, at, least),
        )


def _brand_positions(names: list[str]) -> list[int]:
    return [_BRAND_AT[name] for name in names if name in _BRAND_AT]


def _similar_to(where: Where, value: list[str]) -> None:
    """Creators of the same sub-field and language as one of those named; nobody is like an unknown one."""
    keys = json.dumps([handle_key(handle) for handle in value])
    where.add(
        "(sub, lang) IN (SELECT sub, lang FROM creators WHERE handle_key IN (SELECT value FROM json_each(?)))"
        " AND handle_key NOT IN (SELECT value FROM json_each(?))",
        *(keys, keys),
    )


SPECIAL: dict[str, Callable[[Where, Any], None]] = {
    "location": _location,
    "type": lambda where, value: where.add("business = ?", int(value == "business")),
    "gender": lambda where, value: where.add("gender = ?", int(value == "female")),
    "profile_language": lambda where, value: where.any_of(
        ("lang", "lang2"), [_LANGUAGE_AT[word] for word in value if word in _LANGUAGE_AT]
    ),
    "exclude_private_profile": lambda where, value: where.add(f"NOT flags & {BITS['private']}") if value else None,
    "exclude_role_based_emails": lambda where, value: where.add("email <> 2") if value else None,
    "exclude_handles": lambda where, value: _without_handles(where, map(handle_key, value)),
    "similar_to": _similar_to,
    "ai_search": _ai_search,
    "follower_growth": _growth,
    "subscriber_growth": _growth,
    "posting_frequency": lambda where, value: where.add("pace >= ?", value),
    "topics": _topics,
    "games_played": lambda where, value: where.any_of(
        ("game",), [_GAME_AT[name] for name in value if name in _GAME_AT]
    ),
    "brands": lambda where, value: where.any_of(("brand1", "brand2"), _brand_positions(value)),
    "creator_has": _creator_has,
    "audience.location": _audience_places,
    "audience.gender": _audience_gender,
    "audience.age": _audience_age,
    "audience.language": _audience_language,
    "audience.interests": _audience_interests,
    "audience.brands": lambda where, value: where.any_of(("aud_brand1", "aud_brand2"), _brand_positions(value)),
    "audience.brand_categories": lambda where, value: where.any_of(
        ("aud_brand1", "aud_brand2"), [at for name in value for at in BRANDS_IN.get(name, ())]
    ),
    "audience.credibility": lambda where, value: where.add("credibility >= ? AND credibility < ?", *CREDIBILITY[value]),
}
