# ruff: noqa: E501 - a case a line
"""Filters filter and sorts sort: every result is held against the truth about its creator."""

import pytest

from app.sandbox.columns import PLATFORMS, SERVICES
from app.sandbox.filters import RANGES, YES, catalogue

CATALOGUE = catalogue()
PLAIN_RANGES = [
    (key, platform) for key in RANGES for platform in CATALOGUE[key]["platforms"] if platform == "instagram"
]
PAGE = {"limit": 10, "page": 0}


def truths(api, filters, platform="instagram", **more):
    """The truth about the first matches; fails when there are none, or when everybody matches."""
    answer = api.discover(filters, platform=platform, paging=PAGE, **more).json()
    assert 0 < answer["total"] < 100_000
    return [api.truth(account["profile"]["username"], platform) for account in answer["accounts"]]


@pytest.mark.parametrize(("key", "platform"), PLAIN_RANGES)
def test_a_range_keeps_what_lies_in_it(api, key, platform):
    """Both bounds count, ends included."""
    column = RANGES[key]
    low, high = (30, 60) if CATALOGUE[key].get("unit") == "percent" and key != "engagement_percent" else (2, 500)
    found = truths(api, {key: {"min": low, "max": high}}, platform)

    assert all(low <= truth[column] <= high for truth in found)


@pytest.mark.parametrize("key", [key for key in YES if "instagram" in CATALOGUE[key]["platforms"]])
def test_a_yes_keeps_those_with_the_fact(api, key):
    """Only creators with the fact are left."""
    assert all(YES[key] in truth["flags"] for truth in truths(api, {key: True}))


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        ({"location": ["Norway"]}, lambda truth: truth["country"] == "Norway"),
        ({"location": ["Norway", "Lyon, France"]}, lambda truth: truth["country"] == "Norway" or truth["city"] == "Lyon"),
        ({"gender": "female"}, lambda truth: truth["gender"] == 1),
        ({"type": "business"}, lambda truth: truth["business"] == 1),
        ({"profile_language": ["de"]}, lambda truth: truth["lang"] == "de" or truth["lang2"] is not None),
        ({"exclude_private_profile": True}, lambda truth: "private" not in truth["flags"]),
        ({"exclude_role_based_emails": True}, lambda truth: truth["email_kind"] != "role"),
        ({"keywords_in_bio": ["COFFEE", "vegan"]}, lambda truth: any(w in truth["bio_key"] for w in ("coffee", "vegan"))),
        ({"exclude_keywords_in_bio": ["a"]}, lambda truth: "a" not in truth["bio_key"]),
        ({"keywords_in_captions": ["giveaway"]}, lambda truth: "Giveaway" in truth["caption"]),
        ({"hashtags": ["#trailrunning"]}, lambda truth: "trailrunning" in truth["tags"].split()),
        ({"not_hashtags": ["yoga"]}, lambda truth: "yoga" not in truth["tags"].split()),
        ({"link_in_bio": ["patreon"]}, lambda truth: "has_link" in truth["flags"] and "patreon" in truth["services"]),
        ({"posting_frequency": 5}, lambda truth: truth["pace"] >= 5),
        ({"last_post": 7}, lambda truth: truth["last_days"] <= 7),
        ({"follower_growth": {"growth_percentage": 10, "time_range_months": 6}}, lambda truth: truth["growth6"] >= 10),
        ({"creator_has": {"has_twitch": True, "has_whatsApp": True}}, lambda t: {"twitch", "whatsApp"} <= set(t["services"])),
        ({"brands": ["lumatea"]}, lambda truth: truth["brand1"] is not None),
        ({"audience": {"gender": {"type": "female", "min_pct": 70}}}, lambda truth: truth["aud_female"] >= 70),
        ({"audience": {"age": [{"range": "65-", "min_pct": 1}]}}, lambda truth: truth["age6"] >= 1),
        ({"audience": {"credibility": "best"}}, lambda truth: truth["credibility"] >= 90),
        ({"audience": {"location": [{"name": "Norway", "min_pct": 50}]}}, lambda truth: truth["country"] == "Norway"),
        ({"audience": {"language": [{"language_abbr": "fr", "min_pct": 60}]}}, lambda truth: truth["aud_lang_pct"] >= 60),
        ({"audience": {"interests": [{"name": "Travel", "min_pct": 20}]}}, lambda truth: truth["followers"] >= 10_000),
        ({"audience": {"brand_categories": ["Outdoor"]}}, lambda truth: truth["followers"] >= 10_000),
        ({"audience": {"brands": ["Luma Tea"]}}, lambda truth: truth["followers"] >= 10_000),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)  # fmt: skip
