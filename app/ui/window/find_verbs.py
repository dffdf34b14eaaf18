"""What finds creators, one coroutine each: a search, the rest of one, its next rows."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from app.domain.filters import Search
from app.domain.money import search_price, show
from app.domain.platforms import Handle
from app.services.discovery import FindPlan
from app.services.events import Changes
from app.ui.parts import Mood
from app.ui.window import find_words, job_words, words
from app.ui.window.verb_group import VerbGroup
from app.workspace import searches, sheets


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks for: a search, whose like, and whether creators that are had are left out."""

    search: Search
    seed: Handle | None = None
    leave_out: bool = True


class FindVerbs(VerbGroup):
    """The verbs that find creators in one session."""

    async def find(self, wanted: Wanted) -> None:
        """Buy a search into a sheet of its own, or the rest of it into the sheet that has a part.

        Cost: at most what the button said; 0 where it was bought before.
        """
        there = self._sheet_of(wanted)
        if there is not None and self._app.discovery.open_rows(there):
            await self._complete(wanted.search, there)
        elif there is not None:
            await self._reopen(wanted, there, "You already have this search. Opening it cost nothing.")
        elif (gone := self._deleted(wanted)) is not None:
            await self._app.saved_searches.restore(gone[0])
            await self._reopen(wanted, gone[1], "You had deleted this search. It is back, and cost nothing.")
        else:
            await self._buy(wanted)

    def _sheet_of(self, wanted: Wanted) -> int | None:
        """The sheet of this search, complete or not."""

        def read(db: sqlite3.Connection) -> int | None:
            key = searches.key_of(wanted.search, wanted.seed.name if wanted.seed else None)
            search_id = searches.by_key(db, key)
            return None if search_id is None else sheets.of_search(db, search_id)

        return self._app.store.peek(read)

    def _deleted(self, wanted: Wanted) -> tuple[int, int] | None:
        """A deleted search that says the same, and its sheet."""
        twin = self._app.saved_searches.deleted_twin(wanted.search) if wanted.seed is None else None
        return (twin.id, twin.sheet_id) if twin is not None and twin.sheet_id is not None else None

    async def _reopen(self, wanted: Wanted, sheet_id: int, said: str) -> None:
        await self.show_rows(sheet_id)
        price = search_price(wanted.search.target)
        again: Callable[[], None] = lambda: self._verbs.start(lambda: self._buy(wanted))  # noqa: E731
        self._window.show_notice(said, words.find_again_button(price), again)

    async def _buy(self, wanted: Wanted) -> None:
        """Buy a search into a new sheet. Cost: at most the price of its rows."""
        search = wanted.search
        await self._app.word_check.check(search)
        plan = await self._app.discovery.plan(search, leave_out=wanted.leave_out, seed=wanted.seed)
        action = f"Find {words.number(search.target)} · {show(plan.most)} credits"
        if await self._sure(search.target, plan.most, action):
            sheet_id = await self._open_sheet(plan)
            await self._carry_out(search, sheet_id, plan.most)
            self._tell_left_out(sheet_id)

    def _tell_left_out(self, sheet_id: int) -> None:
        """Say what leaving out saved, where that is known."""
        saving = self._app.discovery.saving(sheet_id)
        if saving is not None and saving.creators and self._window.session is self._session:
            self._window.show_notice(find_words.left_out(saving))

    async def _complete(self, search: Search, sheet_id: int) -> None:
        """Buy the pages that a sheet's search still lacks. Cost: at most their price.

        A page whose answer was lost is bought again only by the button that names its price.
        """
        job = self._app.discovery.open_job(sheet_id)
        await self.show_rows(sheet_id)
        if job is not None and job.is_going:
            self._window.show_notice("This search is running already.")
        elif job is not None and not job.go_on_at_most:
            check = bool(job.totals.undecided)
            work = self._verbs.jobs.check if check else self._verbs.jobs.retry
            self._window.show_trouble(
                Mood.WARN,
                "No answer came for a part of this search. It may have been charged.",
                "Check payments · free" if check else job_words.retry_button(job),
                lambda: self._verbs.start(lambda: work(job.id)),
            )
        else:
            most = self._app.discovery.open_price(sheet_id) if job is None else job.go_on_at_most
            if await self._sure(search.target, most, job_words.resume_for(most)):
                self._window.show_notice(f"A part of this search is here already: the rest costs up to {show(most)}.")
                await self._carry_out(search, sheet_id, most)

    async def _carry_out(self, search: Search, sheet_id: int, most: Decimal) -> None:
        self._window.pages.clear_trouble()
        self._window.find_panel.set_busy(most)
        try:
            await self.show_rows(sheet_id)
            job = await self._app.discovery.find(search, sheet_id=sheet_id)
        finally:
            self._window.find_panel.set_busy(None)
        await self._verbs.jobs.tell(job)

    async def show_rows(self, sheet_id: int) -> None:
        """Show the sheet of the panel's search, uncovered; the keyboard goes there once it has rows."""
        self._window.body.uncover()
        self._window.room.expect_rows()
        await self._session.show_new(sheet_id)

    async def _open_sheet(self, plan: FindPlan) -> int:
        """A new sheet for this search; the second of one name is "… 2"."""
        sheet_id = await self._app.discovery.open_sheet(plan.search, plan)
        await self._tell_apart(sheet_id)
        return sheet_id

    async def _tell_apart(self, sheet_id: int) -> None:
        def write(db: sqlite3.Connection) -> None:
            names = {sheet.id: sheet.name for sheet in sheets.all_sheets(db)}
            name = names.pop(sheet_id)
            fresh = words.free_name(name, names.values())
            if fresh != name:
                sheets.rename(db, sheet_id, fresh, self._app.jobs.now_ms())

        await self._app.store.write(write)
        self._app.events.publish(Changes(sheets=True, sheet_id=sheet_id))

    async def more(self) -> None:
        """Buy the next rows of the shown sheet's search into the same sheet."""
        sheet = self._session.sheet
        plan = self._app.discovery.more_plan(sheet.id) if sheet is not None else None
        if sheet is None or plan is None:
            return
        if await self._sure(plan.rows, plan.most, words.more_button(plan.rows, plan.most)):
            await self._verbs.jobs.tell(await self._app.discovery.more(sheet.id))

    async def _sure(self, target: int, most: Decimal, action: str) -> bool:
        return await self._verbs.sure(f"Find {words.number(target)} creators?", most, action)
