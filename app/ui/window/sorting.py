"""Sorting a sheet sorts the rows that are here; the search in that order is another one, and is offered as such."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.domain.filters import Order, Search, Sort
from app.ui.window.words import number

if TYPE_CHECKING:
    from app.ui.window.session import Session

_SORTS = {"followers": "number_of_followers", "engagement": "engagement_rate"}


class Sorting:
    """Says under the sheet what is sorted, where more matches than are here."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._window = session.window_

    def show(self) -> None:
        """Follow the order that is shown now."""
        sheet, model, known = self._session.sheet, self._session.model, self._session.known
        said = ""
        if sheet is not None and model is not None and model.wanted_order.by is not None and known is not None:
            more = known.matches is None or known.matches > sheet.rows
            said = f"Sorted: the {number(sheet.rows)} loaded rows" if more and sheet.rows else ""
        self._window.more.show_sorted(said, can_search=bool(said) and self.search_in_order() is not None)

    def search_in_order(self) -> Search | None:
        """The sheet's search in the order shown; None where the service cannot order so, or did already."""
        model, search = self._session.model, self._session.search
        if model is None or search is None or self._session.seed is not None:
            return None
        by = _SORTS.get(model.wanted_order.by or "")
        way = Order.DESC if model.wanted_order.descending else Order.ASC
        offered = {sort.value: sort.orders for sort in self._session.app.catalogue.sorts_for(search.platform)}
        wanted = Sort(by=by or "", order=way.value)
        return replace(search, sort=wanted) if way in offered.get(wanted.by, ()) and wanted != search.sort else None

    def offer(self) -> None:
        """Put the search in this order into the panel, whose button names its price. Free."""
        search = self.search_in_order()
        if search is not None:
            self._window.body.set_open("find", True)
            self._window.find_panel.change_search(search)
            self._window.find_panel.foot.button.setFocus(Qt.FocusReason.OtherFocusReason)
