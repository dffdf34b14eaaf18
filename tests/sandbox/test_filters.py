"""Every filter of the catalogue, on every platform that has it, keeps exactly those whom its help describes.

A sample of creators of each platform is held against its seeded truth; a search with the filter must list
those of the sample who fit, all of them and nobody else, in the same order.
"""

from collections.abc import Callable
from functools import cache
from statistics import median
from typing import Any

import pytest

from app.sandbox.brands import BRANDS, CATEGORIES, GAMES
from app.sandbox.columns import PLATFORMS, named
from app.sandbox.filters import catalogue
from app.sandbox.topics import INTERESTS, NICHES, SUBS
from app.sandbox.words import LANGUAGES

Truth = dict[str, Any]
Fits = Callable[[Truth], bool]
Case = Callable[[list[Truth]], tuple[Any, Fits]]
"""From a sample to a value that keeps a part of it, and who should be left."""

CATALOGUE = catalogue()
WALKED = [(key, platform) for key, entry in CATALOGUE.items() for platform in entry["platforms"]]
SAMPLE = 200
WITHOUT_SAMPLE = ("ai_search", "exclude_list", "exclude_default_list", "exclude_all_lists", "exclude_previous")
"""Told in tests of their own: what they leave out or put first is not a matter of one creator's truth."""


