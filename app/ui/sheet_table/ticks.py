"""Which rows of a sheet are ticked: what the person sees at once, and what storing it behind them must not undo."""

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


class Ticks:
    """The ticked creators of one sheet, shown or not. `shown` counts those among the rows shown."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
        self._writes = 0
        self._version = 0
        self._ordered: tuple[array[int], list[int]] | None = None
        self.shown = 0

    def __contains__(self, creator_id: int) -> bool:
        return creator_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def covers(self, ids: Sequence[int]) -> bool:
        """Whether all of these are ticked."""
        return self._ids.issuperset(ids)

    def in_order(self, shown: "array[int]") -> list[int]:
        """The ticked creators in the order shown, hidden ones after them; not to be changed by whoever gets them.

        100,000 take some 5 ms, and nothing as long as ticks and `shown`, which is never changed itself, are the same.
        """
        if self._ordered is None or self._ordered[0] is not shown:
            seen = list(filter(self._ids.__contains__, shown))
            whole = seen if len(seen) == len(self._ids) else seen + sorted(self._ids.difference(seen))
            self._ordered = shown, whole
        return self._ordered[1]

    def change(self, ids: Sequence[int], ticked: bool) -> list[int]:
        """Tick or untick; returns those that were not so before."""
        changed = [i for i in ids if (i in self._ids) is not ticked]
        if ticked:
            self._ids.update(changed)
        else:
            self._ids.difference_update(changed)
        self._version += 1
        self._ordered = None
        return changed

    def count(self, shown: "array[int]", *, narrowed: bool) -> None:
        """Count those among the rows shown; `narrowed`: the sheet has more rows than these."""
        self.shown = len(self._ids.intersection(shown)) if narrowed else len(self._ids)

    @contextmanager
    def storing(self) -> Iterator[None]:
        """Around the storing of a change: what is read of the workspace meanwhile may be older than what is shown."""
        self._writes += 1
        self._version += 1
        try:
            yield
        finally:
            self._writes -= 1
            self._version += 1

    @property
    def moment(self) -> int:
        """Take it before reading the workspace, and hand it to `take`."""
        return self._version

    def take(self, read: set[int], since: int) -> bool:
        """Believe what was read of the workspace, unless something was ticked meanwhile. True: it was different."""
        if self._writes or self._version != since or read == self._ids:
            return False
        self._ids = read
        self._ordered = None
        return True
