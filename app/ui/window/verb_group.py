"""What the groups of the window's verbs start from."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.window.verbs import Verbs


class VerbGroup:
    """Verbs of one session that belong together; `Verbs` makes one of each group, through which they find another."""

    def __init__(self, verbs: "Verbs") -> None:
        self._verbs = verbs
        self._window = verbs.window
        self._session = verbs.session
        self._app = verbs.session.app
