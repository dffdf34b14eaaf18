"""Going back to a backup in the window: what is said before, what happens to the money, and a damaged workspace."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain.errors import DiskError, WorkspaceDamaged
from app.domain.jobs import EnrichOptions
from app.domain.money import Tier
from app.services.events import Changes
from app.ui.application import open_first
from app.ui.dialogs.questions import Question
from app.ui.dialogs.restore import NO_BACKUP, RestoreDialog, missing, moment
from app.ui.main_window import MainWindow
from app.ui.parts import EmptyState
from app.ui.theme import Theme
from app.ui.window.logins import Logins
from app.workspace import backups
from app.workspace.backups import Backup, Why
from app.workspace.database import FILE_NAME, damaged_in
from app.workspace.restoring import Bought
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import CATALOGUE, Desk

NOW = datetime(2026, 5, 3, 15, 0)
FULL = EnrichOptions(tier=Tier.FULL)


def at_ms(*when: int) -> int:
    return round(datetime(*when).timestamp() * 1000)


def bought(details: int = 0, found: int = 0, spent: str = "0", in_doubt: str = "0") -> Bought:
    return Bought(details=details, found=found, spent=Decimal(spent), in_doubt=Decimal(in_doubt))


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ((2026, 5, 3, 14, 30), "today, 14:30"),
        ((2026, 5, 2, 9, 5), "yesterday, 09:05"),
        ((2026, 4, 30, 14, 30), "30 Apr, 14:30"),
        ((2025, 5, 3, 14, 30), "3 May 2025, 14:30"),
    ],
)
def test_moments_are_told_as_people_tell_them(when: tuple[int, ...], words: str) -> None:
    """By this computer's clock."""
    assert moment(at_ms(*when), NOW) == words


@pytest.mark.parametrize(
    ("since", "begins"),
    [
        (bought(), "Nothing was bought after this backup. Notes"),
        (bought(12, 0, "12"), "12 creators' details for 12.00 credits came after this backup. They stay"),
        (bought(1, 50, "1.5"), "1 creator's details and 50 found creators for 1.50 credits came after"),
        (
            bought(1, 0, "1", "2"),
            "1 creator's details for 1.00 credits came after this backup. 2.00 more may have",
        ),
        (bought(0, 0, "0", "2"), "Nothing was bought after this backup. 2.00 more may have been charged."),
        (None, ""),
    ],
)
def test_what_going_back_would_miss_is_said_in_creators_and_credits(since: Bought | None, begins: str) -> None:
    """Before anything happens."""
    assert missing(since).startswith(begins)
    assert since is not None or missing(since) == ""


def listed(*moments: tuple[int, ...]) -> list[Backup]:
    return [
        Backup(path=Path(f"{number}"), at_ms=at_ms(*when), why=Why.HALF_HOURLY, size_bytes=12_400_000)
        for number, when in enumerate(moments)
    ]


def dialog_for(qtbot: QtBot, made: list[Backup], since: dict[int, Bought | Exception | None]) -> RestoreDialog:
    async def look(backup: Backup) -> Bought | None:
        told = since[int(backup.path.name)]
        if isinstance(told, Exception):
            raise told
        return told

    dialog = RestoreDialog(None, made, look, NOW, lost=False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def button(parent: RestoreDialog, name: str) -> QPushButton:
    found = parent.findChild(QPushButton, name)
    assert found is not None
    return found


def rows(dialog: RestoreDialog) -> list[list[str]]:
    items = [dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount())]
    return [[item.text(column) for column in range(4)] for item in items]


async def test_the_list_is_dated_and_the_button_says_which_one(qtbot: QtBot, until: Until) -> None:
    """The newest is chosen at first; each says what it costs to go back to it."""
    made = listed((2026, 5, 3, 14, 30), (2026, 5, 2, 18, 0))
    dialog = dialog_for(qtbot, made, {0: bought(), 1: bought(12, 0, "12")})
    await until(lambda: rows(dialog)[1][3] != "…")
    first = button(dialog, "confirm_button").text()
    dialog.list.setCurrentItem(dialog.list.topLevelItem(1))
    facts = dialog._said.text()
    button(dialog, "confirm_button").click()

    assert rows(dialog) == [
        ["Today, 14:30", "half-hourly", "12.4 MB", "nothing bought since"],
        ["Yesterday, 18:00", "half-hourly", "12.4 MB", "12.00 credits spent since"],
    ]
    assert first == "Restore today, 14:30"
    assert facts.startswith("12 creators' details for 12.00 credits")
    assert dialog.chosen == made[1]


