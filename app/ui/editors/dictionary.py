"""Words out of the service's dictionaries: looked up while typing, chosen from what is offered, never as typed."""

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.domain.filters import DictionaryItem, FilterSpec
from app.domain.filters.words import plain
from app.domain.languages import language_name
from app.domain.platforms import Platform
from app.ui.editors.base import WordSource, quoted
from app.ui.editors.entries import EntriesEditor
from app.ui.editors.type_ahead import TypeAhead
from app.ui.operation import Operation
from app.ui.parts import Button, Kind
from app.ui.theme import px

_LINK = 20
TYPING_PAUSE_MS = 250
MOST_SUGGESTIONS = 50
NO_ACCOUNT = "The list can be read as soon as an account is open."


class DictionaryEditor(EntriesEditor):
    """The newest question wins; values that came from elsewhere are checked against the service's list once. `near`
    offers what the list has instead of a word that it has not.
    """

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.input = TypeAhead("Type to choose", self)
        self._labels: dict[str, str] = {}
        self._levels: dict[str, str] = {}
        self._typing = False
        self._source: WordSource | None = None
        self._platform = Platform.INSTAGRAM
        self._running: asyncio.Task[None] | None = None
        self._checking: asyncio.Task[None] | None = None
        self._entered = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(lambda: self._suggest(self.input.text()))
        self.input.typed.connect(self._typed)
        self.input.asked.connect(lambda: self._suggest(self.input.text()))
        self.input.picked.connect(self._picked)
        self.input.submitted.connect(lambda _text: self._submitted())
        self.input.left.connect(self._left)
        self.set_field(self.input.field, self.input)
        self._meant: DictionaryItem | None = None
        self._instead_of = ""  # the value that `_meant` would take the place of; "": of what stands in the field
        self.near = Button("", Kind.LINK, parent=self)
        self.near.setObjectName("did_you_mean")
        self.near.setFixedHeight(px(_LINK))
        self.near.clicked.connect(self._take_near)
        self.near.hide()
        self.body.addWidget(self.near, 0, Qt.AlignmentFlag.AlignLeft)

    def use_source(self, source: WordSource | None, platform: Platform) -> None:
        self._source, self._platform = source, platform
        self._check_entries()

    def set_value(self, value: object) -> None:
        self._stop_asking()
        self.input.reset()
        super().set_value(value)
        self._check_entries()

    def label_of(self, value: str) -> str:
        known = self._labels.get(value) or plain(value)
        return language_name(known) if self.spec.dictionary == "languages" else known

    def problem(self) -> str:
        typed = self.input.text()
        return f"Choose {quoted(typed)} from the list, or clear it." if typed else self.problem_of_gone()

    def is_unfinished(self) -> bool:
        return self._typing and bool(self.input.text())

    def _check_entries(self) -> None:
        """Ask whether what stands here is still in the list. Where that cannot be told it counts as there."""
        if self._checking is not None:
            self._checking.cancel()
            self._checking = None
        source, name, values = self._source, self.spec.dictionary, [v for v in self.values() if v not in self._labels]
        if source is None or name is None or not values:
            return
        question = Operation(self, lambda: source.gone(name, self._platform, values))
        self._checking = question.on_success(self._checked).on_failure(lambda _error: None).start(initiator=self)

    def _checked(self, gone: Sequence[str]) -> None:
        if gone:
            self.gone = frozenset(gone)
            self.show_entries()
            self.checked.emit()
            self._checking = self._look_for_near(gone[0], instead_of=gone[0])

    def _look_for_near(self, word: str, *, instead_of: str = "") -> "asyncio.Task[None] | None":
        """Offer what the list has instead of a word that it has not; where that cannot be told, nothing."""
        source, name = self._source, self.spec.dictionary
        if source is None or name is None:
            return None

        def found(meant: DictionaryItem | None) -> None:
            if meant is not None and (not instead_of or instead_of in self.values()):
                self._offer_near(meant, instead_of)

        question = Operation(self, lambda: source.meant(name, self._platform, word))
        return question.on_success(found).on_failure(lambda _error: None).start(initiator=self)

    def _offer_near(self, meant: DictionaryItem | None, instead_of: str = "") -> None:
        """Offer it in the place of something, or with None nothing more."""
        self._meant, self._instead_of = meant, instead_of
        self.near.setText("" if meant is None else f"Did you mean {quoted(meant.label)}?")
        self.near.setVisible(meant is not None)

    def _take_near(self) -> None:
        meant, value = self._meant, self._instead_of
        self._offer_near(None)
        if meant is None:
            return
        if value:
            self._know(meant)
            self.swap(value, (meant.value, plain(meant.label)))
        else:
            self.input.reset()
            self._picked(meant)
        self.setFocus()

    def show_entries(self) -> None:
        super().show_entries()
        if self._instead_of and self._instead_of not in self.values():
            self._offer_near(None)

    def _suggest(self, text: str) -> None:
        """Offer what fits the text; no text asks for the beginning of the list."""
        self._stop_asking()
        source, name = self._source, self.spec.dictionary
        if source is None or name is None:
            self.input.offer((), NO_ACCOUNT)
            return
        self.input.stale = True
        question = Operation(self, lambda: source.find(name, self._platform, text))
        question.on_success(lambda items: self._found(items, text)).on_failure(self._failed)
        self._running = question.start(initiator=self)

    def _found(self, items: list[DictionaryItem], text: str) -> None:
        entered, self._entered = self._entered, False
        self.input.stale = False
        if not self.input.field.hasFocus() and not self.input.text():
            return
        self._offer(items, text)
        if text and not self.input.list.count():
            self._running = self._look_for_near(text)
        best = self.input.current() if entered else None
        if isinstance(best, DictionaryItem) and distance(best, text) == 0:
            self.input.take_current()
        elif entered and best is None:
            self._give_up()

    def _offer(self, items: Sequence[DictionaryItem], typed: str) -> None:
        """Show what was found, the best fit first, without what is chosen already."""
        chosen = frozenset(self.values())
        left = (item for item in items if item.value not in chosen)
        fitting = sorted(left, key=lambda item: distance(item, typed))[:MOST_SUGGESTIONS]
        note = "" if fitting else f"Nothing in the list fits {quoted(typed)}." if typed else "Nothing to choose."
        self.input.offer(((plain(item.label), item) for item in fitting), note)

    def _failed(self, error: AppError) -> None:
        self._entered = False
        self.input.offer((), f"{error.happened} {error.advice}".strip(), "bad")

    def _typed(self, text: str) -> None:
        self._typing = bool(text.strip())
        self._offer_near(None)
        self.changed.emit()
        self._stop_asking()
        if self._typing:
            self.input.stale = True
            self._pause.start()
        else:
            self.input.close_list()

    def _submitted(self) -> None:
        """Enter before the list for this text is there waits for it, and then takes only what is exactly so."""
        if not self.input.stale:
            self._give_up()
            return
        if self._pause.isActive():
            self._suggest(self.input.text())
        self._entered = True

    def _picked(self, item: DictionaryItem) -> None:
        self._typing = False
        self._know(item)
        self.add([(item.value, plain(item.label))])

    def _know(self, item: DictionaryItem) -> None:
        self._labels[item.value] = plain(item.label)
        self._levels[item.value] = item.level

    def _left(self) -> None:
        self._stop_asking()
        self._give_up()

    def _give_up(self) -> None:
        """What stands in the field is not going to be chosen: now its problem may be said."""
        if self._typing:
            self._typing = False
            self.changed.emit()
            if self.near.isHidden():
                self._running = self._look_for_near(self.input.text())

    def _stop_asking(self) -> None:
        self._pause.stop()
        if self._running is not None:
            self._running.cancel()
            self._running = None
        self._entered = self.input.stale = False


def distance(item: DictionaryItem, typed: str) -> int:
    """How far an entry is from what was typed, whatever the case: 0 the same, 1 it begins so, 2 anything else."""
    text, label = typed.strip().casefold(), item.label.casefold()
    if text in (label, item.value.casefold()):
        return 0
    return 1 if label.startswith(text) else 2
