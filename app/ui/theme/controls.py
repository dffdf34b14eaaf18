"""Drawing and geometry of the controls that have parts: combo and spin boxes, scroll bars, tool buttons, bars."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QProxyStyle,
    QScrollBar,
    QStyle,
    QStyleOption,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStyleOptionMenuItem,
    QStyleOptionProgressBar,
    QStyleOptionSlider,
    QStyleOptionSpinBox,
    QStyleOptionTab,
    QStyleOptionTabBarBase,
    QStyleOptionToolButton,
    QTabBar,
    QTextEdit,
    QWidget,
)

from app.ui.theme import draw
from app.ui.theme.state import colour, mix, px

_SC = QStyle.SubControl
_State = QStyle.StateFlag
_Feature = QStyleOptionToolButton.ToolButtonFeature

_ARROW = 28
_STEPS = 24
_THUMB = 6


def line_edit(option: QStyleOptionFrame, painter: QPainter, widget: QWidget | None) -> None:
    """A framed line edit is a field; a frameless one only a ground, and nothing inside a combo or spin box."""
    if option.lineWidth > 0:
        draw.field(option, painter)
    elif widget is None or not isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox):
        painter.fillRect(option.rect, colour("surface"))


def frame(option: QStyleOptionFrame, painter: QPainter, widget: QWidget | None) -> None:
    """Editors of several lines have a field's edge, other frames a divider's."""
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        focused = draw.is_on(option, _State.State_HasFocus)
        edge = colour("accent" if focused else "outline")
        draw.box(painter, option.rect, fill=widget.viewport().palette().color(QPalette.ColorRole.Base), edge=edge)
    elif not isinstance(widget, QLineEdit):
        draw.box(painter, option.rect, edge=colour("line"), radius=0)


def line(option: QStyleOptionFrame, painter: QPainter) -> bool:
    """Draw a horizontal or vertical line of a QFrame; False when the frame is something else."""
    rect = option.rect
    if option.frameShape == QFrame.Shape.HLine:
        painter.fillRect(QRect(rect.left(), rect.center().y(), rect.width(), 1), colour("line"))
        return True
    if option.frameShape == QFrame.Shape.VLine:
        painter.fillRect(QRect(rect.center().x(), rect.top(), 1, rect.height()), colour("line"))
        return True
    return False


def focus_rect(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    """Only what has no ring outside: the current item of a tab bar and of a list, but not of an open combo box."""
    marked = isinstance(widget, QTabBar) or (
        isinstance(widget, QAbstractItemView) and widget.window().windowType() != Qt.WindowType.Popup
    )
    if marked and draw.is_on(option, _State.State_KeyboardFocusChange):
        draw.box(painter, option.rect, edge=colour("accent"), radius=2, width=2)


def combo_box(style: QProxyStyle, option: QStyleOptionComboBox, painter: QPainter, widget: QWidget) -> None:
    draw.field(option, painter)
    arrow = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, _SC.SC_ComboBoxArrow, widget)
    draw.chevron(painter, arrow, colour("text" if draw.is_on(option, _State.State_Enabled) else "disabled"))


def combo_box_part(_style: QProxyStyle, option: QStyleOptionComboBox, part: QStyle.SubControl) -> QRect | None:
    rect = QRect(option.rect)
    if part == _SC.SC_ComboBoxArrow:
        return QRect(rect.right() - px(_ARROW) + 1, rect.top(), px(_ARROW), rect.height())
    if part == _SC.SC_ComboBoxEditField:
        return rect.adjusted(px(9), 1, -px(_ARROW), -1)
    if part == _SC.SC_ComboBoxListBoxPopup:
        return rect.adjusted(0, px(4), 0, px(4))
    return rect


def spin_box(style: QProxyStyle, option: QStyleOptionSpinBox, painter: QPainter, widget: QWidget) -> None:
    draw.field(option, painter)
    if option.buttonSymbols == QAbstractSpinBox.ButtonSymbols.NoButtons:
        return
    steps = QAbstractSpinBox.StepEnabledFlag
    both = ((_SC.SC_SpinBoxUp, steps.StepUpEnabled, True), (_SC.SC_SpinBoxDown, steps.StepDownEnabled, False))
    for part, needed, up in both:
        place = style.subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, widget)
        usable = bool(option.stepEnabled & needed) and draw.is_on(option, _State.State_Enabled)
        hovered = usable and option.activeSubControls == part and draw.is_on(option, _State.State_MouseOver)
        if hovered:
            draw.box(painter, place.adjusted(1, 1, -1, -1), fill=colour("subtle"), radius=3)
        draw.chevron(painter, place, colour("text" if usable else "disabled"), up=up, size=7)


def spin_box_part(_style: QProxyStyle, option: QStyleOptionSpinBox, part: QStyle.SubControl) -> QRect | None:
    rect = QRect(option.rect)
    steps = 0 if option.buttonSymbols == QAbstractSpinBox.ButtonSymbols.NoButtons else px(_STEPS)
    half = rect.height() // 2 - 2
    left = rect.right() - steps
    if part == _SC.SC_SpinBoxUp:
        return QRect(left, rect.top() + 2, steps, half) if steps else QRect()
    if part == _SC.SC_SpinBoxDown:
        return QRect(left, rect.bottom() - 1 - half, steps, half) if steps else QRect()
    if part == _SC.SC_SpinBoxEditField:
        return rect.adjusted(px(7), 1, -max(steps, px(7)), -1)
    return rect


def scroll_bar(style: QProxyStyle, option: QStyleOptionSlider, painter: QPainter, widget: QWidget) -> None:
    """A slim rounded thumb without arrows, on the ground of what it scrolls."""
    painter.fillRect(option.rect, _ground_beside(widget))
    if option.maximum <= option.minimum:
        return
    thumb = style.subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, _SC.SC_ScrollBarSlider, widget)
    across = option.rect.width() if option.orientation == Qt.Orientation.Vertical else option.rect.height()
    inset = max(1, (across - px(_THUMB)) // 2)
    if option.orientation == Qt.Orientation.Vertical:
        thumb.adjust(inset, 2, -inset, -2)
    else:
        thumb.adjust(2, inset, -2, -inset)
    active = option.activeSubControls == _SC.SC_ScrollBarSlider
    held = active and draw.is_on(option, _State.State_Sunken)
    hovered = active and draw.is_on(option, _State.State_MouseOver)
    quiet = mix(colour("outline"), colour("surface"), 0.35)
    fill = colour("muted") if held else colour("outline") if hovered else quiet
    draw.box(painter, thumb, fill=fill, radius=_THUMB)


def scroll_bar_part(style: QProxyStyle, option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect | None:
    rect = option.rect
    upright = option.orientation == Qt.Orientation.Vertical
    length = rect.height() if upright else rect.width()
    steps = option.maximum - option.minimum
    thumb = length
    if steps > 0:
        share = option.pageStep / (steps + option.pageStep)
        thumb = min(length, max(style.pixelMetric(QStyle.PixelMetric.PM_ScrollBarSliderMin), int(length * share)))
    at = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - thumb, option.upsideDown
    )
    spans = {
        _SC.SC_ScrollBarSubPage: (0, at),
        _SC.SC_ScrollBarAddPage: (at + thumb, length - at - thumb),
        _SC.SC_ScrollBarGroove: (0, length),
        _SC.SC_ScrollBarSlider: (at, thumb),
    }
    if part not in spans:
        return QRect()
    start, size = spans[part]
    if upright:
        return QRect(rect.left(), rect.top() + start, rect.width(), size)
    return QRect(rect.left() + start, rect.top(), size, rect.height())


def corner(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    painter.fillRect(option.rect, _ground_of(widget) if isinstance(widget, QAbstractScrollArea) else colour("window"))


def tool_button(style: QProxyStyle, option: QStyleOptionToolButton, painter: QPainter, widget: QWidget | None) -> None:
    """Ground by kind, icon and words, and a chevron where it opens a menu."""
    enabled = draw.is_on(option, _State.State_Enabled)
    kind = draw.kind_of(widget, "quiet" if draw.is_on(option, _State.State_AutoRaise) else "outline")
    draw.button_ground(option, painter, kind)
    room = QRect(option.rect)
    ink = draw.ink(kind, enabled)
    if option.features & _Feature.MenuButtonPopup:
        width = style.pixelMetric(QStyle.PixelMetric.PM_MenuButtonIndicator, option, widget)
        menu = QRect(room.right() - width + 1, room.top(), width, room.height())
        draw.chevron(painter, menu, ink)
        divider = QColor(ink)
        divider.setAlphaF(0.4)
        painter.fillRect(QRect(menu.left(), menu.top() + px(6), 1, menu.height() - 2 * px(6)), divider)
        room.setRight(menu.left() - 1)
    elif option.features & _Feature.HasMenu:
        menu = QRect(room.right() - px(22), room.top(), px(18), room.height())
        draw.chevron(painter, menu, ink)
        room.setRight(menu.left())
    shown = QStyleOptionToolButton(option)
    if option.toolButtonStyle == Qt.ToolButtonStyle.ToolButtonIconOnly and not option.icon.isNull():
        shown.text = ""
    elif option.toolButtonStyle == Qt.ToolButtonStyle.ToolButtonTextOnly:
        shown.icon = type(option.icon)()
    draw.button_label(style, shown, painter, room.adjusted(px(4), 0, -px(4), 0), kind)


def progress(option: QStyleOptionProgressBar, painter: QPainter, _widget: QWidget | None) -> None:
    """A 6 px bar in the middle of the rectangle; words stand beside it, not on it."""
    high = min(option.rect.height(), px(6))
    groove = QRect(option.rect.left(), option.rect.center().y() - high // 2 + 1, option.rect.width(), high)
    draw.box(painter, groove, fill=mix(colour("line"), colour("outline"), 0.15), radius=3)
    span = option.maximum - option.minimum
    if span > 0 and option.progress > option.minimum:
        width = max(high, groove.width() * (option.progress - option.minimum) // span)
        done = QRect(groove.left(), groove.top(), width, high)
        draw.box(painter, QStyle.visualRect(option.direction, groove, done), fill=colour("accent"), radius=3)


def menu_panel(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    painter.fillRect(option.rect, colour("surface"))
    draw.box(painter, option.rect, edge=colour("line"), radius=0)


def menu_bar_rest(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    painter.fillRect(option.rect, colour("window"))


def menu_bar_item(option: QStyleOptionMenuItem, painter: QPainter, _widget: QWidget | None) -> None:
    painter.fillRect(option.rect, colour("window"))
    enabled = draw.is_on(option, _State.State_Enabled)
    if draw.is_on(option, _State.State_Selected) and enabled:
        draw.box(painter, option.rect.adjusted(0, 1, 0, -1), fill=colour("subtle"), radius=4)
    painter.save()
    painter.setPen(colour("text" if enabled else "disabled"))
    flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextShowMnemonic) | int(Qt.TextFlag.TextSingleLine)
    painter.drawText(option.rect, flags, option.text)
    painter.restore()


def splitter(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    painter.fillRect(option.rect, colour("accent" if draw.is_on(option, _State.State_MouseOver) else "line"))


def tab(option: QStyleOptionTab, painter: QPainter, _widget: QWidget | None) -> None:
    """The chosen tab is a piece of the sheet; the others lie on the frame."""
    if draw.is_on(option, _State.State_Selected):
        painter.fillRect(option.rect, colour("surface"))
        edge = colour("line")
        painter.fillRect(QRect(option.rect.left(), option.rect.top(), 1, option.rect.height()), edge)
        painter.fillRect(QRect(option.rect.right(), option.rect.top(), 1, option.rect.height()), edge)
        painter.fillRect(_outer_edge(option), colour("accent"))
    elif draw.is_on(option, _State.State_MouseOver) and draw.is_on(option, _State.State_Enabled):
        painter.fillRect(option.rect, colour("subtle"))


def tab_base(option: QStyleOptionTabBarBase, painter: QPainter, _widget: QWidget | None) -> None:
    """The line between the tabs and what they show."""
    rect = option.rect
    top = rect.top() if _is_south(option.shape) else rect.bottom()
    painter.fillRect(QRect(rect.left(), top, rect.width(), 1), colour("line"))


def tip(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    painter.fillRect(option.rect, colour("surface"))
    draw.box(painter, option.rect, edge=colour("outline"), radius=0)


def _outer_edge(option: QStyleOptionTab) -> QRect:
    rect = option.rect
    top = rect.bottom() - 1 if _is_south(option.shape) else rect.top()
    return QRect(rect.left(), top, rect.width(), 2)


def _is_south(shape: QTabBar.Shape) -> bool:
    return shape in (QTabBar.Shape.RoundedSouth, QTabBar.Shape.TriangularSouth)


def _ground_beside(bar: QWidget | None) -> QColor:
    """The ground of the area a scroll bar belongs to."""
    holder = bar.parentWidget() if isinstance(bar, QScrollBar) else None
    while holder is not None and not isinstance(holder, QAbstractScrollArea):
        holder = holder.parentWidget()
    return _ground_of(holder) if isinstance(holder, QAbstractScrollArea) else colour("window")


def _ground_of(area: QAbstractScrollArea) -> QColor:
    viewport = area.viewport()
    return viewport.palette().color(viewport.backgroundRole())
