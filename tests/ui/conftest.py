"""The window's tests: real widgets, offscreen, in the look's fonts and measures; coroutines run on Qt's own loop.

In a coroutine test wait for an event or with `until`; pytest-qt's own waiting nests a loop, which kills tasks.
"""

import inspect
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest
import pytestqt.plugin
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.ui.collector import Collector
from app.ui.loop import WindowLoop
from app.ui.theme import Scheme, Theme
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import Desk, live_login, opened


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, Callable[[], object]]:
    """Every coroutine test of this folder runs on the window's own loop."""
    return {"qasync": lambda: WindowLoop(QApplication.instance())}


@pytest.fixture(autouse=True)
def events_only_in_the_loop(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a coroutine test Qt's events are handled by its loop alone, as in the program.

    pytest-qt handles them between the stages of a test too, when that loop stands still: a timer of the window that is
    due then cannot start its work, and the test fails for it.
    """
    if inspect.iscoroutinefunction(getattr(request.node, "obj", None)):
        monkeypatch.setattr(pytestqt.plugin, "_process_events", lambda: None)


@pytest.fixture(scope="session")
def app_theme(qapp: QApplication) -> Theme:
    """The theme of the whole session: pictures must not depend on the machine's fonts, language or text size."""
    qapp.setQuitOnLastWindowClosed(False)  # as in the program: the main coroutine decides when everything is done
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    return Theme(qapp, Scheme.LIGHT, text_px=13)


@pytest.fixture(scope="session", autouse=True)
def collector(app_theme: Theme) -> Iterator[Collector]:
    """Cycles are collected between tests on this thread: a QObject that dies on a worker's thread crashes Qt."""
    with Collector() as running:
        yield running


@pytest.fixture(autouse=True)
def theme(app_theme: Theme, collector: Collector) -> Iterator[Theme]:
    """Every test starts in the light scheme."""
    yield app_theme
    collector.collect_if_due()
    if app_theme.scheme is not Scheme.LIGHT:
        app_theme.set_scheme(Scheme.LIGHT)


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log of sends and the list of accounts are this test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
async def desk(theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until) -> AsyncIterator[Desk]:
    """The window on a live account with an empty workspace."""
    async with opened(theme, live_login(service, tmp_path / "live"), until) as ready:
        yield ready