def test_a_filter_keeps_those_it_describes(api, filters, holds):
    """Every creator that is left fits the filter."""
    assert all(holds(truth) for truth in truths(api, filters))


@pytest.mark.parametrize(
    ("platform", "filters", "holds"),
    [
        ("youtube", {"number_of_subscribers": {"min": 50_000}}, lambda truth: truth["followers"] >= 50_000),
        ("youtube", {"topics": ["Sport", "Vegan baking"]}, lambda truth: truth["niche"] in (0, 2)),
        ("youtube", {"keywords_in_video_titles": ["giveaway"]}, lambda truth: "Giveaway" in truth["caption"]),
        ("twitch", {"games_played": ["Iron Legends"]}, lambda truth: truth["game"] is not None),
        ("twitch", {"followers": {"max": 100}}, lambda truth: truth["followers"] <= 100),
        ("tiktok", {"average_video_downloads": {"min": 1_000}}, lambda truth: truth["downloads"] >= 1_000),
        ("twitter", {"tweets_count": {"min": 4_000}}, lambda truth: truth["posts"] >= 4_000),
        ("onlyfans", {"subscription_price": {"max": 5}}, lambda truth: truth["price"] <= 5),
    ],
)
def test_a_filter_of_one_platform_filters_there(api, platform, filters, holds):
    """Each platform has its own keys."""
    assert all(holds(truth) for truth in truths(api, filters, platform))


def test_filters_add_up(api):
    """Several filters must all hold."""
    filters = {
        "number_of_followers": {"min": 20_000, "max": 250_000},
        "engagement_percent": {"min": 2},
        "location": ["Norway"],
    }
    found = truths(api, filters)

    assert all(20_000 <= truth["followers"] <= 250_000 and truth["engagement"] >= 2 for truth in found)


def test_excluded_handles_do_not_come(api):
    """The next ones move up."""
    first = api.names(paging={"limit": 20, "page": 0})
    rest = api.names({"exclude_handles": [f"@{handle.upper()}" for handle in first[:10]]})

    assert rest == first[10:]


def test_plain_words_find_their_niche_best_first(api):
    """ai_search scores words against niche, bio and hashtags."""
    found = truths(api, {"ai_search": "trail running"})

    assert all("trail running" in truth["caption"].lower() for truth in found)


@pytest.mark.parametrize(
    ("by", "column"),
    [("number_of_followers", "followers"), ("engagement_rate", "engagement"), ("growth_rate", "growth12")],
)
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_a_sort_sorts(api, by, column, order):
    """Across pages, hidden numbers last both ways."""
    sort = {"sort_by": by, "sort_order": order}
    filters = {"location": ["Bergen, Norway"]}
    values = []
    for number in range(4):
        page = api.names(filters, sort=sort, paging={"limit": 50, "page": number})
        values += [api.truth(handle)[column] for handle in page]
    shown = [value for value in values if value is not None]

    assert shown == sorted(shown, reverse=order == "desc")
    assert values[: len(shown)] == shown


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_has_its_hundred_thousand(api, platform):
    """Six platforms, equally large."""
    assert api.discover(platform=platform).json()["total"] == 100_000


def test_similar_creators_come_most_alike_first(api):
    """Same niche, falling likeness, not the creator itself; a profile address will do."""
    handle = api.someone(lambda truth: truth["found"])
    body = {
        "platform": "instagram",
        "filter_key": "url",
        "filter_value": f"https://instagram.example/{handle}/",
        "paging": PAGE,
    }
    accounts = api.http.post("/public/v1/discovery/creators/similar/", json=body).json()["accounts"]
    likeness = [account["similarity_score"] for account in accounts]
    alike = [api.truth(account["profile"]["username"]) for account in accounts]

    assert likeness == sorted(likeness, reverse=True)
    assert 0 < likeness[-1] <= likeness[0] <= 1
    assert {truth["niche"] for truth in alike} == {api.truth(handle)["niche"]}
    assert handle not in [truth["handle"] for truth in alike]


def test_services_are_those_of_the_catalogue():
    """The bits of `has` are exactly the values of creator_has."""
    assert {f"has_{name}" for name in SERVICES} == {item["value"] for item in CATALOGUE["creator_has"]["values"]}
