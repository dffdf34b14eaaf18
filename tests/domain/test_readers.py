"""Readers: one value out of an answer of any shape; missing is missing, and 0 is a number."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app import resources
from app.domain import readers
from app.domain.fields import read_all
from app.domain.platforms import Platform
from app.domain.readers import FOLLOWERS, Answer, as_day, as_number, parse_day

OPENAPI = yaml.safe_load((Path(__file__).parents[2] / "resources/api/openapi.yaml").read_text("utf-8"))
EXAMPLES = OPENAPI["paths"]["/public/v1/creators/enrich/handle/full/"]["post"]["responses"]["200"]["content"][
    "application/json"
]["examples"]


def on_instagram(block: object = None, **beside: object) -> Answer:
    return Answer(Platform.INSTAGRAM, {"instagram": block, **beside})


def with_audience(data: object) -> Answer:
    return on_instagram({"audience": {"audience_followers": {"success": True, "data": data}}})


def told(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def test_the_described_full_answer_is_read_completely() -> None:
    """Every value of the invented example, where a person expects it."""
    values = read_all(Answer(Platform.INSTAGRAM, EXAMPLES["invented"]["value"]["result"]))

    assert told(values) == {
        "name": "Maren Skogdal",
        "followers": 84210,
        "engagement": 3.41,
        "email": "hello@maren.example",
        "email_type": "Team mailbox (info@…)",
        "country": "Norway",
        "language": "Norwegian",
        "niche": "Sport",
        "bio": "Running uphill since 2014.",
        "verified": False,
        "first_name": "Maren",
        "gender": "female",
        "is_business": False,
        "private": False,
        "also_on": "YouTube",
        "links": "https://maren.example",
        "following": 512,
        "posts": 903,
        "avg_likes": 2710,
        "median_likes": 2544,
        "avg_comments": 83,
        "growth_3m": 1.2,
        "growth_12m": 9.8,
        "last_post": "2026-11-18",
        "hashtags": "trailrunning",
        "audience_female": 57.0,
        "audience_age": "25-34 44 %",
        "audience_countries": "Norway 61 %",
        "audience_quality": 81.0,
        "audience_interests": "Sports",
        "brand_deals": True,
        "income_min": 1200.0,
        "income_max": 3100.0,
    }


def test_the_described_answer_without_a_person_is_read() -> None:
    """Twitch: null addresses, 0 hours streamed, and nothing made up for the rest."""
    values = read_all(Answer(Platform.TWITCH, EXAMPLES["no_email"]["value"]["result"]))

    assert told(values) == {
        "name": "PixelPetter",
        "followers": 18400,
        "verified": True,
        "avg_views": 910,
        "last_post": "2026-09-30",
        "streamed_hours": 0.0,
        "streams": 0,
    }


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"instagram": None},
        {"instagram": []},
        {"instagram": "maren"},
        {"instagram": {}},
        {"instagram": {"follower_count": None, "reels": None, "income": [], "audience": "hidden"}},
        {"instagram": {"audience": {"audience_followers": {"success": False, "error": "empty_audience"}}}},
        {"instagram": {"audience": {"audience_followers": {"success": True, "data": {"audience_genders": {}}}}}},
        {"email": "", "creator_has": [], "links_in_bio": {}, "gender": "  "},
        {"email": True, "has_brand_deals": "yes", "is_business": 1},
        {"youtube": {"subscriber_count": 9200, "country": "Norway"}},
    ],
)
def test_missing_null_and_odd_shapes_are_missing(result: dict[str, Any]) -> None:
    """Absent never becomes 0 in a sheet."""
    assert told(read_all(Answer(Platform.INSTAGRAM, result))) == {}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "instagram",
                        "follower_count",
                        "most_recent_post_date",
                        "audience",
                        "audience_followers",
                        "data",
                        "audience_ages",
                        "weight",
                        "code",
                        "niche_class",
                        "creator_has",
                        "income",
                        "min",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_answer_of_any_shape_breaks_a_reader(result: object) -> None:
    """Each value is text, number, yes/no or missing, and fits the workspace."""
    answer = Answer(Platform.INSTAGRAM, result if isinstance(result, dict) else {"instagram": result})

    for value in read_all(answer).values():
        assert value is None or isinstance(value, (str, bool, int, float))
        assert not isinstance(value, (int, float)) or abs(value) < 2**63


def test_a_path_with_a_dot_lies_in_the_platforms_block() -> None:
    """Any other lies beside it."""
    answer = on_instagram({"email": "inside", "reels": {"avg_view_count": 7}}, email="beside")

    assert (answer.at("email"), answer.at(".email"), answer.at(".reels.avg_view_count")) == ("beside", "inside", 7)
    assert answer.at(".reels.avg_view_count.deeper") is None


def test_text_takes_the_first_path_that_says_something() -> None:
    """Blank is not something; a number is."""
    read = readers.text("location", ".country", ".id")

    assert read(on_instagram({"country": "Norway"}, location="  ")) == "Norway"
    assert read(on_instagram({"id": 7})) == "7"
    assert read(on_instagram({"id": True})) is None


def test_number_keeps_zero_and_takes_the_first_path_that_is_one() -> None:
    """0 is a value; null and words are not."""
    read = readers.number(".a", ".b")

    assert read(on_instagram({"a": 0, "b": 5})) == 0.0
    assert read(on_instagram({"a": None, "b": "5.5"})) == 5.5
    assert read(on_instagram({"a": "many"})) is None


def test_a_fraction_becomes_percent() -> None:
    """0-1 on the wire, 0-100 here (contract, Q49)."""
    assert readers.number(".share", times=100)(on_instagram({"share": 0.81})) == 81.0


def test_a_count_is_whole() -> None:
    """Medians come as 2544.0, YouTube's numbers as text (contract, Q42)."""
    read = readers.count(".a")

    assert [read(on_instagram({"a": value})) for value in (2544.0, "2544", 2543.6, 0)] == [2544, 2544, 2544, 0]


