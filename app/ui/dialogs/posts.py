"""Checking live posts: the campaign's days and words, how far to look, and what it can cost before it is asked."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from app.domain.errors import InputError
from app.domain.money import POSTS_PRICE, show
from app.domain.posts import MOST_PAGES, Campaign
from app.services.posts import PostsPlan
from app.ui.dialogs.asking import AskingForm, Priced
from app.ui.parts import DayField, PlainLabel, WholeBox
from app.ui.sheet_table.own_values import day_words
from app.ui.theme import Role, px
from app.ui.window.words import counted, number

_FIRST_TIME = timedelta(days=30)
_SETTLE_MS = 120  # a thousand rows take 25 ms to look through: not at every letter
_BETWEEN = re.compile(r"[\s,;]+")
_WORDS_HINT = "One of them is enough. A word without # or @ counts as both."
_PAGES_HINT = "Newest first; ends at posts older than the first day. Up to {} credits a page, often less."


class Plan(Protocol):
    """What checking these rows would send; `again`: for fresh numbers."""

    def __call__(self, ids: Sequence[int], campaign: Campaign, *, again: bool = False) -> PostsPlan: ...


class PostsDialog(AskingForm):
    """`last`: what was looked for last, for the fields to hold. Afterwards `campaign` and `again` say what to do."""

    _verb = "Check"

    def __init__(
        self,
        parent: QWidget | None,
        ids: Sequence[int],
        plan: Plan,
        last: Campaign | None,
        balance: Decimal | None,
        today: date,
    ) -> None:
        title = f"Check live posts of {counted(len(ids), 'creator', 'creators')}"
        super().__init__(parent, title, ids, balance)
        self.setObjectName("posts_dialog")
        self.campaign: Campaign | None = None
        self._plan = plan
        self._today = today
        self._later = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._later.timeout.connect(self._read)
        self._add_fields()
        self._add_pages()
        self.again = QCheckBox()
        self.again.setObjectName("check_again")
        self.again.toggled.connect(lambda _on: self._read())
        self.body.addSpacing(px(4))
        self.body.addWidget(self.again)
        self.add_counts("checked already", "to check")
        self._aside = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        self.body.addWidget(self._aside)
        self.add_known("Show what was found · free")
        self._fill(last)
        for field in (self.first, self.last):
            field.dateChanged.connect(lambda _day: self._edited())
        self.words.textChanged.connect(lambda _text: self._edited())
        self.pages.valueChanged.connect(lambda _pages: self._edited())
        self._read()
        self.words.setFocus()

    def price(self, ids: Sequence[int]) -> Priced:
        assert self.campaign is not None
        plan = self._plan(ids, self.campaign, again=self.again.isChecked())
        return Priced(new=plan.new, had=plan.had, pending=plan.pending, most=plan.most)

    def _add_fields(self) -> None:
        self.first, self.last = DayField("First day"), DayField("Last day")
        self.first.setObjectName("campaign_first")
        self.last.setObjectName("campaign_last")
        self.words = QLineEdit()
        self.words.setObjectName("campaign_words")
        self.words.setPlaceholderText("#summer @brand")
        self.words.setMaxLength(400)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(2, 1)
        named = (
            ("&First day", self.first, 0, 148),
            ("&Last day", self.last, 1, 148),
            ("&Hashtags or @names", self.words, 2, 0),
        )
        for text, field, column, width in named:
            label = QLabel(text)
            label.setBuddy(field)
            if width:
                field.setFixedWidth(px(width))
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
        self.words.setAccessibleName("Hashtags or @names")
        self.body.addLayout(grid)
        self._said = PlainLabel(role=Role.HINT, wrap=True)
        self._said.setObjectName("campaign_said")
        self.body.addWidget(self._said)

    def _add_pages(self) -> None:
        self.pages = WholeBox()
        self.pages.setObjectName("post_pages")
        self.pages.setRange(1, MOST_PAGES)
        self.pages.setFixedWidth(px(64))
        label = QLabel("Look through at &most")
        label.setBuddy(self.pages)
        self.pages.setAccessibleName("Pages of posts of each creator, at most")
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(label)
        row.addWidget(self.pages)
        row.addWidget(PlainLabel("pages of posts of each creator"))
        row.addStretch(1)
        self.body.addSpacing(px(8))
        self.body.addLayout(row)
        self.body.addWidget(PlainLabel(_PAGES_HINT.format(show(POSTS_PRICE)), Role.HINT, "muted", wrap=True))

    def _fill(self, last: Campaign | None) -> None:
        self.first.set_day(last.first if last is not None else self._today - _FIRST_TIME)
        self.last.set_day(last.last if last is not None else self._today)
        self.words.setText(" ".join(last.words) if last is not None else "")
        self.pages.setValue(last.pages if last is not None else 3)

    def _edited(self) -> None:
        """The price is not known until the fields are at rest."""
        self.go.setEnabled(False)
        self.known.setEnabled(False)
        self._later.start()

    def _read(self) -> None:
        """Take the fields as a campaign, or say what is wrong with them; then renew the price."""
        self._later.stop()
        wrong = ""
        try:
            words = _BETWEEN.split(self.words.text())
            self.campaign = Campaign.of(self.first.day, self.last.day, words, self.pages.value())
        except InputError as error:
            self.campaign, wrong = None, error.happened
        shown = wrong if wrong and (self.words.text().strip() or self.first.day > self.last.day) else ""
        self._said.setText(shown or _WORDS_HINT)
        self._said.set_token("bad" if shown else "muted")
        self._offer_again()
        self.renew(wrong)
        self._say_aside()

    def _offer_again(self) -> None:
        """Those who were checked may be checked again, which is priced and says how old the numbers are."""
        if self.campaign is None:
            self.again.hide()
            self.known.hide()
            return
        plain, fresh = self._plan(self._ids, self.campaign), self._plan(self._ids, self.campaign, again=True)
        more = fresh.new - plain.new
        who = "the one" if more == 1 else f"the {number(more)}"
        price = f"up to {show(fresh.most - plain.most)} credits more"
        self.again.setText(f"Fresh numbers also for {who} checked already ({self._age(fresh)}) · {price}")
        self.again.setVisible(bool(more))
        self.known.setVisible(bool(plain.had or plain.again))
        self.known.setEnabled(True)

    def _say_aside(self) -> None:
        """How old the numbers are of those who are checked again, and who cannot be checked."""
        told = []
        if self.campaign is not None:
            plan = self._plan(self._ids, self.campaign, again=self.again.isChecked())
            if plan.again:
                told.append(f"{number(plan.again)} of them were checked before ({self._age(plan)}).")
            if plan.elsewhere:
                are = "is" if plan.elsewhere == 1 else "are"
                told.append(
                    f"{number(plan.elsewhere)} {are} left out: posts are on Instagram, TikTok and YouTube only."
                )
        self._aside.setText(" ".join(told))
        self._aside.setVisible(bool(told))

    def _age(self, plan: PostsPlan) -> str:
        if plan.oldest_ms is None:
            return ""
        return f"oldest: {day_words(datetime.fromtimestamp(plan.oldest_ms / 1000).date(), self._today)}"
