"""What is known about the search in the panel before it is bought: its exact price and how many match."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.filters import Search
from app.domain.money import ZERO
from app.services.discovery import FindPlan
from app.ui.filter_panel.offer import CountWords, Offer
from app.ui.operation import Operation
from app.ui.window import find_words

if TYPE_CHECKING:
    from app.ui.window.session import Session


class Planned:
    """Keeps the panel's price true. Reads the workspace only, beside the window's thread (0.3 s at 100,000)."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._panel = session.window_.find_panel
        self._counting = 0
        self._reading: asyncio.Task[None] | None = None
        self._again = False  # the panel changed while it was read

    def renew(self) -> None:
        """The panel holds another search. One is looked at after the other, and only the newest of those waiting."""
        if self._reading is not None:
            self._again = True
            return
        search = self._panel.search()
        if search is None or self._session.window_.session is not self._session:
            return  # whatever was under way when the account was left may still come here
        plan, leave_out, seed = self._session.app.discovery.plan, self._panel.leave_out_known, self._panel.seed
        reading = Operation(self._session.window_, lambda: plan(search, leave_out=leave_out, seed=seed))
        self._reading = reading.on_success(lambda made: self._show(made, leave_out)).start(self)

    def renew_when_quiet(self) -> None:
        """Something in the workspace changed; while jobs run it changes all the time, and the search waits for them."""
        if not self._session.app.jobs.running():
            self.renew()

    def stop(self) -> None:
        """Say nothing more."""
        if self._reading is not None:
            self._reading.cancel()

    @property
    def is_quiet(self) -> bool:
        """Whether what the panel says is true now."""
        return self._reading is None

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Offer no other count while one is asked, and show afterwards what it said."""
        self._counting += 1
        self.renew()
        try:
            yield
        finally:
            self._counting -= 1
            self.renew()

    def _show(self, plan: FindPlan, leave_out: bool) -> None:
        self._reading = None
        if self._again:
            self._again = False
            self.renew()
            return
        without, rest = plan.left_out, self._rest_of(plan)
        most = plan.most if rest is None else rest
        offer = Offer(
            search=plan.search,
            seed=plan.seed,
            most=most,
            there=rest == ZERO,
            begun=bool(rest),
            had=len(without.handles) if without else 0,
            beyond=without.beyond if without else 0,
        )
        counted = CountWords() if plan.seed else find_words.count_words(self._known(plan.search, leave_out))
        self._panel.set_offer(offer, replace(counted, busy=bool(self._counting)))

    def _rest_of(self, plan: FindPlan) -> Decimal | None:
        """What a search that was bought before still lacks, in credits: 0 where its button only opens it; None where it
        was not bought."""
        discovery = self._session.app.discovery
        sheet_id = discovery.sheet_of(plan.search, seed=plan.seed)
        return None if sheet_id is None else discovery.open_price(sheet_id)

    def _known(self, search: Search, leave_out: bool) -> find_words.Known:
        """How many match, as far as somebody asked."""
        app = self._session.app
        whole = app.counting.known(search)
        planning = app.splitting.counts_price(search)
        idle = (app.catalogue.spec(one.key) for one in app.counting.without_effect(search))
        return find_words.Known(
            whole=whole,
            less=app.counting.lately(search, without_had=True) if leave_out else None,
            fresh=whole is not None and app.counting.lately(search) is not None,
            split=app.splitting.plan(search, leave_out=leave_out) if planning is not None else None,
            planning=planning,
            free=app.credits.free(),
            idle=tuple(spec for spec in idle if spec is not None),
        )
