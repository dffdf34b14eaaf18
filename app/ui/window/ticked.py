"""The ticked creators of the shown sheet: what Full details would cost, and which actions they allow."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.domain.errors import InputError
from app.domain.jobs import EnrichOptions
from app.domain.money import Estimate, Tier
from app.domain.overlap import MOST
from app.ui.operation import Operation
from app.ui.window import question_words, words
from app.ui.window.action_list import START_REASONS
from app.ui.window.work import TICK_MS

if TYPE_CHECKING:
    from app.ui.window.session import Session

FEW = 200
FULL = EnrichOptions(tier=Tier.FULL)
_WITH_TICKS = ("action_enrich", "action_enrich_contact", "action_fresh", "action_batch", "action_socials")
_WITH_SHEET = ("action_export", "action_columns", "action_rename_sheet", "action_campaign", "action_goal")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """What was read about the ticked creators: the price of Full details, and whether anybody's posts can be read."""

    estimate: Estimate
    readable: bool


class Ticked:
    """What follows from the ticks of one session's sheet.

    A few are looked through at once. More are looked through beside the window's thread, a thousand in 15 ms, and while
    answers come in once a second only.
    """

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._of: list[int] = []
        self._known: _Counted | None = None
        self._is_old = False
        self._counting: asyncio.Task[None] | None = None
        self._again = QTimer(session, singleShot=True, interval=TICK_MS)
        self._again.timeout.connect(self._renew)

    def stop(self) -> None:
        """Price nothing more."""
        self._again.stop()
        self._let_go()

    @property
    def is_quiet(self) -> bool:
        """Whether all that is known of them is on screen."""
        return self._counting is None

    def ids(self) -> list[int]:
        """The ticked creators in the order shown."""
        model = self._session.model
        return model.ticked_ids() if model is not None else []

    def picked(self) -> list[int]:
        """Whom a free action is about: the ticked creators, else those of the marked rows."""
        return self.ids() or self._session.window_.view.selected_ids()

    def show(self) -> None:
        """The totals of the status line and what may be done with the ticked rows: they, or what is had, changed."""
        self._look(self.ids())
        self.say()

    def say(self) -> None:
        """The same where only other rows are marked: what is known of the ticked ones is as true as before."""
        session, window = self._session, self._session.window_
        actions, model, sheet = window.actions_, session.model, session.sheet
        ticked = model.ticked_count if model is not None else 0
        hidden = model.ticked_hidden if model is not None else 0
        rows = sheet.rows if sheet is not None else 0
        estimate, free = self._known.estimate if self._known is not None else None, session.app.credits.free()
        window.status.totals.show_words(words.status(rows, ticked, hidden, estimate, free))
        window.show_next_step(details=bool(ticked))
        chosen = window.view.selectionModel()
        marked = sum(span.height() for span in chosen.selection().toList()) if chosen is not None else 0
        actions.say("action_enrich", words.details_button(ticked, marked))
        actions.allow("action_hide", "" if ticked or marked else START_REASONS["action_hide"])
        for name in _WITH_TICKS:
            actions.allow(name, "" if ticked else START_REASONS[name])
        for name in _WITH_SHEET:
            actions.allow(name, "" if sheet is not None else START_REASONS[name])
        actions.allow("action_posts", self._why_no_posts())
        actions.allow("action_overlap", self._why_not_comparable())

    def _why_no_posts(self) -> str:
        if not self._of:
            return START_REASONS["action_posts"]
        return question_words.NOT_ON_THESE if self._known is not None and not self._known.readable else ""

    def _why_not_comparable(self) -> str:
        try:
            self._session.app.overlaps.plan(self._of[: MOST + 1])  # one too many tells as much as a thousand
        except InputError as error:
            return error.happened
        return ""

    # -- what is known of them

    def _look(self, ids: list[int]) -> None:
        """Read what is not known of these, now or soon."""
        if len(ids) <= FEW:
            self._let_go()
            self._of, self._known = ids, self._counted_now(ids) if ids else None
        elif ids is not self._of and ids != self._of:
            self._of, self._known = ids, None
            self._count()
        elif self._again.isActive() or self._counting is not None:
            self._is_old = True
        else:
            self._count()

    def _counted_now(self, ids: Sequence[int]) -> _Counted:
        app = self._session.app
        return _Counted(estimate=app.enrichment.estimate(ids, FULL), readable=app.posts.any_readable(ids))

    def _count(self) -> None:
        self._let_go()
        self._is_old = False
        app, ids = self._session.app, self._of

        async def count() -> _Counted:
            estimate = await app.enrichment.estimate_later(ids, FULL)
            return _Counted(estimate=estimate, readable=await app.posts.any_readable_later(ids))

        counting = Operation(self._session.window_, count).on_success(self._take).start(self)
        counting.add_done_callback(self._ended)
        self._counting = counting

    def _take(self, known: _Counted) -> None:
        self._known = known
        self._again.start()
        self.say()

    def _ended(self, task: "asyncio.Task[None]") -> None:
        if self._counting is task:
            self._counting = None

    def _let_go(self) -> None:
        """What is being counted is of no use any more."""
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None

    def _renew(self) -> None:
        if self._is_old:
            self._count()
