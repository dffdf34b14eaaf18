"""What changed, and who did it, so that each view decides whether to refresh and skips its own echo."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What kind of thing changed. `sheet_id` names the sheet whose rows came or went, None for any."""

    rows: bool = False  # rows came, went or were re-ordered
    creators: bool = False  # values in rows that are there
    sheets: bool = False  # tabs: a new one, another name
    jobs: bool = False
    balance: bool = False
    ledger: bool = False
    exclusions: bool = False  # the team's exclusion lists
    saved: bool = False  # saved searches: one came, went or has another name
    backups: bool = False  # one could not be made
    sheet_id: int | None = None


Listener = Callable[[Changes, object], None]


class Events:
    """Tells listeners, in the order they came, on the thread that publishes (the event loop's)."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Listen from now on; call the result to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def publish(self, changes: Changes, initiator: object = None) -> None:
        """Tell everyone; `initiator` is the view that asked for it, if one did."""
        for listener in tuple(self._listeners):
            listener(changes, initiator)
