"""The find panel as a whole: it holds the search, the form shows it, the foot prices it."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.filters import Catalogue, Problem, Search
from app.domain.platforms import Handle, Platform
from app.ui.editors import ListSource, WordSource
from app.ui.filter_panel.filter_finder import FilterFinder
from app.ui.filter_panel.foot import START_TARGET, PanelFoot
from app.ui.filter_panel.form import FilterForm
from app.ui.filter_panel.head import PanelHead
from app.ui.filter_panel.history import Held, History
from app.ui.filter_panel.no_search import NoSearch
from app.ui.filter_panel.offer import CountWords, Offer
from app.ui.filter_panel.platform_box import PlatformBox
from app.ui.filter_panel.pricing import Pricing
from app.ui.filter_panel.said import Said, move_words
from app.ui.filter_panel.seed_line import SeedLine
from app.ui.filter_panel.standing import Standing
from app.ui.parts import tab_through
from app.ui.theme import colour, px

WIDTH = 288


class FilterPanel(QWidget):
    """Builds a search with the mouse. OnlyFans is only offered with `onlyfans` (contract, Q29).

    A value that nobody touched stays exactly as `set_search` brought it. `search_requested` carries the `Search`
    the button stands for (the first of the creators, where the credits do not cover all of them),
    `count_requested` and `split_requested` one to be counted, or to be had whole;
    `search_changed` carries what `search()` returns after each change somebody makes; `fold_requested` asks the window
    to fold the panel away, `saved_requested` to show the saved searches; `new_search_requested` comes from a sheet
    without search. `undo_action` and `redo_action` work while the focus is in the panel, and from a menu they are put
    into.
    `leave_out_known` is whether creators one already has are to be left out; it is no part of the search.
    """

    search_requested = Signal(object)
    search_changed = Signal(object)
    count_requested = Signal(object)
    split_requested = Signal(object)
    leave_out_known_changed = Signal(bool)
    fold_requested = Signal()
    new_search_requested = Signal()
    saved_requested = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None, *, onlyfans: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("filter_panel")
        self.setFixedWidth(px(WIDTH))
        self._catalogue = catalogue
        self._search = Search(platform=Platform.INSTAGRAM, target=START_TARGET)
        self._seed: Handle | None = None
        self._leaves_out = True
        self.platform = PlatformBox(self)
        self.platform.activated.connect(lambda _index: self._platform_chosen())
        self.finder = FilterFinder(catalogue, self.platform.offered, self)
        self.said = Said(self)
        self.said.undo_wanted.connect(self.undo)
        self.seed_line = SeedLine(self)
        self.seed_line.dropped.connect(self._drop_seed)
        self.head = PanelHead(self)
        self.head.clear_wanted.connect(self.clear_all)
        self.head.saved_wanted.connect(self.saved_requested)
        self.head.fold_wanted.connect(self.fold_requested)
        self.history = History()
        self.undo_action = self._step_action("Undo filter change", QKeySequence.StandardKey.Undo, self.undo)
        self.redo_action = self._step_action("Redo filter change", QKeySequence.StandardKey.Redo, self.redo)
        self.no_search = NoSearch(self)
        self.no_search.new_wanted.connect(lambda: self.new_search_requested.emit())
        self.form = FilterForm(catalogue, self)
        self.form.edited.connect(self._edited)
        self.finder.filter_picked.connect(self.form.reveal)
        self.form.checked.connect(self._renew_problems)
        self.form.grown.connect(self._order_stops)
        self.form.remove_wanted.connect(self._drop)
        self.foot = PanelFoot(catalogue, self)
        self.foot.changed.connect(self._foot_changed)
        self.foot.requested.connect(self._request)
        self.foot.counted.count_wanted.connect(lambda: self.count_requested.emit(self._search))
        self.foot.counted.split_wanted.connect(lambda: self.split_requested.emit(self._search))
        self.foot.counted.drop_wanted.connect(self._drop)
        self.standing = Standing(catalogue, self.form, self.foot, self)
        self.standing.settled.connect(self.history.close_step)
        self._pricing = Pricing(self.form, self.foot)
        self._arrange()
        self.offer_onlyfans(onlyfans)
        self._show(self._search)

    def search(self) -> Search | None:
        """The search as it would go out; None while something in it cannot."""
        return None if self.standing.reason else self._search

    @property
    def seed(self) -> Handle | None:
        """Whose like is looked for; None: an ordinary search."""
        return self._seed

    def set_search(self, search: Search, seed: Handle | None = None) -> None:
        """Show another search; the changes of the one before cannot be taken back. Emits nothing.

        `seed`: a creator of its platform, whose like is looked for.
        """
        self.said.hide()
        self.history.clear()
        self._seed = seed
        self._show(search)
        self.set_without_search(False)

    def change_search(self, search: Search, seed: Handle | None = None) -> None:
        """Change the search, and whose like is looked for, from outside the panel, as the chips over the sheet do; it
        can be undone. Emits `search_changed`."""
        self._put(search, "", seed=seed)
        self.set_without_search(False)

    def begin_anew(self) -> None:
        """An empty search on the same platform; it can be undone. Emits `search_changed`."""
        self.change_search(Search(platform=self._search.platform, target=START_TARGET))

    def lead_to(self, key: str) -> bool:
        """Show a filter of this platform, with the keyboard in it; False where there is none of that key."""
        found = self.form.key_of(Problem(key=key, reason=""))
        if found is not None:
            self.form.reveal(found)
        return found is not None

    def clear_all(self) -> None:
        """Take every filter away; platform, order and number stay."""
        count = len(self._catalogue.describe(self._search))
        self._put(
            replace(self._search, filters={}), f"{count} filter{'s' if count != 1 else ''} cleared.", seed=self._seed
        )

    def undo(self) -> None:
        """Take the last change back, whatever it was."""
        if self.history.can_undo:
            self._restore(self.history.undo(self._held()))

    def redo(self) -> None:
        """Bring back what was taken back last."""
        if self.history.can_redo:
            self._restore(self.history.redo(self._held()))

    @property
    def leave_out_known(self) -> bool:
        """Whether creators one already has are to be left out of what is bought; on at the start."""
        return self.foot.known.isChecked()

    def set_without_search(self, without: bool) -> None:
        """Say that the sheet shown has no search, in the place of the filters; the search in them stays."""
        self._pages.setCurrentIndex(1 if without else 0)

    def set_balance(self, balance: Decimal | None) -> None:
        """The credits that may be spent, those set aside taken off; None while they are not known."""
        self._pricing.balance = balance
        self._price()

    def set_offer(self, offer: Offer, counted: CountWords) -> None:
        """What the search in the panel costs at most, and how many match; it holds until the search is another one."""
        self._pricing.take(offer, counted)
        self._price()

    def set_busy(self, most: Decimal | None) -> None:
        """The most that the running search of this panel can cost: the button waits for it. None: none is running."""
        self._pricing.running = most
        self._price()

    def set_dictionary_source(self, source: WordSource | None) -> None:
        """Where the editors look words up while somebody types; None while no account is open."""
        self.form.use_source(source)

    def set_lists_source(self, source: ListSource | None) -> None:
        """Where the team's exclusion lists are read; None while no account is open."""
        self.form.use_lists(source)

    def offer_onlyfans(self, offered: bool) -> None:
        """Offer OnlyFans among the platforms, or not; a search on it that is open stays."""
        self.platform.offer(onlyfans=offered, shown=self._search.platform)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.fold_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """In a narrow window the panel lies over the sheet, which must not shine through."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("window"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), colour("line"))
        painter.end()

    def _arrange(self) -> None:
        self._above = (*self.head.stops, self.platform, self.seed_line.away, *self.said.stops, self.finder)
        filters, column = _page()
        head = QVBoxLayout()
        head.setContentsMargins(px(16), 0, px(16), px(8))
        head.setSpacing(px(8))
        for part in (self.platform, self.seed_line, self.said, self.finder):
            head.addWidget(part)
        column.addLayout(head)
        column.addWidget(self.form, 1)
        column.addWidget(self.foot)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(filters)
        self._pages.addWidget(self.no_search)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 1, 0)  # the line at the edge
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self._pages, 1)

    def _show(self, search: Search) -> None:
        if search.platform is not self._search.platform or not self.form.editors:
            self.form.build(search.platform)
            self.foot.show_orders(search.platform)
            self._order_stops()
        self._search = search
        self.seed_line.show_seed(self._seed)
        self.platform.show_platform(search.platform)
        self.finder.use_platform(search.platform)
        self.form.show_search(search)
        self.foot.show_choice(search.sort, search.target)
        self._renew_problems()
        self._show_steps()

    def _order_stops(self) -> None:
        tab_through([*self._above, *self.form.stops(), *self.foot.stops()])

    def _held(self) -> Held:
        return Held(search=self._search, leave_out_known=self._leaves_out, seed=self._seed)

    def _edited(self, key: str) -> None:
        value = self.form.editors[key].value()
        if value != self._search.value(key):
            self.history.note(self._held(), key)
            self._search = self._search.with_filter(key, value)
        self.form.count(self._search)
        self.standing.say_later()
        self._after_change()

    def _foot_changed(self, what: str) -> None:
        before = self._held()
        self._search = replace(self._search, sort=self.foot.sort(), target=self.foot.target.value())
        self._leaves_out = self.foot.known.isChecked()
        if self._held() == before:
            return
        self.history.note(before, what)
        self.standing.say_later()
        if self._leaves_out != before.leave_out_known:
            self._pricing.forget()
            self.leave_out_known_changed.emit(self._leaves_out)
        self._after_change()

    def _after_change(self) -> None:
        self.said.hide()
        self.standing.look(self._search)
        self._price()
        self._show_steps()
        self.search_changed.emit(self.search())

    def _platform_chosen(self) -> None:
        platform = self.platform.chosen
        if platform is not self._search.platform:
            moved = self._catalogue.moved(self._search, platform)
            self._put(moved.search, *move_words(moved, platform), seed=None)

    def _put(self, search: Search, said: str, details: str = "", *, seed: Handle | None) -> None:
        """Change the whole search in one step, and say what that meant."""
        self.history.close_step()
        self.history.note(self._held(), "everything")
        self.history.close_step()
        self._seed = seed
        self._show(search)
        self.said.say(said, details)
        self.search_changed.emit(self.search())

    def _drop(self, key: str) -> None:
        """Take one filter away; the keyboard stays at it."""
        spec = self._catalogue.spec(key)
        self._put(self._search.without(key), f"{spec.name if spec else key}: removed.", seed=self._seed)
        self.form.editor_of(key).setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_seed(self) -> None:
        """Look for anybody again; the filters stay, and it can be undone."""
        self._put(self._search, "", seed=None)

    def _restore(self, held: Held) -> None:
        self.said.hide()
        self._seed = held.seed
        self._show(held.search)
        if held.leave_out_known != self._leaves_out:
            self._leaves_out = held.leave_out_known
            self._pricing.forget()
            self.foot.known.setChecked(held.leave_out_known)
            self.leave_out_known_changed.emit(held.leave_out_known)
        self.search_changed.emit(self.search())

    def _show_steps(self) -> None:
        self.undo_action.setEnabled(self.history.can_undo)
        self.redo_action.setEnabled(self.history.can_redo)
        self.head.clear.setVisible(bool(self._search.filters))

    def _step_action(self, text: str, keys: QKeySequence.StandardKey, act: Callable[[], None]) -> QAction:
        """An action for the panel's own keys: elsewhere in the window they mean something else."""
        action = QAction(text, self)
        action.setShortcuts(QKeySequence.keyBindings(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: act())
        self.addAction(action)
        return action

    def _renew_problems(self) -> None:
        self.standing.look(self._search)
        self.standing.say()
        self._price()

    def _price(self) -> None:
        self._pricing.show(self._search, self._seed, self.standing.reason)

    def _request(self) -> None:
        search = self._pricing.wanted(self._search, self._seed, self.standing.reason)
        if search is not None:
            self.search_requested.emit(search)


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return page, column
