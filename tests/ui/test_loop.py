"""The window's loop: Qt's events are only handled while asyncio's loop is running."""

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.ui.loop import WindowLoop


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[WindowLoop]:
    made = WindowLoop(qapp)
    yield made
    made.close()


def test_a_timer_that_is_due_when_the_work_ends_does_not_run_without_the_loop(loop: WindowLoop) -> None:
    """It waits until the loop runs again."""
    ran_on: list[object] = []
    timer = QTimer(singleShot=True, interval=0)
    timer.timeout.connect(lambda: ran_on.append(asyncio.get_running_loop()))

    async def work() -> str:
        asyncio.get_running_loop().call_soon(timer.start)
        return "done"

    result = loop.run_until_complete(work())
    meanwhile = list(ran_on)
    loop.run_until_complete(asyncio.sleep(0.02))

    assert (result, meanwhile, ran_on) == ("done", [], [loop])


def test_an_error_comes_out_of_the_loop(loop: WindowLoop) -> None:
    """As from any other loop."""

    async def bug() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        loop.run_until_complete(bug())


def test_a_loop_that_is_stopped_too_early_says_so(loop: WindowLoop) -> None:
    """Whoever waits is not told a result that there is not."""
    never = loop.create_future()
    loop.call_soon(loop.stop)

    with pytest.raises(RuntimeError, match="stopped before its work was done"):
        loop.run_until_complete(never)
