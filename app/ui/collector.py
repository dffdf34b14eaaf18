"""Python's collector of reference cycles, kept on the window's thread.

Python collects on whatever thread allocates at that moment, such as the workspace's writer. A QObject that dies there
leaves its timers behind in Qt's list ("Timers cannot be stopped from another thread"), and the next one to fire ends
the process. So the collector is switched off and run from a timer of the window's own thread.
"""

import gc
from types import TracebackType

from PySide6.QtCore import QTimer

EVERY_MS = 500


class Collector:
    """While it is open, cycles are collected on this thread only. What is alive at the start is never looked at."""

    def __init__(self) -> None:
        self._timer = QTimer(interval=EVERY_MS)
        self._timer.timeout.connect(self.collect_if_due)

    def __enter__(self) -> "Collector":
        gc.disable()
        gc.freeze()  # the imported modules: walking them would cost a frame each time
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        gc.collect()
        gc.unfreeze()
        gc.enable()

    def collect_if_due(self) -> None:
        """Collect the oldest generation whose threshold is passed, as Python itself would."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [at for at, (count, most) in enumerate(counts) if count > most]
        if due:
            gc.collect(due[-1])
