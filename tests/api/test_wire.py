"""Wire format: what goes out fits the service's own description; what comes in is read whatever its spelling."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.api import wire
from app.api.tolerant import Unreadable
from app.domain.filters import Search, Sort
from app.domain.jobs import EnrichOptions
from app.domain.money import Balance, Had, Tier
from app.domain.platforms import Handle, Platform

OPENAPI = yaml.safe_load((Path(__file__).parents[2] / "resources/api/openapi.yaml").read_text("utf-8"))
MAREN = Handle.parse("fjelltur.maren", Platform.INSTAGRAM)
FULL = EnrichOptions(tier=Tier.FULL)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def schema(name: str) -> jsonschema_rs.Validator:
    """A validator of one request or answer of openapi.yaml."""
    return jsonschema_rs.validator_for(
        {"$ref": f"#/components/schemas/{name}", "components": OPENAPI["components"]},
    )


def example(path: str, name: str) -> bytes:
    """An invented answer of openapi.yaml."""
    operation = OPENAPI["paths"][f"/public/v1/{path}"]["post"]
    value = operation["responses"]["200"]["content"]["application/json"]["examples"][name]["value"]
    return json.dumps(value).encode()


def page_of(*accounts: object, **more: object) -> bytes:
    return json.dumps({"accounts": accounts, **more}).encode()


def enrichment(result: object, **more: object) -> bytes:
    return json.dumps({"result": result, **more}).encode()


# Going out.


def test_filters_go_out_exactly_as_they_stand() -> None:
    """Nothing is added to what the person chose, and nothing is re-spelled."""
    filters = {
        "ai_search": "trail running",
        "number_of_followers": {"min": 20000, "max": 250000},
        "location": ["Norway"],
        "audience": {"gender": {"gender": "female", "min_pct": 30}},
    }
    search = Search(platform=Platform.INSTAGRAM, filters=filters, sort=Sort(by="number_of_followers", order="asc"))

    body = wire.discovery_body(search, wire_page=0, limit=50)

    assert body == {
        "platform": "instagram",
        "paging": {"limit": 50, "page": 0},
        "sort": {"sort_by": "number_of_followers", "sort_order": "asc"},
        "filters": filters,
    }


def test_a_search_without_filters_sends_null() -> None:
    """An empty object might count as a filter (contract, Q51)."""
    body = wire.discovery_body(Search(platform=Platform.YOUTUBE), wire_page=3, limit=17)

    assert body["filters"] is None
    schema("DiscoveryRequest").validate(body)


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"ai_search": "trail running", "number_of_followers": {"min": 20000}, "engagement_percent": {"min": 2}},
        {"location": ["Norway"], "creator_has": {"has_youtube": True}, "profile_language": ["no"]},
    ],
)
def test_a_discovery_request_fits_the_description(filters: dict[str, Any]) -> None:
    """The service's own schema accepts the body."""
    search = Search(platform=Platform.INSTAGRAM, filters=filters)

    body = wire.discovery_body(search, wire_page=0, limit=50)

    schema("DiscoveryRequest").validate(body)


@pytest.mark.parametrize("filters", [{}, {"number_of_followers": {"min": 10000}}])
def test_a_similar_request_leaves_out_empty_filters_and_fits_the_description(filters: dict[str, Any]) -> None:
    """Unlike a search, similar creators take no null here."""
    body = wire.similar_body(
        Platform.TIKTOK, filter_key="username", filter_value="maren", filters=filters, wire_page=0, limit=20
    )

    assert ("filters" in body) is bool(filters)
    schema("SimilarRequest").validate(body)


SCHEMA_OF_TIER = {
    Tier.FULL: "FullRequest",
    Tier.PROFILE: "ProfileRequest",
    Tier.ANALYTICS: "AnalyticsRequest",
    Tier.RAW: "HandleRequest",
}


@pytest.mark.parametrize("tier", Tier)
@given(
    platform=st.sampled_from(Platform),
    name=st.text("abcxyz019._-", min_size=1, max_size=199),
    email=st.booleans(),
    audience=st.booleans(),
    lookalikes=st.booleans(),
)
def test_an_enrichment_request_fits_the_description(
    tier: Tier, platform: Platform, name: str, email: bool, audience: bool, lookalikes: bool
) -> None:
    """Any creator, any tier, any options."""
    options = EnrichOptions(tier=tier, email_required=email, audience=audience, lookalikes=lookalikes)

    body = wire.enrich_body(Handle.parse(name, platform), options)

    schema(SCHEMA_OF_TIER[tier]).validate(body)


