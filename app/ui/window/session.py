"""One open account in the window: which sheet is shown, and everything on screen that follows from the workspace."""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.creators import Row
from app.domain.filters import Search
from app.domain.jobs import Job
from app.domain.platforms import Handle, Platform
from app.services.events import Changes
from app.services.socials import Offer
from app.ui.operation import Operation
from app.ui.sheet_table.model import SheetModel
from app.ui.window import find_words, words
from app.ui.window.action_list import START_REASONS, WITH_ACCOUNT
from app.ui.window.alike import Alike
from app.ui.window.job_rows import JobRows
from app.ui.window.money_shown import MoneyShown
from app.ui.window.planned import Planned
from app.ui.window.refreshing import Refreshing
from app.ui.window.sheet_columns import SheetColumns
from app.ui.window.sheet_room import Stand, stand_of
from app.ui.window.sorting import Sorting
from app.ui.window.ticked import Ticked
from app.ui.window.work import Work
from app.workspace import account as kept
from app.workspace import sheet_rows, sheets
from app.workspace.searches import KnownSearch
from app.workspace.sheets import Sheet

if TYPE_CHECKING:
    from app.bootstrap import App
    from app.ui.main_window import MainWindow

_LAST_SHEET = "window.sheet"


def now_ms() -> int:
    """The time a person changed something, in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


class Session(QObject):
    """Shows one account's workspace in the window; `dispose` before another one is shown."""

    def __init__(self, window: "MainWindow", app: "App") -> None:
        super().__init__(window)
        self.window_ = window
        self.app = app
        self.sheet: Sheet | None = None
        self.model: SheetModel | None = None
        self.known: KnownSearch | None = None
        self._sheets: list[Sheet] = []
        self._orders: dict[int, sheet_rows.Order] = {}
        self.columns = SheetColumns(self)
        self.work = Work(self)
        self.rows = JobRows(self)
        self.planned = Planned(self)
        self.alike = Alike(self)
        self.sorting = Sorting(self)
        self._touched = False  # somebody changed the panel since it last showed a sheet's search
        self.ticks = Ticked(self)
        self.money = MoneyShown(self)
        self._refreshing = Refreshing(self)

    # -- life

    async def start(self) -> None:
        """Show what the workspace holds. Free, and sends nothing."""
        for name in WITH_ACCOUNT:
            self.window_.actions_.allow(name)
        await self.read_sheets()
        last = self.app.store.peek(lambda db: kept.setting(db, _LAST_SHEET))
        known = {sheet.id: sheet for sheet in self._sheets}
        wanted = known.get(int(last)) if last and last.isdecimal() else None
        await self.show_sheet((wanted or self._sheets[-1]).id if self._sheets else None)
        await self.work.read()
        self.show_all()

    def dispose(self) -> None:
        """Stop listening; the account is closed by whoever opened it."""
        self._refreshing.stop()
        for name in (*WITH_ACCOUNT, "action_restore"):
            self.window_.actions_.allow(name, START_REASONS[name])
        self.work.stop()
        self.planned.stop()
        self.ticks.stop()
        self.columns.stop()
        self.deleteLater()

    @property
    def is_quiet(self) -> bool:
        """Whether everything that was announced is on screen."""
        return self._refreshing.is_quiet and self.planned.is_quiet and self.ticks.is_quiet

    # -- sheets

    async def read_sheets(self) -> None:
        """Read anew which sheets there are."""
        self._sheets = await self.app.store.read(sheets.all_sheets)
        if self.sheet is not None:
            current = self.sheet.id
            self.sheet = next((sheet for sheet in self._sheets if sheet.id == current), None)

    def sheet_names(self) -> dict[int, str]:
        """The names of the sheets by id."""
        return {sheet.id: sheet.name for sheet in self._sheets}

    async def turn_to(self, sheet_id: int) -> None:
        """Show the sheet somebody chose, and its search in the panel."""
        await self.show_sheet(sheet_id)
        self._panel_follows()
        self.show_summary()

    async def show_new(self, sheet_id: int) -> None:
        """Show the sheet of the search that the panel holds."""
        self._touched = False
        await self.show_sheet(sheet_id)

    async def show_sheet(self, sheet_id: int | None) -> None:
        """Show a sheet; its order, ticks and columns are as they were left."""
        if self.sheet is not None and self.model is not None:
            self._orders[self.sheet.id] = self.model.wanted_order
        if sheet_id is not None and all(sheet.id != sheet_id for sheet in self._sheets):
            await self.read_sheets()
        self.sheet = next((sheet for sheet in self._sheets if sheet.id == sheet_id), None)
        self.known = self.app.discovery.known(self.sheet.id) if self.sheet is not None else None
        self.columns.forget()
        self.window_.find_panel.set_without_search(self.sheet is not None and self.known is None)
        if self.sheet is None:
            self.show_all()
            return
        order = self._orders.get(self.sheet.id, sheet_rows.Order())
        self.columns.follow(order)
        model = SheetModel(self.app.store, self.sheet.id, self.columns.wanted(), self.window_)
        before, self.model = self.model, model
        model.shown_changed.connect(self.sorting.show)
        self.window_.show_words(order.words)
        await model.set_order(order)
        await self.columns.look_for_details()
        self.window_.view.show_sheet(model)
        if before is not None:
            before.deleteLater()
        self.show_all()
        shown = self.sheet.id
        await self.app.store.write(lambda db: kept.set_setting(db, _LAST_SHEET, str(shown)))

    @property
    def platform(self) -> Platform | None:
        """That of the sheet's search; None for lists."""
        return self.known.search.platform if self.known is not None else None

    @property
    def search(self) -> Search | None:
        """The search the sheet's rows came from."""
        return self.known.search if self.known is not None else None

    @property
    def seed(self) -> Handle | None:
        """Whose like the sheet's rows are; None: nobody's."""
        known = self.known
        return Handle(platform=known.search.platform, name=known.seed) if known is not None and known.seed else None

    @property
    def jobs(self) -> list[Job]:
        """The newest jobs first."""
        return self.work.jobs

    def sheet_jobs(self) -> list[Job]:
        """The shown sheet's jobs, newest first."""
        return [job for job in self.jobs if self.sheet is not None and job.sheet_id == self.sheet.id]

    # -- what is on screen

    def show_all(self) -> None:
        """Everything that follows from the workspace."""
        if self.sheet is not None:
            self.known = self.app.discovery.known(self.sheet.id)
        self.window_.tabs.show_sheets(self._sheets, self.sheet.id if self.sheet is not None else None)
        self.show_summary()
        self._show_stand()
        self.work.show()
        self.rows.show_line()
        self.money.show()
        self.ticks.show()
        self.planned.renew_when_quiet()
        self.window_.show_creator(self.window_.creator.creator_id)

    def show_summary(self) -> None:
        """The sheet's name, its filters, and whether the panel holds another search."""
        window = self.window_
        found = self.app.catalogue.describe(self.search) if self.search is not None else ()
        window.summary.show_sheet(self.sheet.name if self.sheet is not None else "", found)
        held = (window.find_panel.search(), window.find_panel.seed)
        differs = self.search is not None and held != (self.search, self.seed)
        window.summary.set_filters_changed(differs and self._touched)

    def panel_changed(self) -> None:
        """Somebody changed the search in the panel: the rows stay, and the summary line says so."""
        self._touched = True
        self.show_summary()
        wrong = self.window_.find_panel.search() is None
        self.window_.actions_.allow("action_save_search", "Mend the search in the find panel first." if wrong else "")
        self.planned.renew()

    def _panel_follows(self) -> None:
        """The panel shows the search of the sheet one turned to, unless somebody is at work in it."""
        if self.search is not None and not self._touched:
            self.window_.find_panel.set_search(self.search, self.seed)
            self.planned.renew()

    def _show_stand(self) -> None:
        if self.sheet is None or self.model is None:
            self.window_.room.show_stand(Stand.NO_SHEET)
            return
        total = self.known.matches if self.known is not None else None
        saving = self.app.discovery.saving(self.sheet.id)
        self.window_.room.show_stand(
            stand_of(
                rows=self.model.rowCount(),
                order=self.model.order,
                is_search=self.known is not None,
                total=total,
                left_out=saving.creators if saving is not None else 0,
                jobs=self.sheet_jobs(),
            )
        )
        self.window_.more.show_loaded(words.loaded(self.sheet.rows, total), find_words.saved(saving))
        self.sorting.show()

    def store_own(self, creator_id: int, key: str, value: str) -> None:
        """Write into an own column that the sheet does not show."""
        sheet = self.sheet
        own = self.app.store.peek(sheets.own_columns)
        column = next((entry for entry in own if entry.key == key), None)
        if sheet is None or column is None:
            return
        at_ms = now_ms()

        async def write() -> None:
            await self.app.store.write(lambda db: sheets.set_own(db, column, sheet.id, [creator_id], value, at_ms))
            self.app.events.publish(Changes(creators=True, sheet_id=sheet.id), self)

        Operation(self.window_, write).start(self)

    def row_of(self, creator_id: int) -> Row | None:
        """The creator's row in the shown sheet; None when it is not there."""
        sheet = self.sheet
        if sheet is None:
            return None
        found = self.app.store.peek(lambda db: sheet_rows.rows(db, sheet.id, [creator_id]))
        return found[0] if found else None

    def offers_of(self, creator_id: int) -> list[Offer]:
        """The creator's accounts elsewhere, as far as they are known."""
        return self.app.socials.offers(self.sheet.id, [creator_id]) if self.sheet is not None else []

    def narrow(self, text: str) -> None:
        """Show only rows with these words; free."""
        model = self.model
        if model is not None and model.wanted_order.words != text:
            wanted = replace(model.wanted_order, words=text)
            Operation(self.window_, lambda: model.set_order(wanted)).on_success(lambda _: self.show_all()).start(self)
