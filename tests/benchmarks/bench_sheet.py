"""The sheet at 100,000 rows, against a QSortFilterProxyModel over the same rows.

By hand: `python -m tests.benchmarks.bench_sheet`, about 30 s with nothing else running. Prints milliseconds (of the
fastest run where it can be repeated) and ratios.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QApplication, QTableView

from app.domain.creators import Found
from app.domain.platforms import Handle, Platform
from app.ui.loop import WindowLoop
from app.ui.sheet_table import SheetModel, SheetView, default_columns
from app.ui.sheet_table.reading import stats_later
from app.ui.theme import Scheme, Theme
from app.workspace import creators, sheets
from app.workspace.sheet_rows import Order
from app.workspace.store import Store, open_store

ROWS = 100_000
SORTED_BY = "followers"
SIZE = (978, 832)


def fill(store: Store) -> int:
    """One sheet of invented creators; returns its id."""
    rnd = random.Random(1)

    def work(db: object) -> int:
        sheet_id = sheets.add(db, "All", search_id=None, list_key=None, at_ms=0)
        for at in range(ROWS):
            name = f"creator{at:06}"
            found = Found(
                handle=Handle(platform=Platform.INSTAGRAM, name=name),
                shown_handle=name,
                name=f"Creator {at}",
                followers=None if at % 17 == 0 else int(rnd.lognormvariate(10, 1.5)),
                engagement=rnd.random() * 10,
            )
            sheets.add_row(db, sheet_id, creators.add_found(db, found, 0), at, 0)
        return sheet_id

    return store.write_now(work)


class Rival(QAbstractTableModel):
    """The same words and values in Python lists, sorted by Qt's own proxy."""

    def __init__(self, model: SheetModel) -> None:
        super().__init__()
        self.words = [tuple(cell.text for cell in model.cells(row)) for row in range(model.rowCount())]
        at = model.column_of(SORTED_BY)
        self.values = [model.cells(row)[at].value or -1 for row in range(model.rowCount())]

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return len(self.words)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return len(self.words[0])

    def data(self, index: QModelIndex, role: int = 0) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words[index.row()][index.column()]
        if role == Qt.ItemDataRole.UserRole:
            return self.values[index.row()]
        return None


def took(work: Callable[[], object], times: int = 3) -> float:
    """Milliseconds of the fastest run."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best * 1000


async def took_async(work: Callable[[], Awaitable[object]]) -> float:
    start = time.perf_counter()
    await work()
    return (time.perf_counter() - start) * 1000


def say(what: str, ms: float) -> None:
    sys.stdout.write(f"{what:<46}{ms:>12,.1f} ms\n")


async def ours(store: Store, sheet_id: int) -> tuple[SheetView, float, float, float]:
    own = store.peek(sheets.own_columns)
    view = SheetView()
    view.resize(*SIZE)
    start = time.perf_counter()
    model = SheetModel(store, sheet_id, default_columns(Platform.INSTAGRAM, True, own), view)
    await model.reload()
    view.show_sheet(model)
    view.show()
    view.grab()
    say("ours: first paint (read, order, paint)", (time.perf_counter() - start) * 1000)
    sort_ms = await took_async(lambda: model.set_order(Order(by=SORTED_BY)))
    say("ours: sort by an unindexed column, shown", sort_ms)
    say("ours: back to as it came", await took_async(lambda: model.set_order(Order())))
    say("ours: narrow by words", await took_async(lambda: model.set_order(Order(words="creator0999"))))
    await model.set_order(Order())
    paint_ms = took(lambda: view.viewport().grab(), 20)
    cells = (SIZE[1] // 32) * len(model.columns)
    say(f"ours: full repaint, {cells} cells", paint_ms)
    view.horizontalScrollBar().setValue(200)
    say("ours: full repaint, scrolled sideways", took(lambda: view.viewport().grab(), 20))
    select_ms = took(lambda: (view.selectAll(), view.viewport().grab()))
    say("ours: select all, painted", select_ms)
    say("ours: sort with everything selected", await took_async(lambda: model.set_order(Order(by="name"))))
    view.selectAll()
    say("ours: sum of everything selected", await took_async(lambda: stats_later(model, view._spans())))
    say("ours: tick all, shown", took(model.toggle_all, 1))
    unseen = iter(range(20_000, ROWS, 20_000))
    say("ours: jump to a page never seen", took(lambda: model.cells(next(unseen)), 4))
    return view, sort_ms, paint_ms, select_ms


def rival(view: SheetView, sort_ms: float, paint_ms: float, select_ms: float) -> None:
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(Rival(view.sheet_model))
    proxy.setSortRole(Qt.ItemDataRole.UserRole)
    table = QTableView()
    table.resize(*SIZE)
    table.setModel(proxy)
    table.show()
    table.grab()
    its_paint = took(lambda: table.viewport().grab(), 10)
    say("QSortFilterProxyModel: full repaint", its_paint)
    its_select = took(lambda: (table.selectAll(), table.viewport().grab()), 1)
    say("QSortFilterProxyModel: select all, painted", its_select)
    table.clearSelection()
    its_sort = took(lambda: proxy.sort(3), 1)
    say("QSortFilterProxyModel: sort", its_sort)
    sys.stdout.write(
        f"ratio (theirs / ours): sort {its_sort / sort_ms:.1f}, select all {its_select / select_ms:.1f},"
        f" repaint {its_paint / paint_ms:.2f}\n"
    )


async def main(app: QApplication) -> None:
    Theme(app, Scheme.LIGHT, text_px=13)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        start = time.perf_counter()
        sheet_id = fill(store)
        say(f"(filling {ROWS:,} rows)", (time.perf_counter() - start) * 1000)
        view, *measured = await ours(store, sheet_id)
        view.clearSelection()
        await asyncio.sleep(3)  # the ticks are stored, nothing runs beside the rival
        rival(view, *measured)
        view.close()
        store.close()


if __name__ == "__main__":
    application = QApplication([])
    with asyncio.Runner(loop_factory=lambda: WindowLoop(application)) as runner:
        runner.run(main(application))
