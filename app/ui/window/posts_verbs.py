"""Live posts of ticked creators: asked with the exact maximum, written into the sheet, told with their totals."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.domain.jobs import Job, JobState
from app.domain.posts import Campaign
from app.ui.operation import Operation, show_once
from app.ui.window import question_words
from app.ui.window.verb_group import VerbGroup
from app.workspace import already, finding, live_posts

if TYPE_CHECKING:
    from app.ui.dialogs.posts_found import PostsFoundDialog


class PostsVerbs(VerbGroup):
    """The verbs of one session about live posts."""

    async def check(self, ids: Sequence[int]) -> None:
        """Ask for the campaign, then look for its posts. Cost: at most what the button said."""
        from app.ui.dialogs.posts import PostsDialog

        sheet, posts = self._session.sheet, self._app.posts
        if sheet is None or not ids:
            return
        last, balance = posts.last_campaign(sheet.id), self._app.credits.free()
        dialog = PostsDialog(self._window, ids, posts, last, balance, date.today())
        await show_once(dialog)
        agreed, campaign = dialog.chosen, dialog.campaign
        known_wanted, again = dialog.known_wanted, dialog.again.isChecked()
        if campaign is not None and known_wanted:
            await posts.fill(sheet.id, ids, campaign)
            await self.show_found(sheet.id, ids, campaign)
        elif campaign is not None and agreed is not None:
            job = await posts.run(sheet.id, agreed.ids, campaign, again=again, budget=agreed.most)
            if job.state is JobState.FINISHED and self._window.session is self._session:
                await self._tell(job, agreed.ids)
            else:
                await self._verbs.jobs.tell(job)

    async def tell_end(self, job: Job) -> None:
        """Say what a job found for those it asked about."""
        await self._tell(job, sorted(await self._app.store.read(lambda db: already.asked_creators(db, job.id))))

    async def _tell(self, job: Job, ids: Sequence[int]) -> None:
        await self._bring_columns(job.sheet_id)
        campaign = self._app.posts.campaign(job.id)
        found = list(self._app.posts.found(ids, campaign).values())
        said = question_words.posts_done(job, len(ids), found)
        show: Callable[[], None] = lambda: self._verbs.start(  # noqa: E731
            lambda: self.show_found(job.sheet_id, ids, campaign)
        )
        more = found or self._app.posts.cut(ids, campaign)
        self._window.show_notice(said, "Show" if more else "", show)

    async def show_found(self, sheet_id: int, ids: Sequence[int], campaign: Campaign) -> None:
        """List the posts that are known, until it is closed; free."""
        from app.ui.dialogs.posts_found import PostsFoundDialog

        await self._bring_columns(sheet_id)
        names = dict(zip(ids, self._app.store.peek(lambda db: finding.handles_of(db, ids)), strict=True))
        dialog = PostsFoundDialog(self._window, names, campaign, date.today())

        async def replace() -> None:
            await self._app.posts.fill(sheet_id, ids, campaign, over_typed=True)
            self._show(dialog, sheet_id, ids, campaign)
            dialog.say("The sheet now has what was found.")

        dialog.replace_wanted.connect(
            lambda: Operation(dialog, replace).on_failure(lambda error: dialog.say(error.sentences)).start(self)
        )
        self._show(dialog, sheet_id, ids, campaign)
        await show_once(dialog)

    def _show(self, dialog: "PostsFoundDialog", sheet_id: int, ids: Sequence[int], campaign: Campaign) -> None:
        posts = self._app.posts
        kept_back, cut = posts.kept_back(sheet_id, ids, campaign), posts.cut(ids, campaign)
        dialog.show_posts(posts.found(ids, campaign), kept_back, cut)

    async def _bring_columns(self, sheet_id: int) -> None:
        """What was written is shown, once there is something."""
        if self._session.sheet is not None and self._session.sheet.id == sheet_id:
            await self._session.columns.bring(lambda column: column.key in live_posts.COLUMNS)
