"""Requests of one job side by side: what is decided about, and what an error takes back."""

import asyncio
from decimal import Decimal

import pytest

from app.domain.errors import AppError, Charged, ServiceFault, Withdrawn
from app.domain.jobs import RequestState
from app.services.side_by_side import SideBySide
from app.workspace.requests import Request


def request(number: int) -> Request:
    return Request(id=number, job_id=1, creator_id=number, page=None, state=RequestState.WAITING, price=Decimal(1))


def side_by_side(taken_back: bool = False) -> tuple[SideBySide, list[str]]:
    told: list[str] = []
    return SideBySide(lambda: told.append("withdrawn"), lambda: taken_back), told


async def test_an_answer_that_comes_while_the_next_is_decided_is_decided_about_too() -> None:
    """Else a goal would end before it is reached: the decision was made before the last answer was known."""
    asked: list[Request] = []
    answered: list[Request] = []
    release, arrived = asyncio.Event(), asyncio.Event()

    async def one(about: Request) -> None:
        await release.wait()
        answered.append(about)
        arrived.set()

    async def next_one() -> Request | None:
        known = len(answered)
        if asked and not known:
            release.set()
            await arrived.wait()  # while this decision is being made
        if known < len(asked) or len(asked) == 3:
            return None
        asked.append(request(len(asked)))
        return asked[-1]

    await side_by_side()[0].as_decided(next_one, one)

    assert answered == asked == [request(0), request(1), request(2)]


async def test_the_first_error_ends_it_and_a_charge_is_not_hidden_behind_a_free_failure() -> None:
    """What is on its way is waited for; nobody is asked any more."""
    sender, told = side_by_side()
    free, charged = ServiceFault("Down."), AppError("Not saved.", charged=Charged.YES)
    left = [request(2), request(1)]

    async def one(about: Request) -> None:
        await asyncio.sleep(0)
        raise free if about.id == 1 else charged

    async def next_one() -> Request | None:
        return left.pop() if left else None

    with pytest.raises(AppError) as caught:
        await sender.as_decided(next_one, one)

    assert caught.value is charged
    assert told == ["withdrawn", "withdrawn"]


async def test_what_is_taken_back_asks_for_nobody() -> None:
    """Paused or stopped before it began."""

    async def next_one() -> Request | None:
        raise AssertionError("asked all the same")

    with pytest.raises(Withdrawn):
        await side_by_side(taken_back=True)[0].as_decided(next_one, lambda about: asyncio.sleep(0))