@pytest.mark.parametrize(
    ("options", "switches"),
    [
        (
            EnrichOptions(tier=Tier.FULL),
            {"email_required": "preferred", "include_lookalikes": False, "include_audience_data": True},
        ),
        (
            EnrichOptions(tier=Tier.FULL, email_required=True, audience=False, lookalikes=True),
            {"email_required": "must_have", "include_lookalikes": True, "include_audience_data": False},
        ),
        (EnrichOptions(tier=Tier.PROFILE, email_required=True), {"email_required": "must_have"}),
        (EnrichOptions(tier=Tier.ANALYTICS, lookalikes=True), {"include_lookalikes": True}),
        (EnrichOptions(tier=Tier.RAW, email_required=True), {}),
    ],
    ids=["full", "full, all turned round", "profile", "analytics", "raw"],
)
def test_every_switch_a_tier_takes_is_sent(options: EnrichOptions, switches: dict[str, Any]) -> None:
    """Defaults are never relied on, because their descriptions contradict (contract, Q25)."""
    body = wire.enrich_body(MAREN, options)

    assert body == {"handle": "fjelltur.maren", "platform": "instagram", **switches}


def test_a_youtube_handle_keeps_its_at_sign() -> None:
    """Only there it belongs to the handle (contract, section 7)."""
    body = wire.enrich_body(Handle.parse("Maren", Platform.YOUTUBE), EnrichOptions(tier=Tier.RAW))

    assert body["handle"] == "@maren"


# Balance.


@pytest.mark.parametrize(
    "body",
    [
        b'{"credits_available": 410.35, "credits_used": 89.65}',
        b'{"credits_available": "410.35", "credits_used": "89.65", "plan": "pro"}',
        b'{"credits_available": 410.34999999999997, "credits_used": 89.65000000000001}',
    ],
    ids=["numbers", "texts", "float noise"],
)
def test_a_balance_is_exact_however_it_is_written(body: bytes) -> None:
    """Numbers and texts both occur (contract, Q18), and floats bring noise."""
    assert wire.read_balance(body) == Balance(available=Decimal("410.35"), used=Decimal("89.65"))


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b'{"credits_available": 1}', "credits_used"),
        (b'{"credits_available": null, "credits_used": 1}', "credits_available"),
        (b'{"credits_available": 1, "credits_used": true}', "credits_used"),
        (b"[]", "object"),
    ],
)
def test_a_balance_without_an_amount_names_what_is_missing(body: bytes, named: str) -> None:
    """No amount is ever made up."""
    with pytest.raises(Unreadable, match=named):
        wire.read_balance(body)


# Pages.


def test_the_described_page_is_read() -> None:
    """Every part of the example, exactly."""
    page = wire.read_page(example("discovery/", "invented"), Platform.INSTAGRAM)

    first, second = page.found
    assert (page.total, page.unusable, page.cost, page.left) == (137, 0, Decimal("0.02"), Decimal("411.36"))
    assert (first.handle, first.name, first.followers, first.engagement) == (MAREN, "Maren Skogdal", 84210, 3.41)
    assert first.picture == "https://pictures.example.com/p/fm.jpg"
    assert (second.name, second.picture, second.followers, second.engagement) == (None, None, 20455, 0.0)


def test_a_similar_page_brings_the_likeness() -> None:
    """Only similar creators have a score."""
    page = wire.read_page(example("discovery/creators/similar/", "invented"), Platform.INSTAGRAM)

    assert page.found[0].similarity == 0.7714


@pytest.mark.parametrize(
    "account",
    [
        {"profile": {}},
        {"profile": {"username": None}},
        {"profile": {"username": "  "}},
        {"profile": {"username": "a/b"}},
        {"profile": None},
        {"user_id": "uc_1"},
        None,
        "maren",
        [],
    ],
)
def test_a_row_without_a_handle_is_counted_and_the_rest_stays(account: object) -> None:
    """The page was paid for, so one odd row does not spoil it."""
    page = wire.read_page(page_of(account, {"profile": {"username": "maren"}}), Platform.INSTAGRAM)

    assert [found.handle.name for found in page.found] == ["maren"]
    assert page.unusable == 1


