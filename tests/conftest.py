"""What holds for all tests: no window on the screen, nothing from the developer's own account."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from app.bootstrap import App
from tests.sandbox_server import SandboxProcess
from tests.whole_app import PLAIN_FLAGS, Spent, count_many, opened, services

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
for name in [name for name in os.environ if name.startswith("SCOUTSHEET_")]:
    del os.environ[name]

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

Until = Callable[[Callable[[], object]], Awaitable[None]]


@pytest.fixture
def until() -> Until:
    """`await until(condition)` comes back as soon as the condition holds, and fails after a minute."""

    async def wait(condition: Callable[[], object]) -> None:
        give_up = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < give_up, "what the test waits for did not happen within 60 s"
            await asyncio.sleep(0.005)

    return wait


@pytest.fixture(scope="session")
def shared_service() -> Iterator[SandboxProcess]:
    """A practice service with plenty of credits, shared by the tests that only ask what changed in its books."""
    with SandboxProcess(*PLAIN_FLAGS, "--credits", "100000") as process:
        yield process


@pytest.fixture
def service(shared_service: SandboxProcess) -> Iterator[SandboxProcess]:
    """The shared practice service; whatever a test lets it do otherwise ends with the test, also where it fails."""
    yield shared_service
    shared_service.as_at_first()


@pytest.fixture(scope="session")
def matches(shared_service: SandboxProcess) -> int:
    """How many creators of the invented world have `MANY` followers or more: some 150."""
    return asyncio.run(count_many(shared_service))


@pytest.fixture
def spent(service: SandboxProcess) -> Spent:
    """What the shared practice service charged during this test."""
    return Spent(service)


@pytest.fixture
def start_service() -> Iterator[Callable[..., SandboxProcess]]:
    """Starts practice services with options of their own."""
    with services() as start:
        yield start


@pytest.fixture
async def app(service: SandboxProcess, tmp_path: Path) -> AsyncIterator[App]:
    """An account on the shared practice service with an empty workspace."""
    async with opened(service, tmp_path / "workspace") as one:
        yield one
