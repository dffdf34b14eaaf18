"""Buying details again because they have grown old: a verb of its own that names their age (money rule 6)."""

from collections.abc import Sequence

from app.ui.operation import show_once
from app.ui.window.verb_group import VerbGroup


class FreshVerbs(VerbGroup):
    """The verb of one session that refreshes."""

    async def get(self, ids: Sequence[int]) -> None:
        """Ask which details of these creators to buy again, then do it. Cost: at most what the button said."""
        from app.ui.dialogs.details.fresh import FreshDialog

        sheet = self._session.sheet
        if sheet is None or not ids:
            return
        dialog = FreshDialog(self._window, ids=ids, plans=self._app.details, balance=self._app.credits.free())
        await show_once(dialog)
        chosen = dialog.chosen
        if chosen is not None:
            job = await self._app.enrichment.run(sheet.id, chosen.ids, chosen.options, budget=chosen.most)
            await self._verbs.jobs.tell(job)
