"""The bars of the window: top bar, summary line, the line under the sheet, and the status line."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from app.domain.filters import FilterWords
from app.domain.money import Balance
from app.ui.parts import (
    Badge,
    BadgeKind,
    Button,
    ElidedLabel,
    IconButton,
    Kind,
    PlainLabel,
    set_tooltip,
)
from app.ui.theme import Role, colour, font, icon, number_font, px
from app.ui.theme.draw import KIND
from app.ui.theme.tokens import ICON
from app.ui.window import words
from app.ui.window.actions import Actions, icon_of
from app.ui.window.filter_chips import FilterChips
from app.workspace.account import Identity

_LINES = {"top": 48, "summary": 40, "more": 32, "status": 28}
_NAME_MOST = 720  # a name may be as long as it likes; the filters beside it stay in sight


class ActionButton(QToolButton):
    """A button that is an action: words, state and tooltip follow it. With a `menu`, an arrow beside it opens that."""

    def __init__(self, action: QAction, kind: Kind = Kind.OUTLINE, *, menu: QMenu | None = None) -> None:
        super().__init__()
        self._action = action
        self._compact = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(px(ICON), px(ICON)))
        name = icon_of(action)
        self.set_kind(kind)
        self.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon if name else Qt.ToolButtonStyle.ToolButtonTextOnly
        )
        if menu is not None:
            self.setMenu(menu)
            self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    @property
    def kind(self) -> Kind:
        return Kind(self.property(KIND))

    def set_kind(self, kind: Kind) -> None:
        """Change how the button looks at run time."""
        if kind == self.property(KIND):
            return
        self.setProperty(KIND, kind.value)
        self.setFont(font(Role.HEADING if kind is Kind.PRIMARY else Role.BODY))
        name = icon_of(self._action)
        if name:
            self.setIcon(icon(name, "on_accent" if kind is Kind.PRIMARY else "text"))
        self.updateGeometry()
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Only the icon, with the words as tooltip; never for what costs something."""
        self._compact = compact
        self.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonIconOnly if compact else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        )
        self._follow()

    def _follow(self) -> None:
        text = self._action.text().removesuffix("…") if not self._action.text().startswith("Get ") else ""
        text = text or self._action.text()
        self.setText(text)
        self.setEnabled(self._action.isEnabled())
        tip = self._action.toolTip()
        set_tooltip(self, f"{text}: {tip}" if self._compact else tip)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        self.updateGeometry()


