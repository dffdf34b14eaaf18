"""Who has the details already, who is new, what is enough for whom, and what is left afterwards."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from app.domain.money import Tier, show
from app.services.details_plan import DetailsPlan, Upgrade
from app.ui.dialogs.base import figure, verb
from app.ui.dialogs.details import words
from app.ui.parts import Kind, PlainLabel
from app.ui.theme import Role, px
from app.ui.window.words import number


class _Line:
    """One line: how many, what about them, what they cost, and perhaps a way on."""

    def __init__(self, grid: QGridLayout, name: str) -> None:
        row = grid.rowCount()
        self.count, self.said, self.price = figure(), PlainLabel(), figure()
        self.count.setMinimumWidth(px(48))
        self.link = verb("", name, Kind.LINK)
        self.link.setFixedHeight(px(20))
        grid.addWidget(self.count, row, 0)
        grid.addWidget(self.said, row, 1)
        grid.addWidget(self.link, row, 2, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.price, row, 3)
        self.show("", "", "", visible=False)

    def show(self, count: str, said: str, price: str, link: str = "", *, visible: bool = True) -> None:
        self.count.setText(count)
        self.said.setText(said)
        self.price.setText(price)
        self.link.setText(link)
        self.link.setAccessibleName(f"{link}: {count} {said}")
        for part in (self.count, self.said, self.price):
            part.setVisible(visible)
        self.link.setVisible(visible and bool(link))


class Counts(QWidget):
    """`upgrade_wanted` carries an `Upgrade`: get only what is missing; `all_wanted`: be about everybody again.

    `leave_out` is ticked to leave out people who are had under another account; `changed` then.
    """

    upgrade_wanted = Signal(object)
    all_wanted = Signal()
    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._upgrades: dict[Tier, Upgrade] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(4))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(2, 1)
        self._only = _Line(grid, "all_again_link")
        self._only.link.clicked.connect(self.all_wanted)
        self._had = _Line(grid, "had_link")
        self._getting = _Line(grid, "getting_link")
        self._to_check = _Line(grid, "to_check_link")
        self._new = _Line(grid, "new_link")
        self._halves = {has: self._half(grid, has) for has in (Tier.PROFILE, Tier.ANALYTICS)}
        self._left = _Line(grid, "left_link")
        column.addLayout(grid)
        column.addSpacing(px(4))
        self.leave_out = QCheckBox()
        self.leave_out.setObjectName("leave_out_people")
        self.leave_out.toggled.connect(self.changed)
        self._elsewhere = self._hint(px(26))
        self._audience = self._hint(0)
        for part in (self.leave_out, self._elsewhere, self._audience):
            column.addWidget(part)

    def _half(self, grid: QGridLayout, has: Tier) -> _Line:
        line = _Line(grid, f"upgrade_{has}")
        line.link.clicked.connect(lambda: self.upgrade_wanted.emit(self._upgrades[has]))
        return line

    @staticmethod
    def _hint(indent: int) -> PlainLabel:
        made = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        made.setContentsMargins(indent, 0, 0, 0)
        return made

    def show_plan(self, plan: DetailsPlan, only: Upgrade | None, every: int) -> None:
        """Show who is what; `only`: whom alone of `every` creator the dialog is about."""
        some = only is not None
        self._only.show("", words.only(only) if only else "", "", f"All {number(every)} again", visible=some)
        has = "has" if plan.had == 1 else "have"
        self._had.show(number(plan.had), f"already {has} this", "0.00", visible=bool(plan.had or not plan.new))
        self._getting.show(number(plan.getting), "on their way, left out", "0.00", visible=bool(plan.getting))
        self._to_check.show(number(plan.to_check), "to check, left out", "0.00", visible=bool(plan.to_check))
        self._new.show(number(len(plan.new)), "new", f"up to {show(plan.most)}" if plan.new else "0.00")
        self._upgrades = {one.has: one for one in plan.upgrades}
        for half, line in self._halves.items():
            one = self._upgrades.get(half)
            if one is None:
                line.show("", "", "", visible=False)
            else:
                line.show(number(len(one.ids)), words.upgrade(one), "", f"Get only that · up to {show(one.most)}")
        self._show_people(plan)

    def _show_people(self, plan: DetailsPlan) -> None:
        found = plan.elsewhere
        self.leave_out.setVisible(bool(found))
        self._elsewhere.setVisible(bool(found))
        if found:
            self.leave_out.setText(words.leave_out(found, f"up to {show(plan.price * len(found))}"))
            self._elsewhere.setText(words.elsewhere(found, self._today))
        said = words.without_audience(plan.without_audience)
        self._audience.setText(said)
        self._audience.setVisible(bool(said))

    def show_left(self, words_: str, *, short: bool) -> None:
        """What is left of the credits afterwards, at least."""
        self._left.show("", "Left afterwards", words_)
        self._left.price.set_token("warn" if short else "text")
