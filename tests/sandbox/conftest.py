"""Practice services for the tests of the practice service itself: one shared, or one with options of its own."""

from collections.abc import Callable, Iterator

import pytest

from tests.sandbox.calls import Api
from tests.sandbox_server import SandboxProcess


@pytest.fixture(scope="session")
def _common() -> Iterator[Api]:
    with SandboxProcess("--credits", "100000", "--latency-ms", "0", "--rate", "1000000") as process:
        api = Api(process)
        yield api
        api.http.close()


@pytest.fixture
def api(_common: Api) -> Api:
    """A practice service without faults, latency or a rate worth naming, shared by all tests."""
    return _common


@pytest.fixture
def start() -> Iterator[Callable[..., Api]]:
    """Start a practice service with options of its own; it ends with the test."""
    started: list[Api] = []

    def begin(*flags: str) -> Api:
        started.append(Api(SandboxProcess("--latency-ms", "0", *flags)))
        return started[-1]

    yield begin
    for one in started:
        one.http.close()
        one.process.kill()