async def test_a_backup_that_cannot_be_read_cannot_be_chosen(qtbot: QtBot, until: Until) -> None:
    """Its button says why."""
    made = listed((2026, 5, 3, 14, 30))
    dialog = dialog_for(qtbot, made, {0: WorkspaceDamaged("The workspace file is damaged.")})
    await until(lambda: rows(dialog)[0][3] != "…")
    go = button(dialog, "confirm_button")

    assert (rows(dialog)[0][3], go.isEnabled()) == ("cannot be read", False)
    assert go.toolTip() == "This backup cannot be read. Choose another one."


async def test_without_a_backup_it_says_when_the_first_one_comes(qtbot: QtBot) -> None:
    """And has one way out."""
    dialog = dialog_for(qtbot, [], {})

    assert [one.sentence() for one in dialog.findChildren(EmptyState)] == [NO_BACKUP]
    assert [one.text() for one in dialog.findChildren(QPushButton) if one.isVisible()] == ["Close"]


# In the window.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def damaged(folder: Path) -> None:
    """A workspace that cannot be read, without a backup."""
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(b"x" * 5000)


@pytest.fixture
async def window(
    service: SandboxProcess, folder: Path, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[MainWindow]:
    """A window that may open the account of the environment; nothing is opened yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    names = {
        "SCOUTSHEET_API_KEY": service.key,
        "SCOUTSHEET_BASE_URL": service.url,
        "SCOUTSHEET_HOME": str(folder),
    }
    made = MainWindow(CATALOGUE, theme, Logins(names))
    made.show()
    yield made
    closed = asyncio.Event()
    made.closed.connect(closed.set)
    made.close()
    await asyncio.wait_for(closed.wait(), 60)
    made.deleteLater()


async def desk_of(window: MainWindow, until: Until) -> Desk:
    """The window with the account it has now, and its credits known."""
    await until(lambda: window.session is not None and window.session.app.credits.known is not None)
    session = window.session
    assert session is not None
    await until(lambda: session.is_quiet)
    return Desk(window, session.app, session, until)


def balances(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM balances").fetchone()[0])


def balances_in_backup(folder: Path) -> int:
    """Of the oldest."""
    with closing(backups.open_backup(backups.listed(folder)[-1].path)) as db:
        return balances(db)


def is_back(desk: Desk, known: int) -> bool:
    """Told, and the balance was asked for again."""
    told = desk.window.room.notice.text.text().startswith("Everything is as it was")
    return told and desk.app.store.peek(balances) > known


@asynccontextmanager
async def bought_after_a_backup(window: MainWindow, folder: Path, until: Until) -> AsyncIterator[Desk]:
    """50 found, a backup, then the details of two."""
    await open_first(window, window.logins)
    desk = await desk_of(window, until)
    await desk.find()
    backups.make(folder, Why.HALF_HOURLY, at_ms(2026, 5, 3, 14, 30))
    assert desk.session.sheet is not None
    await desk.app.enrichment.run(desk.session.sheet.id, desk.tick(2), FULL)
    await desk.settled()
    yield desk


async def damaged_after_a_backup(window: MainWindow, folder: Path, until: Until) -> Desk:
    """A start that finds the workspace damaged, and a backup of it."""
    async with bought_after_a_backup(window, folder, until) as desk:
        pass
    app = window.detach()
    assert app is not None
    await app.close()
    (folder / FILE_NAME).write_bytes(b"x" * 5000)
    await open_first(window, window.logins)
    return desk


async def test_going_back_shows_what_was_there_then_and_keeps_today(
    window: MainWindow, folder: Path, until: Until
) -> None:
    """The account is opened again, its balance is asked, and today's file is in the list."""
    async with bought_after_a_backup(window, folder, until) as desk:
        left = desk.app.credits.known
        window.actions_["action_restore"].trigger()
        dialog = await desk.dialog(RestoreDialog)
        await until(lambda: dialog._said.text() != "…")
        facts = dialog._said.text()
        button(dialog, "confirm_button").click()
        await until(lambda: window.session not in (None, desk.session))
    again = await desk_of(window, until)
    told = again.app.credits.known
    known = balances_in_backup(folder) + 1  # and the one that was told last
    await until(lambda: is_back(again, known))

    assert facts.startswith("2 creators' details for 2.00 credits came after this backup.")
    assert [job.kind for job in again.app.jobs.all()] == ["search"]
    assert again.session.model is not None
    assert again.session.model.rowCount() == 50
    assert told == left == again.app.credits.known
    assert backups.listed(folder)[0].why is Why.RESTORE


async def test_while_something_runs_nothing_is_restored(window: MainWindow, until: Until, folder: Path) -> None:
    """The menu's entry says what to do first."""
    action = window.actions_["action_restore"]
    before = (action.isEnabled(), action.toolTip())
    await open_first(window, window.logins)
    desk = await desk_of(window, until)
    await desk.find()
    idle = action.isEnabled()
    assert desk.session.sheet is not None
    work = asyncio.create_task(desk.app.enrichment.run(desk.session.sheet.id, desk.tick(30), FULL))
    await until(lambda: not action.isEnabled())
    why = action.toolTip()
    await work
    await desk.settled()

    assert before == (False, "Open an account first.")
    assert (idle, why) == (True, "Pause or stop what is running first.")


async def test_a_backup_that_cannot_be_used_leaves_the_account_open(
    window: MainWindow, folder: Path, until: Until
) -> None:
    """It is told, and everything is as it was."""
    async with bought_after_a_backup(window, folder, until) as desk:
        window.actions_["action_restore"].trigger()
        dialog = await desk.dialog(RestoreDialog)
        backups.listed(folder)[0].path.write_bytes(b"x" * 5000)
        button(dialog, "confirm_button").click()
        await until(lambda: window.session not in (None, desk.session))
    again = await desk_of(window, until)
    await until(lambda: not window.room.message.isHidden())

    assert "damaged and cannot be restored" in window.room.message.text.text()
    assert [job.kind for job in again.app.jobs.all()] == ["enrich", "search"]


async def test_a_damaged_workspace_offers_its_backups_at_the_start(
    window: MainWindow, folder: Path, until: Until
) -> None:
    """The list comes by itself, can be put off, and one click goes on with the newest."""
    desk = await damaged_after_a_backup(window, folder, until)
    first = await desk.dialog(RestoreDialog)
    button(first, "cancel_button").click()
    await until(lambda: not first.isVisible())
    said = window.room.message.text.text()
    window.room.message.action.click()
    dialog = await desk.dialog(RestoreDialog)
    button(dialog, "confirm_button").click()
    again = await desk_of(window, until)
    known = balances_in_backup(folder)
    await until(lambda: is_back(again, known) and window.room.message.isHidden())

    assert said.startswith("The workspace file was damaged and could not be read. Nothing was charged. The newest")
    assert [job.kind for job in again.app.jobs.all()] == ["search"]


async def test_a_damaged_workspace_without_a_backup_is_begun_anew_only_when_somebody_says_so(
    window: MainWindow, folder: Path, damaged: None, until: Until
) -> None:
    """The bar says what happened; the question says what it costs; putting it off leaves everything as it is."""
    await open_first(window, window.logins)
    said, offered = window.room.message.text.text(), window.room.message.action.text()
    window.room.message.action.click()
    await until(lambda: (found := window.findChild(Question)) is not None and found.isVisible())
    asked = window.findChild(Question)
    assert asked is not None
    warned = asked.accessibleDescription()
    asked.no.click()
    await until(lambda: not window.room.message.isHidden())
    untouched = (len(damaged_in(folder)), (folder / FILE_NAME).exists())
    window.room.message.action.click()
    await until(lambda: any(one.isVisible() for one in window.findChildren(Question)))
    next(one for one in window.findChildren(Question) if one.isVisible()).yes.click()
    desk = await desk_of(window, until)

    assert said.startswith("The workspace file was damaged and could not be read. Nothing was charged.")
    assert offered == "Begin anew…"
    assert "costs again" in warned
    assert untouched == (1, False)
    assert desk.app.jobs.all() == []
    assert len(damaged_in(folder)) == 1


async def test_beginning_anew_is_a_way_beside_the_backups(window: MainWindow, folder: Path, until: Until) -> None:
    """The backups stay where they are."""
    desk = await damaged_after_a_backup(window, folder, until)
    dialog = await desk.dialog(RestoreDialog)
    button(dialog, "begin_anew_button").click()
    await until(lambda: any(one.isVisible() for one in window.findChildren(Question)))
    next(one for one in window.findChildren(Question) if one.isVisible()).yes.click()
    again = await desk_of(window, until)

    assert again.app.jobs.all() == []
    assert len(backups.listed(folder)) == 1


async def test_a_backup_that_could_not_be_made_is_said_in_the_window(window: MainWindow, until: Until) -> None:
    """Nothing is lost by it, and the sentence says so."""
    await open_first(window, window.logins)
    desk = await desk_of(window, until)
    desk.app.backups.trouble = DiskError("The disk is full.")
    desk.app.events.publish(Changes(backups=True))
    await until(lambda: not window.room.message.isHidden())

    assert window.room.message.text.text() == (
        "No backup was made. The disk is full. Everything is saved; the next try is in half an hour."
    )
