"""What is known about the search in the panel before it is bought: its exact price and how many match."""

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.services.discovery import FindPlan
from app.ui.filter_panel.offer import Offer
from app.ui.operation import Operation

if TYPE_CHECKING:
    from app.ui.window.session import Session

_AFTER_MS = 150  # a word that is being typed is not looked up letter by letter


class Planned:
    """Keeps the panel's price true. Reads the workspace only, beside the window's thread (0.3 s at 100,000)."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._panel = session.window_.find_panel
        self._later = QTimer(session, singleShot=True, interval=_AFTER_MS)
        self._later.timeout.connect(self._start)
        self._reading: asyncio.Task[None] | None = None

    def renew(self) -> None:
        """The panel holds another search."""
        self._later.start()

    def renew_when_quiet(self) -> None:
        """Something in the workspace changed; while jobs run it changes all the time, and the search waits for them."""
        if not self._session.app.jobs.running():
            self._later.start()

    def stop(self) -> None:
        """Say nothing more."""
        self._later.stop()
        if self._reading is not None:
            self._reading.cancel()

    def _start(self) -> None:
        search = self._panel.search()
        if self._reading is not None:
            self._reading.cancel()
        if search is None:
            return
        plan, leave_out = self._session.app.discovery.plan, self._panel.leave_out_known
        reading = Operation(self._session.window_, lambda: plan(search, leave_out=leave_out)).on_success(self._show)
        self._reading = reading.start(self)

    def _show(self, plan: FindPlan) -> None:
        without = plan.left_out
        self._panel.set_offer(
            Offer(
                search=plan.search,
                seed=plan.seed,
                most=plan.most,
                had=len(without.handles) if without else 0,
                beyond=without.beyond if without else 0,
            )
        )
