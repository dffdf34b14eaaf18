"""The small widgets: what they say, what they emit, how the keyboard reaches them."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QCursor, QEnterEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.ui.parts import (
    AmountBox,
    Badge,
    BadgeKind,
    Button,
    CollapsibleGroup,
    ElidedLabel,
    EmptyState,
    FilterChip,
    FlowLayout,
    IconButton,
    Kind,
    MessageBar,
    Mood,
    Notice,
    PlainLabel,
    ProgressStrip,
    SkeletonRows,
    StatusChip,
    Tone,
    WholeBox,
    paint_chip,
    set_tooltip,
)
from app.ui.theme import LIGHT, Scheme, Theme
from tests.ui.seen import badge_of

HOSTILE = '<img src="x"><b>bold</b> & <script>'
SHOWN = "<qt>&lt;img src=&quot;x&quot;&gt;&lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;</qt>"


def shown(qtbot: QtBot, widget: QWidget, width: int = 0, height: int = 0) -> None:
    """Show a widget in its own size, or in the one given."""
    qtbot.addWidget(widget)
    widget.resize(width or widget.sizeHint().width(), height or widget.sizeHint().height())
    widget.show()


def has_colour(widget: QWidget, colour: str) -> bool:
    """Whether the widget paints this colour anywhere."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return any(image.pixelColor(x, y).name() == colour.lower() for x, y in points)


# Text of others


def test_a_label_shows_markup_as_it_is(qtbot: QtBot):
    """A creator's "<b>" is three characters, not a command."""
    label = PlainLabel(HOSTILE)
    shown(qtbot, label)

    assert (label.textFormat(), label.text()) == (Qt.TextFormat.PlainText, HOSTILE)


def test_a_tooltip_shows_markup_as_it_is(qtbot: QtBot):
    """Qt reads tooltips as HTML when they look like it; ours are escaped."""
    widget = QWidget()
    qtbot.addWidget(widget)
    set_tooltip(widget, HOSTILE)

    assert widget.toolTip() == SHOWN


def test_cut_text_has_a_tooltip_with_all_of_it(qtbot: QtBot):
    """What does not fit ends in an ellipsis and is shown whole when pointed at."""
    label = ElidedLabel("A name that is far too long for its place")
    shown(qtbot, label, width=80)

    assert label.is_cut()
    assert "A name that is far too long for its place" in label.toolTip()


def test_text_that_fits_has_no_tooltip(qtbot: QtBot):
    """A tooltip that repeats what one reads anyway is noise."""
    label = ElidedLabel("Vera")
    shown(qtbot, label, width=200)

    assert label.toolTip() == ""


def test_a_cut_label_remembers_its_full_size(qtbot: QtBot):
    """When there is room again the label asks for it."""
    label = ElidedLabel("A name that is far too long for its place")
    wanted = label.sizeHint().width()
    shown(qtbot, label, width=80)

    assert label.sizeHint().width() == wanted > label.minimumSizeHint().width()


def test_a_labels_colour_follows_the_theme(theme: Theme, qtbot: QtBot):
    """A warning is in the scheme's own `warn`."""
    label = PlainLabel("Not enough credits", token="warn")
    shown(qtbot, label)
    theme.set_scheme(Scheme.DARK)

    assert label.palette().windowText().color().name().upper() == theme.tokens.warn


# Buttons


def test_a_primary_button_is_filled(qtbot: QtBot):
    """The next sensible step is the one filled button."""
    button = Button("Get 6", Kind.PRIMARY)
    shown(qtbot, button)

    assert has_colour(button, LIGHT.accent)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_button_shows_all_its_words(kind: Kind, qtbot: QtBot):
    """In its own size no kind of button cuts its words."""
    button = Button("See an example", kind)
    room = button.sizeHint().width() - {Kind.LINK: 0, Kind.QUIET: 8}.get(kind, 16)
    qtbot.addWidget(button)

    assert button.fontMetrics().horizontalAdvance(button.text()) <= room


