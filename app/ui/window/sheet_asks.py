"""What is asked about the shown sheet: its name, its campaign, its columns."""

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from app.services.events import Changes
from app.ui.dialogs import questions
from app.ui.dialogs.campaign import NONE, CampaignChoice, CampaignDialog
from app.ui.operation import Operation, show_once
from app.ui.sheet_table.columns import CHANGE_COLUMN, every_column
from app.ui.window.columns_menu import ColumnsMenu
from app.workspace import campaigns, sheets
from app.workspace.campaigns import Campaign
from app.workspace.sheets import Sheet

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow
    from app.ui.window.session import Session


def choose_columns(window: "MainWindow") -> None:
    """Open the chooser below its button."""
    session = window.session
    if session is None or session.model is None:
        return
    own = session.app.store.peek(sheets.own_columns)
    shown = [column.key for column in session.model.columns if column.key != CHANGE_COLUMN]
    menu = ColumnsMenu(window, every_column(session.platform, own, alike=session.seed is not None), shown)
    menu.chosen.connect(session.columns.start_choosing)
    menu.back_wanted.connect(lambda: session.columns.start_choosing(()))
    button = window.summary.columns
    corner = button.mapToGlobal(QPoint(button.width() - menu.width(), button.height()))
    menu.move(corner)
    menu.show()


def rename(window: "MainWindow") -> None:
    """Ask for another name of the shown sheet."""
    session = window.session
    sheet = session.sheet if session is not None else None
    if session is None or sheet is None:
        return

    async def ask() -> None:
        dialog = questions.NameDialog(window, sheet.name)
        if await show_once(dialog):
            await _keep_name(session, sheet, dialog.name)

    Operation(window, ask).start(window)


async def _keep_name(session: "Session", sheet: Sheet, name: str) -> None:
    if name and name != sheet.name:
        at_ms = session.app.jobs.now_ms()
        await session.app.store.write(lambda db: sheets.rename(db, sheet.id, name, at_ms))
        session.app.events.publish(Changes(sheets=True, sheet_id=sheet.id))


def choose_campaign(window: "MainWindow") -> None:
    """Ask which campaign the shown sheet belongs to, and keep what was changed about campaigns."""
    session = window.session
    sheet = session.sheet if session is not None else None
    if session is None or sheet is None:
        return

    async def ask() -> None:
        known, current = await session.app.store.read(
            lambda db: (campaigns.all_campaigns(db), campaigns.of_sheet(db, sheet.id))
        )
        dialog = CampaignDialog(window, sheet.name, known, current)
        if await show_once(dialog) and dialog.chosen is not None:
            chosen = dialog.chosen
            await session.app.store.write(lambda db: _keep(db, sheet.id, known, chosen, session.app.jobs.now_ms()))
            session.app.events.publish(Changes(sheets=True, ledger=True))

    Operation(window, ask).start(window)


def _keep(db: sqlite3.Connection, sheet_id: int, known: Sequence[Campaign], choice: CampaignChoice, at_ms: int) -> None:
    """Make, rename and remove campaigns as chosen, and put the sheet into its own."""
    before = {campaign.id: campaign.name for campaign in known}
    keys = {NONE: None, **{key: key for key in before}}
    for key, name in choice.names.items():
        if key < NONE:
            keys[key] = campaigns.add(db, name, at_ms)
        elif name != before[key]:
            campaigns.rename(db, key, name, at_ms)
    for key in choice.removed:
        campaigns.remove(db, key, at_ms)
    campaigns.assign(db, sheet_id, keys[choice.chosen], at_ms)
