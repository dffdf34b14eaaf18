"""The box that finds a filter by an everyday word."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.filters import Catalogue
from app.domain.platforms import Platform
from app.ui.editors import TypeAhead

_SIMILAR = "Creators like somebody…"
_LIKENESS = ("similar", "lookalike", "look alike", "alike", "like", "resemble")
_LEAST_LETTERS = 3


class FilterFinder(TypeAhead):
    """`filter_picked` carries the key of a filter of the platform shown; `offered` are the platforms one can turn to.
    `similar_wanted`: creators like somebody are looked for, which is no filter but is looked up here."""

    filter_picked = Signal(str)
    similar_wanted = Signal()

    def __init__(self, catalogue: Catalogue, offered: Callable[[], Sequence[Platform]], parent: QWidget) -> None:
        super().__init__("Find a filter: age, country, sponsor…", parent)
        self._catalogue = catalogue
        self._offered = offered
        self._platform = Platform.INSTAGRAM
        self.field.setObjectName("filter_search")
        self.field.setAccessibleName("Find a filter")
        self.typed.connect(self._look_for)
        self.picked.connect(self._found)

    def use_platform(self, platform: Platform) -> None:
        """Whose filters are looked through."""
        self._platform = platform

    def _look_for(self, text: str) -> None:
        found: list[tuple[str, object]] = [(spec.name, spec.key) for spec in self._catalogue.find(text, self._platform)]
        if _asks_for_likeness(text):
            found.append((_SIMILAR, None))
        self.offer(found, "" if found else self._not_found(text.strip()))

    def _found(self, key: str | None) -> None:
        if key is None:
            self.similar_wanted.emit()
        else:
            self.filter_picked.emit(key)

    def _not_found(self, text: str) -> str:
        """What to say where no filter fits: where there is one, if anywhere."""
        if not text:
            return ""
        elsewhere = [one.label for one in self._offered() if self._catalogue.find(text, one)]
        only = f" There is one on {', '.join(elsewhere)}." if elsewhere else ""
        return f"No filter on {self._platform.label} fits “{text}”.{only}"


def _asks_for_likeness(text: str) -> bool:
    typed = " ".join(text.casefold().split())
    return len(typed) >= _LEAST_LETTERS and any(
        f"{word} ".startswith(typed) or f"{typed} ".startswith(f"{word} ") for word in _LIKENESS
    )