def test_a_button_can_become_the_primary_one(qtbot: QtBot):
    """A step that becomes the sensible one is shown as such."""
    button = Button("Continue")
    shown(qtbot, button)
    button.set_kind(Kind.PRIMARY)

    assert (button.kind, has_colour(button, LIGHT.accent)) == (Kind.PRIMARY, True)


def test_an_icon_button_says_what_it_does(qtbot: QtBot):
    """An icon has a name for screen readers and for those who point at it, and the keyboard reaches it."""
    button = IconButton("question", "Help")
    qtbot.addWidget(button)

    assert (button.accessibleName(), "Help" in button.toolTip()) == ("Help", True)
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


# Chips and badges


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_a_filter_chip_is_removed_by_keyboard(key: Qt.Key, qtbot: QtBot):
    """Delete takes the filter away."""
    chip = FilterChip("Germany")
    shown(qtbot, chip)

    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip, key)


def test_the_cross_removes_and_does_not_open(qtbot: QtBot):
    """A click on the × emits `removed` only."""
    chip = FilterChip("Germany")
    shown(qtbot, chip)
    cross = QPoint(chip.width() - 12, chip.height() // 2)

    with qtbot.assertNotEmitted(chip.clicked), qtbot.waitSignal(chip.removed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=cross)


def test_the_words_of_a_chip_open_and_do_not_remove(qtbot: QtBot):
    """A click on the words emits `clicked` only."""
    chip = FilterChip("Germany")
    shown(qtbot, chip)

    with qtbot.assertNotEmitted(chip.removed), qtbot.waitSignal(chip.clicked):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(14, 12))


def test_enter_opens_a_chip(qtbot: QtBot):
    """The keyboard can do what a click does."""
    chip = FilterChip("Germany")
    shown(qtbot, chip)

    with qtbot.waitSignal(chip.clicked):
        qtbot.keyClick(chip, Qt.Key.Key_Return)


def test_a_chip_that_cannot_be_removed_ignores_delete(qtbot: QtBot):
    """A fixed chip has no × and no way to lose it by accident."""
    chip = FilterChip("Instagram", removable=False)
    shown(qtbot, chip)

    with qtbot.assertNotEmitted(chip.removed):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)


def test_an_endless_chip_is_cut_and_explains_itself(qtbot: QtBot):
    """A very long filter does not push the others away."""
    chip = FilterChip("words " * 60)
    shown(qtbot, chip)

    assert (chip.width(), chip.height()) == (240, 24)
    assert "words words" in chip.toolTip()


@pytest.mark.parametrize("tone", list(Tone))
def test_a_status_is_a_word_on_the_ground_of_its_tone(tone: Tone, qtbot: QtBot):
    """Colour never stands alone: the word is there too, also for screen readers."""
    chip = StatusChip("Approved", tone)
    shown(qtbot, chip)

    assert has_colour(chip, getattr(LIGHT, tone.value))
    assert chip.accessibleName() == "Approved"


