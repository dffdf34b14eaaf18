"""Money on a real practice service; nothing is written outside the test's own folder."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from app.bootstrap import App
from tests.sandbox_server import SandboxProcess
from tests.whole_app import PLAIN_FLAGS, Spent, opened, services


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person's own data folder, with its log of sends, is another one in every test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def service() -> Iterator[SandboxProcess]:
    """A practice service with plenty of credits, shared by the tests that only ask what changed in its books."""
    with SandboxProcess(*PLAIN_FLAGS, "--credits", "100000") as process:
        yield process


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
