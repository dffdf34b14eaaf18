"""Editors whose values are ticked in a list: other accounts, topics and games as a tree, exclusion lists."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.domain.filters import DictionaryItem, FilterSpec
from app.domain.filters.shaping import flags_of
from app.domain.filters.words import plain
from app.domain.platforms import Platform
from app.ui.editors.base import ListSource, WordSource, quoted
from app.ui.editors.dictionary import NO_ACCOUNT
from app.ui.editors.entries import EntriesEditor
from app.ui.editors.line import ENTER, STEPS, SteeringLine
from app.ui.editors.tick_tree import TickTree
from app.ui.operation import Operation
from app.ui.parts import PlainLabel
from app.ui.theme import Role
from app.ui.window.words import number

Asked = Callable[[], Awaitable[Sequence[DictionaryItem]]]


class TickedEditor(EntriesEditor):
    """A field that narrows the list of tick boxes below it; Enter ticks the row marked, Down goes into the list."""

    def __init__(self, spec: FilterSpec, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.field = SteeringLine(self)
        self.field.setPlaceholderText(placeholder)
        self.field.textChanged.connect(self._narrow)
        self.field.key.connect(self._key)
        self.field.pasted.connect(self.field.insert)
        self.set_field(self.field)
        self.tree = TickTree(self)
        self.tree.setAccessibleName(spec.title)
        self.tree.switched.connect(self._switched)
        self.add_body(self.tree)
        self.note = PlainLabel("", Role.HINT, "muted", wrap=True, parent=self)
        self.note.hide()
        self.add_body(self.note)

    def offer(self, items: Sequence[DictionaryItem]) -> None:
        """Show what can be ticked."""
        self.tree.set_items(items)
        self._entries = [(value, self.label_of(value)) for value in self.values()]
        self._narrow(self.field.text())
        self.show_entries()

    def label_of(self, value: str) -> str:
        return self.tree.label_of(value) or plain(value)

    def show_entries(self) -> None:
        super().show_entries()
        self.tree.show_ticks(frozenset(self.values()))

    def say(self, text: str, token: str = "muted") -> None:
        """One line below the list."""
        self.note.set_token(token)
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def shown(self) -> list[tuple[str, tuple[str, ...]]]:
        """A branch that is ticked as a whole is one chip."""
        values = frozenset(self.values())
        whole = {
            value: branch
            for value in values
            if len(branch := self.tree.branch(value)) > 1 and values.issuperset(branch)
        }
        inside = {value for top, branch in whole.items() for value in branch if value != top}
        return [
            (f"{label} (all)" if value in whole else label, whole.get(value, (value,)))
            for value, label in self._entries
            if value not in inside
        ]

    def _switched(self, values: Iterable[str], on: bool) -> None:
        if on:
            self.add((value, self.label_of(value)) for value in values)
        else:
            self.remove(values)

    def _narrow(self, text: str) -> None:
        fits = self.tree.narrow(text)
        typed = text.strip()
        self.say(
            f"Nothing in the list fits {quoted(typed)}." if typed and not fits and list(self.tree.values()) else ""
        )

    def _key(self, key: int) -> None:
        if key in ENTER:
            if self.field.text().strip():
                self.tree.switch_current()
                self.field.selectAll()
        elif key in STEPS:
            if STEPS[Qt.Key(key)] > 0 and self.tree.isVisible():
                self.tree.enter()
        else:
            self.field.clear()


class FlagsEditor(TickedEditor):
    """Several of the values the catalogue lists, each sent as `true`."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, f"Find among {number(len(spec.values))}", parent)
        self.offer([DictionaryItem(label=choice.label, value=choice.value) for choice in spec.values])

    def value(self) -> object | None:
        return flags_of(self.values())

    def set_value(self, value: object) -> None:
        self.field.clear()
        super().set_value(list(value) if isinstance(value, dict) else None)


class ReadEditor(TickedEditor):
    """A list that is read from the service when it is first seen; `lost` are values that are not in it any more."""

    def __init__(self, spec: FilterSpec, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(spec, placeholder, parent)
        self._platform = Platform.INSTAGRAM
        self._reading: asyncio.Task[None] | None = None
        self._is_read = False

    def asked(self) -> Asked | None:
        """What reads the list; None while no account is open."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        self.field.clear()
        super().set_value(value)
        if self.values():
            self.read()
        self._mark_gone()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def forget(self) -> None:
        """Read again from another source or for another platform."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self._is_read = False
        if self.isVisible() or self.values():
            self.read()

    def read(self) -> None:
        """Read the list, unless it is there or on its way."""
        asked = self.asked()
        if self._is_read or self._reading is not None:
            return
        if asked is None:
            self.say(NO_ACCOUNT)
            return
        self._reading = Operation(self, asked).on_success(self._arrived).on_failure(self._failed).start(initiator=self)

    def _arrived(self, items: Sequence[DictionaryItem]) -> None:
        self._reading, self._is_read = None, True
        self.offer(items)
        if not items:
            self.say("There are none yet.")
        if self._mark_gone():
            self.checked.emit()

    def _failed(self, error: AppError) -> None:
        self._reading = None
        self.say(f"{error.happened} {error.advice}".strip(), "bad")

    def _mark_gone(self) -> bool:
        """Mark what is not in the list, once that is known; returns whether anything is."""
        known = frozenset(self.tree.values())
        self.gone = frozenset(value for value in self.values() if self._is_read and value not in known)
        self.show_entries()
        return bool(self.gone)


class TreeEditor(ReadEditor):
    """Topics or games out of a dictionary that comes whole, with their branches."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, "Find in the list", parent)
        self._source: WordSource | None = None

    def use_source(self, source: WordSource | None, platform: Platform) -> None:
        self._source, self._platform = source, platform
        self.forget()

    def asked(self) -> Asked | None:
        source, name = self._source, self.spec.dictionary
        if source is None or name is None:
            return None
        return lambda: source.find(name, self._platform, "")


class ListsEditor(ReadEditor):
    """The team's exclusion lists, sent by their numbers; one that a colleague deleted is marked."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, "Find a list", parent)
        self._lists: ListSource | None = None

    def use_source(self, source: WordSource | None, platform: Platform) -> None:
        if platform is not self._platform:
            self._platform = platform
            self.forget()

    def use_lists(self, source: ListSource | None) -> None:
        self._lists = source
        self.forget()

    def asked(self) -> Asked | None:
        lists = self._lists
        return None if lists is None else lambda: lists(self._platform)

    def value(self) -> object | None:
        return [int(value) for value in self.values() if value.isdecimal()] or None

    def label_of(self, value: str) -> str:
        return self.tree.label_of(value) or f"List {plain(value)}"