def test_a_flag_is_true_or_false_and_nothing_else() -> None:
    """1 and "yes" are not answers; no is one."""
    read = readers.flag(".a", ".b")

    assert read(on_instagram({"a": False, "b": True})) is False
    assert read(on_instagram({"a": "yes", "b": True})) is True
    assert read(on_instagram({"a": 1})) is None


def test_a_list_is_joined_without_repeats_and_not_without_end() -> None:
    """Only texts count; an empty list leaves the word to the next path."""
    read = readers.joined(".a", ".b", most=2)

    assert read(on_instagram({"a": ["x", "x", None, "", 3, "y", "z"]})) == "x, y"
    assert read(on_instagram({"a": [], "b": ["w"]})) == "w"
    assert read(on_instagram({"a": [], "b": []})) is None


def test_a_list_of_objects_is_joined_by_one_of_their_keys() -> None:
    """Objects without it are left out."""
    read = readers.joined(".tags", key="name")

    assert read(on_instagram({"tags": [{"name": "a"}, {"count": 2}, {"name": "b"}]})) == "a, b"


def test_other_platforms_are_named_and_not_the_one_that_was_asked() -> None:
    """`creator_has` maps names to true."""
    answer = on_instagram({}, creator_has={"tiktok": True, "instagram": True, "youtube": True, "x": False, "y": 1})

    assert readers.also_on(answer) == "TikTok, YouTube"


def test_every_service_of_the_catalogue_is_named_as_the_filters_name_it() -> None:
    """One name for one service, whether it is searched for or bought (`creator_has`, there with `has_`)."""
    catalogue = json.loads(resources.path("api", "filters.json").read_text(encoding="utf-8"))
    entry = next(one for one in catalogue["filters"] if one["key"] == "creator_has")
    named = {value["value"]: readers.place_name(value["value"].removeprefix("has_")) for value in entry["values"]}

    assert named == {value["value"]: value["label"] for value in entry["values"]}


@pytest.mark.parametrize(("name", "shown"), [("threads", "Threads"), ("some_new_place", "Some new place"), ("", "")])
def test_a_service_that_is_not_known_is_shown_as_it_came(name: str, shown: str) -> None:
    """With a capital, and without the wire's underscores."""
    assert readers.place_name(name) == shown


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("personal_email", "Personal address"),
        ("role_based_email", "Team mailbox (info@…)"),
        ("business_email", "Business email"),
        ("", None),
        (None, None),
        (3, None),
    ],
)
def test_the_type_of_an_address_is_said_in_words(word: object, shown: str | None) -> None:
    """Only one of the service's words is certain; others come through (full-enrichment-fields.md)."""
    assert readers.email_type(on_instagram({}, email_type=word)) == shown


