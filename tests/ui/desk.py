"""A real window on a real account at a practice service: what the window's tests start from."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog

from app import resources
from app.bootstrap import REAL, App, Login, Pace, login_from_environment, open_app
from app.domain.filters import Catalogue, Search
from app.domain.platforms import Platform
from app.services.accounts import PRACTICE_ORIGIN, identity_of
from app.ui.dialogs.questions import Question
from app.ui.main_window import MainWindow
from app.ui.theme import Theme
from app.ui.window.session import Session
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.whole_app import listed

CATALOGUE = Catalogue.from_mapping(json.loads(resources.path("api", "filters.json").read_text("utf-8")))
GERMANY = Search(
    platform=Platform.INSTAGRAM,
    filters={"location": ["Germany"], "number_of_followers": {"min": 20_000, "max": 100_000}},
    target=50,
)
NOBODY = Search(platform=Platform.INSTAGRAM, filters={"number_of_followers": {"min": 2_000_000_000}}, target=50)
D = TypeVar("D", bound=QDialog)
W = TypeVar("W", bound=QObject)


class Desk:
    """The window with its account, and the few moves every test makes."""

    def __init__(self, window: MainWindow, app: App, session: Session, until: Until) -> None:
        self.window = window
        self.app = app
        self.session = session
        self.until = until

    def part(self, kind: type[W], name: str) -> W:
        """A part of the window by its object name."""
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    @property
    def status(self) -> str:
        return self.window.status.totals.text()

    @property
    def enrich_words(self) -> str:
        return self.window.actions_["action_enrich"].text()

    async def settled(self) -> None:
        """Everything that was announced is shown."""
        await self.until(lambda: not self.app.jobs.running() and self.session.is_quiet)

    async def find(self, search: Search = GERMANY) -> None:
        """Find with the panel's button and wait for the rows."""
        self.window.find_panel.set_search(search)
        await self.until(self.window.find_panel.foot.button.isEnabled)
        self.window.find_panel.foot.button.click()
        await self.until(lambda: self.session.search == search and self.session.sheet_jobs())
        await self.settled()

    def tick(self, count: int) -> list[int]:
        """Tick the first rows; returns the creators' ids."""
        model = self.session.model
        assert model is not None
        ids = list(model.ids())[:count]
        model.set_ticked(ids, True)
        return ids

    async def show_list(self, *names: str) -> int:
        """A list of these handles, shown and ticked; returns the sheet's id."""
        sheet_id, _ = await listed(self.app, *names)
        await self.session.turn_to(sheet_id)
        self.tick(len(names))
        return sheet_id

    async def dialog(self, kind: type[D]) -> D:
        """The dialog that opens over the window."""
        await self.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
        found = QApplication.activeModalWidget()
        assert isinstance(found, kind)
        return found

    async def close(self) -> None:
        """Close the window for good, also while a batch is at the service, which it asks about."""
        closed = asyncio.Event()
        self.window.closed.connect(closed.set)
        self.window.close()
        async with asyncio.timeout(60):
            await self.until(lambda: closed.is_set() or isinstance(QApplication.activeModalWidget(), Question))
            asked = QApplication.activeModalWidget()
            if isinstance(asked, Question):
                asked.yes.click()
            await closed.wait()


def live_login(service: SandboxProcess, workspace: Path) -> Login:
    login = login_from_environment({"SCOUTSHEET_API_KEY": service.key, "SCOUTSHEET_BASE_URL": service.url}, workspace)
    assert login is not None
    return login


def practice_login(service: SandboxProcess, workspace: Path) -> Login:
    identity = identity_of(PRACTICE_ORIGIN, service.key, name="Practice", practice=True)
    return Login(identity=identity, base_url=service.url, key=service.key, workspace=workspace)


@asynccontextmanager
async def opened(theme: Theme, login: Login, until: Until, *, pace: Pace = REAL) -> AsyncIterator[Desk]:
    """The window on this account, with its credits known; closed and gone afterwards."""
    QApplication.setQuitOnLastWindowClosed(False)  # as the program does: the loop must outlive the window
    window = MainWindow(CATALOGUE, theme)
    window.show()
    app = await open_app(login, pace=pace)
    session = window.attach(app)
    await session.start()
    assert window.verbs is not None
    await window.verbs.check_credits()
    await until(lambda: session.is_quiet)
    desk = Desk(window, app, session, until)
    try:
        yield desk
    finally:
        if window.session is not None:
            await app.jobs.close()
            await desk.close()
        window.deleteLater()
