"""What holds for all tests: no window on the screen, nothing from the developer's own account."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
for name in [name for name in os.environ if name.startswith("SCOUTSHEET_")]:
    del os.environ[name]

Until = Callable[[Callable[[], object]], Awaitable[None]]


@pytest.fixture
def until() -> Until:
    """`await until(condition)` comes back as soon as the condition holds, and fails after ten seconds."""

    async def wait(condition: Callable[[], object]) -> None:
        give_up = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < give_up, "what the test waits for did not happen within 10 s"
            await asyncio.sleep(0.005)

    return wait
