"""Creators: a newer reading joins an older one and loses nothing that was bought."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.creators import Found, Reading, merge
from app.domain.fields import BY_KEY
from app.domain.money import Had
from app.domain.platforms import Handle, Platform

MAREN = Handle.parse("maren", Platform.INSTAGRAM)
VALUES = st.dictionaries(
    st.sampled_from(sorted(BY_KEY)), st.none() | st.booleans() | st.integers() | st.text(max_size=5), max_size=6
)


def test_a_newer_value_replaces_an_older_one() -> None:
    """The sheet shows what was told last."""
    assert merge({"followers": 5, "email": "a@b.example"}, {"followers": 7}) == {"followers": 7, "email": "a@b.example"}


def test_what_is_hidden_today_stays_as_it_was_bought_yesterday() -> None:
    """An address is not lost because the platform took it away."""
    assert merge({"email": "a@b.example"}, {"email": None}) == {"email": "a@b.example"}


def test_zero_no_and_empty_are_told_values() -> None:
    """Only missing is missing."""
    assert merge({"a": 5, "b": True, "c": "x"}, {"a": 0, "b": False, "c": ""}) == {"a": 0, "b": False, "c": ""}


@given(VALUES, VALUES)
def test_a_merge_never_forgets_and_never_invents(old: dict[str, object], new: dict[str, object]) -> None:
    """Each value is the newer one where there is one, else the older."""
    merged = merge(old, new)

    assert set(merged) >= {key for key, value in {**old, **new}.items() if value is not None}
    for key, value in merged.items():
        assert value == (new[key] if new.get(key) is not None else old[key])


@given(VALUES, VALUES)
def test_merging_the_same_reading_twice_changes_nothing(old: dict[str, object], new: dict[str, object]) -> None:
    """A repeated answer is harmless."""
    assert merge(merge(old, new), new) == merge(old, new)


def test_merging_leaves_the_older_values_alone() -> None:
    """They may still be shown somewhere."""
    old = {"followers": 5}

    merge(old, {"followers": 7})

    assert old == {"followers": 5}


def test_a_row_of_a_search_fills_columns_of_the_sheet() -> None:
    """Under the keys details will fill later."""
    found = Found(handle=MAREN, shown_handle="Maren", name="Maren S.", followers=7, engagement=3.4)

    assert found.values == {"name": "Maren S.", "followers": 7, "engagement": 3.4}
    assert set(found.values) <= set(BY_KEY)


def test_a_reading_does_not_print_its_body() -> None:
    """Answers hold personal data, and what is printed ends in logs."""
    reading = Reading(handle=MAREN, parts=Had.RAW, values={}, raw=b'{"email": "a@b.example"}')

    assert "a@b.example" not in repr(reading)
