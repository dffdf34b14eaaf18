"""The find panel as a whole: it holds the search, the form shows it, the foot prices it."""

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.filters import Catalogue, FilterSpec, Problem, Search
from app.domain.platforms import Platform
from app.ui.editors import DictionarySource, TypeAhead
from app.ui.filter_panel.foot import START_TARGET, PanelFoot
from app.ui.filter_panel.form import FilterForm
from app.ui.parts import Button, IconButton, PlainLabel, set_tooltip, tab_through
from app.ui.theme import Role, colour, icon, px

WIDTH = 288
_MARKS = {
    Platform.INSTAGRAM: "fa6b.instagram",
    Platform.YOUTUBE: "fa6b.youtube",
    Platform.TIKTOK: "fa6b.tiktok",
    Platform.TWITTER: "fa6b.x-twitter",
    Platform.TWITCH: "fa6b.twitch",
}
_SETTLE_MS = 600
_SIMILAR_LATER = "Comes with the next version: creators who are like the ones you have."
_NAMED = 3


class FilterPanel(QWidget):
    """Builds a search with the mouse. OnlyFans is only offered with `onlyfans` (contract, Q29).

    A value that nobody touched stays exactly as `set_search` brought it. `search_requested` carries the `Search`
    the button stands for; `search_changed` carries what `search()` returns after each change somebody makes;
    `fold_requested` asks the window to fold the panel away, `new_search_requested` comes from a sheet without search.
    """

    search_requested = Signal(object)
    search_changed = Signal(object)
    fold_requested = Signal()
    new_search_requested = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None, *, onlyfans: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("filter_panel")
        self.setFixedWidth(px(WIDTH))
        self._catalogue = catalogue
        self._search = Search(platform=Platform.INSTAGRAM, target=START_TARGET)
        self._balance: Decimal | None = None
        self._running: Decimal | None = None  # the most that the running search can cost
        self._standing: tuple[Problem, ...] = ()
        self.platform = QComboBox(self)
        self.platform.setObjectName("platform")
        self.platform.setAccessibleName("Platform")
        self.platform.activated.connect(lambda _index: self._platform_chosen())
        self.finder = TypeAhead("Find a filter: age, country, sponsor…", self)
        self.finder.field.setObjectName("filter_search")
        self.finder.field.setAccessibleName("Find a filter")
        self.finder.typed.connect(self._look_for)
        self.finder.picked.connect(self._reveal)
        self.left_out = PlainLabel("", Role.HINT, "warn", wrap=True, parent=self)
        self.left_out.setObjectName("left_out")
        self.left_out.hide()
        self.form = FilterForm(catalogue, self)
        self.form.edited.connect(self._edited)
        self.form.grown.connect(self._order_stops)
        self.other_problem = PlainLabel("", Role.HINT, "bad", wrap=True, parent=self)
        self.other_problem.setObjectName("other_problem")
        self.other_problem.setContentsMargins(px(16), px(8), px(16), 0)
        self.other_problem.hide()
        self.foot = PanelFoot(catalogue, self)
        self.foot.changed.connect(self._foot_changed)
        self.foot.requested.connect(self._request)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._say_problems)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self._arrange()
        self.offer_onlyfans(onlyfans)
        self._show(self._search)

    def search(self) -> Search | None:
        """The search as it would go out; None while something in it cannot."""
        return None if self._standing else self._search

    def set_search(self, search: Search) -> None:
        """Show a search. Emits nothing."""
        self.left_out.hide()
        self._show(search)
        self.set_without_search(False)

    def set_without_search(self, without: bool) -> None:
        """Say that the sheet shown has no search, in the place of the filters; the search in them stays."""
        self._pages.setCurrentIndex(1 if without else 0)

    def set_balance(self, balance: Decimal | None) -> None:
        """The credits that may be spent, those set aside taken off; None while they are not known."""
        self._balance = balance
        self._price()

    def set_busy(self, most: Decimal | None) -> None:
        """The most that the running search of this panel can cost: the button waits for it. None: none is running."""
        self._running = most
        self._price()

    def set_dictionary_source(self, source: DictionarySource | None) -> None:
        """Where the editors look words up while somebody types; None while no account is open."""
        self.form.use_source(source)

    def offer_onlyfans(self, offered: bool) -> None:
        """Offer OnlyFans among the platforms, or not; a search on it that is open stays."""
        self.platform.clear()
        for platform in Platform:
            if platform is not Platform.ONLYFANS or offered or self._search.platform is Platform.ONLYFANS:
                mark = _MARKS.get(platform)
                self.platform.addItem(icon(mark) if mark else icon("user-circle"), platform.label, platform)
        self.platform.setCurrentIndex(self.platform.findData(self._search.platform))

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
        fold = IconButton("caret-double-left", "Fold this panel away", parent=self)
        fold.clicked.connect(lambda: self.fold_requested.emit())
        self._above = (fold, self.platform, self.finder)
        title = QHBoxLayout()
        title.addWidget(PlainLabel("Find creators", Role.TITLE, parent=self), 1)
        title.addWidget(fold)
        title.setContentsMargins(px(16), px(8), px(16), px(8))
        filters, column = _page()
        head = QVBoxLayout()
        head.setContentsMargins(px(16), 0, px(16), px(8))
        head.setSpacing(px(8))
        for part in (self.platform, self.left_out, self.finder):
            head.addWidget(part)
        column.addLayout(head)
        column.addWidget(self.form, 1)
        column.addWidget(self.other_problem)
        column.addWidget(self.foot)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(filters)
        self._pages.addWidget(self._no_search())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 1, 0)  # the line at the edge
        whole.setSpacing(0)
        whole.addLayout(title)
        whole.addWidget(self._pages, 1)

    def _no_search(self) -> QWidget:
        """What stands here for a list that somebody brought in."""
        page, column = _page()
        column.setContentsMargins(px(16), 0, px(16), px(16))
        column.setSpacing(px(8))
        said = PlainLabel("This list has no search.", wrap=True, parent=page)
        said.setObjectName("no_search")
        similar = Button("Find similar", parent=page)
        similar.setObjectName("find_similar")
        similar.setEnabled(False)
        similar.setAccessibleDescription(_SIMILAR_LATER)
        set_tooltip(similar, _SIMILAR_LATER)
        fresh = Button("New search", parent=page)
        fresh.setObjectName("new_search")
        fresh.clicked.connect(lambda: self.new_search_requested.emit())
        for part in (said, fresh, similar):
            column.addWidget(part)
        column.addStretch(1)
        return page

    def _show(self, search: Search) -> None:
        if search.platform is not self._search.platform or not self.form.editors:
            self.form.build(search.platform)
            self.foot.show_orders(search.platform)
            self._order_stops()
        self._search = search
        if self.platform.findData(search.platform) < 0:
            self.offer_onlyfans(True)
        self.platform.setCurrentIndex(self.platform.findData(search.platform))
        self.form.show_search(search)
        self.foot.show_choice(search.sort, search.target)
        self._standing = self._problems()
        self._say_problems()
        self._price()

    def _order_stops(self) -> None:
        tab_through([*self._above, *self.form.stops(), self.foot.order, self.foot.target, self.foot.button])

    def _edited(self, key: str) -> None:
        self._search = self._search.with_filter(key, self.form.editors[key].value())
        self.form.count(self._search)
        self._settle.start()
        self._after_change()

    def _foot_changed(self) -> None:
        self._search = replace(self._search, sort=self.foot.sort(), target=self.foot.target.value())
        self._after_change()

    def _after_change(self) -> None:
        self._standing = self._problems()
        self._price()
        self.search_changed.emit(self.search())

    def _platform_chosen(self) -> None:
        platform = Platform(self.platform.currentData())  # Qt gives the plain text back, not the member
        if platform is self._search.platform:
            return
        moved, dropped = self._catalogue.moved(self._search, platform)
        self._say_left_out(platform, dropped, order_lost=moved.sort != self._search.sort)
        self._show(moved)
        self.search_changed.emit(self.search())

    def _say_left_out(self, platform: Platform, dropped: tuple[FilterSpec, ...], *, order_lost: bool) -> None:
        names = [spec.name for spec in dropped] + (["the order"] if order_lost else [])
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        self.left_out.setText(f"Left out on {platform.label}: {', '.join(names[:_NAMED])}{more}.")
        set_tooltip(self.left_out, ", ".join(names))
        self.left_out.setVisible(bool(names))

    def _problems(self) -> tuple[Problem, ...]:
        """What stands in the way: what was typed and cannot be read, then what the catalogue refuses."""
        typed = ((key, editor.problem()) for key, editor in self.form.editors.items())
        unread = tuple(Problem(key=key, reason=said) for key, said in typed if said)
        return unread + self._catalogue.check(self._search)

    def _say_problems(self) -> None:
        self._settle.stop()
        homeless = self.form.show_problems(self._standing)
        self.other_problem.setText(" ".join(self._sentence(problem) for problem in homeless))
        self.other_problem.setVisible(bool(homeless))

    def _focus_moved(self, _old: QWidget | None, _now: QWidget | None) -> None:
        """A reason does not jump in while somebody types; it comes after a pause, or when they go on."""
        if self._settle.isActive():
            self._say_problems()

    def _price(self) -> None:
        self.foot.show_price(self._balance, self._why_not(), running=self._running)

    def _why_not(self) -> str:
        if self._running is not None:
            return "A search is running."
        if self._standing:
            return self._sentence(self._standing[0])
        return "Your credits are not known yet." if self._balance is None else ""

    def _sentence(self, problem: Problem) -> str:
        spec = self._catalogue.spec(problem.key) or self._catalogue.spec(problem.key.rpartition(".")[0])
        return f"{spec.name if spec is not None else problem.key}: {problem.reason}"

    def _reveal(self, key: str) -> None:
        self.form.reveal(key)

    def _look_for(self, text: str) -> None:
        found = self._catalogue.find(text, self._search.platform)
        nothing = f"No filter on {self._search.platform.label} fits “{text.strip()}”." if text.strip() else ""
        self.finder.offer(((spec.name, spec.key) for spec in found), "" if found else nothing)

    def _request(self) -> None:
        search = self.search()
        if search is not None and not self._why_not():
            self.search_requested.emit(search)


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return page, column
