"""Checking live posts: the campaign's days and words, how far to look, and what it can cost before it is asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
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
_SETTLE_MS = 120  # two thousand rows take 20 ms to look through: not at every letter
_BETWEEN = re.compile(r"[\s,;]+")
_WORDS_HINT = "One of them is enough. A word without # or @ counts as both."
_PAGES_HINT = "Newest first; ends at posts older than the first day. Up to {} credits a page, often less."


class Planner(Protocol):
    """What checking these rows would send, counted at once or beside the window's thread.

    `again`: for fresh numbers.
    """

    def plan(self, ids: Sequence[int], campaign: Campaign, *, again: bool = False) -> PostsPlan: ...

    async def plan_later(self, ids: Sequence[int], campaign: Campaign, *, again: bool = False) -> PostsPlan: ...


@dataclass(frozen=True, slots=True)
class _Counted:
    """What checking would send, as it is and for fresh numbers of everybody."""

    plain: PostsPlan
    fresh: PostsPlan


class PostsDialog(AskingForm):
    """`last`: what was looked for last, for the fields to hold. Afterwards `campaign` and `again` say what to do."""

    _verb = "Check"

    def __init__(
        self,
        parent: QWidget | None,
        ids: Sequence[int],
        plans: Planner,
        last: Campaign | None,
        balance: Decimal | None,
        today: date,
    ) -> None:
        title = f"Check live posts of {counted(len(ids), 'creator', 'creators')}"
        super().__init__(parent, title, ids, balance)
        self.setObjectName("posts_dialog")
        self.campaign: Campaign | None = None
        self._plans = plans
        self._counted: _Counted | None = None
        self._today = today
        self._later = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._later.timeout.connect(self._read)
        self._add_fields()
        self._add_pages()
        self.again = QCheckBox()
        self.again.setObjectName("check_again")
        self.again.hide()
        self.again.toggled.connect(lambda _on: self._say())
        self.body.addSpacing(px(4))
        self.body.addWidget(self.again)
        self.add_counts("checked already", "to check")
        self._aside = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        self.body.addWidget(self._aside)
        self.add_known("Show what was found · free")
        self.known.hide()
        self._fill(last)
        for field in (self.first, self.last):
            field.dateChanged.connect(lambda _day: self._edited())
        self.words.textChanged.connect(lambda _text: self._edited())
        self.pages.valueChanged.connect(lambda _pages: self._edited())
        self._read()
        self.words.setFocus()

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
        self.drop_count()
        self._counted = None
        self.go.setEnabled(False)
        self.known.setEnabled(False)
        self._later.start()

    def _read(self) -> None:
        """Take the fields as a campaign, or say what is wrong with them; then count anew."""
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
        self._counted = None
        if self.campaign is None:
            self._say_aside(None)
            self.again.hide()
            self.known.hide()
            self.say_wrong(wrong)
        else:
            self._count(self.campaign)

    def _count(self, campaign: Campaign) -> None:
        ids, plans = self._ids, self._plans

        def now() -> _Counted:
            return _Counted(plans.plan(ids, campaign), plans.plan(ids, campaign, again=True))

        async def later() -> _Counted:
            plain = await plans.plan_later(ids, campaign)
            return _Counted(plain, await plans.plan_later(ids, campaign, again=True))

        self.work_out(len(ids), now, later, self._take)

    def _take(self, found: _Counted) -> None:
        """Those who were checked may be checked again, which is priced and says how old the numbers are."""
        self._counted = found
        plain, fresh = found.plain, found.fresh
        more = fresh.new - plain.new
        who = "the one" if more == 1 else f"the {number(more)}"
        price = f"up to {show(fresh.most - plain.most)} credits more"
        self.again.setText(f"Fresh numbers also for {who} checked already ({self._age(fresh)}) · {price}")
        self.again.setVisible(bool(more))
        self.known.setVisible(bool(plain.had or plain.again))
        self._say()

    def _say(self) -> None:
        """Say what follows from what was counted; to ask for fresh numbers needs no counting anew."""
        if self._counted is None:
            return
        plan = self._counted.fresh if self.again.isChecked() else self._counted.plain
        self._say_aside(plan)
        self.say(Priced(calls=plan.pages, each=POSTS_PRICE, had=plan.had, pending=plan.pending), self._ids)

    def _say_aside(self, plan: PostsPlan | None) -> None:
        """How old the numbers are of those who are checked again, and who cannot be checked."""
        told = []
        if plan is not None and plan.again:
            told.append(f"{number(plan.again)} of them were checked before ({self._age(plan)}).")
        if plan is not None and plan.elsewhere:
            are = "is" if plan.elsewhere == 1 else "are"
            told.append(f"{number(plan.elsewhere)} {are} left out: posts are on Instagram, TikTok and YouTube only.")
        self._aside.setText(" ".join(told))
        self._aside.setVisible(bool(told))

    def _age(self, plan: PostsPlan) -> str:
        if plan.oldest_ms is None:
            return ""
        return f"oldest: {day_words(datetime.fromtimestamp(plan.oldest_ms / 1000).date(), self._today)}"
