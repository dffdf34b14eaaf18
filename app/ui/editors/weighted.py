"""Editors of shares of an audience: who, and the smallest percentage of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.filters import FilterSpec
from app.domain.filters.shaping import LEAST, LEVEL, level_field, likely_level, name_field, share_of, shares_in
from app.ui.editors.base import Editor
from app.ui.editors.choice_box import ChoiceBox
from app.ui.editors.dictionary import DictionaryEditor
from app.ui.editors.numbers import NumberField
from app.ui.editors.simple import ANY
from app.ui.parts import ElidedLabel, IconButton, PlainLabel, tab_through
from app.ui.theme import px

_PEOPLE = {"female": "Women", "male": "Men"}
_FIELD_WIDTH = 52


class Share(QWidget):
    """A line "at least [10] %"; an empty field sends no smallest share."""

    changed = Signal()

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        part = spec.field(LEAST)
        self._default = part.default if part is not None else None
        self.field = NumberField(whole=False, parent=self)
        self.field.setFixedWidth(px(_FIELD_WIDTH))
        self.field.edited.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4))
        for item in (PlainLabel("at least", parent=self), self.field, PlainLabel("%", parent=self)):
            row.addWidget(item)
        self.start()

    def name_for(self, what: str) -> None:
        """What a screen reader calls the field."""
        self.field.setAccessibleName(f"{what}, at least, percent")

    def start(self) -> None:
        """Show the catalogue's own suggestion."""
        self.field.set_amount(self._default)

    def least(self) -> float | None:
        """The smallest share in percent; None for an empty field."""
        return None if self.field.problem() else self.field.amount()


class SingleShareEditor(Editor):
    """One choice and its smallest share."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.box = ChoiceBox(self)
        self.box.addItem(ANY, None)
        for choice in name_field(spec).values:
            self.box.addItem(_PEOPLE.get(choice.value, choice.label), choice.value)
        self.share = Share(spec, self)
        self.share.name_for(spec.name)
        self.share.changed.connect(self.changed)
        self.box.activated.connect(self._chosen)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.box, 1)
        row.addWidget(self.share)
        self.add_body(row)
        self.take_focus_by(self.box)
        self.set_value(None)

    def value(self) -> dict[str, Any] | None:
        chosen = self.box.currentData()
        return None if chosen is None else share_of(self.spec, chosen, self.share.least())

    def set_value(self, value: object) -> None:
        chosen, parts = next(iter(shares_in(self.spec, value)), (None, {}))
        self.box.setCurrentIndex(max(0, self.box.findData(chosen) if chosen is not None else 0))
        if parts:
            self.share.field.set_amount(parts.get(LEAST))
        else:
            self.share.start()
        self.share.setEnabled(self.box.currentData() is not None)

    def problem(self) -> str:
        return self.share.field.problem() if self.box.currentData() is not None else ""

    def _chosen(self, _index: int) -> None:
        self.share.setEnabled(self.box.currentData() is not None)
        self.changed.emit()


class SharesEditor(Editor):
    """A tick box for each of the catalogue's values, each with its smallest share."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.rows: dict[str, tuple[QCheckBox, Share]] = {}
        for choice in name_field(spec).values:
            box, share = QCheckBox(choice.label.replace("-", "–"), self), Share(spec, self)
            share.name_for(f"{spec.name} {choice.label}")
            share.changed.connect(self.changed)
            share.setEnabled(False)
            box.setAccessibleName(f"{spec.name} {choice.label}")
            box.toggled.connect(share.setEnabled)
            box.clicked.connect(lambda: self.changed.emit())
            row = QHBoxLayout()
            row.addWidget(box, 1)
            row.addWidget(share)
            self.add_body(row)
            self.rows[choice.value] = (box, share)
        first = next(iter(self.rows.values()))[0]
        self.take_focus_by(first, first.accessibleName())

    def value(self) -> list[dict[str, Any]] | None:
        ticked = ((name, share) for name, (box, share) in self.rows.items() if box.isChecked())
        return [share_of(self.spec, name, share.least()) for name, share in ticked] or None

    def set_value(self, value: object) -> None:
        given = dict(shares_in(self.spec, value))
        for name, (box, share) in self.rows.items():
            box.setChecked(name in given)
            if name in given:
                share.field.set_amount(given[name].get(LEAST))
            else:
                share.start()

    def problem(self) -> str:
        said = (share.field.problem() for box, share in self.rows.values() if box.isChecked())
        return next((problem for problem in said if problem), "")


