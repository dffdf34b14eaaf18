"""Getting details: the kinds with everything open, until there are enough, as one batch, and a batch on its way."""

import asyncio

from app.domain.batches import BatchMode
from app.domain.jobs import EnrichOptions, JobState
from app.domain.money import Tier
from app.ui.dialogs.batch import BatchDialog
from app.ui.dialogs.batch_fold import BatchFold
from app.ui.dialogs.details import DetailsDialog
from app.ui.dialogs.goal import GoalDialog
from pictures.stage import Stage


async def details(stage: Stage, sheet_id: int) -> None:
    """Of the ticked rows: all kinds, and the fold that leads to a batch; then until there are enough."""
    dialog = await stage.opened(DetailsDialog, "action_enrich")
    await stage.take("details", dialog)
    dialog.tiers.more.set_open(True)
    fold = dialog.findChild(BatchFold, "batch_fold")
    assert fold is not None
    fold.set_open(True)
    await stage.take("details-more", dialog)
    await stage.closed(dialog)
    goal = await stage.opened(GoalDialog, "action_goal")
    await stage.take("goal", goal)
    await stage.closed(goal)
    await stage.turn_to(sheet_id)


async def batch(stage: Stage, sheet_id: int) -> None:
    """What a batch is asked with, one on its way, and what it brought."""
    ids = stage.ids(sheet_id)
    await stage.tick_only(sheet_id, ids[40:150])
    dialog = await stage.opened(BatchDialog, "action_batch")
    await stage.until(lambda: stage.button(dialog, "confirm_button").text() != "Counting…")
    await stage.take("batch", dialog)
    await stage.closed(dialog)
    await stage.practice("settings", {"batch_rows_per_s": 4, "batch_queued_s": 0})
    job = await stage.app.batches.run(sheet_id, ids[40:150], BatchMode.RAW, EnrichOptions(tier=Tier.RAW))
    stage.window.activity.open_list(True)
    await stage.until(lambda: stage.window.activity.progress.bar.value() > 0)
    await stage.take("batch-away")
    await stage.practice("settings", {"batch_rows_per_s": 10_000})
    async with asyncio.timeout(90):
        await stage.app.batches.wait(job.id)
    await stage.until(lambda: stage.app.jobs.get(job.id).state is not JobState.AWAY)
    await stage.settled()
    await stage.take("batch-done", told=True)
    stage.window.room.batches.dismiss.click()
    stage.window.activity.open_list(False)
