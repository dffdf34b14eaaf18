"""Who has the details already, who is new, what is enough for whom, and what is left afterwards."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.money import Tier, show
from app.services.details_plan import DetailsPlan, Upgrade
from app.ui.dialogs.base import verb
from app.ui.dialogs.counts import Counts
from app.ui.dialogs.details import words
from app.ui.parts import Button, Kind, PlainLabel
from app.ui.theme import Role, px
from app.ui.window.words import number


class DetailsCounts(QWidget):
    """`upgrade_wanted` carries an `Upgrade`: get only what is missing; `all_wanted`: be about everybody again.

    `leave_out` is ticked to leave out people who are had under another account, `again` to ask again for those who were
    not found; `changed` then.
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
        self.lines = Counts()
        self._again = verb("", "all_again_link", Kind.LINK)
        self._again.clicked.connect(self.all_wanted)
        self._halves = {has: self._half(has) for has in (Tier.PROFILE, Tier.ANALYTICS)}
        asides = {"only": self._again, **{f"has_{has}": link for has, link in self._halves.items()}}
        out = ("had", "getting", "to_check", "not_found")
        for key in ("only", *out, "new", *(f"has_{has}" for has in self._halves), "left"):
            self.lines.add(key, asides.get(key))
        self._audience = self._hint(0)
        column.addWidget(self.lines)
        column.addWidget(self._audience)
        column.addSpacing(px(4))
        self.again, self._free = self._box("ask_again"), self._hint(px(26))
        self.leave_out, self._elsewhere = self._box("leave_out_people"), self._hint(px(26))
        for part in (self.again, self._free, self.leave_out, self._elsewhere):
            column.addWidget(part)

    def _box(self, name: str) -> QCheckBox:
        made = QCheckBox()
        made.setObjectName(name)
        made.toggled.connect(self.changed)
        return made

    def _half(self, has: Tier) -> Button:
        link = verb("", f"upgrade_{has}", Kind.LINK)
        link.clicked.connect(lambda: self.upgrade_wanted.emit(self._upgrades[has]))
        return link

    @staticmethod
    def _hint(indent: int) -> PlainLabel:
        made = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        made.setContentsMargins(indent, 0, 0, 0)
        return made

    def show_plan(self, plan: DetailsPlan, only: Upgrade | None, every: int) -> None:
        """Show who is what; `only`: whom alone of `every` creator the dialog is about."""
        put = self.lines.put
        if only is None:
            self.lines.hide_line("only")
        else:
            put("only", None, words.only(only))
            self._again.setText(f"All {number(every)} again")
        has = "has" if plan.had == 1 else "have"
        put("had", plan.had, f"already {has} this", "0.00", always=not plan.new)
        put("getting", plan.getting, "on their way, left out", "0.00")
        put("to_check", plan.to_check, "to check, left out", "0.00")
        left_out = 0 if self.again.isChecked() else len(plan.not_found)
        put("not_found", left_out, words.not_found(plan.options), "0.00")
        put("new", len(plan.new), "new", f"up to {show(plan.most)}" if plan.new else "0.00", always=True)
        self._upgrades = {one.has: one for one in plan.upgrades}
        for half, link in self._halves.items():
            one = self._upgrades.get(half)
            if one is None:
                self.lines.hide_line(f"has_{half}")
            else:
                put(f"has_{half}", len(one.ids), words.upgrade(one))
                link.setText(f"Get only that · up to {show(one.most)}")
                link.setAccessibleName(f"{link.text()}: {number(len(one.ids))} {words.upgrade(one)}")
        self._show_not_found(plan)
        self._show_people(plan)

    def _show_not_found(self, plan: DetailsPlan) -> None:
        count = len(plan.not_found)
        for part in (self.again, self._free):
            part.setVisible(bool(count))
        if count:
            self.again.setText(words.ask_again(count, plan.options))
            self._free.setText("Free where nothing is found again.")

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
