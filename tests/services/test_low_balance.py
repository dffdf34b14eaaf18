"""The warning before the credits end comes once, and again only after the balance was above the limit."""

from decimal import Decimal

import pytest

from app.domain.money import Balance
from tests.whole_app import opened


def left(app, amount: str) -> None:
    """What the account has from now on, as far as it is known."""
    app.credits.known = Balance(available=Decimal(amount), used=Decimal(0))


async def test_nothing_is_told_before_the_balance_is_known(app):
    """An unknown balance is not a low one."""
    assert not app.low_balance.is_due
    assert await app.low_balance.take() is None


async def test_falling_under_ten_credits_is_told_once(app):
    """10.00 itself is not below."""
    told = []
    for amount in ("12.00", "10.00", "9.99", "8.42", "0.00"):
        left(app, amount)
        told.append(await app.low_balance.take())

    assert told == [None, None, Decimal("9.99"), None, None]


async def test_after_the_balance_rose_it_is_told_again(app):
    """Somebody topped up, and used that up too."""
    told = []
    for amount in ("5.00", "50.00", "4.00"):
        left(app, amount)
        told.append(await app.low_balance.take())

    assert told == [Decimal("5.00"), None, Decimal("4.00")]


async def test_a_restart_does_not_tell_it_again(app, service, tmp_path):
    """It was read already."""
    left(app, "5.00")
    await app.low_balance.take()
    await app.close()
    async with opened(service, tmp_path / "workspace") as again:
        left(again, "4.00")
        due = again.low_balance.is_due

    assert not due


@pytest.mark.parametrize(("limit", "due"), [(Decimal("100.00"), True), (None, False)])
async def test_the_limit_is_the_persons_own(app, limit, due):
    """None: never."""
    left(app, "5.00" if limit is None else "50.00")
    await app.low_balance.set_limit(limit)

    assert app.low_balance.limit() == limit
    assert app.low_balance.is_due is due
