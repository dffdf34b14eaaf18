"""Money: exact to a ten-thousandth, never more than was said."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import (
    ZERO,
    Estimate,
    Had,
    Purse,
    Tier,
    credits_from,
    from_units,
    needs_second_question,
    page_plan,
    rows_for,
    search_price,
    show,
    to_units,
    total,
)

UNITS = st.integers(min_value=-(10**12), max_value=10**12)


@pytest.mark.parametrize(
    ("told", "amount"),
    [
        (410.35, "410.35"),
        ("410.35", "410.35"),
        (" 410.35 ", "410.35"),
        (1, "1"),
        (0, "0"),
        ("0.00", "0"),
        (1.0, "1"),
        (0.1 + 0.2, "0.3"),
        (410.34999999999997, "410.35"),
        (1e-7, "0"),
        ("1e2", "100"),
        (Decimal("0.0312"), "0.0312"),
        (-0.5, "-0.5"),
    ],
)
def test_an_amount_is_exact_however_it_is_written(told: object, amount: str) -> None:
    """Numbers, texts and float noise all become whole ten-thousandths."""
    assert credits_from(told) == Decimal(amount)


@pytest.mark.parametrize(
    "told",
    [
        None,
        True,
        False,
        "",
        "much",
        "NaN",
        float("nan"),
        float("inf"),
        "-Infinity",
        [],
        {},
        1e300,
        pytest.param(10**5000, id="5001 digits"),
        "1e999999",
    ],
)
def test_what_is_no_amount_is_none(told: object) -> None:
    """Nothing is made up."""
    assert credits_from(told) is None


@given(UNITS)
def test_units_and_credits_are_the_same_amount(units: int) -> None:
    """The workspace loses nothing, and neither does the wire."""
    amount = from_units(units)

    assert to_units(amount) == units
    assert credits_from(str(amount)) == amount


@given(st.integers(min_value=0, max_value=10**8))
def test_a_float_of_the_service_is_read_as_the_amount_it_meant(units: int) -> None:
    """Whatever JSON's floats add, the ten-thousandths are right."""
    assert credits_from(units / 10_000) == from_units(units)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("8.42", "8.42"),
        ("0", "0.00"),
        ("6", "6.00"),
        ("6.5", "6.50"),
        ("0.0312", "0.0312"),
        ("0.031", "0.031"),
        ("0.00004", "0.00"),
        ("-0.00001", "0.00"),
        ("-1.5", "-1.50"),
        ("100", "100.00"),
        ("1E+3", "1000.00"),
        ("12345678.9", "12345678.90"),
    ],
)
def test_an_amount_is_shown_with_two_places_and_more_only_where_needed(amount: str, text: str) -> None:
    """Two places are enough for most; ten-thousandths are not hidden."""
    assert show(Decimal(amount)) == text


@given(UNITS)
def test_what_is_shown_is_the_amount(units: int) -> None:
    """Reading it back gives the same."""
    assert Decimal(show(from_units(units))) == from_units(units)


@pytest.mark.parametrize(
    ("target", "pages", "size"),
    [(1, 1, 1), (49, 1, 49), (50, 1, 50), (51, 2, 26), (60, 2, 30), (150, 3, 50), (151, 4, 38), (10_000, 200, 50)],
)
def test_pages_meet_the_target(target: int, pages: int, size: int) -> None:
    """One size for the whole run (design.md, section 8)."""
    assert page_plan(target) == (pages, size)


@given(st.integers(min_value=1, max_value=10_000))
def test_pages_hold_the_target_and_hardly_more(target: int) -> None:
    """Enough rows, no page above 50, and less than one row a page too many."""
    pages, size = page_plan(target)

    assert 1 <= size <= 50
    assert target <= pages * size < target + pages


@given(st.integers(min_value=1, max_value=10_000))
def test_the_price_of_a_search_covers_its_pages_exactly(target: int) -> None:
    """What the button says is the most that can be charged."""
    pages, size = page_plan(target)

    assert search_price(target) == Decimal(pages * size) / 100


@given(st.integers(min_value=0, max_value=12_000))
def test_the_credits_cover_so_many_rows_and_not_one_more(cents: int) -> None:
    """Whole pages are paid for, so that the price does not rise with every single row."""
    credits = Decimal(cents) / 100
    rows = rows_for(credits)

    assert rows == 0 or search_price(rows) <= credits
    assert search_price(rows + 1) > credits


