"""What editors of lists share: the entries as chips, each once, in the order they came."""

from collections.abc import Iterable

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.filters import FilterSpec
from app.domain.filters.typed import entry_label
from app.domain.filters.words import plain
from app.ui.editors.base import Editor, quoted
from app.ui.editors.chip_row import ChipRow
from app.ui.parts import Tone, tab_through
from app.ui.window.words import number


class EntriesEditor(Editor):
    """Chips above a field, which a subclass names with `set_field`; below it where two fields stand side by side.
    Chips of what is left out are grey.

    `gone` are the values that the service does not know any more: marked, and a problem.
    """

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None, *, heading: str | None = None) -> None:
        super().__init__(spec, parent, heading=heading)
        self._entries: list[tuple[str, str]] = []
        self.gone: frozenset[str] = frozenset()
        self._tone = Tone.ACTIVE if spec.opposite_key is None else Tone.WAITING
        self.chips = ChipRow(self)
        self.chips.removed.connect(self._taken_away)
        self.chips.cleared.connect(self._all_taken_away)
        self._chips_below = heading is not None
        self._field: QLineEdit | None = None

    def set_field(self, field: QLineEdit, part: QWidget | None = None) -> None:
        """The field entries are typed in; `part` is what holds it, to stand below the chips."""
        self._field = field
        column: list[QWidget] = [self.chips, part or field]
        for below in reversed(column) if self._chips_below else column:
            self.add_body(below)
        self.take_focus_by(field)

    def values(self) -> list[str]:
        """The entries as sent."""
        return [value for value, _ in self._entries]

    def value(self) -> object | None:
        return self.values() or None

    def set_value(self, value: object) -> None:
        given = value if isinstance(value, (list, tuple)) else ()
        self.set_entries(str(item) for item in given)

    def set_entries(self, values: Iterable[str]) -> None:
        """Show these values, whose words are looked up. Emits nothing."""
        self._entries = [(value, self.label_of(value)) for value in values]
        self.gone = frozenset()
        self.show_entries()

    def problem(self) -> str:
        return self.problem_of_gone()

    def problem_of_gone(self) -> str:
        """One sentence on values that are not in the service's list, or not any more."""
        found = [entry for entry in self._entries if entry[0] in self.gone]
        if not found:
            return ""
        label = found[0][1]
        more = f" and {number(len(found) - 1)} more are" if len(found) > 1 else " is"
        return f"{quoted(label)}{more} not in the list: remove it, or choose another."

    def label_of(self, value: str) -> str:
        """The words for an entry as sent."""
        return plain(entry_label(self.spec, value))

    def add(self, entries: Iterable[tuple[str, str]]) -> None:
        """Put new entries (value, label) at the end and say so."""
        there = {value.casefold() for value, _ in self._entries}
        for value, label in entries:
            if value.casefold() not in there:
                there.add(value.casefold())
                self._entries.append((value, label))
        self.show_entries()
        self.changed.emit()

    def remove(self, values: Iterable[str]) -> None:
        """Take entries away and say so."""
        away = frozenset(values)
        self._entries = [entry for entry in self._entries if entry[0] not in away]
        self.show_entries()
        self.changed.emit()

    def swap(self, value: str, entry: tuple[str, str]) -> None:
        """Put another entry in the place of one, and say so."""
        self._entries = [entry if one[0] == value else one for one in self._entries if one[0] != entry[0]]
        self.show_entries()
        self.changed.emit()

    def show_entries(self) -> None:
        """Renew the chips."""
        shown = self.shown()
        wrong = {at for at, (_, values) in enumerate(shown) if not self.gone.isdisjoint(values)}
        self.chips.set_labels([label for label, _ in shown], wrong, self._tone)
        if self._field is not None:
            tab_through([self._field, *self.chips.stops()])

    def shown(self) -> list[tuple[str, tuple[str, ...]]]:
        """What the chips stand for: (words, the values a × takes away)."""
        return [(label, (value,)) for value, label in self._entries]

    def _taken_away(self, at: int) -> None:
        self.remove(self.shown()[at][1])
        self.setFocus()

    def _all_taken_away(self) -> None:
        self.remove(self.values())
        self.setFocus()
