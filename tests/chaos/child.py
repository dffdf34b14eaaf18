"""One life of a whole Scoutsheet, to be killed: `python -m tests.chaos.child ORDER.json` (see `Order`).

Writes one JSON line to stdout for every operation that ended; everything but an AppError ends it with a traceback.
"""

import asyncio
import json
import os
import random
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.bootstrap import App, login_from_environment, open_app
from app.domain.errors import AppError
from tests.chaos.hurry import Wall, hurried
from tests.chaos.operations import Operations, go_on

LONGEST_OPERATION_S = 150.0
MOST_ROUNDS = 60  # of clicks at the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How one life is lived. `operations`: how many at most; `ending`: click until nothing is open, then end."""

    workspace: str
    files: str
    seed: str
    boot: str
    since_boot_s: float
    ahead_s: float
    still_at_work_s: float
    side_by_side: int
    operations: int
    ending: bool = False

    @property
    def text(self) -> str:
        return json.dumps(asdict(self))


def _tell(**outcome: Any) -> None:
    sys.stdout.write(json.dumps(outcome, default=str) + "\n")
    sys.stdout.flush()


async def main(order: Order) -> int:
    login = login_from_environment(os.environ, Path(order.workspace))
    assert login is not None
    wall = Wall(order.ahead_s)
    pace = hurried(wall, boot=order.boot, since_boot_s=order.since_boot_s, still_at_work_s=order.still_at_work_s)
    app = await open_app(login, pace=pace)
    try:
        _tell(opened=len(app.jobs.interrupted()))
        if order.ending:
            return await _end(app)
        chance, files = random.Random(order.seed), Path(order.files)
        operations = Operations(app, wall, chance, files, lambda job: _tell(stopping=job))
        await _live(operations, order)
    finally:
        await app.close()
    return 0


async def _live(operations: Operations, order: Order) -> None:
    """Operations side by side, each told as it ends."""
    left = iter(range(order.operations))

    async def person() -> None:
        for _ in left:
            try:
                async with asyncio.timeout(LONGEST_OPERATION_S):
                    _tell(**await operations.one())
            except TimeoutError:
                for task in asyncio.all_tasks():
                    task.print_stack()
                raise

    async with asyncio.TaskGroup() as group:
        for _ in range(order.side_by_side):
            group.create_task(person())


async def _end(app: App) -> int:
    """Click until nothing is open, then compare once more; 1: something stayed open."""
    for round_ in range(MOST_ROUNDS):
        if not await go_on(app):
            await _compare(app)
            _tell(ended=round_)
            return 0
    _tell(open=[[job.id, job.state, job.error, asdict(job.totals)] for job in app.jobs.all() if not job.state.ended])
    return 1


async def _compare(app: App) -> None:
    for _ in range(MOST_ROUNDS):
        try:
            await app.credits.refresh()
        except AppError:
            continue
        return
    raise AssertionError("the balance could not be asked")


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Order(**json.loads(Path(sys.argv[1]).read_text())))))
