"""The style: Qt's controls with the look's measures and edges, on top of Fusion.

Fusion's own tick boxes, radio buttons and field edges almost vanish in the dark, so they are drawn here. What
the look does not name stays Fusion's, in the palette's colours.

Qt calls a style for every element of every repaint, and a call into Python costs a few microseconds: a view
with thousands of cells sets a plain Fusion style on itself (`plain_style`) and paints what differs in its
delegate.
"""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QPlainTextEdit,
    QProxyStyle,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleFactory,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComplex,
    QStyleOptionFrame,
    QTextEdit,
    QWidget,
)

from app.ui.theme import controls, draw
from app.ui.theme.state import colour, line_height, px
from app.ui.theme.tokens import CONTROL, ICON, RING

Paint = Callable[..., None]

_PM = QStyle.PixelMetric
_SH = QStyle.StyleHint
_PE = QStyle.PrimitiveElement
_CE = QStyle.ControlElement
_CC = QStyle.ComplexControl
_CT = QStyle.ContentsType
_SE = QStyle.SubElement

_METRICS = {
    _PM.PM_ButtonIconSize: ICON,
    _PM.PM_SmallIconSize: ICON,
    _PM.PM_ToolBarIconSize: ICON,
    _PM.PM_ListViewIconSize: ICON,
    _PM.PM_TabBarIconSize: ICON,
    _PM.PM_LineEditIconSize: ICON,
    _PM.PM_IndicatorWidth: 18,
    _PM.PM_IndicatorHeight: 18,
    _PM.PM_ExclusiveIndicatorWidth: 18,
    _PM.PM_ExclusiveIndicatorHeight: 18,
    _PM.PM_CheckBoxLabelSpacing: 8,
    _PM.PM_RadioButtonLabelSpacing: 8,
    _PM.PM_LayoutHorizontalSpacing: 8,
    _PM.PM_LayoutVerticalSpacing: 8,
    _PM.PM_ToolBarItemSpacing: 8,
    _PM.PM_ScrollBarExtent: 12,
    _PM.PM_ScrollBarSliderMin: 32,
    _PM.PM_MenuButtonIndicator: 28,
    _PM.PM_FocusFrameHMargin: 2 * RING,
    _PM.PM_FocusFrameVMargin: 2 * RING,
    _PM.PM_TabBarTabHSpace: 24,
    _PM.PM_MenuPanelWidth: 1,
    _PM.PM_MenuVMargin: 4,
    _PM.PM_MenuBarHMargin: 2,
    _PM.PM_ToolTipLabelFrameWidth: 6,
}
_FIXED_METRICS = {
    _PM.PM_SplitterWidth: 1,  # Qt widens the place where one can take hold of it
    _PM.PM_ButtonShiftHorizontal: 0,
    _PM.PM_ButtonShiftVertical: 0,
    _PM.PM_ScrollView_ScrollBarSpacing: 0,
    _PM.PM_ScrollView_ScrollBarOverlap: 0,
    _PM.PM_TabBarTabOverlap: 0,
    _PM.PM_TabBarBaseOverlap: 0,
    _PM.PM_TabBarTabShiftVertical: 0,
}
_MARGINS = {
    _PM.PM_LayoutLeftMargin,
    _PM.PM_LayoutTopMargin,
    _PM.PM_LayoutRightMargin,
    _PM.PM_LayoutBottomMargin,
}
_HINTS = {
    _SH.SH_ComboBox_Popup: 0,
    _SH.SH_EtchDisabledText: 0,
    _SH.SH_DitherDisabledText: 0,
    _SH.SH_ItemView_ShowDecorationSelected: 1,
    _SH.SH_DialogButtonBox_ButtonsHaveIcons: 0,
    _SH.SH_ToolTipLabel_Opacity: 255,
    _SH.SH_FocusFrame_AboveWidget: 1,
    _SH.SH_TabBar_Alignment: int(Qt.AlignmentFlag.AlignLeft),
    _SH.SH_ScrollBar_Transient: 0,
}
_PRIMITIVES: dict[QStyle.PrimitiveElement, Paint] = {
    _PE.PE_IndicatorCheckBox: lambda o, p, w: draw.tick_box(o, p),
    _PE.PE_IndicatorItemViewItemCheck: lambda o, p, w: draw.tick_box(o, p),
    _PE.PE_IndicatorRadioButton: lambda o, p, w: draw.radio_button(o, p),
    _PE.PE_PanelButtonCommand: lambda o, p, w: draw.button_ground(o, p, draw.kind_of(w)),
    _PE.PE_PanelLineEdit: controls.line_edit,
    _PE.PE_FrameLineEdit: lambda o, p, w: draw.field(o, p),
    _PE.PE_Frame: controls.frame,
    _PE.PE_FrameFocusRect: controls.focus_rect,
    _PE.PE_PanelMenu: controls.menu_panel,
    _PE.PE_FrameMenu: lambda o, p, w: None,
    _PE.PE_PanelTipLabel: controls.tip,
    _PE.PE_PanelScrollAreaCorner: controls.corner,
    _PE.PE_PanelMenuBar: lambda o, p, w: None,
    _PE.PE_PanelStatusBar: lambda o, p, w: None,
    _PE.PE_FrameStatusBarItem: lambda o, p, w: None,
    _PE.PE_FrameTabBarBase: controls.tab_base,
}
_CONTROLS: dict[QStyle.ControlElement, Paint] = {
    _CE.CE_ProgressBar: controls.progress,
    _CE.CE_MenuBarEmptyArea: controls.menu_bar_rest,
    _CE.CE_MenuBarItem: controls.menu_bar_item,
    _CE.CE_Splitter: controls.splitter,
    _CE.CE_TabBarTabShape: controls.tab,
    _CE.CE_ToolBar: lambda o, p, w: p.fillRect(o.rect, colour("window")),
}
_COMPLEX: dict[QStyle.ComplexControl, Callable[..., None]] = {
    _CC.CC_ComboBox: controls.combo_box,
    _CC.CC_SpinBox: controls.spin_box,
    _CC.CC_ScrollBar: controls.scroll_bar,
    _CC.CC_ToolButton: controls.tool_button,
}
_SUB_CONTROLS: dict[QStyle.ComplexControl, Callable[..., QRect | None]] = {
    _CC.CC_ComboBox: controls.combo_box_part,
    _CC.CC_SpinBox: controls.spin_box_part,
    _CC.CC_ScrollBar: controls.scroll_bar_part,
}


