"""What of the ledger to show: period, sheet, campaign, kind of payment, only what is to check."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.services.spending import Period, Wanted
from app.ui.parts import Button, DayField, FlowLayout, Kind
from app.ui.sheet_table.plain import one_line
from app.ui.spending import words
from app.ui.theme import px
from app.ui.theme.tokens import CONTROL
from app.workspace.spending import NO_CAMPAIGN, Choices

_LONGEST = 60


class SpendingFilters(QWidget):
    """`changed` when somebody asks for something else; `show_wanted` emits nothing."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = Wanted()
        self._offered: Choices | None = None
        self._period = self._combo("spending_period", "Period", 132)
        for period, label in words.PERIODS.items():
            self._period.addItem(label, period.value)
        self._first, self._last = self._day("spending_from", "From"), self._day("spending_to", "To")
        self._sheet = self._combo("spending_sheet", "Sheet", 168)
        self._campaign = self._combo("spending_campaign", "Campaign", 144)
        self._what = self._combo("spending_what", "What", 144)
        self._uncertain = QCheckBox("Only to check")
        self._uncertain.setObjectName("spending_uncertain")
        self._uncertain.setMinimumHeight(px(CONTROL))  # in line with the fields beside it
        self._all = Button("Show all", Kind.LINK)
        self._all.setObjectName("spending_show_all")
        self._all.clicked.connect(lambda: self._ask(Wanted()))
        row = FlowLayout(self)
        for part in (self._period, self._first, self._last, self._sheet, self._campaign, self._what):
            row.addWidget(part)
        row.addWidget(self._uncertain)
        row.addWidget(self._all)
        self.offer(Choices(sheets=(), campaigns=(), what=()))
        self.show_wanted(self._wanted)
        for box in (self._period, self._sheet, self._campaign, self._what):
            box.currentIndexChanged.connect(self._edited)
        for field in (self._first, self._last):
            field.dateChanged.connect(self._edited)
        self._uncertain.toggled.connect(self._edited)

    def _combo(self, name: str, said: str, width: int) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(said)
        box.setFixedWidth(px(width))
        return box

    def _day(self, name: str, said: str) -> DayField:
        field = DayField(said)
        field.setObjectName(name)
        field.setToolTip(said)
        field.setFixedWidth(px(132))
        return field

    @property
    def wanted(self) -> Wanted:
        return self._wanted

    def ask(self, wanted: Wanted) -> None:
        """Ask for this, as if somebody had set it."""
        self._ask(wanted)

    def _ask(self, wanted: Wanted) -> None:
        self.show_wanted(wanted)
        self.changed.emit()

    def offer(self, choices: Choices) -> None:
        """Sheets, campaigns and kinds to choose from; what is chosen stays."""
        if choices == self._offered:
            return
        self._offered = choices
        none = [(NO_CAMPAIGN, "No campaign")] if choices.campaigns else []
        self._fill(self._sheet, "All sheets", choices.sheets)
        self._fill(self._campaign, "All campaigns", [*choices.campaigns, *none])
        self._fill(self._what, "All payments", [(what, what) for what in choices.what])
        self.show_wanted(self._wanted)

    def _fill(self, box: QComboBox, everything: str, entries: "Sequence[tuple[int | str, str]]") -> None:
        with QSignalBlocker(box):
            box.clear()
            box.addItem(everything, None)
            for key, name in entries:
                box.addItem(one_line(name, _LONGEST), key)

    def show_wanted(self, wanted: Wanted) -> None:
        """Set the fields to this."""
        self._wanted = wanted
        fields = (self._period, self._sheet, self._campaign, self._what, self._uncertain, self._first, self._last)
        blockers = [QSignalBlocker(field) for field in fields]
        self._period.setCurrentIndex(self._period.findData(wanted.period.value))
        for box, key in (
            (self._sheet, wanted.sheet_id),
            (self._campaign, wanted.campaign_id),
            (self._what, wanted.what),
        ):
            box.setCurrentIndex(max(0, box.findData(key)))
        self._uncertain.setChecked(wanted.only_uncertain)
        for field, day in ((self._first, wanted.first), (self._last, wanted.last)):
            if day is not None:
                field.set_day(day)
        for blocker in blockers:
            blocker.unblock()
        between = wanted.period is Period.BETWEEN
        self._first.setVisible(between)
        self._last.setVisible(between)
        self._all.setVisible(wanted != Wanted())
        self.updateGeometry()

    def _edited(self) -> None:
        period = Period(self._period.currentData())
        first, last = self._wanted.first, self._wanted.last
        if period is Period.BETWEEN and self._wanted.period is Period.BETWEEN:
            first, last = self._first.day, self._last.day
            first, last = min(first, last), max(first, last)
        elif period is Period.BETWEEN:
            first, last = self._wanted.days(date.today())
            first, last = first or date.today().replace(day=1), last or date.today()
        else:
            first = last = None
        self._ask(
            replace(
                self._wanted,
                period=period,
                first=first,
                last=last,
                sheet_id=self._sheet.currentData(),
                campaign_id=self._campaign.currentData(),
                what=self._what.currentData(),
                only_uncertain=self._uncertain.isChecked(),
            )
        )
