"""Editors of lists: words, handles, and words out of the service's dictionaries. Each entry is a chip."""

import asyncio
import re
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError, InputError
from app.domain.filters import Choice, DictionaryItem, FilterSpec
from app.domain.filters.checks import takes_bare_hashtags
from app.domain.filters.words import plain
from app.domain.languages import language_name
from app.domain.platforms import Handle, Platform
from app.ui.editors.base import DictionarySource, Editor
from app.ui.editors.chip_row import ChipRow
from app.ui.editors.type_ahead import LIST_MARKS, TypeAhead
from app.ui.operation import Operation
from app.ui.parts import tab_through

TYPING_PAUSE_MS = 250
MOST_SUGGESTIONS = 50
_MARKS = re.compile(f"[{re.escape(LIST_MARKS)}\\r]+")


class ListEditor(Editor):
    """Chips above a field. Entries keep their order; one that is there already is not added twice."""

    def __init__(self, spec: FilterSpec, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self._entries: list[tuple[str, str]] = []
        self.chips = ChipRow(self)
        self.chips.removed.connect(self._taken_away)
        self.chips.cleared.connect(self._all_taken_away)
        self.input = TypeAhead(placeholder, self)
        self.input.left.connect(self._left)
        self.add_body(self.chips)
        self.add_body(self.input)
        self.take_focus_by(self.input.field)

    def value(self) -> object | None:
        return [value for value, _ in self._entries] or None

    def set_value(self, value: object) -> None:
        self.input.reset()
        given = value if isinstance(value, (list, tuple)) else ()
        self._entries = [(str(item), self.label_of(str(item))) for item in given]
        self._show_entries()

    def label_of(self, value: str) -> str:
        """The words for an entry as sent."""
        return plain(value)

    def add(self, entries: Iterable[tuple[str, str]]) -> None:
        """Put new entries (value, label) at the end and say so."""
        there = {value.casefold() for value, _ in self._entries}
        for value, label in entries:
            if value.casefold() not in there:
                there.add(value.casefold())
                self._entries.append((value, label))
        self._show_entries()
        self.changed.emit()

    def _taken_away(self, at: int) -> None:
        del self._entries[at]
        self._show_entries()
        self.input.field.setFocus()
        self.changed.emit()

    def _all_taken_away(self) -> None:
        self._entries = []
        self._show_entries()
        self.input.field.setFocus()
        self.changed.emit()

    def _left(self) -> None:
        """What happens with typed text when the focus goes on."""

    def _show_entries(self) -> None:
        self.chips.set_labels([label for _, label in self._entries])
        tab_through([self.input.field, *self.chips.stops()])


class WordsEditor(ListEditor):
    """Free words: a comma or Enter adds what is typed, a pasted list is taken apart."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None, placeholder: str = "Type a word, then Enter"):
        super().__init__(spec, placeholder, parent)
        self._trouble = ""
        self.input.typed.connect(self._typed)
        self.input.submitted.connect(self._submitted)
        self.input.pasted.connect(self._submitted)

    def value(self) -> object | None:
        """What is still being typed counts too: nobody should pay for a search without the word they see."""
        there = [value for value, _ in self._entries]
        pending = [] if self.problem() else self.read(self.input.text())[0]
        return there + [word for word in pending if word.casefold() not in {v.casefold() for v in there}] or None

    def problem(self) -> str:
        return self._trouble or self._why_not(self.read(self.input.text())[1])

    def set_value(self, value: object) -> None:
        self._trouble = ""
        super().set_value(value)

    def read(self, text: str) -> tuple[list[str], list[str]]:
        """The entries of a text, and the parts that are none."""
        parts = [part.strip() for part in _MARKS.split(text)]
        if takes_bare_hashtags(self.spec):
            parts = [part.lstrip("#").strip() for part in parts]
        return [part for part in parts if part], []

    def _why_not(self, bad: Sequence[str]) -> str:
        return ""

    def _typed(self, text: str) -> None:
        self._trouble = ""
        if any(mark in text for mark in LIST_MARKS):
            self._submitted(text)
        else:
            self.changed.emit()

    def _submitted(self, text: str) -> None:
        good, bad = self.read(text)
        self._trouble = ""
        self.input.field.setText(", ".join(bad))
        if bad:
            self._trouble = self._why_not(bad)
        self.add((entry, self.label_of(entry)) for entry in good)

    def _left(self) -> None:
        if self.input.text():
            self._submitted(self.input.text())


class HandlesEditor(WordsEditor):
    """Handles: "@" and profile addresses are taken off, what is no handle stays in the field."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent, "Type or paste handles")
        self._platform = Platform.INSTAGRAM

    def use_source(self, source: DictionarySource | None, platform: Platform) -> None:
        self._platform = platform

    def read(self, text: str) -> tuple[list[str], list[str]]:
        good: list[str] = []
        bad: list[str] = []
        for part in re.split(f"[{re.escape(LIST_MARKS)}\\s]+", text):
            if part.strip():
                try:
                    good.append(Handle.parse(part, self._platform).name)
                except InputError:
                    bad.append(part)
        return good, bad

    def label_of(self, value: str) -> str:
        return f"@{plain(value).lstrip('@')}"

    def _why_not(self, bad: Sequence[str]) -> str:
        if not bad:
            return ""
        more = f" and {len(bad) - 1:,} more" if len(bad) > 1 else ""
        return f"“{plain(bad[0])}”{more} cannot be read as a handle on {self._platform.label}."


class SuggestingEditor(ListEditor):
    """Entries are only taken from suggestions, never as typed."""

    def __init__(self, spec: FilterSpec, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(spec, placeholder, parent)
        self._labels: dict[str, str] = {}
        self._typing = False
        self.input.typed.connect(self._typed)
        self.input.asked.connect(lambda: self.suggest(self.input.text()))
        self.input.picked.connect(self._picked)
        self.input.submitted.connect(lambda _text: self._submitted())

    def suggest(self, text: str) -> None:
        """Offer what fits the text; no text asks for the beginning of the list."""
        raise NotImplementedError

    def problem(self) -> str:
        typed = self.input.text()
        return f"Choose “{plain(typed)}” from the list, or clear it." if typed else ""

    def is_unfinished(self) -> bool:
        return self._typing and bool(self.input.text())

    def label_of(self, value: str) -> str:
        return self._labels.get(value) or plain(value)

    def offer(self, items: Sequence[DictionaryItem], typed: str) -> None:
        """Show what was found, the best fit first, without what is chosen already."""
        chosen = {value for value, _ in self._entries}
        left = (item for item in items if item.value not in chosen)
        fitting = sorted(left, key=lambda item: distance(item, typed))[:MOST_SUGGESTIONS]
        note = "" if fitting else f"Nothing in the list fits “{plain(typed)}”." if typed else "Nothing to choose."
        self.input.offer(((plain(item.label), item) for item in fitting), note)

    def _typed(self, text: str) -> None:
        self._typing = bool(text.strip())
        self.changed.emit()

    def _submitted(self) -> None:
        """Enter, and nothing in the list to take."""
        self._give_up()

    def _left(self) -> None:
        self._give_up()

    def _give_up(self) -> None:
        """What stands in the field is not going to be chosen: now its problem may be said."""
        if self._typing:
            self._typing = False
            self.changed.emit()

    def _picked(self, item: DictionaryItem) -> None:
        self._typing = False
        self._labels[item.value] = plain(item.label)
        self.add([(item.value, plain(item.label))])


class DictionaryEditor(SuggestingEditor):
    """Words out of one of the service's dictionaries, looked up while typing; the newest question wins."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, "Type to choose", parent)
        self._source: DictionarySource | None = None
        self._platform = Platform.INSTAGRAM
        self._running: asyncio.Task[None] | None = None
        self._entered = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.suggest(self.input.text()))

    def use_source(self, source: DictionarySource | None, platform: Platform) -> None:
        self._source, self._platform = source, platform

    def label_of(self, value: str) -> str:
        known = super().label_of(value)
        return language_name(known) if self.spec.dictionary == "languages" else known

    def suggest(self, text: str) -> None:
        self._stop_asking()
        source, name = self._source, self.spec.dictionary
        if source is None or name is None:
            self.input.offer((), "The list can be read as soon as an account is open.")
            return
        self.input.stale = True
        question = Operation(self, lambda: source(name, self._platform, text))
        question.on_success(lambda items: self._found(items, text)).on_failure(self._failed)
        self._running = question.start(initiator=self)

    def set_value(self, value: object) -> None:
        self._stop_asking()
        super().set_value(value)

    def _typed(self, text: str) -> None:
        super()._typed(text)
        self._stop_asking()
        if text.strip():
            self.input.stale = True
            self._pause.start()
        else:
            self.input.close_list()

    def _submitted(self) -> None:
        """Enter before the list for this text is there waits for it, and then takes only what is exactly so."""
        if not self.input.stale:
            super()._submitted()
            return
        if self._pause.isActive():
            self.suggest(self.input.text())
        self._entered = True

    def _found(self, items: list[DictionaryItem], text: str) -> None:
        entered, self._entered = self._entered, False
        self.input.stale = False
        if not self.input.field.hasFocus() and not self.input.text():
            return
        self.offer(items, text)
        best = self.input.current() if entered else None
        if isinstance(best, DictionaryItem) and distance(best, text) == 0:
            self.input.take_current()
        elif entered and best is None:
            self._give_up()

    def _failed(self, error: AppError) -> None:
        self._entered = False
        self.input.offer((), f"{error.happened} {error.advice}".strip(), "bad")

    def _stop_asking(self) -> None:
        self._pause.stop()
        if self._running is not None:
            self._running.cancel()
            self._running = None
        self._entered = self.input.stale = False

    def _left(self) -> None:
        self._stop_asking()
        super()._left()


class FlagsEditor(SuggestingEditor):
    """Several of the values the catalogue lists, each sent as `true`."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, "Type to choose", parent)

    def value(self) -> object | None:
        return {value: True for value, _ in self._entries} or None

    def set_value(self, value: object) -> None:
        super().set_value(list(value) if isinstance(value, dict) else None)

    def label_of(self, value: str) -> str:
        return self.spec.choice_label(value)

    def suggest(self, text: str) -> None:
        typed = text.casefold()
        fitting = [choice for choice in self.spec.values if fits(choice, typed)]
        self.offer([DictionaryItem(label=choice.label, value=choice.value) for choice in fitting], text)

    def _typed(self, text: str) -> None:
        super()._typed(text)
        if text.strip():
            self.suggest(text.strip())
        else:
            self.input.close_list()


def distance(item: DictionaryItem, typed: str) -> int:
    """How far an entry is from what was typed, whatever the case: 0 the same, 1 it begins so, 2 anything else."""
    text, label = typed.strip().casefold(), item.label.casefold()
    if text in (label, item.value.casefold()):
        return 0
    return 1 if label.startswith(text) else 2


def fits(choice: Choice, typed: str) -> bool:
    """Whether a choice has a word that begins with what was typed (case does not matter)."""
    return any(word.startswith(typed) for word in choice.label.casefold().split()) or typed in choice.label.casefold()
