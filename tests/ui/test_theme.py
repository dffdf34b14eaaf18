"""The look: colours, type, measures, icons, and the style that draws with them."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK, LIGHT, Role, Scheme, Theme, Tokens, colour, font, icon, number_font, px, state, tint
from app.ui.theme.tokens import TOKEN_NAMES, contrast
from tests.ui.seen import ringed

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])

READABLE = [
    ("text", ground)
    for ground in ("surface", "window", "subtle", "selected", "accent_soft", "ok_soft", "warn_soft", "bad_soft")
] + [
    ("muted", "surface"),
    ("muted", "selected"),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("ok", "ok_soft"),
    ("warn", "warn_soft"),
    ("bad", "bad_soft"),
    ("practice", "practice_soft"),
]
ICONS = [
    "circle",
    "circle-half",
    "circle-fill",
    "hourglass-medium",
    "warning",
    "x",
    "magnifying-glass",
    "caret-down",
    "caret-right",
    "check-circle",
    "info",
    "warning-circle",
    "table",
    "question",
    "fa6b.instagram",
    "fa6b.tiktok",
    "fa6b.youtube",
    "fa6b.twitch",
    "fa6b.x-twitter",
]


@pytest.fixture
def doubled(theme: Theme) -> Iterator[None]:
    """A system text size of 26 px."""
    state.use(theme.tokens, 2.0)
    yield
    state.use(theme.tokens, theme.scale)


def picture(widget: QWidget) -> QImage:
    """What the widget paints, opaque, one pixel a logical pixel."""
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def colours_of(image: QImage) -> set[str]:
    """Every colour in the picture as "#rrggbb"."""
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@BOTH
@pytest.mark.parametrize("name", TOKEN_NAMES)
def test_a_token_is_a_full_colour(tokens: Tokens, name: str):
    """Every token is written as #RRGGBB in both schemes."""
    assert re.fullmatch(r"#[0-9A-F]{6}", getattr(tokens, name))


@BOTH
@pytest.mark.parametrize(("ink", "ground"), READABLE, ids=lambda name: name)
def test_words_are_readable_on_their_ground(tokens: Tokens, ink: str, ground: str):
    """Text keeps the contrast of 4.5 that WCAG asks for."""
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@BOTH
@pytest.mark.parametrize("ground", ["surface", "selected", "window"])
def test_edges_of_controls_are_visible(tokens: Tokens, ground: str):
    """The edge of a field or tick box keeps the contrast of 3 that WCAG asks for."""
    assert contrast(tokens.outline, getattr(tokens, ground)) >= 3


@pytest.mark.parametrize(("role", "style"), [(Role.BODY, "Regular"), (Role.HEADING, "Semi Bold")])
def test_the_font_is_the_one_that_comes_along(role: Role, style: str):
    """Text is set in Inter, in the weight of its role, whatever the machine has."""
    info = QFontInfo(font(role))

    assert (info.family(), info.styleName()) == ("Inter", style)


def test_digits_in_numbers_are_equally_wide():
    """Numbers stand in line under each other."""
    metrics = QFontMetricsF(number_font())

    assert len({metrics.horizontalAdvance(digit * 5) for digit in "0123456789"}) == 1


def test_measures_follow_the_system_text_size(doubled: None):
    """With a text twice as large every measure and font is twice as large."""
    assert (px(32), font(Role.TITLE).pixelSize()) == (64, 30)


def test_the_palette_leaves_no_role_to_chance(qapp: QApplication):
    """Every role has a colour of the tokens, also in the group of disabled widgets."""
    palette = qapp.palette()
    known = {getattr(LIGHT, name).lower() for name in TOKEN_NAMES}
    groups = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled)
    roles = [
        role for role in QPalette.ColorRole if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles)
    ]

    assert {palette.color(group, role).name() for group in groups for role in roles} <= known


def test_an_inactive_window_looks_like_an_active_one(qapp: QApplication):
    """Nothing fades when another program is in front: the sheet stays readable beside a mail."""
    palette = qapp.palette()

    assert palette.isEqual(QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive)


def test_the_scheme_changes_at_run_time(theme: Theme, qtbot: QtBot):
    """Switching to dark changes the palette of widgets that are already shown."""
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()

    theme.set_scheme(Scheme.DARK)
    qtbot.waitUntil(lambda: field.palette().color(QPalette.ColorRole.Base) == QColor(DARK.surface))

    assert DARK.surface.lower() in colours_of(picture(field))


def test_the_theme_tells_when_it_changed(theme: Theme, qtbot: QtBot):
    """Whatever caches colours hears of a change."""
    with qtbot.waitSignal(theme.changed):
        theme.set_scheme(Scheme.DARK)


