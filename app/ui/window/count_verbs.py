"""How many match, and all of them where one search cannot give them: asked for by a button that names its price."""

from typing import TYPE_CHECKING

from app.domain.filters import Search
from app.domain.jobs import JobState
from app.services.counting import COUNT_PRICE
from app.services.splitting import SplitPlan
from app.ui.dialogs import questions
from app.ui.operation import show_once
from app.ui.window import find_words

if TYPE_CHECKING:
    from app.ui.window.verbs import Verbs


class CountVerbs:
    """The verbs of one session that count before they buy."""

    def __init__(self, verbs: "Verbs") -> None:
        self._verbs = verbs
        self._window = verbs.window
        self._session = verbs.session
        self._app = verbs.session.app

    async def count(self, search: Search) -> None:
        """Ask how many match; the panel shows the answer. Cost: at most 0.01."""
        title, action = "Count matches?", find_words.COUNT
        if not await self._verbs.sure(
            COUNT_PRICE, lambda free: questions.dear_work(self._window, title, COUNT_PRICE, free, action)
        ):
            return
        with self._session.planned.counting():
            job = await self._app.counting.count(search)
        await self._verbs.jobs.tell(job)

    async def split(self, search: Search, *, leave_out: bool) -> None:
        """Plan how all matches can be had, ask, and buy them into one sheet.

        Cost: the counts that the plan still needs, at most what the button said, then what the dialog's button says.
        """
        from app.ui.dialogs.split import SplitDialog

        plan = self._app.splitting.plan(search, leave_out=leave_out)
        if plan is None:
            plan = await self._planned(search, leave_out)
        if plan is None:
            return
        dialog = SplitDialog(self._window, plan, self._app.credits.free())
        await show_once(dialog)
        if dialog.chosen is not None:
            await self._carry_out(plan)

    async def _planned(self, search: Search, leave_out: bool) -> SplitPlan | None:
        most = self._app.splitting.counts_price(search)
        if most is None:
            return None
        action = find_words.planning(most)
        if not await self._verbs.sure(
            most, lambda free: questions.dear_work(self._window, "Plan how to get all?", most, free, action)
        ):
            return None
        with self._session.planned.counting():
            job = await self._app.splitting.count_bands(search, leave_out=leave_out)
        if job is not None:
            await self._verbs.jobs.tell(job)
            if job.state is not JobState.FINISHED:
                return None
        return self._app.splitting.plan(search, leave_out=leave_out)

    async def _carry_out(self, plan: SplitPlan) -> None:
        self._window.find_panel.set_busy(plan.most)
        try:
            sheet_id = await self._app.splitting.open_sheet(plan)
            await self._verbs.finding.show_rows(sheet_id)
            job = await self._app.splitting.find(sheet_id)
        finally:
            self._window.find_panel.set_busy(None)
        await self._verbs.jobs.tell(job)
