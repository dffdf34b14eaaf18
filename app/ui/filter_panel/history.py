"""What the panel held before: taken back and brought again step by step."""

from dataclasses import dataclass

from app.domain.filters import Search
from app.domain.platforms import Handle

MOST_STEPS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Everything in the panel that somebody can change."""

    search: Search
    leave_out_known: bool
    seed: Handle | None = None


class History:
    """Changes of one thing that follow each other closely are one step: a word is not taken back letter by letter."""

    def __init__(self) -> None:
        self._before: list[Held] = []
        self._after: list[Held] = []
        self._open = ""

    def note(self, before: Held, what: str) -> None:
        """`what` is about to change from `before`."""
        if what != self._open:
            self._before = [*self._before[1 - MOST_STEPS :], before]
            self._open = what
        self._after = []

    def close_step(self) -> None:
        """The next change is a new step."""
        self._open = ""

    def clear(self) -> None:
        """Forget everything: the panel shows something else."""
        self._before, self._after, self._open = [], [], ""

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._after)

    def undo(self, now: Held) -> Held:
        """What was there before the last step. Raises IndexError where there is none."""
        self._after.append(now)
        self._open = ""
        return self._before.pop()

    def redo(self, now: Held) -> Held:
        """What was taken back last. Raises IndexError where there is nothing."""
        self._before.append(now)
        self._open = ""
        return self._after.pop()
