"""Find creators by email: which addresses, what is known of them, and exactly how much looking up can cost."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QWidget

from app.domain.errors import AppError
from app.domain.money import EMAIL_PRICE, show
from app.services.emails import EmailPlan
from app.services.importing import BadLine
from app.services.importing.addresses import Addresses
from app.services.importing.reading import Own
from app.ui.dialogs.base import verb
from app.ui.dialogs.batch_fold import LONG_LIST, BatchTruth, cannot_be_stopped
from app.ui.dialogs.counts import Counts
from app.ui.dialogs.importing.bad_lines import BadLinesDialog
from app.ui.dialogs.importing.dropped import Drops, Given
from app.ui.dialogs.importing.where import Where
from app.ui.dialogs.paid import PaidForm
from app.ui.operation import Operation, show_once
from app.ui.parts import Kind, PlainLabel, set_tooltip
from app.ui.theme import px
from app.ui.window import email_words as words
from app.ui.window.words import PENDING, amount, batch_too_dear
from app.workspace.sheets import Sheet

TYPED_MS = 250  # after the last letter
_SAID = f"An address costs {show(EMAIL_PRICE)} credits when its creator is found, and nothing otherwise."
_NOT_AN_ADDRESS = "This is not an email address."


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailSources:
    """What the dialog asks others for: the addresses of a text or a file, what they would cost, and a file's name.

    The first two may raise InputError or DiskError.
    """

    of_text: Callable[[str], Awaitable[Addresses]]
    of_file: Callable[[Path], Awaitable[Addresses]]
    plan: Callable[[Sequence[str]], Awaitable[EmailPlan]]
    pick: Callable[[QWidget], Awaitable[Path | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChoice:
    """What the user agreed to: these addresses, at most this many credits, into this sheet (None: a new one).

    `own`: by address, what lists say beside it.
    """

    addresses: tuple[str, ...]
    own: Mapping[str, Own]
    most: Decimal
    sheet_id: int | None
    name: str
    as_batch: bool


class EmailsDialog(PaidForm[EmailChoice]):
    """Afterwards `chosen` holds the agreement, or None, and `left` what is still to be asked. `balance` is what may be
    spent; None while it is unknown. `ticked`: the addresses that stand in own columns of the ticked rows.
    """

    def __init__(
        self,
        parent: QWidget | None,
        sources: EmailSources,
        *,
        sheet: Sheet | None,
        name: str,
        balance: Decimal | None,
        ticked: Sequence[str],
    ) -> None:
        super().__init__(parent, "Find creators by email", balance, width=640)
        self.setObjectName("emails_dialog")
        self._sources = sources
        self._plan: EmailPlan | None = None
        self._addresses: Sequence[str] = ()
        self._listed: dict[str, Own] = {}  # what the lists that were added say
        self._own: Mapping[str, Own] = {}  # and what the field itself says
        self._planning: asyncio.Task[None] | None = None
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._typed.timeout.connect(self._start_planning)
        self.body.addWidget(PlainLabel(_SAID, token="muted", wrap=True))
        self._add_field(ticked)
        self._add_counts()
        self._add_batch()
        self.where = Where(sheet)
        self.where.propose(name)
        self.where.changed.connect(self._show_button)
        self.where.name.textChanged.connect(self._show_button)
        self.body.addSpacing(px(8))
        self.body.addWidget(self.where)
        self.add_footer()
        Drops(self, self.take_all, lambda: True)
        self._show_plan()
        self.field.setFocus()

    def _add_field(self, ticked: Sequence[str]) -> None:
        self.field = QPlainTextEdit()
        self.field.setObjectName("email_addresses")
        self.field.setAccessibleName("Email addresses")
        self.field.setPlaceholderText("Email addresses, one a line")
        self.field.setTabChangesFocus(True)
        self.field.setAcceptDrops(False)  # what is dropped goes to the dialog
        self.field.setMinimumHeight(px(132))
        self.field.textChanged.connect(self._text_changed)
        self.file = verb("From a file…", "emails_file_button")
        self.file.clicked.connect(lambda: Operation(self, self._choose_file).on_failure(self._say).start(self))
        self.ticked = verb(words.of_ticked(len(ticked)), "emails_ticked_button")
        self.ticked.setEnabled(bool(ticked))
        set_tooltip(self.ticked, "" if ticked else "No ticked row has an email in a column of yours.")
        self.ticked.clicked.connect(lambda: self.add(Addresses(texts=tuple(ticked), own={})))
        self.said = PlainLabel(token="bad", wrap=True)
        self.said.setObjectName("emails_said")
        self.said.hide()
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.file)
        row.addWidget(self.ticked)
        row.addStretch(1)
        self.body.addWidget(self.field, 1)
        self.along = PlainLabel(token="muted", wrap=True)
        self.along.setObjectName("columns_along")
        self.along.hide()
        self.body.addLayout(row)
        self.body.addWidget(self.along)
        self.body.addWidget(self.said)

    def _add_counts(self) -> None:
        self.counts = Counts("new", "had", "pending", "repeats")
        self.show_bad = verb("Show them", "show_bad_button", Kind.LINK)
        self.show_bad.clicked.connect(lambda: Operation(self, self._show_bad).start(self))
        self.counts.add("bad", self.show_bad)
        self.counts.add("left")
        self.counts.heavier("new")
        self.body.addSpacing(px(8))
        self.body.addWidget(self.counts)

    def _add_batch(self) -> None:
        self.batch = QCheckBox("Send as one batch (long lists)")
        self.batch.setObjectName("emails_as_batch")
        self.batch.toggled.connect(self._show_plan)
        self._batch_hint = BatchTruth()
        self._batch_hint.setContentsMargins(px(26), 0, 0, 0)
        self.body.addWidget(self.batch)
        self.body.addWidget(self._batch_hint)

    # -- which addresses

    @property
    def left(self) -> Addresses:
        """What stands in the field and is not agreed to, and what lists say beside it."""
        if self.chosen is None:
            return Addresses(texts=tuple(self.field.toPlainText().splitlines()), own=dict(self._listed))
        agreed = frozenset(self.chosen.addresses)
        left = tuple(text for text in self._addresses if text not in agreed)
        return Addresses(texts=left, own=self._wanted(left))

    def take_all(self, given: Sequence[Given]) -> None:
        """Add the addresses of several files."""
        for one in given:
            self.take(one)

    def take(self, given: Given) -> None:
        """Add the addresses of a file or a text to those that are there."""
        work = self._sources.of_text if isinstance(given, str) else self._sources.of_file
        found = Operation(self, lambda: work(given))  # type: ignore[arg-type]
        found.on_success(self.add).on_failure(self._say).start(self)

    async def _choose_file(self) -> None:
        path = await self._sources.pick(self)
        if path is not None:
            self.take(path)

    def add(self, found: Addresses) -> None:
        """Add addresses to those that are there."""
        self._listed = {**found.own, **self._listed}
        before = self.field.toPlainText().rstrip()
        self.field.setPlainText("\n".join([*([before] if before else []), *found.texts]))

    def _say(self, error: AppError) -> None:
        self.said.setText(f"{error.happened} {error.advice}".strip())
        self.said.show()

    def _text_changed(self) -> None:
        self.said.hide()
        self._plan = None
        self._typed.start()
        self._show_button()

    def _start_planning(self) -> None:
        """Read the field and look what is known; the newest text wins."""
        if self._planning is not None:
            self._planning.cancel()
        text = self.field.toPlainText()
        self._planning = Operation(self, lambda: self._read(text)).on_failure(self._not_planned).start(self)

    async def _read(self, text: str) -> None:
        found = await self._sources.of_text(text) if text.strip() else Addresses(texts=(), own={})
        self._plan = await self._sources.plan(found.texts)
        self._addresses, self._own = found.texts, found.own
        self._show_plan()

    def _not_planned(self, error: AppError) -> None:
        self._plan = EmailPlan(new=(), had=0, pending=0, repeats=0, bad=())
        self._show_plan()
        self._say(error)

    async def _show_bad(self) -> None:
        if self._plan is None:
            return
        lines = self.field.toPlainText().splitlines()
        places = ((next((at for at, line in enumerate(lines, 1) if text in line), 0), text) for text in self._plan.bad)
        dialog = BadLinesDialog(self, [BadLine(line=at, text=text, reason=_NOT_AN_ADDRESS) for at, text in places])
        await show_once(dialog)

    # -- what it costs

    @property
    def _cover(self) -> int:
        """How many of the new ones the credits cover; a batch dearer than they are waits for more by itself."""
        new = len(self._plan.new) if self._plan is not None else 0
        return new if self.as_batch else self.cover(EMAIL_PRICE, new)

    @property
    def as_batch(self) -> bool:
        return self.batch.isChecked() and not self.batch.isHidden()

    def question(self, most: Decimal, balance: Decimal) -> str:
        return cannot_be_stopped(most, balance) if self.as_batch else super().question(most, balance)

    def _show_plan(self) -> None:
        plan = self._plan or EmailPlan(new=(), had=0, pending=0, repeats=0, bad=())
        put = self.counts.put
        put("new", len(plan.new), "to look up", f"up to {amount(plan.most)}")
        put("had", plan.had, "known already", "0.00")
        put("pending", plan.pending, PENDING, "0.00")
        put("repeats", plan.repeats, "named twice" if plan.repeats == 1 else "named more than once")
        put("bad", len(plan.bad), "cannot be read")
        labels = Addresses(texts=(), own=self._wanted(self._addresses)).labels if self._plan is not None else ()
        self.along.setText(words.along(labels))
        self.along.setVisible(bool(labels))
        for part in (self.batch, self._batch_hint):
            part.setVisible(len(plan.new) >= LONG_LIST)
        self._batch_hint.no_way_back.setVisible(self.batch.isChecked())
        self._show_what_is_left(len(plan.new))
        self._show_button()

    def _show_what_is_left(self, new: int) -> None:
        most, cover = EMAIL_PRICE * new, self._cover
        if self.as_batch and self.balance is not None and most > self.balance:
            self.counts.hide_line("left")
            self.warn(batch_too_dear(self.balance, self.cover(EMAIL_PRICE, new), new))
            return
        left, short = self.left_after(EMAIL_PRICE * cover), cover < new
        if new:
            self.counts.put("left", None, "Left afterwards", left, token="warn" if short else "text")
        else:
            self.counts.hide_line("left")
        self.warn(self.too_dear(cover, new))

    def _show_button(self) -> None:
        reason = self._why_not()
        plan, cover = self._plan, self._cover
        if plan is None or not (plan.new or plan.had):
            self.refuse("Look up", reason)
            return
        text = words.show_known(plan.had)
        if plan.new and not cover:
            text = "Look up"
        elif plan.new:
            text = words.button(cover, len(plan.new), as_batch=self.as_batch)
        if reason:
            self.refuse(text, reason)
        else:
            self.offer(text, EMAIL_PRICE * cover, self._choice(plan, cover))

    def _why_not(self) -> str:
        plan = self._plan
        if plan is None or not (plan.new or plan.had or plan.pending or plan.bad):
            return "Reading…" if self.field.toPlainText().strip() and plan is None else "Paste email addresses first."
        if not (plan.new or plan.had):
            return "They are on their way or to check." if plan.pending else "None of these is an email address."
        reason = self.why_not_paid(EMAIL_PRICE, len(plan.new)) if plan.new else ""
        return reason or ("" if self.where.sheet_name else "The new sheet needs a name.")

    def _choice(self, plan: EmailPlan, cover: int) -> EmailChoice:
        first = self._first(plan, cover)
        return EmailChoice(
            addresses=first,
            own=self._wanted(first),
            most=EMAIL_PRICE * cover,
            sheet_id=self.where.sheet_id,
            name=self.where.sheet_name,
            as_batch=self.as_batch,
        )

    def _wanted(self, texts: Sequence[str]) -> Mapping[str, Own]:
        """What is said beside these addresses; what the field says goes before what an added list said."""
        said = {**self._listed, **self._own}
        if not said:
            return said
        return {email: said[email] for email in map(words.address, texts) if email in said}

    def _first(self, plan: EmailPlan, cover: int) -> tuple[str, ...]:
        """All addresses, or without those new ones that the credits do not cover."""
        left_out = frozenset(plan.new[cover:])
        if not left_out:
            return tuple(self._addresses)
        return tuple(one for one in self._addresses if words.address(one) not in left_out)
