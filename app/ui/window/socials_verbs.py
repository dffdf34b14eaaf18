"""Other accounts of ticked creators: asked with the exact maximum, told at the end, brought into the sheet for free."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.domain.creators import Found
from app.domain.jobs import Job
from app.ui.operation import Operation, show_once
from app.ui.sheet_table.plain import isolated, one_line
from app.ui.window import question_words
from app.ui.window.verb_group import VerbGroup
from app.ui.window.words import counted
from app.workspace import already, finding

if TYPE_CHECKING:
    from app.ui.dialogs.accounts import AccountsDialog


class SocialsVerbs(VerbGroup):
    """The verbs of one session about other accounts."""

    async def find(self, ids: Sequence[int]) -> None:
        """Ask what to spend on these creators, then look for their accounts. Cost: at most what the button said."""
        from app.ui.dialogs.socials import SocialsDialog

        sheet, socials = self._session.sheet, self._app.socials
        if sheet is None or not ids:
            return
        dialog = SocialsDialog(self._window, ids, socials, self._app.credits.free())
        await show_once(dialog)
        agreed = dialog.chosen
        if dialog.known_wanted:
            await self.show_known(sheet.id, ids)
        elif agreed is not None:
            await self._verbs.jobs.tell(await socials.run(sheet.id, agreed.ids, budget=agreed.most))

    async def tell_end(self, job: Job) -> None:
        """Say what a job found."""
        ids = sorted(await self._app.store.read(lambda db: already.asked_creators(db, job.id)))
        with_some = len({offer.creator_id for offer in await self._app.socials.offers_later(job.sheet_id, ids)})
        said = question_words.socials_done(job, with_some, len(ids))
        show: Callable[[], None] = lambda: self._verbs.start(lambda: self.show_known(job.sheet_id, ids))  # noqa: E731
        self._window.show_notice(said, "Show" if with_some else "", show)

    async def show_known(self, sheet_id: int, ids: Sequence[int]) -> None:
        """List the accounts that are known of these creators, until it is closed; free."""
        from app.ui.dialogs.accounts import AccountsDialog

        handles = await self._app.store.read(lambda db: finding.handles_of(db, ids))
        offers = await self._app.socials.offers_later(sheet_id, ids)
        dialog = AccountsDialog(self._window, dict(zip(ids, handles, strict=True)), date.today())
        dialog.show_offers(offers)
        dialog.add_wanted.connect(lambda some: self._start(dialog, lambda: self._add(dialog, sheet_id, ids, some)))
        dialog.columns_wanted.connect(lambda: self._start(dialog, lambda: self._fill(dialog, sheet_id, ids)))
        await show_once(dialog)

    def _start(self, dialog: "AccountsDialog", work: Callable[[], Awaitable[None]]) -> None:
        Operation(dialog, work).on_failure(lambda error: dialog.say(error.sentences)).start(self)

    async def _add(
        self, dialog: "AccountsDialog", sheet_id: int, ids: Sequence[int], accounts: Iterable[Found]
    ) -> None:
        added = await self._app.socials.add_rows(sheet_id, accounts)
        dialog.show_offers(await self._app.socials.offers_later(sheet_id, ids))
        dialog.say(f"{counted(added, 'account is a row', 'accounts are rows')} of the sheet now, at its end.")

    async def _fill(self, dialog: "AccountsDialog", sheet_id: int, ids: Sequence[int]) -> None:
        filled = await self._app.socials.fill_columns(sheet_id, ids)
        await self._session.columns.bring(lambda column: column.label in filled.labels)
        dialog.say(f"{counted(filled.cells, 'address', 'addresses')} written into: {', '.join(filled.labels)}.")

    async def add_row(self, account: Found) -> None:
        """Bring one account into the shown sheet as a row; free."""
        sheet = self._session.sheet
        if sheet is None:
            return
        await self._app.socials.add_rows(sheet.id, [account])
        name = isolated(one_line(account.shown_handle))
        self._window.show_notice(f"{name} ({account.handle.platform.label}) is the last row of this sheet now.")
