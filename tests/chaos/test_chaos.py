"""A short run under fire; the long one is started by hand (tests/chaos/run.py)."""

from pathlib import Path

from tests.batches import GONE, KNOWN
from tests.chaos import batch_life
from tests.chaos.batch_life import BatchLife
from tests.chaos.run import QUICK_FAULTS, Chaos, Plan, check
from tests.chaos.shared import side_by_side


def test_nothing_is_lost_and_nothing_stored_is_bought_twice(tmp_path: Path) -> None:
    """Kills, all faults, jumping clocks and a spending colleague: every row comes to an end, and the books agree."""
    chaos = Chaos(tmp_path, Plan(operations=30, kills=3, seed=3, faults=QUICK_FAULTS, still_at_work_s=0.5))
    try:
        chaos.run()
        check(chaos)
    finally:
        chaos.stop()

    assert chaos.story.kills["app"] >= 2
    assert chaos.story.stored_at


def test_three_processes_with_three_workspaces_share_one_limit(tmp_path: Path) -> None:
    """Recipes side by side on one account: together they stay within 300 in any window, and all finish."""
    shared = side_by_side(tmp_path, rows=110, hurried=True)

    assert (shared.codes, [had >= 110 for had in shared.had]) == ((0, 0, 0), [True] * 3)
    assert len(shared.arrivals) > 330
    assert shared.most <= 300
    assert shared.refused == 0


def test_a_batch_that_is_killed_at_every_step_is_bought_once(tmp_path: Path) -> None:
    """Killed with the first request, the second, and so on, out of credits in between: what no click bought again was
    bought once, and the books agree."""
    names = [*KNOWN, GONE]
    life = BatchLife(tmp_path, rows=64, kills=3, seed=1, faults="", credits="2", names=names, takes_s=1.5)
    try:
        life.run()
        batch_life.check(life)
    finally:
        life.stop()

    assert life.story.kills >= 2
    assert life.story.clicks <= 1
