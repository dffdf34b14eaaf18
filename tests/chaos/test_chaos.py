"""A short run under fire; the long one is started by hand (tests/chaos/run.py)."""

from pathlib import Path

from tests.chaos.run import Chaos, Plan, check


def test_nothing_is_lost_and_nothing_stored_is_bought_twice(tmp_path: Path) -> None:
    """Kills, all faults, jumping clocks and a spending colleague: every row comes to an end, and the books agree."""
    chaos = Chaos(tmp_path, Plan(operations=45, kills=3, seed=3, still_at_work_s=0.5))
    try:
        chaos.run()
        check(chaos)
    finally:
        chaos.stop()

    assert chaos.story.kills["app"] >= 2
    assert chaos.story.stored_at
