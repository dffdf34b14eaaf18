"""Editors of free words and of handles: typed, separated by commas or lines, or pasted as a whole list."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.domain.filters import FilterSpec
from app.domain.filters.typed import LIST_MARKS, Entries, entries_from
from app.domain.platforms import Platform
from app.ui.editors.base import WordSource, quoted
from app.ui.editors.entries import EntriesEditor
from app.ui.editors.line import ENTER, STEPS, SteeringLine
from app.ui.window.words import number

_PLACEHOLDER = "Type a word, then Enter"
_NARROW = "word, word"


class WordsEditor(EntriesEditor):
    """Free words: a comma or Enter adds what is typed, a pasted list is taken apart.

    What is still being typed counts too: nobody should pay for a search without the word they see.
    """

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None, *, heading: str | None = None) -> None:
        super().__init__(spec, parent, heading=heading)
        self._trouble = ""
        self._platform = Platform.INSTAGRAM
        self._pending: tuple[str, Entries] = ("", Entries())
        self.field = SteeringLine(self)
        self.field.setPlaceholderText(_PLACEHOLDER if heading is None else _NARROW)
        self.field.textEdited.connect(self._typed)
        self.field.key.connect(self._key)
        self.field.pasted.connect(self._submitted)
        self.field.left.connect(self._left)
        self.set_field(self.field)

    def use_source(self, source: WordSource | None, platform: Platform) -> None:
        self._platform = platform

    def value(self) -> object | None:
        there = self.values()
        pending = self._read()
        if pending.bad:
            return there or None
        known = {value.casefold() for value in there}
        return there + [word for word in pending.good if word.casefold() not in known] or None

    def problem(self) -> str:
        return self._trouble or self.why_not(self._read().bad)

    def set_value(self, value: object) -> None:
        self._trouble = ""
        self.field.clear()
        super().set_value(value)

    def why_not(self, bad: Sequence[str]) -> str:
        """One sentence on what cannot be read; words always can."""
        if not bad:
            return ""
        more = f" and {number(len(bad) - 1)} more" if len(bad) > 1 else ""
        return f"{quoted(bad[0])}{more} cannot be read as a handle on {self._platform.label}."

    def _read(self) -> Entries:
        """The entries of what stands in the field; a long list is taken apart once."""
        text = self.field.text()
        if self._pending[0] != text:
            self._pending = (text, entries_from(self.spec, text, self._platform))
        return self._pending[1]

    def _typed(self, text: str) -> None:
        self._trouble = ""
        if any(mark in text for mark in LIST_MARKS):
            self._submitted(text)
        else:
            self.changed.emit()

    def _key(self, key: int) -> None:
        if key in ENTER:
            self._submitted(self.field.text())
        elif key not in STEPS:  # Escape
            self.field.clear()
            self._typed("")

    def _submitted(self, text: str) -> None:
        told = entries_from(self.spec, text, self._platform)
        self.field.setText(", ".join(told.bad))
        self._trouble = self.why_not(told.bad)
        self.add((entry, self.label_of(entry)) for entry in told.good)

    def _left(self) -> None:
        if self.field.text():
            self._submitted(self.field.text())


class HandlesEditor(WordsEditor):
    """Handles: "@" and profile addresses are taken off, what is no handle stays in the field."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.field.setPlaceholderText("Type or paste handles")
