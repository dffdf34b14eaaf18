"""Finding: how many match, more than one search gives, saved searches, team lists, and a search run again."""

from app.domain.platforms import Platform
from app.ui.dialogs.run_again import RunAgainDialog
from app.ui.dialogs.saved_searches import SavedDialog
from app.ui.dialogs.split import SplitDialog
from app.ui.dialogs.team_lists import TeamListsDialog
from pictures.stage import Stage, instagram

WIDE = instagram(50, number_of_followers={"min": 133_000})
"""A little more than 10,000 creators of the invented world match."""
AGAIN = instagram(20, location=["Austria"], number_of_followers={"min": 20_000})


async def count_and_split(stage: Stage) -> None:
    """The panel with a count and the offer to get all, then the offer itself."""
    panel = stage.window.find_panel
    stage.window.open_find()
    panel.change_search(WIDE)
    line = panel.foot.counted
    await stage.until(lambda: line.count.isVisible() and line.count.isEnabled())
    line.count.click()
    await stage.until(lambda: line.split.isVisible() and line.split.isEnabled())
    await stage.settled()
    await stage.take("find")
    line.split.click()
    dialog = await stage.opened(SplitDialog)
    await stage.take("split", dialog)
    await stage.closed(dialog)


async def run_again(stage: Stage) -> int:
    """A search run again: what is asked, and who came; returns its sheet."""
    sheet_id = await stage.find(AGAIN)
    dialog = await stage.opened(RunAgainDialog, "action_run_again")
    await stage.take("again", dialog)
    dialog.go.click()
    await stage.told("new")
    stage.window.room.notice.action.click()
    await stage.until(stage.window.room.narrowed.isVisible)
    await stage.settled()
    await stage.take("again-new")
    stage.session.rows.start_leaving()
    await stage.settled()
    return sheet_id


async def saved_and_lists(stage: Stage, sheet_id: int) -> None:
    """What was searched before, and whom the team leaves out."""
    dialog = await stage.opened(SavedDialog, "action_saved")
    await stage.take("saved", dialog)
    await stage.closed(dialog)
    lists, ids = stage.app.exclusions, stage.ids(sheet_id)
    standing = await lists.default(Platform.INSTAGRAM)
    await lists.add_creators(standing.id, ids[:12])
    spring = await lists.create("Under contract elsewhere", Platform.INSTAGRAM)
    await lists.add_creators(spring.id, ids[12:20])
    team = await stage.opened(TeamListsDialog, "action_team_lists")
    await stage.settled()
    await stage.take("team-lists", team)
    await stage.closed(team)