def test_the_largest_parts_of_an_audience_come_first() -> None:
    """With their share, as many as asked for."""
    data = {
        "audience_geo": {"countries": [{"name": n, "weight": w} for n, w in (("A", 0.1), ("B", 0.6), ("C", "0.2"))]}
    }

    assert readers.top("audience_geo.countries", 2)(with_audience(data)) == "B 60 %, C 20 %"


def test_the_open_age_band_is_shown_as_people_write_it() -> None:
    """`65-` on the wire means 65+ (contract, Q26)."""
    data = {"audience_ages": [{"code": "65-", "weight": 0.5}, {"code": "18-24", "weight": 0.2}]}

    assert readers.top("audience_ages", 1)(with_audience(data)) == "65+ 50 %"


def test_a_part_without_a_name_or_a_share_is_left_out() -> None:
    """It would be a number without a meaning."""
    data = {"audience_ages": [{"weight": 0.9}, {"code": "18-24"}, {"code": ["x"], "weight": 1}, None, "18-24"]}

    assert readers.top("audience_ages")(with_audience(data)) is None


def test_a_share_is_found_by_its_code_in_any_case() -> None:
    """FEMALE on the wire; a missing gender is missing, not 0."""
    data = {"audience_genders": [{"code": "FEMALE", "weight": 0.5712}]}

    assert readers.weight_of("audience_genders", "female")(with_audience(data)) == 57.12
    assert readers.weight_of("audience_genders", "male")(with_audience(data)) is None


def test_audience_numbers_lie_with_the_followers() -> None:
    """Likers and commenters are other slices."""
    answer = with_audience({"audience_credibility": 0.81})

    assert answer.at(f"{FOLLOWERS}.audience_credibility") == 0.81


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, 3.0),
        (3.5, 3.5),
        ("3.5", 3.5),
        (" 7 ", 7.0),
        ("-1", -1.0),
        (0, 0.0),
        (True, None),
        (None, None),
        ("", None),
        ("3,5", None),
        ("nan", None),
        ("inf", None),
        (float("nan"), None),
        (float("-inf"), None),
        (1e300, None),
        (pytest.param(10**400, None, id="401 digits")),
        ([], None),
    ],
)
def test_a_number_is_finite_and_countable(value: object, number: float | None) -> None:
    """What no workspace could hold is missing."""
    assert as_number(value) == number


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-11-18", "2026-11-18"),
        (" 2026-11-18 ", "2026-11-18"),
        ("2026-11-18T07:30:00", "2026-11-18"),
        ("2026-11-18T07:30:00Z", "2026-11-18"),
        ("2026-11-18T07:30:00.123456+00:00", "2026-11-18"),
        ("2026-11-18 07:30:00", "2026-11-18"),
        ("Wed Apr 29 07:58:12 +0000 2026", "2026-04-29"),
        ("Sat Dec 05 23:59:59 +0000 2026", "2026-12-05"),
        (1_777_449_492, "2026-04-29"),
        (1_777_449_492.5, "2026-04-29"),
        (1_777_449_492_000, "2026-04-29"),
        (1_777_449_492_000_000, "2026-04-29"),
        ("Wed Foo 29 07:58:12 +0000 2026", None),
        ("Wed Feb 31 07:58:12 +0000 2026", None),
        ("2026-02-31", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (True, None),
        (0, None),
        (-5, None),
        (float("nan"), None),
        (float("inf"), None),
        (1e300, None),
        (pytest.param(10**400, None, id="401 digits")),
        ([], None),
    ],
)
def test_a_day_is_read_from_any_spelling_of_the_service(value: object, day: str | None) -> None:
    """ISO with and without zone, the long English form, Unix times of three sizes (contract, Q43)."""
    assert as_day(value) == day


@given(st.integers() | st.floats())
def test_no_number_breaks_the_reading_of_a_day(value: float) -> None:
    """It is a day or missing."""
    day = as_day(value)

    assert day is None or parse_day(day) is not None


@pytest.mark.parametrize(("text", "there"), [("2026-11-18", True), ("2026-02-31", False), ("", False)])
def test_a_stored_day_is_a_date_again(text: str, there: bool) -> None:
    """For the workbook, which wants real dates."""
    day = parse_day(text)

    assert (day is not None) is there
    assert day is None or day.isoformat() == text
