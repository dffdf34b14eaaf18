"""The ticked creators of the shown sheet: what Full details would cost, and which actions they allow."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.domain.errors import InputError
from app.domain.jobs import EnrichOptions
from app.domain.money import Estimate, Tier
from app.domain.overlap import MOST
from app.ui.window import question_words, words
from app.ui.window.action_list import START_REASONS
from app.ui.window.work import TICK_MS

if TYPE_CHECKING:
    from app.ui.window.session import Session

FEW = 200
FULL = EnrichOptions(tier=Tier.FULL)
_WITH_TICKS = ("action_enrich", "action_enrich_contact", "action_fresh", "action_batch", "action_socials")
_WITH_SHEET = ("action_export", "action_columns", "action_rename_sheet", "action_campaign", "action_goal")


class Ticked:
    """What follows from the ticks of one session's sheet."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._price: Estimate | None = None
        self._priced: list[int] = []
        self._price_is_old = False
        self._again = QTimer(session, singleShot=True, interval=TICK_MS)
        self._again.timeout.connect(self._renew_price)

    def stop(self) -> None:
        """Price nothing more."""
        self._again.stop()

    def ids(self) -> list[int]:
        """The ticked creators in the order shown."""
        model = self._session.model
        return model.ticked_ids() if model is not None else []

    def picked(self) -> list[int]:
        """Whom a free action is about: the ticked creators, else those of the marked rows."""
        return self.ids() or self._session.window_.view.selected_ids()

    def show(self) -> None:
        """The totals of the status line and what may be done with the ticked rows."""
        session, window = self._session, self._session.window_
        actions, model, sheet = window.actions_, session.model, session.sheet
        ticked = model.ticked_count if model is not None else 0
        hidden = model.ticked_hidden if model is not None else 0
        rows = sheet.rows if sheet is not None else 0
        estimate, free = self._estimate(self.ids()), session.app.credits.free()
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
        ids = self.ids()
        if not ids:
            return START_REASONS["action_posts"]
        return "" if self._session.app.posts.any_readable(ids) else question_words.NOT_ON_THESE

    def _why_not_comparable(self) -> str:
        try:
            self._session.app.overlaps.plan(self.ids()[: MOST + 1])  # one too many tells as much as a thousand
        except InputError as error:
            return error.happened
        return ""

    def _estimate(self, ids: Sequence[int]) -> Estimate | None:
        """The price of Full details for the ticked rows.

        A thousand rows cost 15 ms to look through, so while answers come in their price is renewed once a second.
        """
        same = self._priced == ids
        if ids and not (same and len(ids) > FEW and self._again.isActive()):
            self._price = self._session.app.enrichment.estimate(ids, FULL)
            self._priced = list(ids)
            if len(ids) > FEW:
                self._again.start()
        elif ids:
            self._price_is_old = True
        return self._price if ids else None

    def _renew_price(self) -> None:
        if self._price_is_old:
            self._price_is_old = False
            self.show()
