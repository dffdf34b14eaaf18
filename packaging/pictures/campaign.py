"""A campaign: other accounts of a creator, live posts with their numbers, and whose audiences are the same people."""

from datetime import timedelta

from app.domain.platforms import Platform
from app.ui.dialogs.accounts import AccountsDialog
from app.ui.dialogs.overlap import OverlapDialog, OverlapResultDialog
from app.ui.dialogs.posts import PostsDialog
from app.ui.dialogs.posts_found import PostsFoundDialog
from app.ui.dialogs.socials import SocialsDialog
from pictures.stage import Stage

FEW = 12
DAYS = 60


async def other_accounts(stage: Stage, sheet_id: int) -> None:
    """What it costs to look for them, and what was found."""
    await stage.tick_only(sheet_id, stage.ids(sheet_id)[:FEW])
    asked = await stage.opened(SocialsDialog, "action_socials")
    await stage.take("socials", asked)
    asked.go.click()
    await stage.told("other accounts")
    stage.window.room.notice.action.click()
    found = await stage.opened(AccountsDialog)
    await stage.take("accounts", found)
    await stage.closed(found)


async def posts(stage: Stage, sheet_id: int) -> None:
    """A campaign is asked about, and what was posted for it."""
    dialog = await stage.opened(PostsDialog, "action_posts")
    dialog.words.setText(" ".join(await _hashtags(stage, stage.ids(sheet_id)[:FEW])))
    dialog.first.set_day(dialog.last.day - timedelta(days=DAYS))
    await stage.until(dialog.go.isEnabled)
    await stage.take("posts", dialog)
    dialog.go.click()
    await stage.told("posted")
    stage.window.room.notice.action.click()
    found = await stage.opened(PostsFoundDialog)
    await stage.take("posts-found", found)
    await stage.closed(found)
    await stage.take("posts-sheet")


async def _hashtags(stage: Stage, creator_ids: list[int]) -> list[str]:
    """What the first of them write under their posts in the invented world."""
    names = [row.handle.name for row in stage.session.model.rows_now(creator_ids[:3])]
    told = [await stage.practice(f"creators/{Platform.INSTAGRAM}/{name}") for name in names]
    return [f"#{one['tags'].split()[0]}" for one in told]


async def overlap(stage: Stage, sheet_id: int) -> None:
    """Three creators compared."""
    await stage.tick_only(sheet_id, stage.ids(sheet_id)[:3])
    asked = await stage.opened(OverlapDialog, "action_overlap")
    await stage.take("overlap", asked)
    asked.go.click()
    found = await stage.opened(OverlapResultDialog)
    await stage.take("overlap-result", found)
    await stage.closed(found)
