"""Editors of one value: ranges, numbers, days, yes or no, choices, plain words, growth."""

from functools import partial

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.domain.filters import FilterSpec
from app.domain.filters.scales import next_stop, stops
from app.domain.filters.shaping import GROWTH, MONTHS, growth_of, range_ends, range_of
from app.ui.editors.base import Editor
from app.ui.editors.choice_box import ChoiceBox
from app.ui.editors.numbers import NumberField
from app.ui.editors.span import HIGH, LOW, SpanSlider
from app.ui.parts import Button, Kind, PlainLabel
from app.ui.theme import Role, px

ANY = "Any"


class RangeEditor(Editor):
    """Two fields, from and to, either may stay empty; below them a slider over round numbers."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.ends = {end: self._end(end) for end in (LOW, HIGH)}
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.ends[LOW], 1)
        row.addWidget(PlainLabel("to", parent=self))
        row.addWidget(self.ends[HIGH], 1)
        self.add_body(row)
        self.slider = SpanSlider(stops(spec), self)
        self.slider.moved.connect(lambda end, amount: self.ends[end].put_typed(amount))
        self.add_body(self.slider)
        self.take_focus_by(self.ends[LOW])
        for end, called in ((LOW, "from"), (HIGH, "to")):
            self.ends[end].setAccessibleName(f"{spec.title}, {called}")

    def _end(self, end: str) -> NumberField:
        field = NumberField(
            whole=self.spec.kind.is_whole,
            scale=self.spec.people_scale,
            steps=partial(next_stop, self.spec),
            parent=self,
        )
        field.setObjectName(end)
        field.setPlaceholderText("from" if end == LOW else "any")
        field.edited.connect(self._edited)
        return field

    def value(self) -> dict[str, float] | None:
        return None if self.problem() else range_of(self.ends[LOW].amount(), self.ends[HIGH].amount())

    def set_value(self, value: object) -> None:
        for end, amount in zip((LOW, HIGH), range_ends(value), strict=True):
            self.ends[end].set_amount(amount)
        self._show_span()

    def problem(self) -> str:
        return next((said for said in (field.problem() for field in self.ends.values()) if said), "")

    def _edited(self) -> None:
        self._show_span()
        self.changed.emit()

    def _show_span(self) -> None:
        self.slider.show_span(self.ends[LOW].typed_amount(), self.ends[HIGH].typed_amount())


class NumberEditor(Editor):
    """One field for one number."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.field = NumberField(whole=spec.kind.is_whole, scale=spec.people_scale, parent=self)
        self.field.setPlaceholderText("any")
        self.field.edited.connect(self.changed)
        self.add_body(self.field)
        self.take_focus_by(self.field)

    def value(self) -> float | None:
        return None if self.field.problem() else self.field.amount()

    def set_value(self, value: object) -> None:
        self.field.set_amount(value)

    def problem(self) -> str:
        return self.field.problem()


class DaysEditor(NumberEditor):
    """How many days ago at most: typed, or one of the catalogue's suggestions; the day it means is shown."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for days in spec.suggested:
            button = Button(f"{days}", Kind.LINK, parent=self)
            button.setAccessibleName(f"{spec.name}: {days}")
            button.clicked.connect(lambda _checked=False, days=days: self.field.put_typed(days))
            row.addWidget(button)
        row.addStretch(1)
        self._since = PlainLabel("", Role.HINT, "muted", parent=self)
        row.addWidget(self._since)
        self.add_body(row)
        self.field.textChanged.connect(lambda _text: self._show_day())

    def _show_day(self) -> None:
        days = self.field.typed_amount()
        day = QDate.currentDate().addDays(-int(days)) if days is not None and 0 < days < 10_000 else QDate()
        said = QLocale.system().toString(day, QLocale.FormatType.ShortFormat) if day.isValid() else ""
        self._since.setText(f"since {said}" if said else "")


class YesEditor(Editor):
    """A tick box: ticked is required, not ticked does not matter (`false` is never sent)."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent, heading="")
        self.box = QCheckBox(spec.name, self)
        self.box.clicked.connect(lambda: self.changed.emit())
        self.add_body(self.box)
        self.take_focus_by(self.box)

    def value(self) -> bool | None:
        return True if self.box.isChecked() else None

    def set_value(self, value: object) -> None:
        self.box.setChecked(value is True)


class ChoiceEditor(Editor):
    """A list of the values the service knows, "Any" first."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.box = ChoiceBox(self)
        self.box.addItem(ANY, None)
        for choice in spec.values:
            self.box.addItem(choice.label, choice.value)
        self.box.activated.connect(lambda _index: self.changed.emit())
        self.add_body(self.box)
        self.take_focus_by(self.box)

    def value(self) -> str | None:
        chosen = self.box.currentData()
        return chosen if isinstance(chosen, str) else None

    def set_value(self, value: object) -> None:
        self.box.setCurrentIndex(max(0, self.box.findData(value) if isinstance(value, str) else 0))


class GrowthEditor(Editor):
    """A smallest growth in percent, and the months in which it happened."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.least = NumberField(whole=False, parent=self)
        self.least.setPlaceholderText("any")
        self.least.edited.connect(self.changed)
        self.months = ChoiceBox(self)
        period = spec.field(MONTHS)
        for count in period.suggested if period is not None else ():
            self.months.addItem(f"{count} months", count)
        self.months.activated.connect(lambda _index: self.changed.emit())
        self._default = period.default if period is not None else None
        row = QHBoxLayout()
        row.setSpacing(px(4))
        for part, stretch in (
            (PlainLabel("at least", parent=self), 0),
            (self.least, 1),
            (PlainLabel("% in", parent=self), 0),
            (self.months, 0),
        ):
            row.addWidget(part, stretch)
        self.add_body(row)
        self.take_focus_by(self.least)
        self.months.setAccessibleName(f"{spec.name}, months")

    def value(self) -> dict[str, float] | None:
        return None if self.least.problem() else growth_of(self.least.amount(), self.months.currentData())

    def set_value(self, value: object) -> None:
        given = value if isinstance(value, dict) else {}
        self.least.set_amount(given.get(GROWTH))
        at = self.months.findData(given.get(MONTHS, self._default))
        self.months.setCurrentIndex(max(0, at))

    def problem(self) -> str:
        return self.least.problem()