@pytest.mark.parametrize(
    ("tier", "price"), [("raw", "0.03"), ("profile", "0.20"), ("analytics", "0.80"), ("full", "1.00")]
)
def test_each_tier_has_its_price(tier: str, price: str) -> None:
    """The one price table (contract, section 2)."""
    assert Tier(tier).price == Decimal(price)


def test_contact_and_numbers_cost_as_much_as_everything() -> None:
    """The service sells the two together as one (contract, section 2)."""
    assert Tier.PROFILE.price + Tier.ANALYTICS.price == Tier.FULL.price


@pytest.mark.parametrize("tier", Tier)
def test_each_tier_has_words_for_the_screen(tier: Tier) -> None:
    """Never the service's own word (look.md, section 7)."""
    assert tier.label
    assert tier.value not in tier.label.lower().split()[1:]


@pytest.mark.parametrize(
    ("had", "covered"),
    [
        (Had.NOTHING, set()),
        (Had.RAW, {Tier.RAW}),
        (Had.PROFILE, {Tier.RAW, Tier.PROFILE}),
        (Had.ANALYTICS, {Tier.ANALYTICS}),
        (Had.RAW | Had.ANALYTICS, {Tier.RAW, Tier.ANALYTICS}),
        (Had.PROFILE | Had.ANALYTICS, set(Tier)),
        (Had.PROFILE | Had.FULL_CALL, {Tier.RAW, Tier.PROFILE}),
        (Had.PROFILE | Had.ANALYTICS | Had.FULL_CALL, set(Tier)),
    ],
)
def test_what_a_creator_has_is_not_bought_again(had: Had, covered: set[Tier]) -> None:
    """Contact and numbers together are everything; everything holds each."""
    assert {tier for tier in Tier if had.covers(tier)} == covered
    assert had.full is (Tier.FULL in covered)


@pytest.mark.parametrize(
    ("price", "balance", "asks"),
    [
        ("25.00", "1000", False),
        ("25.01", "1000", True),
        ("2.50", "10", False),
        ("2.51", "10", True),
        ("0.01", "0", True),
    ],
)
def test_a_second_question_comes_above_the_lower_of_two_bounds(price: str, balance: str, asks: bool) -> None:
    """25.00, or a quarter of the balance (money rule 2)."""
    assert needs_second_question(Decimal(price), Decimal(balance)) is asks


def test_an_estimate_counts_only_what_is_new() -> None:
    """What is there costs nothing."""
    assert Estimate(tier=Tier.PROFILE, had=7, new=3).most == Decimal("0.60")


def test_a_purse_counts_money_in_flight() -> None:
    """The second request does not fit while the first may still cost all of it."""
    purse = Purse(limit=Decimal("1.50"))

    assert purse.try_set_aside(Decimal("1.00"))
    assert not purse.try_set_aside(Decimal("1.00"))


def test_a_purse_gives_back_what_was_not_charged() -> None:
    """A creator that is not found frees its credit for the next."""
    purse = Purse(limit=Decimal("1.50"))
    purse.try_set_aside(Decimal("1.00"))

    purse.book(Decimal("1.00"), ZERO)

    assert purse.try_set_aside(Decimal("1.00"))


def test_a_purse_without_a_limit_refuses_nothing() -> None:
    """No cap was set."""
    assert Purse().try_set_aside(Decimal(10**9))


@given(st.lists(st.tuples(st.integers(0, 20_000), st.booleans()), max_size=40), st.integers(0, 100_000))
def test_a_purse_is_never_passed(requests: list[tuple[int, bool]], limit: int) -> None:
    """Whatever is set aside and booked, in any order."""
    purse = Purse(limit=from_units(limit))
    for units, charged in requests:
        price = from_units(units)
        if purse.try_set_aside(price):
            assert purse.spent + purse.set_aside <= from_units(limit)
            purse.book(price, price if charged else ZERO)

    assert purse.set_aside == ZERO
    assert purse.spent <= from_units(limit)


def test_the_sum_of_nothing_is_an_amount() -> None:
    """0.00, not a bare zero."""
    assert str(total([])) == "0.00"
    assert total([Decimal("0.1"), Decimal("0.2")]) == Decimal("0.3")
