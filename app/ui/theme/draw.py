"""Drawing of single controls, in the colours in force: what `Style` hands Qt's elements to."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QStyleOptionButton, QStyleOptionToolButton, QWidget

from app.ui.theme.state import colour, mix, px
from app.ui.theme.tokens import RADIUS

KIND = "kind"
"""Dynamic property of a button: primary, outline, quiet or link."""

_State = QStyle.StateFlag


def kind_of(widget: QWidget | None, fallback: str = "outline") -> str:
    """The kind of button a widget asks to be."""
    kind = widget.property(KIND) if widget is not None else None
    return str(kind) if kind else fallback


def is_on(option: QStyleOption, flag: QStyle.StateFlag) -> bool:
    """Whether the option's state holds the flag."""
    return bool(option.state & flag)


def box(
    painter: QPainter,
    rect: QRect,
    *,
    fill: QColor | None = None,
    edge: QColor | None = None,
    radius: float = RADIUS,
    width: float = 1.0,
) -> None:
    """A rounded box inside `rect`, its edge within; `radius` unscaled."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(edge, width) if edge is not None else Qt.PenStyle.NoPen)
    inset = width / 2 if edge is not None else 0.0
    shape = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    corner = min(px(radius), shape.height() / 2, shape.width() / 2)
    painter.drawRoundedRect(shape, corner, corner)
    painter.restore()


def chevron(painter: QPainter, rect: QRect, colour_: QColor, *, up: bool = False, size: int = 8) -> None:
    """A small open arrow in the middle of `rect`, pointing down or up."""
    wide, high = px(size) / 2, px(size) / 4
    centre = QRectF(rect).center()
    tip = -high if up else high
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_round_pen(colour_, 1.5))
    points = [
        QPointF(centre.x() - wide, centre.y() - tip),
        QPointF(centre.x(), centre.y() + tip),
        QPointF(centre.x() + wide, centre.y() - tip),
    ]
    painter.drawPolyline(points)
    painter.restore()


def field(option: QStyleOption, painter: QPainter) -> None:
    """The ground and edge of a field: surface, `outline` edge, accent while it has the focus."""
    if not is_on(option, _State.State_Enabled):
        box(painter, option.rect, fill=colour("window"), edge=colour("line"))
        return
    focused = is_on(option, _State.State_HasFocus)
    hovered = is_on(option, _State.State_MouseOver)
    edge = colour("accent") if focused else colour("text" if hovered else "outline")
    box(painter, option.rect, fill=colour("surface"), edge=edge)


def tick_box(option: QStyleOption, painter: QPainter) -> None:
    """A tick box in the middle of the option's rectangle: empty, ticked or partly ticked."""
    rect = _square(option.rect)
    set_ = is_on(option, _State.State_On)
    partly = is_on(option, _State.State_NoChange)
    _indicator_ground(option, painter, rect, filled=set_ or partly, radius=4)
    if not (set_ or partly):
        return
    side = rect.width()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_round_pen(colour("on_accent"), max(1.5, side / 10)))
    painter.translate(rect.topLeft())
    if partly:
        painter.drawLine(QPointF(side * 0.28, side * 0.5), QPointF(side * 0.72, side * 0.5))
    else:
        painter.drawPolyline(
            [
                QPointF(side * 0.26, side * 0.52),
                QPointF(side * 0.43, side * 0.69),
                QPointF(side * 0.75, side * 0.33),
            ]
        )
    painter.restore()


def radio_button(option: QStyleOption, painter: QPainter) -> None:
    """A radio button in the middle of the option's rectangle."""
    rect = _square(option.rect)
    chosen = is_on(option, _State.State_On)
    _indicator_ground(option, painter, rect, filled=chosen, radius=rect.width())
    if chosen:
        inset = round(rect.width() * 0.32)
        box(painter, rect.adjusted(inset, inset, -inset, -inset), fill=colour("on_accent"), radius=rect.width())


