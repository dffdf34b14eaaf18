"""What the parts around the sheet do when somebody uses them: the panels, the summary line, the tabs, the marked cells.

Everything here is free.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.ui.operation import Operation
from app.ui.window import sheet_asks, words

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

FILTER_AFTER_MS = 200


def connect(window: "MainWindow") -> None:
    """Let the parts of the window act on each other and on the open account."""
    _connect_creator(window)
    _connect_sheet(window)
    window.body.panels_changed.connect(lambda: show_panels(window))
    window.activity.opened.connect(lambda is_open: _activity_opened(window, is_open))
    show_panels(window)


def _connect_creator(window: "MainWindow") -> None:
    panel, view = window.creator, window.view
    panel.fold_requested.connect(lambda: window.body.set_open("creator", False))
    panel.details_wanted.connect(lambda one: window.do(lambda verbs: verbs.details([one])))
    panel.fresh_wanted.connect(lambda one: window.do(lambda verbs: verbs.fresh.get([one])))
    panel.own_edited.connect(lambda creator_id, key, value: _store_own(window, creator_id, key, value))
    panel.account_wanted.connect(lambda one: window.do(lambda verbs: verbs.socials.add_row(one)))
    view.creator_activated.connect(lambda creator_id: _open_creator(window, creator_id))
    view.current_creator_changed.connect(window.show_creator)
    view.own_edited.connect(lambda *_: window.show_creator(panel.creator_id))


def _connect_sheet(window: "MainWindow") -> None:
    later = QTimer(window, singleShot=True, interval=FILTER_AFTER_MS)
    later.timeout.connect(lambda: window.with_session(lambda it: it.narrow(window.summary.filter.text())))
    window.summary.words_changed.connect(lambda _text: later.start())
    window.summary.chips.removed.connect(lambda key: _drop_filter(window, key))
    window.view.ticks_changed.connect(lambda: window.with_session(lambda it: it.ticks.show()))
    window.view.range_stats.connect(lambda count, total, average: _show_range(window, count, total, average))
    window.tabs.chosen.connect(lambda sheet_id: _turn_to(window, sheet_id))
    window.tabs.rename_wanted.connect(lambda _id: sheet_asks.rename(window))


def show_panels(window: "MainWindow") -> None:
    """Tick in the menu which panels are open."""
    for side in ("find", "creator"):
        window.actions_[f"action_{side}_panel"].setChecked(window.body.is_open(side))


def _activity_opened(window: "MainWindow", is_open: bool) -> None:
    window.actions_["action_activity"].setChecked(is_open)
    window.with_session(lambda it: it.work.show())


def _show_range(window: "MainWindow", count: int, total: float | None, average: float | None) -> None:
    window.status.range.setText(words.range_words(count, total, average))
    window.with_session(lambda it: it.ticks.say())


def _turn_to(window: "MainWindow", sheet_id: int) -> None:
    session = window.session
    if session is not None:
        Operation(window, lambda: session.turn_to(sheet_id)).start(window)


def _open_creator(window: "MainWindow", creator_id: int) -> None:
    window.body.set_open("creator", True)
    window.show_creator(creator_id)


def _store_own(window: "MainWindow", creator_id: int, key: str, value: str) -> None:
    session = window.session
    model = session.model if session is not None else None
    if session is not None and model is not None and not model.set_own([creator_id], key, value):
        session.store_own(creator_id, key, value)


def _drop_filter(window: "MainWindow", key: str) -> None:
    """Take a filter off the search in the panel, or where that has it not, off the one these rows came from."""
    session, panel = window.session, window.find_panel
    search = session.search if session is not None else None
    if session is None or search is None:
        return
    shown = panel.search()
    ours = shown is not None and shown.value(key) is not None
    base, seed = (shown, panel.seed) if shown is not None and ours else (search, session.seed)
    window.body.set_open("find", True)
    panel.change_search(base.without(key), seed)
