"""Similar creators: the find panel is made ready for them; the button in it names the price and finds them."""

from typing import TYPE_CHECKING

from app.domain.errors import InputError
from app.domain.filters import Search
from app.domain.platforms import Handle, Platform
from app.services.discovery import seed_from, seed_of_row
from app.ui.filter_panel.foot import START_TARGET

if TYPE_CHECKING:
    from app.ui.window.session import Session

_NOT_ON_X = "The service finds no similar creators on X / Twitter."
_CLICK_FIRST = "Click a creator first."


class Alike:
    """Starts looking for creators like somebody. Free: nothing is sent before the panel's button is pressed."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._window = session.window_

    def allow(self, creator_id: int | None) -> None:
        """Whether the creator that one stands on can be the example."""
        row = self._session.row_of(creator_id) if creator_id else None
        reason = _CLICK_FIRST if row is None else _NOT_ON_X if row.handle.platform is Platform.TWITTER else ""
        self._window.actions_.allow("action_similar", reason)

    def of_row(self, creator_id: int | None) -> None:
        """Creators like that of a row."""
        if creator_id:
            self._prepare(seed_of_row(self._session.app.store, creator_id))

    def of_text(self, text: str) -> None:
        """Creators like the one that a handle or profile address names; the panel says where it names nobody."""
        panel = self._window.find_panel
        search = panel.search()
        try:
            here = search.platform if search is not None else Platform.INSTAGRAM
            seed = seed_from(text, None if "/" in text else here)  # an address says itself where it leads
        except InputError as error:
            panel.no_search.say(error.happened)
        else:
            self._prepare(seed)

    def _prepare(self, seed: Handle) -> None:
        panel = self._window.find_panel
        panel.set_search(Search(platform=seed.platform, target=START_TARGET), seed)
        self._window.open_find()
        self._session.panel_changed()