def button_ground(option: QStyleOption, painter: QPainter, kind: str) -> None:
    """The ground of a button of a kind, in its state."""
    enabled = is_on(option, _State.State_Enabled)
    down = is_on(option, _State.State_Sunken)
    hovered = is_on(option, _State.State_MouseOver)
    if kind == "link":
        return
    if kind == "primary":
        fill = colour("accent")
        if not enabled:
            fill = colour("subtle")
        elif down or hovered:
            fill = mix(fill, colour("text"), 0.25 if down else 0.12)
        box(painter, option.rect, fill=fill)
        return
    ground = colour("surface") if kind == "outline" and enabled else None
    if is_on(option, _State.State_On):
        ground = colour("accent_soft")
    if enabled and (hovered or down):
        ground = colour("selected" if down else "subtle")
    edge = colour("outline" if enabled else "line") if kind == "outline" else None
    if ground is not None or edge is not None:
        box(painter, option.rect, fill=ground, edge=edge)


def ink(kind: str, enabled: bool) -> QColor:
    """The colour of a button's words."""
    if not enabled:
        return colour("disabled")
    return colour({"primary": "on_accent", "link": "accent"}.get(kind, "text"))


def button_label(
    style: QProxyStyle,
    option: QStyleOptionButton | QStyleOptionToolButton,
    painter: QPainter,
    rect: QRect,
    kind: str,
    *,
    align_left: bool = False,
) -> None:
    """Icon and words of a button in the middle of `rect`; words that do not fit end in an ellipsis."""
    enabled = is_on(option, _State.State_Enabled)
    picture = QSize(0, 0) if option.icon.isNull() else option.icon.actualSize(option.iconSize)
    gap = px(8) if option.text and not option.icon.isNull() else 0
    metrics = option.fontMetrics
    room = rect.width() - picture.width() - gap
    words = metrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room, Qt.TextFlag.TextShowMnemonic)
    width = picture.width() + gap + metrics.size(Qt.TextFlag.TextShowMnemonic, words).width()
    left = rect.left() if align_left else rect.left() + max(0, (rect.width() - width) // 2)
    if not option.icon.isNull():
        mode = QIcon.Mode.Normal if enabled else QIcon.Mode.Disabled
        state = QIcon.State.On if is_on(option, _State.State_On) else QIcon.State.Off
        at = QRect(left, rect.center().y() - (picture.height() - 1) // 2, picture.width(), picture.height())
        option.icon.paint(painter, at, Qt.AlignmentFlag.AlignCenter, mode, state)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    shown = style.styleHint(QStyle.StyleHint.SH_UnderlineShortcut, option, None)
    mnemonic = Qt.TextFlag.TextShowMnemonic if shown else Qt.TextFlag.TextHideMnemonic
    painter.save()
    painter.setPen(ink(kind, enabled))
    if kind == "link" and is_on(option, _State.State_MouseOver) and enabled:
        underlined = painter.font()
        underlined.setUnderline(True)
        painter.setFont(underlined)
    painter.drawText(
        QRect(left + picture.width() + gap, rect.top(), max(0, room), rect.height()),
        int(flags) | int(mnemonic) | int(Qt.TextFlag.TextSingleLine),
        words,
    )
    painter.restore()


def _indicator_ground(option: QStyleOption, painter: QPainter, rect: QRect, *, filled: bool, radius: int) -> None:
    enabled = is_on(option, _State.State_Enabled)
    hovered = is_on(option, _State.State_MouseOver) and enabled
    if filled:
        box(painter, rect, fill=colour("accent" if enabled else "disabled"), radius=radius)
        return
    edge = colour("accent" if hovered else "outline") if enabled else colour("line")
    box(painter, rect, fill=colour("surface" if enabled else "window"), edge=edge, radius=radius, width=1.25)


def _square(rect: QRect) -> QRect:
    side = min(rect.width(), rect.height(), px(18))
    square = QRect(0, 0, side, side)
    square.moveCenter(rect.center())
    return square


def _round_pen(colour_: QColor, width: float) -> QPen:
    return QPen(colour_, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