def test_a_painted_chip_stays_in_its_cell(qtbot: QtBot):
    """A delegate can paint a chip with a long word: it ends where the cell ends."""
    image = QImage(60, 32, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    paint_chip(painter, image.rect().adjusted(0, 0, -20, 0), "A very long status", Tone.OK)
    painter.end()

    assert image.pixelColor(20, 8).name().upper() == LIGHT.ok_soft
    assert {image.pixelColor(x, y).name() for x in range(41, 60) for y in range(32)} == {"#000000"}


def test_practice_is_violet(qtbot: QtBot):
    """The practice account's badge is the one violet thing."""
    badge = Badge("PRACTICE", BadgeKind.PRACTICE)
    shown(qtbot, badge)

    assert has_colour(badge, LIGHT.practice_soft)


class Block(QWidget):
    """Something of a given width to lay out."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width

    def sizeHint(self) -> QSize:
        return QSize(self._width, 24)


def lay_out(qtbot: QtBot, widths: list[int], hidden: int | None = None) -> list[tuple[int, int, int]]:
    """(x, y, width) of blocks in a flow of 100 px."""
    holder = QWidget()
    flow = FlowLayout(holder)
    blocks = [Block(width) for width in widths]
    for block in blocks:
        flow.addWidget(block)
    if hidden is not None:
        blocks[hidden].hide()
    shown(qtbot, holder, 100, 200)
    return [(block.x(), block.y(), block.width()) for at, block in enumerate(blocks) if at != hidden]


@pytest.mark.parametrize(
    ("widths", "places"),
    [
        ([40, 40], [(0, 0, 40), (48, 0, 40)]),
        ([46, 46], [(0, 0, 46), (54, 0, 46)]),
        ([47, 46], [(0, 0, 47), (0, 32, 46)]),
        ([400, 40], [(0, 0, 100), (0, 32, 40)]),
    ],
    ids=["side by side", "just fits", "next line", "too wide"],
)
def test_a_flow_breaks_into_lines(widths: list[int], places: list[tuple[int, int, int]], qtbot: QtBot):
    """A new line begins where a widget would stick out; one that is too wide gets the whole line."""
    assert lay_out(qtbot, widths) == places


def test_a_hidden_widget_leaves_no_gap_in_a_flow(qtbot: QtBot):
    """The widgets after it move up."""
    assert lay_out(qtbot, [40, 40, 20], hidden=1) == [(0, 0, 40), (48, 0, 20)]


# Messages


def test_a_message_says_what_to_do(qtbot: QtBot):
    """The bar shows the words and a button that does it, and is gone afterwards."""
    bar, done = MessageBar(), []
    qtbot.addWidget(bar)
    bar.show_message(Mood.BAD, "The key was refused.", "Open account", lambda: done.append(True))
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)

    assert (bar.text.text(), done, bar.isHidden()) == ("The key was refused.", [True], True)


def test_a_message_can_be_dismissed(qtbot: QtBot):
    """The × hides the bar and says so."""
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_message(Mood.WARN, "No answer came.")

    with qtbot.waitSignal(bar.dismissed):
        qtbot.mouseClick(bar.dismiss, Qt.MouseButton.LeftButton)
    assert bar.isHidden()


def test_a_message_without_a_remedy_has_no_button(qtbot: QtBot):
    """No empty button stands about, also not after a message that had one."""
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_message(Mood.BAD, "The key was refused.", "Open account", lambda: None)
    bar.show_message(Mood.INFO, "You are offline.")

    assert bar.action.isHidden()


@pytest.mark.parametrize("mood", list(Mood))
def test_a_message_stands_on_the_ground_of_its_mood(mood: Mood, qtbot: QtBot):
    """Trouble is red, doubt is amber, news is blue."""
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.resize(300, 40)
    bar.show_message(mood, "Words")

    assert has_colour(bar, getattr(LIGHT, mood.value[0]))


async def test_a_notice_goes_by_itself(qtbot: QtBot, until):
    """Success needs no click."""
    sheet = QWidget()
    shown(qtbot, sheet, 600, 300)
    notice = Notice(sheet, shown_ms=1)
    notice.show_notice("35 creators have details now")
    await until(notice.isHidden)

    assert notice.text.text() == "35 creators have details now"


def test_a_notice_stays_six_seconds(qtbot: QtBot):
    """Long enough to read it and to find Undo."""
    sheet = QWidget()
    shown(qtbot, sheet, 600, 300)
    notice = Notice(sheet)
    notice.show_notice("3 rows removed", "Undo", lambda: None)

    assert (notice.timer.isActive(), notice.timer.interval()) == (True, 6000)


def test_a_notice_stays_while_it_is_pointed_at(qtbot: QtBot):
    """Also in a window that is not in front; when the mouse has left it has its whole time again."""
    sheet = QWidget()
    shown(qtbot, sheet, 600, 300)
    notice = Notice(sheet)
    notice.show_notice("3 rows removed", "Undo", lambda: None)
    middle = QPointF(notice.rect().center())
    QApplication.sendEvent(notice, QEnterEvent(middle, middle, middle))
    during = notice.timer.isActive()
    QApplication.sendEvent(notice, QEvent(QEvent.Type.Leave))

    assert (during, notice.timer.isActive()) == (False, True)


def test_a_notice_that_comes_up_under_a_resting_mouse_stays(qtbot: QtBot):
    """Nobody moved, so nothing entered it."""
    sheet = QWidget()
    shown(qtbot, sheet, 600, 300)
    notice = Notice(sheet)
    notice.show_notice("3 rows removed", "Undo", lambda: None)
    QCursor.setPos(notice.mapToGlobal(notice.rect().center()))
    notice.timer.timeout.emit()
    rested_on = notice.isHidden()
    QCursor.setPos(sheet.mapToGlobal(QPoint(0, 0)))
    notice.timer.timeout.emit()

    assert (rested_on, notice.isHidden()) == (False, True)


def test_undo_does_it_and_ends_the_notice(qtbot: QtBot):
    """The notice's button calls back once."""
    sheet, undone = QWidget(), []
    shown(qtbot, sheet, 600, 300)
    notice = Notice(sheet)
    notice.show_notice("3 rows removed", "Undo", lambda: undone.append(True))
    qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)

    assert (undone, notice.isHidden()) == ([True], True)


