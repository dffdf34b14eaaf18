"""The box that finds a filter by an everyday word."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.domain.filters import Catalogue
from app.domain.platforms import Platform
from app.ui.editors import TypeAhead


class FilterFinder(TypeAhead):
    """`picked` carries the key of a filter of the platform shown; `offered` are the platforms one can turn to."""

    def __init__(self, catalogue: Catalogue, offered: Callable[[], Sequence[Platform]], parent: QWidget) -> None:
        super().__init__("Find a filter: age, country, sponsor…", parent)
        self._catalogue = catalogue
        self._offered = offered
        self._platform = Platform.INSTAGRAM
        self.field.setObjectName("filter_search")
        self.field.setAccessibleName("Find a filter")
        self.typed.connect(self._look_for)

    def use_platform(self, platform: Platform) -> None:
        """Whose filters are looked through."""
        self._platform = platform

    def _look_for(self, text: str) -> None:
        found = self._catalogue.find(text, self._platform)
        self.offer(((spec.name, spec.key) for spec in found), "" if found else self._not_found(text.strip()))

    def _not_found(self, text: str) -> str:
        """What to say where no filter fits: where there is one, if anywhere."""
        if not text:
            return ""
        elsewhere = [one.label for one in self._offered() if self._catalogue.find(text, one)]
        only = f" There is one on {', '.join(elsewhere)}." if elsewhere else ""
        return f"No filter on {self._platform.label} fits “{text}”.{only}"
