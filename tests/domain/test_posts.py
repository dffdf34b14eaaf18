"""Campaigns: which posts belong to one, by their day and by a hashtag or a name in their text."""

from datetime import UTC, date, datetime

import pytest

from app.domain.errors import InputError
from app.domain.posts import Campaign, Post

MAY = (date(2026, 5, 1), date(2026, 5, 31))


def post(caption: str, *, at: str = "2026-05-10T12:00") -> Post:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return Post(link="https://instagram.com/p/1", at_s=int(moment.timestamp()), caption=caption)


@pytest.mark.parametrize(
    ("word", "caption", "has"),
    [
        ("#summer", "Look! #Summer", True),
        ("#summer", "#summertime", False),
        ("#summer", "(#summer)", True),
        ("#summer", "summer", False),
        ("#summer", "#SUMMER.", True),
        ("@brand", "thanks @brand!", True),
        ("@brand", "thanks @brand.", True),
        ("@brand", "thanks @brand.de", False),
        ("@brand", "me@brand", False),
        ("@brand.de", "thanks @brand.de", True),
        ("brand", "#brand", True),
        ("brand", "@brand", True),
        ("brand", "brand", False),
        ("#été", "#ÉTÉ", True),
        ("#a_b1", "#a_b1", True),
        ("@br.nd", "@brand", False),
    ],
)
def test_a_word_counts_only_as_a_whole(word: str, caption: str, has: bool) -> None:
    """In any case; a mark that people leave out is either of the two."""
    assert Campaign.of(*MAY, [word]).has(post(caption)) is has


@pytest.mark.parametrize(
    ("at", "has"),
    [
        ("2026-04-30T23:59", False),
        ("2026-05-01T00:00", True),
        ("2026-05-31T23:59", True),
        ("2026-06-01T00:00", False),
    ],
)
def test_both_days_belong_to_it(at: str, has: bool) -> None:
    """In UTC, as the service tells times."""
    assert Campaign.of(*MAY, ["#a1"]).has(post("#a1", at=at)) is has


def test_the_same_campaign_has_the_same_key_however_it_is_typed() -> None:
    """Words in any order and case; how many pages are read is no other question."""
    first = Campaign.of(*MAY, ["#Summer", " @brand "], pages=3)

    assert first.key == Campaign.of(*MAY, ["@BRAND", "#summer", "", "#summer"], pages=5).key
    assert Campaign.of(*MAY, ["summer"]).key == Campaign.of(*MAY, ["@summer", "#summer"]).key
    assert first.key != Campaign.of(*MAY, ["#summer"]).key
    assert first.key != Campaign.of(date(2026, 5, 2), MAY[1], ["#summer", "@brand"]).key


def test_words_stand_as_they_were_typed() -> None:
    """In their order, without a sign where none was typed, and each once."""
    typed = Campaign.of(*MAY, ["Summer", "@Brand", "", "#a1", "summer "])

    assert typed.words == ("Summer", "@Brand", "#a1")


@pytest.mark.parametrize(
    ("first", "last", "words", "pages", "field"),
    [
        (MAY[1], MAY[0], ["#a"], 3, "dates"),
        (*MAY, [], 3, "words"),
        (*MAY, [" "], 3, "words"),
        (*MAY, ["two words"], 3, "words"),
        (*MAY, ["#"], 3, "words"),
        (*MAY, ["#a!"], 3, "words"),
        (*MAY, ["#a"], 0, "pages"),
        (*MAY, ["#a"], 21, "pages"),
    ],
)
def test_what_is_no_campaign_is_refused_before_anything_is_sent(
    first: date, last: date, words: list[str], pages: int, field: str
) -> None:
    """With the field to change."""
    with pytest.raises(InputError) as caught:
        Campaign.of(first, last, words, pages)

    assert caught.value.field == field