def test_a_notice_keeps_to_the_foot_of_its_sheet(qtbot: QtBot):
    """It lies over the sheet's foot, in its middle, also after the window was resized."""
    sheet = QWidget()
    shown(qtbot, sheet, 600, 300)
    notice = Notice(sheet)
    notice.show_notice("Saved", "Open", lambda: None)
    sheet.resize(900, 500)
    gaps = (notice.x(), sheet.width() - notice.geometry().right() - 1)

    assert notice.geometry().bottom() + 1 == 500 - 12
    assert abs(gaps[0] - gaps[1]) <= 1


# Places


def test_an_empty_place_offers_the_way_on(qtbot: QtBot):
    """One sentence, and buttons that do it."""
    gone: list[str] = []
    state = EmptyState(
        "table",
        "Start with a search or your own list.",
        [("Find creators", lambda: gone.append("find")), ("Import a list", lambda: gone.append("import"))],
    )
    shown(qtbot, state, 500, 300)
    for button in state.buttons():
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert (state.sentence(), gone) == ("Start with a search or your own list.", ["find", "import"])


def test_an_empty_place_can_change_its_mind(qtbot: QtBot):
    """The old buttons are gone with the old sentence."""
    state = EmptyState("table", "Start with a search.", [("Find creators", lambda: None)])
    shown(qtbot, state, 500, 300)
    state.show_state("wifi-slash", "You are offline.", [])

    assert (state.sentence(), state.buttons()) == ("You are offline.", [])


def test_an_empty_place_is_no_menu(qtbot: QtBot):
    """Three ways on are refused: they are no help."""
    three = [(word, lambda: None) for word in ("One", "Two", "Three")]

    with pytest.raises(ValueError, match="two"):
        EmptyState("table", "Words", three)


def test_progress_is_said_in_words(qtbot: QtBot):
    """The bar shows the share, the words carry the facts."""
    strip = ProgressStrip()
    shown(qtbot, strip, 700)
    strip.show_progress("Getting details", 1200, 4000, "about 2 min left")

    assert (strip.count.text(), strip.bar.value(), strip.bar.maximum()) == ("1,200 of 4,000", 1200, 4000)
    assert "about 2 min left" in strip.bar.accessibleDescription()