def test_a_tinted_widget_follows_the_scheme(theme: Theme, qtbot: QtBot):
    """Text in the colour of a token takes the token's new colour."""
    field = QLineEdit()
    qtbot.addWidget(field)
    tint(field, "warn")

    theme.set_scheme(Scheme.DARK)

    assert field.palette().color(QPalette.ColorRole.Text) == QColor(DARK.warn)


def test_an_icon_follows_the_scheme(theme: Theme):
    """An icon made in the light scheme is painted in the dark one's colour."""
    made = icon("circle-fill", "accent")

    theme.set_scheme(Scheme.DARK)
    middle = made.pixmap(18, 18).toImage().pixelColor(9, 9)

    assert middle == QColor(DARK.accent)


@pytest.mark.parametrize("name", ICONS)
def test_the_icons_of_the_look_exist(name: str):
    """Every icon the look names paints something."""
    image = icon(name).pixmap(18, 18).toImage()

    assert any(image.pixelColor(x, y).alpha() for x in range(18) for y in range(18))


def test_an_icon_that_does_not_exist_is_refused():
    """A misspelled icon fails where it is asked for, not as a blank on the screen."""
    with pytest.raises(KeyError):
        icon("magnifing-glas")


@pytest.mark.parametrize("make", [QLineEdit, QComboBox, QSpinBox, lambda: QPushButton("Pause"), QToolButton])
def test_controls_are_32_high(make, qtbot: QtBot):
    """Fields and buttons in one line have one height."""
    control = make()
    qtbot.addWidget(control)

    assert control.sizeHint().height() == 32


def test_a_combo_box_shows_all_its_words(qtbot: QtBot):
    """In its own size the chosen word is not cut."""
    control = QComboBox()
    control.addItem("Instagram")
    qtbot.addWidget(control)
    control.resize(control.sizeHint())
    wide = picture(control)
    control.resize(control.width() + 40, control.height())

    # Everything left of the arrow is the same with more room.
    left = QRect(0, 4, control.sizeHint().width() - 28, 24)
    assert wide.copy(left) == picture(control).copy(left)


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("make", [QCheckBox, QRadioButton, QLineEdit, QComboBox, QSpinBox, QPlainTextEdit])
def test_edges_are_drawn_in_outline(make, scheme: Scheme, theme: Theme, qtbot: QtBot):
    """What one can tick or type into has an edge in the token made for it, also in the dark."""
    theme.set_scheme(scheme)
    control = make()
    qtbot.addWidget(control)
    control.resize(control.sizeHint().expandedTo(QSize(40, 32)))
    left_edge = {picture(control).pixelColor(x, control.height() // 2).name() for x in range(4)}

    assert any(contrast(seen, theme.tokens.surface) >= 3 for seen in left_edge)


def test_a_ticked_box_is_filled_with_accent(qtbot: QtBot):
    """A tick is seen from afar."""
    ticked = QCheckBox()
    qtbot.addWidget(ticked)
    ticked.setChecked(True)

    assert {LIGHT.accent.lower(), LIGHT.on_accent.lower()} <= colours_of(picture(ticked))


def test_the_keyboard_shows_a_ring_and_the_mouse_does_not(theme: Theme, qtbot: QtBot):
    """The focus ring appears with Tab and goes with a click."""
    _window, first, second = two_fields(qtbot)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    after_tab = ringed(theme)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)

    assert (after_tab, ringed(theme)) == (second, None)


def test_the_ring_lies_outside_the_control(theme: Theme, qtbot: QtBot):
    """Two pixels of accent, two pixels away: nothing moves, nothing is covered."""
    window, first, second = two_fields(qtbot)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    middle = second.geometry().center().y()
    image = picture(window)
    across = [image.pixelColor(second.x() - out, middle).name() for out in (4, 3, 2, 1)]

    accent, ground = LIGHT.accent.lower(), LIGHT.window.lower()
    assert across == [accent, accent, ground, ground]


def test_a_ring_may_die_with_its_widget(theme: Theme, qtbot: QtBot):
    """Closing a panel that has the focus leaves the ring free for the next widget."""
    window, first, second = two_fields(qtbot)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    second.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    third = QLineEdit(window)
    third.show()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(first, Qt.Key.Key_Tab)

    assert ringed(theme) is third


def two_fields(qtbot: QtBot) -> tuple[QWidget, QLineEdit, QLineEdit]:
    """A window with two fields, active, the first with the focus."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, second = QLineEdit(), QLineEdit()
    column.addWidget(first)
    column.addWidget(second)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    return window, first, second


def test_colours_are_those_in_force(theme: Theme):
    """`colour` answers for the scheme that is shown."""
    before = colour("surface")
    theme.set_scheme(Scheme.DARK)

    assert (before, colour("surface")) == (QColor(LIGHT.surface), QColor(DARK.surface))
