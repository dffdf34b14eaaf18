"""A short run under fire; the long one is started by hand (tests/chaos/run.py)."""

from pathlib import Path

from tests.chaos.run import Chaos, check


def test_nothing_is_lost_and_nothing_stored_is_bought_twice(tmp_path: Path) -> None:
    """Kills, all faults and a spending colleague; at the end every row is had or not found, and the books agree."""
    chaos = Chaos(tmp_path, 3, rows=60)
    try:
        check(chaos, operations=8)
    finally:
        chaos.service.stop()

    assert chaos.spent_by_colleague > 0
