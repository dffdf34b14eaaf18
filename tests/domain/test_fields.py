"""Fields: the one table of columns is complete and says the truth about where values come from."""

import re

import pytest

from app.domain.fields import BY_KEY, FIELDS, Field, Kind, read_all
from app.domain.money import Had, Tier
from app.domain.platforms import Platform
from app.domain.readers import Answer

each = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)

# Keys name columns of the workspace: taking one away or spelling it anew needs a migration there.
STORED = {
    "name",
    "followers",
    "engagement",
    "email",
    "email_type",
    "country",
    "language",
    "niche",
    "subniche",
    "bio",
    "verified",
    "first_name",
    "gender",
    "is_business",
    "private",
    "also_on",
    "links",
    "following",
    "posts",
    "avg_likes",
    "median_likes",
    "avg_comments",
    "avg_views",
    "median_views",
    "growth_3m",
    "growth_12m",
    "last_post",
    "hashtags",
    "streamed_hours",
    "streams",
    "audience_female",
    "audience_age",
    "audience_countries",
    "audience_language",
    "audience_quality",
    "audience_interests",
    "brand_deals",
    "paid_partnership",
    "affiliate",
    "merch",
    "brands",
    "income_min",
    "income_max",
}


def test_no_stored_key_is_lost_or_renamed() -> None:
    """A new field is a new entry; the old ones stay."""
    assert set(BY_KEY) >= STORED


def test_keys_and_labels_are_each_there_once() -> None:
    """Two columns of one name could not be told apart, in the workspace or in a workbook."""
    assert len(BY_KEY) == len(FIELDS)
    assert len({field.label.lower() for field in FIELDS}) == len(FIELDS)


@each
def test_a_field_is_complete(field: Field) -> None:
    """A key that fits SQL, a label for people, room for it, and a unit where a number has one."""
    assert re.fullmatch(r"[a-z][a-z0-9_]*", field.key)
    assert field.label == field.label.strip()
    assert not re.search(r"\w[._]\w", field.label)
    assert 80 <= field.width <= 300
    assert field.platforms
    assert field.unit or not field.kind.is_number


@each
def test_a_field_is_brought_by_something_that_can_be_bought(field: Field) -> None:
    """Else it would say "not fetched yet" for ever."""
    assert field.parts
    assert field.parts & (Had.RAW | Had.PROFILE | Had.ANALYTICS) == field.parts


@each
def test_a_field_of_an_empty_answer_is_missing(field: Field) -> None:
    """No reader makes a value up."""
    assert [field.read(Answer(platform, {})) for platform in Platform] == [None] * len(Platform)


def test_guesses_are_marked() -> None:
    """They never reach a greeting unasked (contract, Q41)."""
    assert {field.key for field in FIELDS if field.guess} == {"first_name", "gender"}


def test_the_columns_that_appear_with_the_first_details() -> None:
    """The plan of the first sheet (look.md)."""
    assert [field.key for field in FIELDS if field.default] == ["email", "country", "niche", "growth_3m"]


def test_contact_is_not_part_of_numbers_and_audience() -> None:
    """That tier brings no email, names, follower count or engagement rate (contract, section 7)."""
    for key in ("email", "name", "followers", "engagement"):
        assert not BY_KEY[key].parts & Had.ANALYTICS


@pytest.mark.parametrize("key", [field.key for field in FIELDS if field.key.startswith("audience_")])
def test_the_audience_is_brought_by_numbers_and_audience_only(key: str) -> None:
    """And known on three platforms at most (contract, section 5)."""
    assert BY_KEY[key].parts == Had.ANALYTICS
    assert BY_KEY[key].platforms <= {Platform.INSTAGRAM, Platform.TIKTOK, Platform.YOUTUBE}


@pytest.mark.parametrize(
    ("platform", "block"),
    [
        (Platform.INSTAGRAM, {"full_name": "M", "follower_count": 7, "media_count": 3, "biography": "b"}),
        (Platform.TIKTOK, {"full_name": "M", "follower_count": 7, "video_count": 3, "biography": "b"}),
        (Platform.YOUTUBE, {"title": "M", "subscriber_count": 7, "video_count": 3, "description": "b"}),
        (Platform.TWITTER, {"full_name": "M", "follower_count": 7, "tweets_count": 3, "biography": "b"}),
    ],
)
def test_the_same_idea_is_one_column_on_every_platform(platform: Platform, block: dict[str, object]) -> None:
    """Keys differ by platform (full-enrichment-fields.md, section 2), columns do not."""
    values = read_all(Answer(platform, {platform.value: block}))

    assert [values[key] for key in ("name", "followers", "posts", "bio")] == ["M", 7, 3, "b"]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_format_for_workbooks(kind: Kind) -> None:
    """Numbers as numbers, dates as dates, texts as text."""
    assert kind.excel_format
    assert (kind.excel_format == "@") is (kind in (Kind.TEXT, Kind.LINK))
    assert kind.is_number is ("0" in kind.excel_format)


@each
def test_full_details_fill_every_column(field: Field) -> None:
    """What everything does not hold could never be bought."""
    full = Had.PROFILE | Had.ANALYTICS | Had.FULL_CALL

    assert full.covers(Tier.FULL)
    assert field.parts & full
