"""Editors of one value: ranges, numbers, yes or no, choices, text, growth."""

from collections.abc import Mapping

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from app.domain.filters import FilterSpec
from app.ui.editors.base import Editor
from app.ui.editors.numbers import NumberField
from app.ui.parts import PlainLabel
from app.ui.theme import Role, px

ANY = "Any"


class RangeEditor(Editor):
    """Two fields, from and to; either may stay empty."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.ends = {end: self._end(end) for end in ("min", "max")}
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.ends["min"], 1)
        row.addWidget(PlainLabel("to", parent=self))
        row.addWidget(self.ends["max"], 1)
        self.add_body(row)
        self.take_focus_by(self.ends["min"])
        for end, called in (("min", "from"), ("max", "to")):
            self.ends[end].setAccessibleName(f"{spec.title}, {called}")

    def _end(self, end: str) -> NumberField:
        field = NumberField(whole=self.spec.kind.is_whole, scale=self.spec.people_scale, parent=self)
        field.setObjectName(end)
        field.setPlaceholderText("from" if end == "min" else "any")
        field.edited.connect(self.changed)
        return field

    def value(self) -> dict[str, float] | None:
        if self.problem():
            return None
        amounts = {end: field.amount() for end, field in self.ends.items()}
        return {end: amount for end, amount in amounts.items() if amount is not None} or None

    def set_value(self, value: object) -> None:
        given = value if isinstance(value, Mapping) else {}
        for end, field in self.ends.items():
            field.set_amount(given.get(end))

    def problem(self) -> str:
        return next((said for said in (field.problem() for field in self.ends.values()) if said), "")


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


class YesEditor(Editor):
    """A tick box: ticked is required, not ticked is left out."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent, label_above=False)
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
        self.box = QComboBox(self)
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


class TextEditor(Editor):
    """A few words, with a count against the most the service takes."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("e.g. vegan baking")
        self._count = PlainLabel("", Role.HINT, "muted", parent=self)
        self.head.addWidget(self._count)
        self.field.textChanged.connect(self._counted)
        self.field.textEdited.connect(lambda _text: self.changed.emit())
        self.add_body(self.field)
        self.take_focus_by(self.field)

    def value(self) -> str | None:
        return self.field.text().strip() or None

    def set_value(self, value: object) -> None:
        self.field.setText(value if isinstance(value, str) else "")
        self.field.setCursorPosition(0)

    def _counted(self, text: str) -> None:
        self._count.setText(f"{len(text.strip())} of {self.spec.max_length}" if text and self.spec.max_length else "")


class GrowthEditor(Editor):
    """A smallest growth in percent, and the months in which it happened."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.least = NumberField(whole=False, parent=self)
        self.least.setPlaceholderText("any")
        self.least.edited.connect(self.changed)
        self.months = QComboBox(self)
        period = spec.field("time_range_months")
        for count in period.suggested if period is not None else ():
            self.months.addItem(f"{count} months", count)
        self.months.activated.connect(lambda _index: self.changed.emit())
        self._default = period.default if period is not None else None
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for part, stretch in (
            (PlainLabel("≥", parent=self), 0),
            (self.least, 1),
            (PlainLabel("% in", parent=self), 0),
            (self.months, 0),
        ):
            row.addWidget(part, stretch)
        self.add_body(row)
        self.take_focus_by(self.least)
        self.months.setAccessibleName(f"{spec.name}, months")

    def value(self) -> dict[str, float] | None:
        if self.least.problem():
            return None
        least = self.least.amount()
        return None if least is None else {"growth_percentage": least, "time_range_months": self.months.currentData()}

    def set_value(self, value: object) -> None:
        given = value if isinstance(value, Mapping) else {}
        self.least.set_amount(given.get("growth_percentage"))
        at = self.months.findData(given.get("time_range_months", self._default))
        self.months.setCurrentIndex(max(0, at))

    def problem(self) -> str:
        return self.least.problem()