def test_progress_towards_an_unknown_end_moves_nothing(qtbot: QtBot):
    """No total: the count alone, an empty bar and no animation."""
    strip = ProgressStrip()
    shown(qtbot, strip, 700)
    strip.show_progress("Reading the list", 5, 0)

    assert (strip.count.text(), strip.bar.value()) == ("5", 0)


def test_skeleton_rows_are_grey_bars(qtbot: QtBot):
    """Six bars stand in the place of rows, with a name for screen readers."""
    rows = SkeletonRows("Loading creators")
    shown(qtbot, rows)
    image = rows.grab().toImage()
    column = [image.pixelColor(40, y).name().upper() == LIGHT.subtle for y in range(image.height())]

    assert sum(now and not before for before, now in zip([False, *column], column, strict=False)) == 6
    assert rows.accessibleName() == "Loading creators"


# Groups


def test_a_group_opens_with_a_click(qtbot: QtBot):
    """The whole heading is the button."""
    group = CollapsibleGroup("Audience")
    group.body.addWidget(QLineEdit())
    shown(qtbot, group, 256, 200)

    with qtbot.waitSignal(group.toggled) as opened:
        qtbot.mouseClick(group.header, Qt.MouseButton.LeftButton)
    assert (opened.args, group.content.isVisible()) == ([True], True)


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        (Qt.Key.Key_Right, False, True),
        (Qt.Key.Key_Right, True, True),
        (Qt.Key.Key_Left, True, False),
        (Qt.Key.Key_Return, False, True),
        (Qt.Key.Key_Space, True, False),
    ],
)
def test_a_group_opens_by_keyboard(key: Qt.Key, before: bool, after: bool, qtbot: QtBot):
    """Right opens, Left closes, as in a tree; Enter and Space change."""
    group = CollapsibleGroup("Audience", is_open=before)
    shown(qtbot, group, 256, 200)
    qtbot.keyClick(group.header, key)

    assert group.is_open() is after


def test_a_group_counts_what_is_set(qtbot: QtBot):
    """The count stands on the badge and in the name; none shows no badge."""
    group = CollapsibleGroup("Audience")
    shown(qtbot, group, 256, 40)
    group.set_count(2)
    two = (badge_of(group), group.header.accessibleName())
    group.set_count(0)

    assert two == ("2", "Audience, 2 set")
    assert (badge_of(group), group.header.accessibleName()) == ("", "Audience")


@pytest.mark.parametrize(
    ("typed", "whole", "amount"),
    [
        ("1,500", 1500, 1500.0),
        ("1.500", 1500, 1.5),
        ("1 500", 1500, 1500.0),
        ("12,50", None, 12.5),
        ("1.234,50", None, 1234.5),
        ("1'234.50", None, 1234.5),
    ],
)
def test_numbers_are_read_however_they_are_written(qtbot: QtBot, typed: str, whole: int | None, amount: float) -> None:
    """A cap of 12,50 is no cap of 1,250; shown is the one way of the window."""
    count, cap = WholeBox(), AmountBox()
    for box in (count, cap):
        box.setRange(1, 10_000)
        box.setGroupSeparatorShown(True)
        shown(qtbot, box, 120)
        box.selectAll()
        QTest.keyClicks(box, typed)
        QTest.keyClick(box, Qt.Key.Key_Return)

    assert cap.value() == amount
    assert cap.text() == f"{amount:,.2f}"
    assert whole is None or (count.value(), count.text()) == (whole, f"{whole:,}")


def test_what_is_no_number_cannot_be_typed_into_a_field_for_one(qtbot: QtBot) -> None:
    """The value stays as it was."""
    box = WholeBox()
    shown(qtbot, box, 120)
    box.setValue(7)
    box.selectAll()
    QTest.keyClicks(box, "x-")
    QTest.keyClick(box, Qt.Key.Key_Return)

    assert (box.value(), box.text()) == (7, "7")