@pytest.mark.parametrize(
    ("profile", "followers", "engagement"),
    [
        ({}, None, None),
        ({"followers": None, "engagement_percent": None}, None, None),
        ({"followers": 0, "engagement_percent": 0}, 0, 0.0),
        ({"followers": "84210", "engagement_percent": "3.4100000858306885"}, 84210, 3.41),
        ({"followers": 84210.0, "engagement_percent": 3.415000}, 84210, 3.42),
        ({"followers": "many", "engagement_percent": []}, None, None),
        ({"followers": True, "engagement_percent": {}}, None, None),
        ({"followers": 10**400}, None, None),
    ],
    ids=["missing", "null", "zero", "texts", "decimals", "words", "wrong shapes", "beyond counting"],
)
def test_a_metric_is_a_number_or_missing(
    profile: dict[str, object], followers: int | None, engagement: float | None
) -> None:
    """0 stays 0, absent stays absent, and a number may come as text."""
    page = wire.read_page(page_of({"profile": {"username": "maren", **profile}}), Platform.INSTAGRAM)

    assert (page.found[0].followers, page.found[0].engagement) == (followers, engagement)


def test_a_handle_is_shown_as_the_service_spells_it() -> None:
    """Compared in lower case, shown as written, without the at sign."""
    page = wire.read_page(page_of({"profile": {"username": "@Maren_TV"}}), Platform.YOUTUBE)

    assert (page.found[0].handle.name, page.found[0].shown_handle) == ("maren_tv", "Maren_TV")


def test_a_page_without_matches_is_a_page() -> None:
    """Nothing found, nothing charged."""
    page = wire.read_page(b'{"total": 0, "accounts": [], "credits_cost": 0, "credits_left": "9.50"}', Platform.TWITCH)

    assert (page.total, page.found, page.cost, page.left) == (0, (), Decimal(0), Decimal("9.50"))


def test_costs_that_are_not_told_are_none() -> None:
    """Older answers have no cost; an estimate is the caller's business."""
    page = wire.read_page(b'{"accounts": null}', Platform.INSTAGRAM)

    assert (page.total, page.cost, page.left, page.trial_searches_left) == (None, None, None, None)


def test_a_cost_below_zero_is_not_believed() -> None:
    """No answer can lower what was spent."""
    assert wire.read_page(page_of(credits_cost=-5), Platform.INSTAGRAM).cost is None


def test_trial_searches_are_told() -> None:
    """Trial accounts count them besides the credits (contract, Q46)."""
    assert wire.read_page(page_of(trial_searches_left=4), Platform.INSTAGRAM).trial_searches_left == 4


@pytest.mark.parametrize("body", [b'{"total": 3}', b"[]", b'{"accounts": {}}', b"", b"<html>", b'{"accounts": ['])
def test_a_page_without_its_list_is_unreadable(body: bytes) -> None:
    """The list of creators is the one part a page cannot do without."""
    with pytest.raises(Unreadable):
        wire.read_page(body, Platform.INSTAGRAM)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b'{"accounts": [{"profile": {"username": "maren", "full_name": "Cut \\ud83d"}}]}', "Cut ?"),
        (b'{"accounts": [{"profile": {"username": "maren", "full_name": "Caf\xe9"}}]}', "Caf\N{REPLACEMENT CHARACTER}"),
        (b'{"accounts": [{"profile": {"username": "maren", "full_name": "A", "followers": NaN}}]}', "A"),
        (b'{"accounts": [{"profile": {"username": "maren", "full_name": "A", "followers": 1e999}}]}', "A"),
        (b'\xef\xbb\xbf{"accounts": [{"profile": {"username": "maren", "full_name": "A"}}]}', "A"),
    ],
    ids=["half an emoji", "foreign bytes", "NaN", "infinity", "byte order mark"],
)
def test_a_paid_page_survives_json_that_is_not_quite_json(body: bytes, name: str) -> None:
    """A strict reader would lose 50 creators for one bad sign."""
    page = wire.read_page(body, Platform.INSTAGRAM)

    assert [(found.name, found.followers) for found in page.found] == [(name, None)]


@given(st.lists(JSON | st.fixed_dictionaries({"profile": JSON}), max_size=5), JSON)
def test_no_row_spoils_a_page(accounts: list[object], odd: object) -> None:
    """Whatever the rows hold, each is found or counted."""
    page = wire.read_page(page_of(*accounts, total=odd, credits_cost=odd, credits_left=odd), Platform.TIKTOK)

    assert len(page.found) + page.unusable == len(accounts)


# Enrichment.


def test_the_described_full_answer_is_read() -> None:
    """Identity beside the block, metrics inside it, and the body kept as it came."""
    body = example("creators/enrich/handle/full/", "invented")

    bought = wire.read_bought(body, MAREN, FULL)

    reading = bought.reading
    assert reading is not None
    assert (bought.cost, bought.no_email, reading.raw) == (Decimal(1), False, body)
    assert (reading.handle, reading.shown_handle, reading.platform_id) == (MAREN, "fjelltur.maren", "700001")
    assert reading.picture == "https://pictures.example.com/p/fm-hd.jpg"
    assert reading.values["email"] == "hello@maren.example"
    assert reading.values["followers"] == 84210