def between(column: str) -> Case:
    def case(sample: list[Truth]) -> tuple[Any, Fits]:
        values = sorted(truth[column] for truth in sample if truth[column] is not None)
        low, high = values[len(values) // 3], values[-len(values) // 5]
        return {"min": low, "max": high}, lambda truth: truth[column] is not None and low <= truth[column] <= high

    return case


def at_least(column: str, wrap: Callable[[float], Any]) -> Case:
    def case(sample: list[Truth]) -> tuple[Any, Fits]:
        middle = median(truth[column] for truth in sample if truth[column] is not None)
        return wrap(middle), lambda truth: truth[column] is not None and truth[column] >= middle

    return case


def within(column: str) -> Case:
    def case(sample: list[Truth]) -> tuple[Any, Fits]:
        days = sorted(truth[column] for truth in sample if truth[column] is not None)[len(sample) // 4]
        return days, lambda truth: truth[column] is not None and truth[column] <= days

    return case


def fact(name: str) -> Case:
    return lambda sample: (True, lambda truth: name in truth["flags"])


def says(column: str, wanted: bool = True) -> Case:
    def case(sample: list[Truth]) -> tuple[Any, Fits]:
        texts = [(truth[column] or "").lower() for truth in sample]
        word = max(texts[20].split(), key=len)
        other = max(texts[30].split(), key=len)
        return [
            word.upper(),
            other,
        ], lambda truth: any(w in (truth[column] or "").lower() for w in (word, other)) is wanted

    return case


def tagged(wanted: bool) -> Case:
    def case(sample: list[Truth]) -> tuple[Any, Fits]:
        tag = sample[20]["tags"].split()[-1]
        return [f"#{tag}"], lambda truth: (tag in truth["tags"].split()) is wanted

    return case


def linked(wanted: bool) -> Case:
    def fits(truth: Truth) -> bool:
        return ("has_link" in truth["flags"] and "discord" in truth["services"]) is wanted

    return lambda sample: (["discord.example"], fits)


def one_of(column: str, name: Callable[[Any], str], *, also: str | None = None) -> Case:
    """A list of two values that two of the sample have."""

    def case(sample: list[Truth]) -> tuple[Any, Fits]:
        names = list(dict.fromkeys(name(truth[column]) for truth in sample if truth[column] is not None))[:2]
        columns = [column] if also is None else [column, also]
        return names, lambda truth: any(truth[c] is not None and name(truth[c]) in names for c in columns)

    return case


def placed(sample: list[Truth]) -> tuple[Any, Fits]:
    """A country, a region and a city of three of the sample."""
    country = sample[3]["country"]
    region = next(truth for truth in sample if truth["region"])
    city = sample[5]
    value = [country, f"{region['region']}, {region['country']}", f"{city['city']}, {city['country']}"]
    return value, lambda truth: any(
        place in value
        for place in (
            truth["country"],
            f"{truth['region']}, {truth['country']}",
            f"{truth['city']}, {truth['country']}",
        )
    )


def like_another(sample: list[Truth]) -> tuple[Any, Fits]:
    """Somebody to whom another one of the sample is similar."""
    kinds = [(truth["sub"], truth["lang"]) for truth in sample]
    kind = next(kind for kind in kinds if kinds.count(kind) > 1)
    first = sample[kinds.index(kind)]["handle_key"]
    return [first], lambda truth: (truth["sub"], truth["lang"]) == kind and truth["handle_key"] != first


def also_on(sample: list[Truth]) -> tuple[Any, Fits]:
    """Two services must both be there."""
    services = next(truth["services"] for truth in sample if len(truth["services"]) > 1)[:2]
    value = {f"has_{service}": True for service in services}
    return value, lambda truth: set(services) <= set(truth["services"])


def below_videos(sample: list[Truth]) -> tuple[Any, Fits]:
    """A service that somebody links below videos."""
    service = next(named(truth["video_links"])[0] for truth in sample if truth["video_links"])
    return [f"{service}.example/".lower()], lambda truth: service in named(truth["video_links"])


def skipped(sample: list[Truth]) -> tuple[Any, Fits]:
    """Every other one, written in several ways."""
    handles = [truth["handle"] for truth in sample[::2]]
    written = [f"@{handle.upper()}" if at % 2 else f"https://x.example/{handle}/" for at, handle in enumerate(handles)]
    return written, lambda truth: truth["handle"] not in handles


def grown(sample: list[Truth]) -> tuple[Any, Fits]:
    """Over half a year."""
    return at_least("growth6", lambda least: {"growth_percentage": least, "time_range_months": 6})(sample)


def from_places(sample: list[Truth]) -> tuple[Any, Fits]:
    """Followers in the creator's own country."""
    home = next(truth["country"] for truth in sample if truth["aud_pct1"] is not None)
    value = [{"name": home, "type": "country", "min_pct": 30}]
    second = next((truth["aud_country1"] for truth in sample if truth["country"] == home and truth["aud_pct1"]), None)

    def fits(truth: Truth) -> bool:
        first = truth["aud_country1"] == second and truth["aud_pct1"] >= 30
        return first or (truth["aud_country2"] == second and truth["aud_pct2"] >= 30)

    return value, lambda truth: truth["aud_pct1"] is not None and fits(truth)


def share(column: str, name: Callable[[Any], str], key: str) -> Case:
    """Followers who speak a language or like something, with a smallest share."""

    def case(sample: list[Truth]) -> tuple[Any, Fits]:
        someone = max(sample, key=lambda truth: truth[f"{column}_pct"] or 0)
        value = [{key: name(someone[column]), "min_pct": 20}]
        return value, lambda truth: any(
            truth.get(c) == someone[column] and truth[f"{c}_pct"] >= 20 for c in (column, column.replace("1", "2"))
        )

    return case


def followed_kinds(sample: list[Truth]) -> tuple[Any, Fits]:
    """A category of the brands that followers like."""
    category = BRANDS[next(truth["aud_brand1"] for truth in sample if truth["aud_brand1"] is not None)].category
    assert category in CATEGORIES
    return (
        [category],
        lambda truth: (
            truth["aud_brand1"] is not None
            and any(BRANDS[truth[column]].category == category for column in ("aud_brand1", "aud_brand2"))
        ),
    )


def brand_user(at: int) -> str:
    return BRANDS[at].username


def language(value: str | int) -> str:
    return value if isinstance(value, str) else LANGUAGES[value][0]


CASES: dict[str, Case] = {
    "location": placed,
    "type": lambda sample: ("business", lambda truth: truth["business"] == 1),
    "gender": lambda sample: ("male", lambda truth: truth["gender"] == 0),
    "profile_language": one_of("lang", language, also="lang2"),
    "exclude_private_profile": lambda sample: (True, lambda truth: "private" not in truth["flags"]),
    "exclude_role_based_emails": lambda sample: (True, lambda truth: truth["email_kind"] != "role"),
    "exclude_handles": skipped,
    "similar_to": like_another,
    "follower_growth": grown,
    "subscriber_growth": grown,
    "posting_frequency": at_least("pace", lambda least: least),
    "number_of_followers": between("followers"),
    "number_of_subscribers": between("followers"),
    "followers": between("followers"),
    "engagement_percent": between("engagement"),
    "income": between("income"),
    "average_likes": between("avg_likes"),
    "average_comments": between("avg_comments"),
    "average_views": between("avg_views"),
    "average_video_downloads": between("downloads"),
    "average_views_on_long_videos": between("views_long"),
    "median_views_long": between("median_long"),
    "average_views_on_shorts": between("views_short"),
    "average_views_for_reels": between("views_short"),
    "average_stream_views": between("stream_views"),
    "average_stream_duration": between("stream_seconds"),
    "avg_views_last_30_days": between("avg_views"),
    "maximum_views_count": between("peak_views"),
    "number_of_videos": between("posts"),
    "video_count": between("posts"),
    "number_of_posts": between("posts"),
    "number_of_photos": between("photos"),
    "number_of_likes": between("total_likes"),
    "number_of_tweets": between("posts"),
    "tweets_count": between("posts"),
    "shorts_percentage": between("short_pct"),
    "reels_percent": between("short_pct"),
    "video_percentage": between("video_pct"),
    "long_video_duration": between("long_minutes"),
    "streamed_hours_last_30_days": between("stream_hours"),
    "streams_count_last_30_days": between("streams"),
    "subscription_price": between("price"),
    "active_subscribers": between("paid_subscribers"),
    "total_hours_streamed": between("hours_total"),
    "last_post": within("last_days"),
    "last_upload_long_video": within("long_days"),
    "last_upload_short_video": within("short_days"),
    "last_stream_upload": within("stream_days"),
    "most_recent_stream_date": within("last_days"),
    "last_active": within("last_days"),
    "keywords_in_bio": says("bio"),
    "exclude_keywords_in_bio": says("bio", wanted=False),
    "keywords_in_description": says("bio"),
    "keywords_not_in_description": says("bio", wanted=False),
    "keywords_in_captions": says("caption"),
    "keywords_not_in_captions": says("caption", wanted=False),
    "keywords_in_video_titles": says("caption"),
    "keywords_not_in_video_titles": says("caption", wanted=False),
    "keywords_in_video_description": says("about"),
    "keywords_not_in_video_description": says("about", wanted=False),
    "keywords_in_tweets": says("caption"),
    "keywords_not_in_tweets": says("caption", wanted=False),
    "tweets": says("caption"),
    "video_description": says("caption"),
    "not_video_description": says("caption", wanted=False),
    "hashtags": tagged(True),
    "not_hashtags": tagged(False),
    "topics": lambda sample: (
        [NICHES[sample[0]["niche"]].name, SUBS[sample[1]["sub"]][0]],
        lambda truth: truth["niche"] == sample[0]["niche"] or truth["sub"] == sample[1]["sub"],
    ),
    "games_played": one_of("game", lambda at: GAMES[at]),
    "brands": one_of("brand1", brand_user, also="brand2"),
    "link_in_bio": linked(True),
    "not_link_in_bio": linked(False),
    "links_from_description": linked(True),
    "links_from_video_description": below_videos,
    "creator_has": also_on,
    "is_verified": fact("verified"),
    "has_link_in_bio": fact("has_link"),
    "has_shorts": fact("shorts"),
    "has_podcast": fact("podcast"),
    "has_videos": fact("videos"),
    "has_live_videos": fact("live_videos"),
    "has_live_streams": fact("live_streams"),
    "has_community_posts": fact("community_posts"),
    "has_free_account": lambda sample: (True, lambda truth: truth["price"] == 0),
    "has_courses": fact("courses"),
    "has_membership": fact("membership"),
    "has_merch": fact("merch"),
    "has_tik_tok_shop": fact("tiktok_shop"),
    "has_done_brand_deals": fact("brand_deals"),
    "promotes_affiliate_links": fact("affiliate"),
    "does_live_streaming": fact("streaming"),
    "streams_live": fact("streams_live"),
    "is_monetizing": fact("monetizing"),
    "is_twitch_partner": fact("partner"),
    "audience.location": from_places,
    "audience.gender": at_least("aud_female", lambda least: {"type": "female", "min_pct": least}),
    "audience.age": at_least("age3", lambda least: [{"range": "25-34", "min_pct": least}]),
    "audience.language": share("aud_lang", language, "language_abbr"),
    "audience.interests": share("aud_interest1", lambda at: INTERESTS[at], "name"),
    "audience.brands": one_of("aud_brand1", brand_user, also="aud_brand2"),
    "audience.brand_categories": followed_kinds,
    "audience.credibility": lambda sample: (
        "good",
        lambda truth: truth["credibility"] is not None and 70 <= truth["credibility"] < 80,
    ),
}


@pytest.fixture(scope="module")
def sample(_common) -> Callable[[str], list[Truth]]:
    """The truth about the first creators of a platform."""

    @cache
    def of(platform: str) -> list[Truth]:
        pages = range(SAMPLE // 50)
        handles = [h for page in pages for h in _common.names(platform=platform, paging={"limit": 50, "page": page})]
        return [_common.truth(handle, platform) for handle in handles]

    return of


def on_the_wire(key: str, value: Any) -> dict[str, Any]:
    """A filter as a request carries it: a dot means nesting."""
    outer, _, inner = key.partition(".")
    return {outer: {inner: value}} if inner else {outer: value}


def listed(api, filters: dict[str, Any], platform: str, count: int) -> list[str]:
    """The first `count` names of a search."""
    names: list[str] = []
    while len(names) < count:
        names += api.names(filters, platform=platform, paging={"limit": 50, "page": len(names) // 50})
    return names[:count]


def test_every_filter_of_the_catalogue_is_told_here():
    """A key that the catalogue gains must get its meaning."""
    assert CASES.keys() | set(WITHOUT_SAMPLE) == CATALOGUE.keys()


@pytest.mark.parametrize(("key", "platform"), [(key, platform) for key, platform in WALKED if key in CASES])
def test_a_filter_keeps_exactly_those_it_describes(api, sample, key, platform):
    """All of the sample who fit, nobody else, and fewer than everybody."""
    truths = sample(platform)
    value, fits = CASES[key](truths)
    expected = [truth["handle"] for truth in truths if fits(truth)]
    filters = on_the_wire(key, value)

    assert 0 < len(expected) < SAMPLE
    assert listed(api, filters, platform, len(expected)) == expected
    assert api.discover(filters, platform=platform).json()["total"] < 100_000


@pytest.mark.parametrize("platform", PLATFORMS)
def test_plain_words_put_their_field_first(api, sample, platform):
    """ai_search lists creators of the field that is named before all others."""
    field = SUBS[sample(platform)[0]["sub"]][0]
    names = api.names({"ai_search": field.lower()}, platform=platform)

    assert {SUBS[api.truth(name, platform)["sub"]][0] for name in names} == {field}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_creators_returned_before_can_be_skipped(start, platform):
    """exclude_previous leaves out whom this account was shown, and its own pages do not move meanwhile."""
    api = start("--credits", "100")
    shown = api.names(platform=platform, paging={"limit": 20, "page": 0})
    new = {"exclude_previous": True}
    pages = [api.names(new, platform=platform, paging={"limit": 20, "page": page}) for page in range(2)]
    once_more = api.names(new, platform=platform, paging={"limit": 20, "page": 0})

    assert len(set(shown + pages[0] + pages[1] + once_more)) == 80
    assert (
        pages[0] + pages[1] + once_more
        == [name for page in range(4) for name in api.names(platform=platform, paging={"limit": 20, "page": page})][20:]
    )


def test_an_audience_city_counts_for_less_than_its_country(api, sample):
    """A level that does not fit the name matches nobody; a city holds a part of the country's share."""
    truth = next(one for one in sample("instagram") if one["region"] and (one["aud_pct1"] or 0) > 50)
    names = {
        "country": truth["country"],
        "state": f"{truth['region']}, {truth['country']}",
        "city": f"{truth['city']}, {truth['country']}",
    }

    def total(name: str, level: str) -> int:
        filters = {"audience": {"location": [{"name": name, "type": level, "min_pct": 15}]}}
        return int(api.discover(filters).json()["total"])

    found = [total(name, level) for level, name in names.items()]
    assert found == sorted(found, reverse=True)
    assert found[-1] > 0
    assert total(names["city"], "country") == 0