class TopBar(QWidget):
    """Find, import, get details, export; the account and its credits at the right; a violet line for practice."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.find_button = ActionButton(actions["action_search"])
        self.bring_in = ActionButton(actions["action_import"])
        more = QMenu(self)
        more.setToolTipsVisible(True)
        more.addActions(
            [actions[name] for name in ("action_enrich", "action_enrich_contact", "action_goal", "action_batch")]
        )
        self.details = ActionButton(actions["action_enrich"], menu=more)
        self.details.setObjectName("details_button")
        self.export = ActionButton(actions["action_export"])
        self.export.setObjectName("export_button")
        self.badge = Badge("", BadgeKind.ACCOUNT)
        self.badge.setObjectName("account_badge")
        self.badge.hide()
        self.credits = Button("… credits", Kind.QUIET)
        self.credits.setObjectName("credits")
        self.credits.setFont(number_font(Role.TITLE))
        self.credits.clicked.connect(actions["action_spending"].trigger)
        self.aside = PlainLabel(role=Role.HINT, token="muted")
        self.aside.setObjectName("set_aside")
        self.aside.setFont(number_font(Role.HINT))
        helping = IconButton("question", "Help")
        menu = QMenu(helping)
        menu.addActions([actions["action_help"], actions["action_about"]])
        helping.clicked.connect(lambda: menu.popup(helping.mapToGlobal(helping.rect().bottomLeft())))
        bar = QWidget()
        bar.setFixedHeight(px(_LINES["top"]))
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(12), 0, px(12), 0)
        row.setSpacing(px(8))
        divider = QFrame()
        divider.setFrameShape(QFrame.Shape.VLine)
        divider.setFixedHeight(px(32))
        for part in (self.find_button, self.bring_in, divider, self.details, self.export):
            row.addWidget(part)
        row.addStretch(1)
        for shown in (self.badge, self.aside, self.credits, helping):
            row.addWidget(shown)
        self.practice_line = _Line("practice", 3)
        self.practice_line.setObjectName("practice_line")
        self.practice_line.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addWidget(self.practice_line)

    def show_account(self, account: Identity | None) -> None:
        """Say which account is open; None while none is."""
        practice = account is not None and account.practice
        self.badge.set_kind(BadgeKind.PRACTICE if practice else BadgeKind.ACCOUNT)
        self.badge.setText("PRACTICE" if practice else account.name if account is not None else "")
        self.badge.setAccessibleName("Practice account" if practice else f"Live account {self.badge.text()}")
        self.badge.setVisible(account is not None)
        self.practice_line.setVisible(practice)

    def show_credits(self, balance: Balance | None, set_aside: Decimal, *, practice: bool) -> None:
        """The figure, what of it is set aside, and the whole truth as tooltip and accessible name."""
        hint = words.balance_hint(balance, set_aside, practice=practice)
        self.aside.setText(words.set_aside_text(set_aside))
        self.credits.setText(words.balance_text(balance.available if balance is not None else None))
        set_tooltip(self.credits, hint)
        self.credits.setAccessibleName(hint)

    def set_compact(self, compact: bool) -> None:
        """Below 960 px the free actions are icons."""
        for button in (self.find_button, self.bring_in, self.export):
            button.set_compact(compact)


class SummaryLine(QWidget):
    """Over the sheet: its name, the search its rows came from, words to narrow it, and the columns."""

    words_changed = Signal(str)
    filters_changed_clicked = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(px(_LINES["summary"]))
        self.name = ElidedLabel(role=Role.TITLE)
        self.name.setObjectName("sheet_title")
        self.name.setMaximumWidth(px(_NAME_MOST))
        self.chips = FilterChips()
        self.changed = PlainLabel("Filters changed", Role.HINT, "warn")
        self.changed.setObjectName("filters_changed")
        self.changed.hide()
        self.filter = QLineEdit()
        self.filter.setObjectName("sheet_filter")
        self.filter.setAccessibleName("Filter sheet")
        self.filter.setPlaceholderText("Filter sheet")
        self.filter.setToolTip(actions["action_filter_sheet"].toolTip())
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(px(150))
        self.filter.addAction(icon("funnel-simple", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(self.words_changed)
        self.columns = ActionButton(actions["action_columns"], Kind.QUIET)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), 0, px(8), 0)
        row.setSpacing(px(8))
        row.addWidget(self.name)
        row.addWidget(self.chips, 1)
        row.addWidget(self.changed)
        row.addWidget(self.filter)
        row.addWidget(self.columns)

    def show_sheet(self, name: str, filters: Sequence[FilterWords]) -> None:
        """Another sheet, or another name."""
        self.name.setText(name)
        self.name.setMinimumWidth(0)  # the hint is never under the minimum that the name before left
        self.name.setMinimumWidth(min(self.name.sizeHint().width() + px(4), px(200)))
        self.chips.show_filters(filters)

    def set_filters_changed(self, changed: bool) -> None:
        """The panel holds another search than the one these rows came from; the rows stay."""
        self.changed.setVisible(changed)


class MoreLine(QWidget):
    """Under the sheet: how much of what matches is here, and the price of more."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(px(_LINES["more"]))
        self.loaded = PlainLabel()
        self.loaded.setObjectName("loaded")
        self.loaded.setFont(number_font())
        self.sorted = PlainLabel(token="muted")
        self.sorted.setObjectName("sorted_rows")
        self.in_order = Button("Search in this order", Kind.LINK)
        self.in_order.setObjectName("search_in_order")
        self.in_order.setToolTip("Puts the search in this order into the find panel. Nothing is paid yet.")
        self.saved = PlainLabel(token="muted")
        self.saved.setObjectName("left_out_saved")
        self.saved.setFont(number_font())
        self.more = Button("", Kind.LINK)
        self.more.setObjectName("more_button")
        self.more.setFont(font(Role.HEADING))
        self.again = ActionButton(actions["action_run_again"], Kind.QUIET)
        action = actions["action_more"]
        self.more.clicked.connect(action.trigger)
        action.changed.connect(lambda: self._follow(action))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), 1, px(8), 0)
        row.setSpacing(px(16))
        row.addWidget(self.loaded)
        row.addWidget(self.saved)
        row.addWidget(self.more)
        row.addStretch(1)
        row.addWidget(self.sorted)
        row.addWidget(self.in_order)
        row.addWidget(self.again)
        self.show_sorted("", can_search=False)
        self._follow(action)

    def show_sorted(self, said: str, *, can_search: bool) -> None:
        """What the sorting is about; `can_search`: the service can search in this order."""
        self.sorted.setText(said)
        self.sorted.setVisible(bool(said))
        self.in_order.setVisible(can_search)

    def show_loaded(self, loaded: str, saved: str) -> None:
        """How much of what matches is here, and what leaving out creators saved."""
        self.loaded.setText(loaded)
        self.saved.setText(saved)
        self.saved.setVisible(bool(saved))

    def _follow(self, action: QAction) -> None:
        self.more.setText(action.text())
        self.more.setVisible(action.isEnabled())
        set_tooltip(self.more, action.toolTip())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("surface"))
        painter.fillRect(0, 0, self.width(), 1, colour("line"))
        painter.end()


