"""The one event loop of the window: asyncio inside Qt's loop (design.md, section 9)."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import qasync


class WindowLoop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
    """Ends with the coroutine it runs.

    qasync handles Qt's events once more after that, when no asyncio loop is running any more: a timer that is due then
    and starts work fails, and so does a task that was about to go on.
    """

    def run_until_complete(self, future: Awaitable[Any]) -> Any:
        """Run Qt's loop until the future is done; returns its result or raises its error."""
        awaited = asyncio.ensure_future(future, loop=self)

        def end(_done: object) -> None:
            self.stop()

        awaited.add_done_callback(end)
        try:
            self.run_forever()
        finally:
            awaited.remove_done_callback(end)
        if not awaited.done():
            raise RuntimeError("The window's loop was stopped before its work was done.")
        return awaited.result()
