"""A list whose upload got no answer: it may be running at the service. Three ways on, each explained and priced."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from PySide6.QtWidgets import QButtonGroup, QWidget

from app.domain.errors import AppError
from app.domain.jobs import Job
from app.domain.money import ZERO, show
from app.ui.dialogs.base import verb
from app.ui.dialogs.choices import add_explained, chosen_in, radio
from app.ui.dialogs.paid import PaidForm
from app.ui.operation import Operation
from app.ui.parts import PlainLabel
from app.ui.theme import Role, px
from app.ui.window import batch_words
from app.ui.window.words import number


class WayOn(StrEnum):
    """What to do about it."""

    LEAVE = "leave"
    NOT_STARTED = "not_started"
    AGAIN = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the account shows, in credits; None while it is unknown. `used`: since the upload that got no answer."""

    used: Decimal | None
    balance: Decimal | None


class MayRunDialog(PaidForm[WayOn]):
    """Asks which way to go on. `look` asks the service what the account shows now, free."""

    def __init__(self, parent: QWidget | None, job: Job, seen: Seen, look: Callable[[], Awaitable[Seen]]) -> None:
        super().__init__(parent, "This list may be running", seen.balance, width=560)
        self.setObjectName("may_run_dialog")
        self._look = look
        self._job = job
        rows = number(job.totals.uncertain)
        self.body.addWidget(
            PlainLabel(
                f"No answer came when {rows} rows were sent, so influencers.club may be working on them, for up to"
                f" {show(job.totals.in_doubt)} credits. Its results cannot be fetched: Scoutsheet does not know its"
                " number. Look for it under Batch enrichment on influencers.club.",
                wrap=True,
            )
        )
        self.said = PlainLabel(role=Role.HEADING, wrap=True)
        self.said.setObjectName("may_run_said")
        self.body.addWidget(self.said)
        self.body.addSpacing(px(8))
        self._group = QButtonGroup(self)
        self._add(WayOn.LEAVE, "Wait and look again later", "Nothing is sent. Free.")
        self._add(
            WayOn.NOT_STARTED,
            "It did not start",
            "You saw at influencers.club that nothing runs. The rows wait, and you can send them at the same price.",
        )
        self._add(
            WayOn.AGAIN,
            "Send it again",
            "The details come from the second list. If the first one runs as well, you pay twice: up to"
            f" {show(batch_words.again_at_most(job))} credits more.",
        )
        self._group.buttons()[0].setChecked(True)
        self._group.buttonToggled.connect(lambda *_: self._renew())
        self.look = verb("Check credits · free", "look_button")
        self.look.clicked.connect(self._start_look)
        self.add_footer(self.look)
        self._show_seen(seen)
        self._start_look()  # what was asked an hour ago says nothing about a batch that runs since

    @property
    def way(self) -> WayOn:
        return WayOn(chosen_in(self._group))

    def _add(self, way: WayOn, label: str, hint: str) -> None:
        add_explained(self.body, radio(self._group, "way", way.value, label), hint)

    def _start_look(self) -> None:
        self.look.setEnabled(False)

        def done(seen: Seen) -> None:
            self.look.setEnabled(True)
            self._show_seen(seen)

        def failed(error: AppError) -> None:
            self.look.setEnabled(True)
            self.said.setText(error.happened)

        Operation(self, self._look).on_success(done).on_failure(failed).start()

    def _show_seen(self, seen: Seen) -> None:
        self.show_balance(seen.balance)
        self.said.setText(batch_words.used_since(seen.used))
        self._renew()

    def _renew(self) -> None:
        if self.way is WayOn.AGAIN:
            self.offer(batch_words.again_button(self._job), batch_words.again_at_most(self._job), self.way)
        else:
            self.offer("Wait" if self.way is WayOn.LEAVE else "It did not start", ZERO, self.way)