def test_an_answer_without_a_known_person_is_still_a_reading() -> None:
    """Three of five live captures had only the platform's block and null addresses."""
    handle = Handle.parse("pixelpetter", Platform.TWITCH)

    bought = wire.read_bought(example("creators/enrich/handle/full/", "no_email"), handle, FULL)

    assert bought.reading is not None
    assert bought.reading.values["email"] is None
    assert (bought.reading.platform_id, bought.reading.values["followers"]) == ("800002", 18400)


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        (EnrichOptions(tier=Tier.FULL), Had.PROFILE | Had.ANALYTICS | Had.FULL_CALL),
        (EnrichOptions(tier=Tier.FULL, audience=False), Had.PROFILE | Had.FULL_CALL),
        (EnrichOptions(tier=Tier.PROFILE), Had.PROFILE),
        (EnrichOptions(tier=Tier.ANALYTICS), Had.ANALYTICS),
        (EnrichOptions(tier=Tier.RAW), Had.RAW),
    ],
    ids=["full", "full without audience", "profile", "analytics", "raw"],
)
def test_a_purchase_brings_the_parts_it_paid_for(options: EnrichOptions, parts: Had) -> None:
    """Owned and empty means hidden by the platform; so what is owned must be right."""
    bought = wire.read_bought(enrichment({"instagram": {"username": "maren"}}), MAREN, options)

    assert bought.reading is not None
    assert bought.reading.parts == parts


@pytest.mark.parametrize(
    ("platform", "block", "shown", "platform_id", "picture"),
    [
        ("instagram", {"username": "Ma", "userid": "7", "profile_picture": "p"}, "Ma", "7", "p"),
        ("tiktok", {"username": "Ma", "user_id": 7, "sec_user_id": "x", "profile_picture_hd": "h"}, "Ma", "7", "h"),
        ("youtube", {"custom_url": "@Ma", "id": "UC7", "first_name": "M"}, "Ma", "UC7", None),
        ("twitter", {"username": "Ma", "userid": "7", "id": "9"}, "Ma", "7", None),
        ("twitch", {"username": "ma", "user_id": "7", "profileImageURL": "i"}, "ma", "7", "i"),
        ("onlyfans", {"username": "ma", "id": 7}, "ma", "7", None),
        ("instagram", {"follower_count": 3, "username": None, "userid": {}}, None, None, None),
    ],
)
def test_identity_is_read_in_each_platforms_spelling(
    platform: str, block: dict[str, object], shown: str | None, platform_id: str | None, picture: str | None
) -> None:
    """The same idea has another key on each platform (full-enrichment-fields.md, section 2)."""
    handle = Handle.parse("ma", Platform(platform))

    reading = wire.read_bought(enrichment({platform: block}), handle, FULL).reading

    assert reading is not None
    assert (reading.shown_handle, reading.platform_id, reading.picture) == (shown, platform_id, picture)


@pytest.mark.parametrize(
    "result",
    [
        None,
        {},
        [],
        {"instagram": None},
        {"instagram": {}},
        {"youtube": {"custom_url": "@maren"}},
        {"instagram": {"exists": False, "username": "maren"}},
        {"email": None, "email_type": None},
        "gone",
    ],
)
def test_an_answer_without_the_creators_block_is_not_found(result: object) -> None:
    """Absent, empty or marked as gone: there is no such account (contract, section 7)."""
    bought = wire.read_bought(enrichment(result, credits_cost=0), MAREN, FULL)

    assert (bought.reading, bought.no_email, bought.cost) == (None, False, Decimal(0))


def test_nothing_where_an_email_was_required_means_that_none_is_known() -> None:
    """The row says "no email", not "not found"."""
    options = EnrichOptions(tier=Tier.PROFILE, email_required=True)

    bought = wire.read_bought(enrichment({}, credits_cost=0), MAREN, options)

    assert (bought.reading, bought.no_email) == (None, True)


def test_an_account_that_is_gone_is_gone_also_where_an_email_was_required() -> None:
    """`exists: false` is about the account, not about its address."""
    options = EnrichOptions(tier=Tier.FULL, email_required=True)

    bought = wire.read_bought(enrichment({"instagram": {"exists": False}}), MAREN, options)

    assert (bought.reading, bought.no_email) == (None, False)


