"""How many match, and all of them where one search cannot give them: asked for by a button that names its price."""

from app.domain.filters import Search
from app.domain.jobs import JobState
from app.services.counting import COUNT_PRICE
from app.services.splitting import SplitPlan
from app.ui.operation import show_once
from app.ui.window import find_words
from app.ui.window.verb_group import VerbGroup


class CountVerbs(VerbGroup):
    """The verbs of one session that count before they buy."""

    async def count(self, search: Search) -> None:
        """Ask how many match; the panel shows the answer. Cost: at most 0.01."""
        await self._app.word_check.check(search)
        if not await self._verbs.sure("Count matches?", COUNT_PRICE, find_words.COUNT):
            return
        with self._session.planned.counting():
            job = await self._app.counting.count(search)
        await self._verbs.jobs.tell(job)

    async def split(self, search: Search, *, leave_out: bool) -> None:
        """Plan how all matches can be had, ask, and buy them into one sheet.

        Cost: the counts that the plan still needs, at most what the button said, then what the dialog's button says.
        """
        from app.ui.dialogs.split import SplitDialog

        await self._app.word_check.check(search)
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
        if not await self._verbs.sure("Plan how to get all?", most, find_words.planning(most)):
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
