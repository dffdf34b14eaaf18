"""Where the sends of one account are remembered: what the rate gate needs of a log, and one for a single process."""

import math
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class SendLog(Protocol):
    """Where the sends of one account are remembered. All processes of an account see the same log.

    Times are monotonic seconds of the running boot.
    """

    def exclusive(self) -> AbstractContextManager[None]:
        """Nobody else reads or changes the log meanwhile; everything inside is kept, or nothing is."""

    def recent(self, since: float) -> Sequence[tuple[float, bool]]:
        """Every slot newer than `since`, in any order: (time, whether it was written).

        The time is that of the reservation, once written that of the write, and infinite where the log cannot tell.
        """

    def append(self, at: float, *, forget_before: float) -> int:
        """Add a reservation, drop the slots up to `forget_before`. Returns an id that is never given twice."""

    def restamp(self, slot_id: int, at: float) -> bool:
        """The slot's request is written at `at`. False when the log does not have it any more."""

    def remove(self, slot_id: int) -> None:
        """Forget a slot; an unknown one is no error."""

    def clear(self) -> None:
        """Forget all slots."""

    def hold(self) -> float:
        """Nothing may be sent before this time; minus infinity at first."""

    def hold_until(self, at: float) -> None: ...

    def notes(self) -> Mapping[str, float]:
        """Numbers the gates share, by name; empty at first."""

    def note(self, numbers: Mapping[str, float]) -> None: ...


class MemoryLog:
    """A log for one process: gone when it ends."""

    def __init__(self) -> None:
        self._sends: dict[int, tuple[float, bool]] = {}
        self._last_id = 0
        self._hold = -math.inf
        self._notes: dict[str, float] = {}

    def exclusive(self) -> AbstractContextManager[None]:
        return nullcontext()

    def recent(self, since: float) -> Sequence[tuple[float, bool]]:
        return [send for send in self._sends.values() if send[0] > since]

    def append(self, at: float, *, forget_before: float) -> int:
        for old in [slot_id for slot_id, send in self._sends.items() if send[0] <= forget_before]:
            del self._sends[old]
        self._last_id += 1
        self._sends[self._last_id] = (at, False)
        return self._last_id

    def restamp(self, slot_id: int, at: float) -> bool:
        if slot_id not in self._sends:
            return False
        self._sends[slot_id] = (at, True)
        return True

    def remove(self, slot_id: int) -> None:
        self._sends.pop(slot_id, None)

    def clear(self) -> None:
        self._sends.clear()

    def hold(self) -> float:
        return self._hold

    def hold_until(self, at: float) -> None:
        self._hold = at

    def notes(self) -> Mapping[str, float]:
        return self._notes

    def note(self, numbers: Mapping[str, float]) -> None:
        self._notes = dict(numbers)
