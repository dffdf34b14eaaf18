"""A day at the desk: an empty window, a full sheet, a creator, money, accounts, and what goes on or goes wrong."""

import asyncio
import sqlite3
from datetime import datetime
from decimal import Decimal

from PySide6.QtWidgets import QRadioButton

from app.domain.jobs import EnrichOptions
from app.domain.money import Tier
from app.services.accounts import LIVE_ORIGIN, Account, identity_of
from app.ui.dialogs.account import AccountDialog
from app.ui.dialogs.export import ExportDialog
from app.ui.dialogs.reading import ReadingDialog
from app.ui.spending import SpendingPage
from app.ui.window.logins import Logins
from app.workspace import campaigns, sheets
from pictures.stage import Stage, instagram

SEARCH = instagram(150, location=["Germany"], number_of_followers={"min": 20_000, "max": 100_000})
MANY = instagram(350, number_of_followers={"min": 20_000})
"""More than may be sent in a minute, so that their details outlast the pictures."""
STATUSES = ("Shortlist", "To review", "Approved", "", "Declined", "Contacted", "")
NOTES = ("", "cooks on Sundays", "ask for rates", "", "", "", "")


async def sheet(stage: Stage) -> int:
    """The empty window, then a sheet after an hour of work; returns its id."""
    await stage.take("empty")
    sheet_id = await stage.find(SEARCH)
    await _work_on(stage, sheet_id)
    await stage.take("full")
    stage.window.view.creator_activated.emit(next(iter(stage.ids(sheet_id))))
    await stage.take("creator")
    stage.window.body.set_open("creator", False)
    stage.window.open_find()
    dialog = await stage.opened(ExportDialog, "action_export")
    await stage.take("export", dialog)
    await stage.closed(dialog)
    return sheet_id


async def _work_on(stage: Stage, sheet_id: int) -> None:
    """Get some details, write own values, book the sheet to a campaign and tick."""
    ids, app = stage.ids(sheet_id), stage.app
    await app.enrichment.run(sheet_id, ids[::4][:12], EnrichOptions(tier=Tier.FULL))
    await app.enrichment.run(sheet_id, ids[1::4][:10], EnrichOptions(tier=Tier.PROFILE))
    own = {column.key: column for column in app.store.peek(sheets.own_columns)}
    now_ms = int(datetime.now().timestamp() * 1000)

    def write(db: sqlite3.Connection) -> None:
        for at, creator in enumerate(ids[:40]):
            sheets.set_own(db, own["status"], sheet_id, [creator], STATUSES[at % len(STATUSES)], now_ms)
            sheets.set_own(db, own["note"], sheet_id, [creator], NOTES[at % len(NOTES)], now_ms)
        campaigns.assign(db, sheet_id, campaigns.add(db, "Spring", now_ms), now_ms)

    await app.store.write(write)
    await stage.tick_only(sheet_id, ids[1:36])


async def money(stage: Stage) -> None:
    """Where every credit went, with a budget of the day."""
    await stage.app.budgets.set_day(Decimal(250))
    stage.trigger("action_spending")
    page = stage.window.findChild(SpendingPage, "spending")
    await stage.until(lambda: page is not None and page.is_quiet)
    await stage.take("spending")
    stage.window.open_spending(False)
    await stage.settled()


async def help_and_account(stage: Stage) -> None:
    """What the keys do, and a known account that is given a new key."""
    page = await stage.opened(ReadingDialog, "action_help")
    await stage.take("help", page)
    await stage.closed(page)
    agency = identity_of(LIVE_ORIGIN, "the key that was revoked", name="Agency Berlin")
    known = (Account(identity=agency, workspace=stage.folder / "agency"),)
    dialog = AccountDialog(
        stage.window, current=agency, known=known, origin=LIVE_ORIGIN, check=Logins({}).check, replacing=None
    )
    dialog.open()
    await stage.take("account", dialog)
    stage.button(dialog, "replace_key_button").click()
    await stage.take("account-new-key", dialog)
    other = dialog.findChild(QRadioButton, "live_account")
    assert other is not None
    other.click()
    await stage.take("account-another", dialog)
    await stage.closed(dialog)
    dialog.deleteLater()


async def busy_and_failed(stage: Stage) -> None:
    """A job half way, stopped when its pictures are taken; then the service goes away."""
    sheet_id = await stage.find(MANY)
    kind = EnrichOptions(tier=Tier.PROFILE)
    work = asyncio.create_task(stage.app.enrichment.run(sheet_id, stage.ids(sheet_id), kind))
    await stage.until(lambda: (job := stage.window.activity.job) is not None and job.is_going and job.totals.done > 40)
    await stage.take("busy")
    running = stage.app.jobs.running()
    if not running:
        raise SystemExit("The job ended before its pictures were taken.")
    await stage.app.jobs.stop(running[0].id)
    await work
    await stage.service.stop()
    stage.window.verbs.start(stage.window.verbs.finding.more)
    await stage.until(stage.window.room.message.isVisible)
    await stage.take("failed")
