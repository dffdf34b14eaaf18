"""The window's words about rows and money."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

import app
from app.domain.money import Balance, Estimate, Tier
from app.ui.window import words


@pytest.mark.parametrize(
    ("taken", "free"),
    [((), "Berlin"), (("Berlin",), "Berlin 2"), (("Berlin", "Berlin 2"), "Berlin 3"), (("Berlin 2",), "Berlin")],
)
def test_the_second_sheet_of_a_name_is_numbered(taken: tuple[str, ...], free: str) -> None:
    """Two tabs of one name could not be told apart."""
    assert words.free_name("Berlin", taken) == free


@pytest.mark.parametrize(
    ("rows", "ticked", "hidden", "had", "new", "free", "line"),
    [
        (
            *(150, 35, 4, 29, 6, "8.42"),
            "150 rows · 35 ticked (4 not visible) · 29 already have, 0.00 · 6 new, up to 6.00 · 2.42 left",
        ),
        (150, 2, 0, 0, 2, None, "150 rows · 2 ticked · 2 new, up to 2.00"),
        (150, 9, 0, 0, 9, "8.42", "150 rows · 9 ticked · 9 new, up to 9.00 · 0.58 more than you have"),
        (1, 1, 0, 1, 0, "8.42", "1 row · 1 ticked · 1 already have, 0.00"),
    ],
)
def test_the_status_line_adds_up(
    rows: int, ticked: int, hidden: int, had: int, new: int, free: str | None, line: str
) -> None:
    """Rows, ticks, price and what is left, in the words of the look."""
    estimate = Estimate(tier=Tier.FULL, had=had, new=new)
    said = words.status(rows, ticked, hidden, estimate, None if free is None else Decimal(free))

    assert said.line == line
    assert said.covers == ("more than you have" not in line)


def test_what_is_on_its_way_is_neither_had_nor_offered() -> None:
    """Money that another job may still spend is not offered twice."""
    said = words.status(9, 5, 0, Estimate(tier=Tier.FULL, had=1, new=1, pending=3), Decimal("8.42"))

    assert said.price == "1 already have, 0.00 · 3 on their way or to check · 1 new, up to 1.00 · 7.42 left"


def test_who_was_not_found_is_not_new_again() -> None:
    """Nor part of the price."""
    said = words.status(9, 5, 0, Estimate(tier=Tier.FULL, had=1, new=4, not_found=3), Decimal("8.42"))

    assert said.price == "1 already have, 0.00 · 3 not found last time · 1 new, up to 1.00 · 7.42 left"


@pytest.mark.parametrize(
    ("free", "cover", "new", "said"),
    [
        ("10", 3, 3, ""),
        ("10", 2, 3, "Your 10.00 credits cover 2 of these 3."),
        ("0", 0, 1_200, "Your 0.00 credits cover none of these 1,200."),
        ("0.5", 0, 1, "Your 0.50 credits do not cover this."),
        (None, 3, 3, "Your credits are not known yet."),
        (None, 0, 0, ""),
    ],
)
def test_too_few_credits_are_told_in_one_way(free: str | None, cover: int, new: int, said: str) -> None:
    """Said only where they do not cover everything; of a batch also what it does then."""
    credits = None if free is None else Decimal(free)
    waits = f" {words.THEN_WAITS}" if 0 < cover < new and free else ""

    assert words.too_dear(credits, cover, new) == said
    assert words.batch_too_dear(credits, cover, new) == said + waits


@pytest.mark.parametrize(
    ("free", "new", "said"),
    [
        ("1", 5, ""),
        ("0.99", 1, "Your 0.99 credits do not cover this."),
        ("0.99", 5, "Your 0.99 credits cover none of these 5."),
        (None, 1, "Your credits are not known yet."),
    ],
)
def test_why_nothing_can_be_paid(free: str | None, new: int, said: str) -> None:
    """Where they do not cover a single one."""
    assert words.why_not_paid(None if free is None else Decimal(free), Decimal(1), new) == said


def test_there_is_one_place_for_these_words() -> None:
    """Nobody writes the sentence a second time."""
    root = Path(app.__file__).parent / "ui"
    saying = {path.name for path in root.rglob("*.py") if re.search(r"Your {[^}]+} credits", path.read_text("utf-8"))}

    assert saying == {"words.py"}


@pytest.mark.parametrize(
    ("ticked", "marked", "said"),
    [
        (0, 0, "Get details…"),
        (0, 1, "Get details…"),
        (0, 12, "Tick rows to get details"),
        (35, 12, "Get details for 35…"),
    ],
)
def test_the_details_button_speaks_of_ticked_rows_only(ticked: int, marked: int, said: str) -> None:
    """A blue range never buys anything."""
    assert words.details_button(ticked, marked) == said


def test_set_aside_money_is_told_with_the_balance() -> None:
    """It is still on the account, but not offered twice."""
    hint = words.balance_hint(Balance(available=Decimal("8.42"), used=Decimal(1)), Decimal("6.00"), practice=True)

    assert hint == "8.42 practice credits · 6.00 set aside for what is running or may be running · 2.42 free"
