"""How far a request came on its way out, as its transport tells step by step."""

from collections.abc import Mapping
from typing import Any

from app.api.gate import Slot

_WRITING = "http11.send_request_headers.started"
_WRITTEN = "http11.send_request_headers.complete"


class Journey:
    """How far one request came: from its first byte on it may have been charged."""

    def __init__(self, slot: Slot | None) -> None:
        self._slot = slot
        self.left = False

    async def follow(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by httpcore at each step; a proxy's CONNECT takes the same steps before the request itself."""
        if event == _WRITING and info["request"].method != b"CONNECT":
            self._stamp()  # first: it may refuse
            self.left = True
        elif event == _WRITTEN and self.left:
            self._stamp()

    def _stamp(self) -> None:
        if self._slot is not None:
            self._slot.written()

    def end(self) -> None:
        """A request that never left gives its slot back."""
        if self._slot is not None and not self.left:
            self._slot.release()