class StatusTotals(PlainLabel):
    """The totals of the sheet in one line: rows muted, ticked ones semibold, the price in `text` or `warn`."""

    def __init__(self) -> None:
        super().__init__(role=Role.HINT)
        self.setObjectName("status_totals")
        self.setFont(number_font(Role.HINT))
        self._said = words.StatusWords(rows="")

    def show_words(self, said: words.StatusWords) -> None:
        self._said = said
        self.setText(said.line)
        self.setAccessibleName(said.line)
        set_tooltip(self, "" if said.covers else "Your credits do not cover all of them.")

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        bold = number_font(Role.HINT)
        bold.setWeight(bold.Weight.DemiBold)
        left = 0
        price = "text" if self._said.covers else "warn"
        parts = ((self._said.rows, "muted", self.font()), (self._said.ticked, "text", bold))
        for text, token, face in (*parts, (self._said.price, price, self.font())):
            if not text:
                continue
            shown = f" · {text}" if left else text
            painter.setFont(face)
            painter.setPen(colour(token))
            room = self.rect().adjusted(left, 0, 0, 0)
            metrics = painter.fontMetrics()
            painter.drawText(
                room,
                int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
                metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room.width()),
            )
            left += metrics.horizontalAdvance(shown)
        painter.end()


class StatusLine(QWidget):
    """The foot of the window: totals at the left, the marked cells' average and sum at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(px(_LINES["status"]))
        self.totals = StatusTotals()
        self.range = PlainLabel(role=Role.HINT, token="muted")
        self.range.setObjectName("range_stats")
        self.range.setFont(number_font(Role.HINT))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), 0, px(12), 0)
        row.setSpacing(px(16))
        row.addWidget(self.totals, 1)
        row.addWidget(self.range)


class _Line(QWidget):
    """A stripe in the colour of a token."""

    def __init__(self, token: str, height: int) -> None:
        super().__init__()
        self._token = token
        self.setFixedHeight(px(height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self._token))
        painter.end()
