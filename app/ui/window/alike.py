"""Similar creators: the find panel is made ready for them; the button in it names the price and finds them."""

from typing import TYPE_CHECKING

from app.domain.errors import InputError
from app.domain.filters import Search
from app.domain.platforms import Handle, Platform
from app.services.discovery import seed_from, seed_of_row
from app.ui.filter_panel.foot import START_TARGET
from app.ui.operation import show_modal

if TYPE_CHECKING:
    from app.ui.window.session import Session

_NOT_ON_X = "The service finds no similar creators on X / Twitter."


class Alike:
    """Starts looking for creators like somebody. Free: nothing is sent before the panel's button is pressed."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._window = session.window_

    def allow(self, creator_id: int | None) -> None:
        """Whether the creator that one stands on can be the example; without one, anybody can be named."""
        row = self._session.row_of(creator_id) if creator_id else None
        on_x = row is not None and row.handle.platform is Platform.TWITTER
        self._window.actions_.allow("action_similar", _NOT_ON_X if on_x else "")

    def of_row(self, creator_id: int) -> None:
        """Creators like that of a row."""
        self._prepare(seed_of_row(self._session.app.store, creator_id))

    async def ask(self) -> None:
        """Creators like the one whom somebody names."""
        from app.ui.dialogs.similar import SimilarDialog

        dialog = SimilarDialog(self._window, self._here(), self._read)
        try:
            if await show_modal(dialog) and dialog.seed is not None:
                self._prepare(dialog.seed)
        finally:
            dialog.deleteLater()

    def of_text(self, text: str) -> None:
        """Creators like the one that a handle or profile address names; the panel says where it names nobody."""
        try:
            self._prepare(self._read(text))
        except InputError as error:
            self._window.find_panel.no_search.say(error.happened)

    def _read(self, text: str) -> Handle:
        return seed_from(text, None if "/" in text else self._here())  # an address says itself where it leads

    def _here(self) -> Platform:
        """The platform that the panel shows, where similar creators can be found there."""
        shown = self._window.find_panel.platform.chosen
        return shown if shown is not Platform.TWITTER else Platform.INSTAGRAM

    def _prepare(self, seed: Handle) -> None:
        panel = self._window.find_panel
        panel.set_search(Search(platform=seed.platform, target=START_TARGET), seed)
        self._window.open_find()
        self._session.panel_changed()