class WordSharesEditor(DictionaryEditor):
    """Words out of a dictionary, each on a line of its own with its smallest share."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        self.rows: list[WordShare] = []
        super().__init__(spec, parent)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(4))
        self.body.insertLayout(self.body.indexOf(self.chips), self._lines)

    def value(self) -> list[dict[str, Any]] | None:
        return [row.parts() for row in self.rows] or None

    def set_value(self, value: object) -> None:
        super().set_value(None)
        self._remove(list(self.rows))
        for word, parts in shares_in(self.spec, value):
            self._line(word).show_parts(parts)
        self._renew_entries()
        self._check_entries()

    def problem(self) -> str:
        said = (row.share.field.problem() for row in self.rows)
        return next((problem for problem in said if problem), "") or super().problem()

    def add(self, entries: Iterable[tuple[str, str]]) -> None:
        there = {row.word for row in self.rows}
        for value, _ in entries:
            if value not in there:
                self._line(value).show_level(likely_level(self.spec, value, self._levels.get(value, "")))
        self._renew_entries()
        self.changed.emit()

    def swap(self, value: str, entry: tuple[str, str]) -> None:
        """The other word keeps the smallest share and the level."""
        for row in [row for row in self.rows if row.word == value]:
            if all(one.word != entry[0] for one in self.rows):
                self._line(entry[0]).show_parts(row.parts())
            self._remove([row])
        self._renew_entries()
        self.changed.emit()

    def _line(self, word: str) -> "WordShare":
        row = WordShare(self.spec, word, self.label_of(word), self)
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._taken(row))
        self._lines.addWidget(row)
        self.rows.append(row)
        return row

    def _taken(self, row: "WordShare") -> None:
        self._remove([row])
        self._renew_entries()
        self.input.field.setFocus()
        self.changed.emit()

    def _remove(self, rows: list["WordShare"]) -> None:
        for row in rows:
            self.rows.remove(row)
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()

    def _renew_entries(self) -> None:
        self._entries = [(row.word, self.label_of(row.word)) for row in self.rows]
        tab_through([self.input.field, *(stop for row in self.rows for stop in row.stops())])

    def show_entries(self) -> None:
        """The lines show them, not the chips."""
        for row in self.rows:
            row.mark(row.word in self.gone)


class WordShare(QWidget):
    """One word: its label, the level where the filter has levels, the smallest share, and ×."""

    changed = Signal()
    removed = Signal()

    def __init__(self, spec: FilterSpec, word: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.word = word
        self._spec = spec
        self.share = Share(spec, self)
        self.share.name_for(label)
        self.share.changed.connect(self.changed)
        self.level = self._levels(spec, label)
        self.away = IconButton("x", f"Remove {label}", parent=self)
        self.away.clicked.connect(lambda: self.removed.emit())
        top, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        top.setSpacing(px(4))
        self._said = ElidedLabel(label, parent=self)
        top.addWidget(self._said, 1)
        column.addLayout(top)
        if self.level is None:
            top.addWidget(self.share)
        else:
            below = QHBoxLayout()
            below.setSpacing(px(8))
            below.addWidget(self.level, 1)
            below.addWidget(self.share)
            column.addLayout(below)
        top.addWidget(self.away)

    def parts(self) -> dict[str, Any]:
        """The entry to send."""
        level = None if self.level is None else self.level.currentData()
        return share_of(self._spec, self.word, self.share.least(), level)

    def mark(self, wrong: bool) -> None:
        """Show whether the word has a problem."""
        self._said.set_token("bad" if wrong else "text")

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in order."""
        level = [] if self.level is None else [self.level]
        return [*level, self.share.field, self.away]

    def show_parts(self, entry: Mapping[str, Any]) -> None:
        """Show an entry as sent."""
        self.share.field.set_amount(entry.get(LEAST))
        self.show_level(entry.get(LEVEL))

    def show_level(self, level: object) -> None:
        """Show which level of places is meant, where there are levels."""
        if self.level is not None and isinstance(level, str):
            self.level.setCurrentIndex(max(0, self.level.findData(level)))

    def _levels(self, spec: FilterSpec, label: str) -> ChoiceBox | None:
        part = level_field(spec)
        if part is None:
            return None
        box = ChoiceBox(self)
        for choice in part.values:
            box.addItem(choice.label, choice.value)
        box.setCurrentIndex(max(0, box.findData(part.default)))
        box.setAccessibleName(f"{label}, {part.label}")
        box.activated.connect(lambda _index: self.changed.emit())
        return box
