"""What single parts take, each against a named rival: `python -m tests.benchmarks.bench_parts`, about 20 s.

- answers: 400 of 4 KB at once, milliseconds until the last is durable (wanted: under 250). Rival: a commit for each.
- rate: a question to the rate gate and a send noted, with a full minute in the file, in microseconds (wanted: under
  1,000, as it runs on the event loop). Rival: a frame of the screen.
- panel: another platform, and all filters, of a search with filters in seven groups, painted, in milliseconds (wanted:
  under 100). Rival: a new panel, painted.
- handles, payments, waiters: 10,000 pasted handles, a page and the sums of 100,000 payments, a job of 10,000 lined up
  and taken back, in milliseconds. Rival: ten times a tenth of it, which is what growth in a straight line takes.
"""

import asyncio
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.api.gate import Lane, RateGate, Slot
from app.bootstrap import load_catalogue
from app.domain.filters import Search
from app.domain.platforms import Platform
from app.services.queue import RequestQueue
from app.services.spending import Spending, Wanted
from app.ui.editors import editor_for
from app.ui.filter_panel import FilterPanel
from app.ui.theme import Scheme, Theme
from app.workspace.sendlog import SqliteSendLog
from app.workspace.store import Store, open_store
from tests.receipts import pay_often, sheet

FRAME_US = 1e6 / 60
CATALOGUE = load_catalogue()
RICH = {
    "ai_search": "vegan baking",
    "location": ["Germany", "Austria"],
    "number_of_followers": {"min": 20_000, "max": 100_000},
    "is_verified": True,
    "keywords_in_bio": ["vegan", "tofu"],
    "follower_growth": {"growth_percentage": 5},
    "audience": {"gender": {"type": "female"}, "age": [{"range": "25-34", "min_pct": 30}]},
}


def ms(work: Callable[[], object], times: int = 1) -> float:
    """The fastest of some runs, in milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return min(took)


def told(what: str, ours: float, rival: float, rival_is: str, unit: str = "ms") -> None:
    line = {"part": what, unit: round(ours, 2), "rival": rival_is, f"rival_{unit}": round(rival, 2)}
    sys.stdout.write(json.dumps({**line, "ratio": round(ours / rival, 3)}) + "\n")


def put(number: int) -> Callable[[sqlite3.Connection], object]:
    return lambda db: db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (str(number), "x" * 4_000))


def answers(store: Store) -> None:
    async def at_once() -> None:
        await asyncio.gather(*(store.write(put(number)) for number in range(400)))

    def one_by_one() -> None:
        for number in range(400):
            store.write_now(put(number))

    told("answers", ms(lambda: asyncio.run(at_once()), 3), ms(one_by_one), "a commit each")


def rate(folder: Path) -> None:
    log = SqliteSendLog(folder / "sends.sqlite")
    gate = RateGate(log=log, clock=time.monotonic, spacing_s=0.0)

    def call() -> None:
        gate.wait_s(Lane.WORK)
        gate.take(Lane.WORK).written()

    took = sorted(ms(call) for _ in range(295))
    log.close()
    told("rate", took[len(took) // 2] * 1000, FRAME_US, "a frame", "us")


def panel() -> None:

    def new() -> FilterPanel:
        made = FilterPanel(CATALOGUE)
        made.resize(made.width(), 696)
        made.set_search(Search(platform=Platform.INSTAGRAM, filters=RICH))
        made.show()
        made.repaint()
        return made

    def switch(shown: FilterPanel, platform: Platform) -> None:
        shown.set_search(Search(platform=platform))
        shown.repaint()

    def all_filters(shown: FilterPanel) -> None:
        shown.form.show_all()
        shown.repaint()

    rival = ms(new, 3)
    for what, act in (("another platform", partial(switch, platform=Platform.TIKTOK)), ("all filters", all_filters)):
        told(f"panel, {what}", min(ms(partial(act, new())) for _ in range(3)), rival, "a new panel")


def handles() -> None:
    def taken(count: int) -> None:
        (spec,) = [each for each in CATALOGUE.for_platform(Platform.INSTAGRAM) if each.key == "exclude_handles"]
        editor = editor_for(spec)
        editor.set_value([f"name{at}" for at in range(count)])

    told("handles", ms(lambda: taken(10_000), 3), 10 * ms(lambda: taken(1_000), 3), "ten times 1,000")


def payments(folder: Path) -> None:
    def filled(count: int) -> Store:
        store = open_store(folder / str(count))
        store.write_now(lambda db: pay_often(db, sheet(db, "Berlin"), count, at_ms=1, step_ms=1_500_000))
        return store

    def found(store: Store) -> None:
        asyncio.run(Spending(store, credits=None).find(Wanted()))  # type: ignore[arg-type] # sums need no balance

    many, few = filled(100_000), filled(10_000)
    told("payments", ms(lambda: found(many), 3), 10 * ms(lambda: found(few), 3), "ten times 10,000")
    many.close()
    few.close()


def waiters(folder: Path) -> None:
    log = SqliteSendLog(folder / "waiters.sqlite")

    async def lined_up(count: int) -> None:
        queue = RequestQueue(RateGate(log=log, clock=time.monotonic), clock=time.monotonic)

        async def send(slot: Slot) -> None:
            slot.written()

        calls = [asyncio.create_task(queue.call(send, lane=Lane.WORK, job=1)) for _ in range(count)]
        await asyncio.sleep(0)
        queue.withdraw(1)
        await asyncio.gather(*calls, return_exceptions=True)  # those taken back say Withdrawn

    many = ms(lambda: asyncio.run(lined_up(10_000)), 3)
    told("waiters", many, 10 * ms(lambda: asyncio.run(lined_up(1_000)), 3), "ten times 1,000")
    log.close()


def main() -> None:
    app = QApplication([])
    Theme(app, Scheme.LIGHT, text_px=13)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store(folder / "workspace")
        answers(store)
        rate(folder)
        store.close()
        panel()
        handles()
        payments(folder)
        waiters(folder)


if __name__ == "__main__":
    main()