def plain_style() -> QStyle:
    """Fusion without our drawing, for a view that paints itself; the caller keeps a reference to it."""
    return QStyleFactory.create("Fusion")


class Style(QProxyStyle):
    """Fusion with the look's measures, edges and grounds."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def polish(self, what: object) -> object:  # type: ignore[override]
        """Prepare a widget once: lists under a combo box get roomy rows, menus their own ground."""
        if isinstance(what, QComboBox) and what.itemDelegate().metaObject().className() == "QComboBoxDelegate":
            what.setItemDelegate(QStyledItemDelegate(what))
        if isinstance(what, QPushButton | QComboBox):
            what.setAttribute(Qt.WidgetAttribute.WA_Hover)
        return super().polish(what)  # type: ignore[call-overload]

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        size = _METRICS.get(metric)
        if size is not None:
            return px(size)
        size = _FIXED_METRICS.get(metric)
        if size is not None:
            return size
        if metric == _PM.PM_DefaultFrameWidth:
            return px(5) if isinstance(widget, QPlainTextEdit | QTextEdit) else 1
        if metric in _MARGINS:
            return px(24 if isinstance(widget, QDialog) else 12)
        return super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        known = _HINTS.get(hint)
        return known if known is not None else super().styleHint(hint, option, widget, returned)

    def sizeFromContents(  # type: ignore[override]
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget
    ) -> QSize:
        if kind == _CT.CT_PushButton:
            return _button_size(option, draw.kind_of(widget))
        if kind == _CT.CT_ToolButton:
            padding = px(CONTROL - ICON)
            return QSize(max(px(CONTROL), size.width() + padding), max(px(CONTROL), size.height()))
        if kind == _CT.CT_LineEdit:
            return QSize(size.width() + px(16), max(px(CONTROL), size.height()))
        if kind == _CT.CT_ComboBox:
            return QSize(size.width() + px(10 + 28 + 6), px(CONTROL))
        if kind == _CT.CT_SpinBox:
            return QSize(size.width() + px(8 + 24), px(CONTROL))
        wanted = super().sizeFromContents(kind, option, size, widget)
        least = {
            _CT.CT_CheckBox: line_height() + px(4),
            _CT.CT_RadioButton: line_height() + px(4),
            _CT.CT_ItemViewItem: px(28),
            _CT.CT_TabBarTab: px(34),
            _CT.CT_MenuBarItem: px(24),
        }.get(kind)
        if least is not None:
            wanted.setHeight(max(wanted.height(), least))
        elif kind == _CT.CT_MenuItem and wanted.height() > px(14):  # lower ones are separators
            wanted = QSize(wanted.width() + px(16), max(wanted.height(), px(28)))
        return wanted

    def subElementRect(self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None) -> QRect:
        rect = super().subElementRect(element, option, widget)  # type: ignore[arg-type]
        if element == _SE.SE_LineEditContents and getattr(option, "lineWidth", 0) > 0:
            return rect.adjusted(px(7), 0, -px(7), 0)
        return rect

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        place = _SUB_CONTROLS.get(control)
        rect = place(self, option, part) if place is not None else None
        if rect is None:
            return super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]
        return self.visualRect(option.direction, option.rect, rect)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        paint = _PRIMITIVES.get(element)
        if paint is None:
            super().drawPrimitive(element, option, painter, widget)
        else:
            paint(option, painter, widget)

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == _CE.CE_PushButton:
            draw.button_ground(option, painter, draw.kind_of(widget))
            _push_button_label(self, option, painter, widget)
            return
        if element == _CE.CE_MenuItem:
            option.palette.setColor(QPalette.ColorRole.Highlight, colour("subtle"))
        elif element == _CE.CE_TabBarTabLabel and not draw.is_on(option, QStyle.StateFlag.State_Selected):
            option.palette.setColor(QPalette.ColorRole.WindowText, colour("muted"))
        elif isinstance(option, QStyleOptionFrame) and element == _CE.CE_ShapedFrame and controls.line(option, painter):
            return
        paint = _CONTROLS.get(element)
        if paint is None:
            super().drawControl(element, option, painter, widget)
        else:
            paint(option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        paint = _COMPLEX.get(control)
        if paint is None:
            super().drawComplexControl(control, option, painter, widget)
        else:
            paint(self, option, painter, widget)


def _button_size(option: QStyleOption, kind: str) -> QSize:
    assert isinstance(option, QStyleOptionButton)
    width = option.fontMetrics.size(Qt.TextFlag.TextShowMnemonic, option.text).width()
    if not option.icon.isNull():
        width += option.icon.actualSize(option.iconSize).width() + (px(8) if option.text else 0)
    if option.features & QStyleOptionButton.ButtonFeature.HasMenu:
        width += px(18)
    padding = {"link": 0, "quiet": 8}.get(kind, 12)
    # One pixel more: what Qt measures for the words is rounded, and they must not be cut at their own size.
    return QSize(max(width + 1 + 2 * px(padding), 0 if kind == "link" else px(CONTROL)), px(CONTROL))


def _push_button_label(style: Style, option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    assert isinstance(option, QStyleOptionButton)
    kind = draw.kind_of(widget)
    room = QRect(option.rect)
    if option.features & QStyleOptionButton.ButtonFeature.HasMenu:
        arrow = QRect(room.right() - px(24), room.top(), px(18), room.height())
        draw.chevron(painter, arrow, draw.ink(kind, draw.is_on(option, QStyle.StateFlag.State_Enabled)))
        room.setRight(arrow.left())
    padding = px({"link": 0, "quiet": 4}.get(kind, 8))
    draw.button_label(style, option, painter, room.adjusted(padding, 0, -padding, 0), kind)