@pytest.mark.parametrize("body", [b'{"credits_cost": 1}', b"[]", b"", b"null", b'{"result": {"instagram": {'])
def test_an_enrichment_without_a_result_is_unreadable(body: bytes) -> None:
    """It may have been charged, so it is not taken for "not found"."""
    with pytest.raises(Unreadable):
        wire.read_bought(body, MAREN, FULL)


def test_a_hostile_depth_is_unreadable_and_does_no_harm() -> None:
    """A body of brackets ends as an error value, not as a crash."""
    with pytest.raises(Unreadable):
        wire.read_bought(b'{"result": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", MAREN, FULL)


@given(st.dictionaries(st.sampled_from(["instagram", "email", "creator_has", "location"]), JSON))
def test_no_result_of_any_shape_breaks_the_reader(result: dict[str, object]) -> None:
    """There is a reading exactly when the block says anything."""
    bought = wire.read_bought(enrichment(result, credits_cost=1), MAREN, FULL)

    block = result.get("instagram")
    there = isinstance(block, dict) and block and block.get("exists") is not False
    assert (bought.reading is not None) is bool(there)


# Dictionaries.


@pytest.mark.parametrize(
    ("name", "body", "items"),
    [
        ("languages", [{"language": "Norwegian", "abbreviation": "no"}], [("Norwegian", "no")]),
        ("locations", ["Norway", "Oslo, Norway"], [("Norway", "Norway"), ("Oslo, Norway", "Oslo, Norway")]),
        ("audience-interests", {"result": [{"name": "Sports"}]}, [("Sports", "Sports")]),
        ("brands", [{"full_name": "Fjell AS", "cleaned": "fjell", "username": "fjellas"}], [("Fjell AS", "fjellas")]),
        ("brands", [{"full_name": "Fjell AS", "cleaned": "fjell", "username": None}], [("Fjell AS", "fjell")]),
        (
            "yt-topics",
            [{"topic_details": "Music", "sub_topic_details": ["Jazz", "Music"]}, {"topic_details": "Film"}],
            [("Music", "Music"), ("Jazz", "Jazz"), ("Film", "Film")],
        ),
        ("games", ["Chess"], [("Chess", "Chess")]),
        ("games", [{"topic_details": "Chess", "sub_topic_details": None}], [("Chess", "Chess")]),
        ("audience-brand-categories", {"data": ["Shoes"]}, [("Shoes", "Shoes")]),
        ("audience-brand-categories", [{"category": "Shoes"}], [("Shoes", "Shoes")]),
        ("audience-brand-names", [{"username": "fjellas", "full_name": "Fjell AS"}], [("Fjell AS", "fjellas")]),
        ("audience-locations", [{"location": "Norway"}], [("Norway", "Norway")]),
        ("locations", [], []),
        ("locations", ["Norway", "Norway", "", None, 7.5, {"id": 1}], [("Norway", "Norway")]),
    ],
)
def test_a_dictionary_is_read_in_every_known_form(name: str, body: object, items: list[tuple[str, str]]) -> None:
    """Bare lists, wrapped lists, texts and objects (contract, 6.5, Q15 to Q17); each value once."""
    read = wire.read_dictionary(name, json.dumps(body).encode())

    assert [(item.label, item.value) for item in read] == items


def test_a_place_tells_its_level_where_the_dictionary_names_one() -> None:
    """Under either key; without one it is not known."""
    body = [{"name": "Bavaria, Germany", "type": "state"}, {"name": "Oslo", "level": "city"}, {"name": "Norway"}]
    read = wire.read_dictionary("audience-locations", json.dumps(body).encode())

    assert [item.level for item in read] == ["state", "city", ""]


def test_a_sub_topic_knows_its_topic() -> None:
    """One that is spelled like its topic is the topic itself; a topic that says nothing leaves its own on top."""
    body = [
        {"topic_details": "Music", "sub_topic_details": ["Jazz", "Music"]},
        {"topic_details": None, "sub_topic_details": ["Film"]},
    ]
    read = wire.read_dictionary("yt-topics", json.dumps(body).encode())

    assert [(item.value, item.parent) for item in read] == [("Music", ""), ("Jazz", "Music"), ("Film", "")]


@pytest.mark.parametrize("body", [b"{}", b'{"result": {}}', b'"Norway"', b"null", b"<html>"])
def test_a_dictionary_that_is_no_list_is_unreadable(body: bytes) -> None:
    """An empty answer would end the paging as if all were read."""
    with pytest.raises(Unreadable):
        wire.read_dictionary("locations", body)
