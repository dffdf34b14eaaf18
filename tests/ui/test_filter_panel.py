"""The find panel: the whole catalogue as a form, the exact price on its button, and what it hands on."""

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeySequence, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app import resources
from app.domain.filters import Catalogue, DictionaryItem, Expose, Search, Sort
from app.domain.platforms import Platform
from app.ui.filter_panel import FilterPanel
from app.ui.filter_panel.offer import CountWords, Offer
from app.ui.main_window import MainWindow
from app.ui.parts import ElidedLabel, FilterChip
from app.ui.theme import Scheme, Theme, colour
from tests.conftest import Until
from tests.ui.seen import badge_of

CATALOGUE = Catalogue.from_mapping(json.loads(resources.path("api", "filters.json").read_text("utf-8")))
RICH = Search(
    platform=Platform.INSTAGRAM,
    filters={
        "ai_search": "vegan baking",
        "location": ["Germany", "Austria"],
        "number_of_followers": {"min": 20_000, "max": 100_000},
        "engagement_percent": {"min": 3.4100000858306885},
        "is_verified": True,
        "keywords_in_bio": ["vegan", "tofu"],
        "creator_has": {"has_youtube": True},
        "follower_growth": {"growth_percentage": 5},
        "audience": {"gender": {"type": "female"}, "age": [{"range": "25-34", "min_pct": 30}]},
        "exclude_list": [7],
    },
    sort=Sort(by="engagement_rate", order="asc"),
    target=120,
)


@pytest.fixture
def panel(qtbot: QtBot) -> FilterPanel:
    """A panel with 8.42 credits, as high as the window at 1280x800 leaves it."""
    made = FilterPanel(CATALOGUE)
    qtbot.addWidget(made)
    made.resize(made.width(), 696)
    made.set_balance(Decimal("8.42"))
    return made


class Places:
    """A dictionary in memory that notes what it was asked; everything in `lost` it no longer has."""

    def __init__(self, *names: str, lost: tuple[str, ...] = ()) -> None:
        self.asked: list[tuple[str, Platform, str]] = []
        self._names, self._lost = names, lost

    async def find(self, name: str, platform: Platform, text: str) -> list[DictionaryItem]:
        self.asked.append((name, platform, text))
        return [DictionaryItem(label=place, value=place) for place in self._names]

    async def meant(self, _name: str, _platform: Platform, _value: str) -> DictionaryItem | None:
        return None

    async def gone(self, _name: str, _platform: Platform, values: Sequence[str]) -> tuple[str, ...]:
        return tuple(value for value in values if value in self._lost)


def part(panel: FilterPanel, kind: type[Any], name: str) -> Any:
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def button(panel: FilterPanel) -> QPushButton:
    return part(panel, QPushButton, "search_button")


def choose_platform(panel: FilterPanel, platform: Platform) -> None:
    box = part(panel, QComboBox, "platform")
    box.setCurrentIndex(box.findData(platform))
    box.activated.emit(box.currentIndex())


def type_range(panel: FilterPanel, key: str, text: str) -> None:
    field = panel.form.editors[key].focusProxy()
    field.clear()
    QTest.keyClicks(field, text)


def test_at_the_start_fifty_creators_on_instagram_without_a_filter(panel: FilterPanel) -> None:
    """The button works as soon as the credits are known; nothing else is needed."""
    assert panel.search() == Search(platform=Platform.INSTAGRAM, target=50)
    assert part(panel, QComboBox, "platform").currentText() == "Instagram"
    assert part(panel, QSpinBox, "target_rows").value() == 50
    assert (part(panel, QSpinBox, "target_rows").minimum(), part(panel, QSpinBox, "target_rows").maximum()) == (
        1,
        10_000,
    )
    assert part(panel, QLineEdit, "filter_search").text() == ""
    assert button(panel).isEnabled()
    assert button(panel).text() == "Find 50 · 0.50 credits"


@pytest.mark.parametrize(
    ("target", "words"),
    [(1, "Find 1 · 0.01 credits"), (50, "Find 50 · 0.50 credits"), (51, "Find 51 · 0.52 credits"),
     (120, "Find 120 · 1.20 credits"), (10_000, "Find 10,000 · 100.00 credits")],
)  # fmt: skip
def test_the_button_names_the_exact_maximum(panel: FilterPanel, target: int, words: str) -> None:
    """Whole pages are paid: 51 creators are two pages of 26 (design, section 8)."""
    panel.set_balance(Decimal(100))
    part(panel, QSpinBox, "target_rows").setValue(target)

    assert button(panel).text() == words


def test_unknown_credits_disable_the_button_and_say_so(panel: FilterPanel) -> None:
    """Nothing is bought on a guess."""
    panel.set_balance(None)

    assert not button(panel).isEnabled()
    assert "Your credits are not known yet." in button(panel).toolTip()
    assert "0.50 credits" in part(panel, QLabel, "estimate").text()


def test_the_estimate_says_what_is_left(panel: FilterPanel) -> None:
    """In plain colour: money is visible, never loud."""
    estimate = part(panel, QLabel, "estimate")

    assert estimate.text() == "Up to 0.50 credits · at least 7.92 left"
    assert estimate.palette().color(QPalette.ColorRole.WindowText) == colour("muted")


def test_credits_that_do_not_cover_it_warn_and_the_button_is_for_the_first(panel: FilterPanel, qtbot: QtBot) -> None:
    """The line says how far they go, in the colour of a warning; how many are wanted stays as it was typed."""
    panel.set_balance(Decimal("0.30"))
    estimate = part(panel, QLabel, "estimate")
    with qtbot.waitSignal(panel.search_requested) as asked:
        button(panel).click()

    assert estimate.text() == "Your 0.30 credits cover 30 of these 50."
    assert estimate.palette().color(QPalette.ColorRole.WindowText) == colour("warn")
    assert button(panel).text() == "Find the first 30 · 0.30 credits"
    assert asked.args[0].target == 30
    assert panel.foot.target.value() == 50


@pytest.mark.parametrize("balance", ["0.00", "0.009"])
def test_without_a_credit_nothing_can_be_found(panel: FilterPanel, balance: str) -> None:
    """The button says why; a search that is there is opened all the same."""
    panel.set_balance(Decimal(balance))
    shut = button(panel).isEnabled(), button(panel).accessibleDescription()
    panel.set_offer(Offer(search=panel.search(), seed=None, most=Decimal("0.00"), there=True), CountWords())

    assert shut == (False, f"Your {balance} credits cover none of these 50.")
    assert button(panel).isEnabled()


def test_the_longest_words_of_the_button_fit(panel: FilterPanel) -> None:
    """Nothing of a price is cut."""
    panel.set_balance(Decimal("99.99"))
    panel.set_search(replace(panel.search(), target=10_000))

    assert button(panel).text() == "Find the first 9,950 · 99.50 credits"
    assert button(panel).sizeHint().width() <= panel.width() - 32


def test_a_running_search_disables_the_button_until_it_is_done(panel: FilterPanel) -> None:
    """A second click must not buy a second search."""
    panel.set_busy(Decimal("0.50"))
    while_busy = (button(panel).isEnabled(), "running" in button(panel).toolTip())
    panel.set_busy(None)

    assert while_busy == (False, True)
    assert button(panel).isEnabled()
    assert button(panel).toolTip() == ""


def test_a_running_search_is_taken_off_what_is_left_once(panel: FilterPanel) -> None:
    """Its money is set aside already: the line under the button does not take it off again."""
    panel.set_balance(Decimal("7.92"))
    panel.set_busy(Decimal("0.50"))

    assert part(panel, QLabel, "estimate").text() == "Up to 0.50 credits are set aside for it"


def test_the_button_hands_on_the_search_it_stands_for(panel: FilterPanel, qtbot: QtBot) -> None:
    """What was priced is what is asked for."""
    type_range(panel, "number_of_followers", "10k")
    with qtbot.waitSignal(panel.search_requested) as requested:
        button(panel).click()

    assert requested.args == [
        Search(platform=Platform.INSTAGRAM, filters={"number_of_followers": {"min": 10_000}}, target=50)
    ]


def test_a_shown_search_comes_back_unchanged(panel: FilterPanel) -> None:
    """To the last digit, with parts that an editor would have filled in, and without a signal."""
    seen: list[object] = []
    panel.search_changed.connect(seen.append)
    panel.set_search(RICH)

    assert panel.search() == RICH
    assert panel.search().filters == RICH.filters
    assert seen == []


def test_a_change_touches_only_its_own_filter(panel: FilterPanel) -> None:
    """The other filters stay as they came; every change is announced."""
    seen: list[object] = []
    panel.set_search(RICH)
    panel.search_changed.connect(seen.append)
    panel.form.editors["is_verified"].focusProxy().click()

    assert seen == [RICH.without("is_verified")]


def test_a_new_search_takes_the_place_of_the_old(panel: FilterPanel) -> None:
    """Nothing of the former search stays behind in an editor."""
    panel.set_search(RICH)
    panel.set_search(Search(platform=Platform.INSTAGRAM))

    assert panel.search() == Search(platform=Platform.INSTAGRAM)
    assert [editor.value() for editor in panel.form.editors.values() if editor.value() is not None] == []


@pytest.mark.parametrize("platform", list(Platform), ids=str)
def test_the_whole_list_of_the_platform_is_there(panel: FilterPanel, platform: Platform) -> None:
    """Each filter once, by group; neither unconfirmed ones nor second names."""
    panel.set_search(Search(platform=platform))
    panel.form.show_all()
    expected = {spec.key for spec in CATALOGUE.for_platform(platform)}
    shown = panel.form.editors

    assert set(shown) == expected
    assert not {shown[key].spec.expose for key in shown} & {Expose.UNVERIFIED, Expose.HIDDEN}
    panel.form.show_all()
    assert panel.form.all_button.text() == f"All {len(expected)} filters"
    for key, group in panel.form.groups.items():
        assert all(shown[name].spec.group == key for name in shown if group.isAncestorOf(shown[name]))


@pytest.mark.parametrize(
    ("platform", "first"),
    [
        (
            Platform.INSTAGRAM,
            ["ai_search", "location", "number_of_followers", "engagement_percent", "profile_language"],
        ),
        (
            Platform.YOUTUBE,
            ["ai_search", "location", "number_of_subscribers", "engagement_percent", "profile_language"],
        ),
        (Platform.TWITCH, ["ai_search", "location", "followers", "profile_language"]),
        (Platform.ONLYFANS, ["ai_search", "location", "profile_language"]),
    ],
)
def test_the_filters_most_searches_need_stand_first(panel: FilterPanel, platform: Platform, first: list[str]) -> None:
    """Topic, place, size, engagement and language, where the platform has them; the rest is in closed groups."""
    panel.set_search(Search(platform=platform))
    above = [key for key, editor in panel.form.editors.items() if not in_group(panel, editor)]

    assert above == first
    assert not any(group.is_open() for group in panel.form.groups.values())


def in_group(panel: FilterPanel, editor: QWidget) -> bool:
    return any(group.isAncestorOf(editor) for group in panel.form.groups.values())


def test_groups_count_what_is_set_in_them(panel: FilterPanel) -> None:
    """A closed group does not hide that it narrows the search."""
    panel.set_search(RICH)
    counts = {key: badge_of(group) for key, group in panel.form.groups.items()}

    assert {key: count for key, count in counts.items() if count} == {
        "profile": "1",
        "reach": "1",
        "text": "1",
        "links": "1",
        "audience": "2",
        "exclusions": "1",
    }
    panel.form.editors["is_verified"].focusProxy().click()
    assert badge_of(panel.form.groups["profile"]) == ""


def test_all_filters_opens_every_group_and_closes_them_again(panel: FilterPanel) -> None:
    """One click for who wants to see everything."""
    panel.form.all_button.click()
    opened = [group.is_open() for group in panel.form.groups.values()]
    text = panel.form.all_button.text()
    panel.form.all_button.click()

    assert all(opened)
    assert text == "Close all groups"
    assert not any(group.is_open() for group in panel.form.groups.values())


def test_a_closed_group_has_its_editors_as_soon_as_it_is_opened(panel: FilterPanel) -> None:
    """They are not made before, because the first paint would wait for them; then they work as the others do."""
    early = "is_verified" in panel.form.editors
    panel.form.groups["profile"].set_open(True)
    panel.form.editors["is_verified"].focusProxy().click()

    assert not early
    assert panel.search().filters == {"is_verified": True}


def test_tab_goes_through_the_panel_from_top_to_bottom(panel: FilterPanel) -> None:
    """Also through groups that were opened later, and after another platform was chosen."""
    choose_platform(panel, Platform.YOUTUBE)
    panel.form.show_all()
    panel.form.show_all()
    panel.form.groups["links"].set_open(True)
    panel.form.groups["profile"].set_open(True)
    panel.grab()  # lays everything out
    panel.foot.button.setEnabled(True)
    stops = tab_stops(panel.platform, 40)
    end = stops.index(panel.foot.button)
    places = [stop.mapTo(panel, QPoint(0, 0)) for stop in stops[: end + 1]]

    assert len(set(stops[: end + 1])) == end + 1 > 24
    assert stops[2] is panel.form.editors["ai_search"].focusProxy()
    inside = [(at.y(), at.x()) for stop, at in zip(stops, places, strict=False) if panel.form.isAncestorOf(stop)]
    assert len(inside) > 20
    assert inside == sorted(inside)


def test_qt_has_nothing_to_complain_about(qtbot: QtBot, qtlog: Any) -> None:
    """Its warnings would stand in the program's output, and each is a mistake of ours."""
    made = FilterPanel(CATALOGUE)
    qtbot.addWidget(made)
    for platform in Platform:
        made.set_search(Search(platform=platform))
        made.form.show_all()
    made.set_search(RICH)

    assert [record.message for record in qtlog.records] == []


def test_a_list_without_a_search_says_so_and_offers_a_new_one(panel: FilterPanel, qtbot: QtBot) -> None:
    """In the place of the filters; similar creators need somebody to be like first."""
    panel.show()
    panel.set_without_search(True)
    hidden = not panel.form.isVisible() and not button(panel).isVisible()
    said, similar = part(panel, QLabel, "no_search"), part(panel, QPushButton, "find_similar")

    assert hidden
    assert said.isVisible()
    assert said.text() == "This list has no search."
    assert not similar.isEnabled()
    assert similar.toolTip() == "Type whose like you want first."
    with qtbot.waitSignal(panel.new_search_requested):
        part(panel, QPushButton, "new_search").click()


def test_showing_a_search_brings_the_filters_back(panel: FilterPanel) -> None:
    """A search cannot be shown behind the note."""
    panel.show()
    panel.set_without_search(True)
    panel.set_search(RICH)

    assert panel.form.isVisible()
    assert panel.search() == RICH


def test_another_platform_keeps_what_fits_and_names_what_does_not(panel: FilterPanel) -> None:
    """Said in one line; the price stays, the search is one the platform takes."""
    panel.set_search(RICH.without("exclude_list"))
    choose_platform(panel, Platform.TIKTOK)
    said = part(panel, QLabel, "left_out")

    assert said.text() == "Dropped on TikTok: Audience gender, Audience age."
    assert not panel.said.isHidden()
    assert panel.search() == Search(
        platform=Platform.TIKTOK,
        filters={key: value for key, value in RICH.filters.items() if key not in ("audience", "exclude_list")},
        sort=RICH.sort,
        target=120,
    )


def test_a_lost_order_is_named_too(panel: FilterPanel) -> None:
    """Twitch cannot be sorted by growth."""
    panel.set_search(Search(platform=Platform.INSTAGRAM, sort=Sort(by="growth_rate")))
    choose_platform(panel, Platform.TWITCH)

    assert part(panel, QLabel, "left_out").text() == "Dropped on Twitch: the order."
    assert panel.search() == Search(platform=Platform.TWITCH)


def test_nothing_is_said_where_everything_came_along(panel: FilterPanel) -> None:
    """And what was said before is gone."""
    panel.set_search(RICH)
    choose_platform(panel, Platform.TWITCH)
    panel.set_search(Search(platform=Platform.TWITCH, filters={"location": ["Germany"]}))
    choose_platform(panel, Platform.YOUTUBE)

    assert panel.said.isHidden()


@pytest.mark.parametrize("offered", [False, True])
def test_onlyfans_is_only_there_when_switched_on(qtbot: QtBot, offered: bool) -> None:
    """Its filters are known from one source only (contract, Q29)."""
    made = FilterPanel(CATALOGUE, onlyfans=offered)
    qtbot.addWidget(made)

    assert (part(made, QComboBox, "platform").findData(Platform.ONLYFANS) >= 0) == offered


def test_a_search_on_onlyfans_can_be_opened_anyway(panel: FilterPanel) -> None:
    """A recipe may have made it."""
    panel.set_search(Search(platform=Platform.ONLYFANS))

    assert part(panel, QComboBox, "platform").currentText() == "OnlyFans"
    assert panel.search() == Search(platform=Platform.ONLYFANS)


def test_the_orders_of_the_platform_are_offered_in_words(panel: FilterPanel) -> None:
    """Best match first; subscribers on YouTube."""
    panel.set_search(Search(platform=Platform.YOUTUBE))
    box = part(panel, QComboBox, "sort_by")
    words = [box.itemText(at) for at in range(box.count())]
    box.setCurrentIndex(1)
    box.activated.emit(1)

    assert words[:3] == ["Best match", "Most subscribers", "Fewest subscribers"]
    assert panel.search() == Search(platform=Platform.YOUTUBE, sort=Sort(by="number_of_followers", order="desc"))


def test_a_filter_is_found_by_an_everyday_word_and_opened(panel: FilterPanel, qtbot: QtBot) -> None:
    """Enter opens its group and puts the focus into it."""
    panel.show()
    qtbot.waitExposed(panel)
    panel.activateWindow()
    QTest.keyClicks(part(panel, QLineEdit, "filter_search"), "sponsor")
    offered = [panel.finder.list.item(at).text() for at in range(panel.finder.list.count())]
    QTest.keyClick(part(panel, QLineEdit, "filter_search"), Qt.Key.Key_Down)
    QTest.keyClick(part(panel, QLineEdit, "filter_search"), Qt.Key.Key_Return)
    editor = panel.form.editors["brands"]
    qtbot.waitUntil(lambda: editor.focusProxy().hasFocus())

    assert offered[:2] == ["Has done brand deals", "Worked with brands"]
    assert panel.form.groups["commercial"].is_open()
    assert not editor.visibleRegion().isEmpty()
    assert panel.finder.field.text() == ""


def test_a_word_that_fits_no_filter_is_answered(panel: FilterPanel) -> None:
    """With the platform, as another one may have it."""
    QTest.keyClicks(part(panel, QLineEdit, "filter_search"), "qqqq")

    assert panel.finder.note.text() == "No filter on Instagram fits “qqqq”."


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("ai_search", "ab", "The text needs at least 3 characters."),
        ("number_of_followers", "many", "“many” is not a whole number. Type it like 20,000 or 20k."),
        ("engagement_percent", "130", "It must be 100 or less."),
    ],
)
def test_what_cannot_go_out_stands_under_its_editor_and_on_the_button(
    panel: FilterPanel, qtbot: QtBot, key: str, text: str, reason: str
) -> None:
    """The button is disabled at once; the sentence waits until the typing pauses."""
    seen: list[object] = []
    panel.search_changed.connect(seen.append)
    type_range(panel, key, text)
    enabled, tooltip = button(panel).isEnabled(), button(panel).accessibleDescription()
    qtbot.waitUntil(lambda: panel.form.editors[key].reason() == reason)

    assert not enabled
    assert tooltip.endswith(reason)
    assert panel.search() is None
    assert seen[-1] is None
    button(panel).click()
    field = panel.form.editors[key].focusProxy()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    assert button(panel).isEnabled()


def test_the_foot_says_what_is_wrong_and_leads_there(panel: FilterPanel, qtbot: QtBot) -> None:
    """Also what stands in a group that was closed: it opens; a tooltip alone is overlooked."""
    panel.show()
    panel.set_search(Search(platform=Platform.INSTAGRAM, filters={"average_likes": {"min": 9, "max": 5}}))
    said = part(panel, QLabel, "other_problem")
    panel.form.verticalScrollBar().setValue(0)
    part(panel, QPushButton, "show_problem").click()
    editor = panel.form.editors["average_likes"]
    qtbot.waitUntil(lambda: panel.focusWidget() is editor.focusProxy())

    assert said.text() == "Average likes: From 9 to 5 is upside down."
    assert panel.form.groups["performance"].is_open()
    assert not editor.visibleRegion().isEmpty()


@pytest.mark.parametrize(
    ("filters", "counted", "there"),
    [
        ({"ai_search": "vegan"}, CountWords(count="Count matches · 0.01"), False),
        ({"ai_search": "vegan"}, CountWords(said="1,163 creators match"), True),
        ({"number_of_followers": {"min": 200_001, "max": 100_000}}, CountWords(count="Count matches · 0.01"), False),
    ],
    ids=["price", "had", "wrong"],
)
def test_the_foot_keeps_its_height(
    panel: FilterPanel, qtbot: QtBot, filters: dict[str, Any], counted: CountWords, there: bool
) -> None:
    """The filters above it stay where they are while one of them is edited."""
    panel.show()
    qtbot.waitUntil(lambda: panel.foot.height() == panel.foot.sizeHint().height())
    before = panel.foot.height()
    search = Search(platform=Platform.INSTAGRAM, filters=filters, target=50)
    panel.set_search(search)
    panel.set_offer(replace(Offer.of(search, None), there=there), counted)
    qtbot.waitUntil(lambda: panel.foot.height() == panel.foot.sizeHint().height())

    assert panel.foot.height() == before


def test_every_problem_is_counted_at_the_foot(panel: FilterPanel) -> None:
    """The first one in full, how many more there are, and nothing when all is well."""
    panel.set_search(
        Search(platform=Platform.INSTAGRAM, filters={"ai_search": "ve", "engagement_percent": {"min": 130}})
    )
    text = part(panel, QLabel, "other_problem").text()
    panel.clear_all()

    assert text == "Topic or niche (AI search): The text needs at least 3 characters. And 1 more."
    assert part(panel, QLabel, "other_problem").isHidden()
    assert button(panel).isEnabled()


async def test_a_value_that_the_service_no_longer_has_stops_the_search(panel: FilterPanel, until: Until) -> None:
    """It came with a saved search, or from another platform; the chip is marked and the sentence names it."""
    panel.set_dictionary_source(Places("Germany", lost=("Prussia",)))
    seen: list[object] = []
    panel.search_changed.connect(seen.append)
    panel.set_search(Search(platform=Platform.INSTAGRAM, filters={"location": ["Germany", "Prussia"]}))
    before = button(panel).isEnabled()
    await until(lambda: not button(panel).isEnabled())
    reason = panel.form.editors["location"].reason()
    panel.form.editors["location"].remove(["Prussia"])

    assert before
    assert reason == "“Prussia” is not in the list: remove it, or choose another."
    assert seen == [Search(platform=Platform.INSTAGRAM, filters={"location": ["Germany"]})]
    assert button(panel).isEnabled()


def test_ten_thousand_and_one_handles_stop_the_search(panel: FilterPanel) -> None:
    """Named with the number there may be."""
    panel.set_search(
        Search(platform=Platform.INSTAGRAM, filters={"exclude_handles": [f"name{at}" for at in range(10_001)]})
    )

    assert panel.form.editors["exclude_handles"].reason() == "The list has 10,001 entries; 10,000 is the most."
    assert not button(panel).isEnabled()


def test_audience_filters_explain_whom_they_know(panel: FilterPanel) -> None:
    """Once for the group; a range of followers below it is refused at the filter."""
    panel.set_search(
        Search(
            platform=Platform.INSTAGRAM,
            filters={"number_of_followers": {"max": 5000}, "audience": {"credibility": "good"}},
        )
    )
    told = [label.text() for label in panel.form.groups["audience"].findChildren(QLabel)]

    assert any(text.startswith("Known for creators with 10,000 followers or more.") for text in told)
    assert "10,000 followers or more" in panel.form.editors["audience.credibility"].reason()


def press(panel: FilterPanel, keys: QKeySequence.StandardKey) -> None:
    QTest.keySequence(panel.focusWidget() or panel, QKeySequence(keys))


def test_typing_is_taken_back_and_brought_again_as_a_whole(panel: FilterPanel, qtbot: QtBot) -> None:
    """Ctrl+Z and Ctrl+Shift+Z in any field of the panel: what was typed in one go is one step."""
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    first, second = (panel.form.editors[key].focusProxy() for key in ("number_of_followers", "engagement_percent"))
    first.setFocus()
    QTest.keyClicks(first, "20k")
    second.setFocus()
    QTest.keyClicks(second, "3")
    both = panel.search()
    press(panel, QKeySequence.StandardKey.Undo)
    one, text = panel.search(), first.text()
    press(panel, QKeySequence.StandardKey.Undo)
    none = panel.search()
    press(panel, QKeySequence.StandardKey.Redo)
    press(panel, QKeySequence.StandardKey.Redo)

    assert (one, text) == (Search(platform=Platform.INSTAGRAM, filters={"number_of_followers": {"min": 20_000}}), "20k")
    assert none == Search(platform=Platform.INSTAGRAM)
    assert panel.search() == both
    assert not panel.redo_action.isEnabled()


def test_the_whole_panel_is_taken_back_step_by_step(panel: FilterPanel) -> None:
    """Ticks, platform, number, the known creators and "Clear all"; a new change forgets what was taken back."""
    stands = [(panel.search(), True)]
    panel.form.groups["profile"].set_open(True)
    for change in (
        lambda: panel.form.editors["is_verified"].focusProxy().click(),
        lambda: panel.foot.target.setValue(120),
        lambda: choose_platform(panel, Platform.TIKTOK),
        panel.foot.known.click,
        panel.clear_all,
    ):
        change()
        stands.append((panel.search(), panel.leave_out_known))
    back = []
    while panel.undo_action.isEnabled():
        panel.undo_action.trigger()
        back.append((panel.search(), panel.leave_out_known))
    panel.foot.target.setValue(7)

    assert len(set(stands)) == 6
    assert back == stands[-2::-1]
    assert not panel.redo_action.isEnabled()


def test_another_search_cannot_be_taken_back_into_the_one_before(panel: FilterPanel) -> None:
    """A sheet one turns to brings its own search."""
    panel.foot.target.setValue(120)
    panel.set_search(RICH)

    assert not panel.undo_action.isEnabled()


def test_a_filter_dropped_outside_the_panel_can_be_taken_back(panel: FilterPanel) -> None:
    """As the × of a chip over the sheet does it."""
    panel.set_search(RICH)
    panel.change_search(RICH.without("location"))
    without = panel.search()
    panel.undo()

    assert without == RICH.without("location")
    assert panel.search() == RICH


def test_clear_all_says_how_many_and_offers_the_way_back(panel: FilterPanel) -> None:
    """There only while there is something to clear; platform, order and number stay."""
    before = part(panel, QPushButton, "clear_all").isHidden()
    panel.set_search(RICH)
    part(panel, QPushButton, "clear_all").click()
    cleared, text = panel.search(), part(panel, QLabel, "left_out").text()
    part(panel, QPushButton, "undo_change").click()

    assert before
    assert cleared == Search(platform=Platform.INSTAGRAM, sort=RICH.sort, target=RICH.target)
    assert text == "11 filters cleared."
    assert panel.search() == RICH
    assert panel.said.isHidden()


def test_twins_are_translated_and_said_with_undo(panel: FilterPanel) -> None:
    """Followers on Instagram are subscribers on YouTube; handles and lists of Instagram mean nobody there."""
    mine = Search(
        platform=Platform.INSTAGRAM,
        filters={
            "number_of_followers": {"min": 20_000},
            "keywords_in_bio": ["vegan"],
            "follower_growth": {"growth_percentage": 5, "time_range_months": 3},
            "exclude_handles": ["anna"],
        },
    )
    panel.set_search(mine)
    choose_platform(panel, Platform.YOUTUBE)
    text, there = part(panel, QLabel, "left_out").text(), panel.search()
    part(panel, QPushButton, "undo_change").click()

    assert text == (
        "Now on YouTube: Subscribers, Subscriber growth, Words in channel description.\n"
        "Dropped: Leave out these handles."
    )
    assert there == Search(
        platform=Platform.YOUTUBE,
        filters={
            "number_of_subscribers": {"min": 20_000},
            "keywords_in_description": ["vegan"],
            "subscriber_growth": {"growth_percentage": 5, "time_range_months": 3},
        },
    )
    assert panel.search() == mine
    assert part(panel, QComboBox, "platform").currentText() == "Instagram"


def test_known_creators_are_left_out_unless_one_wants_them(panel: FilterPanel) -> None:
    """Visible at all times, on at the start, told to whoever searches; it is no part of the search."""
    told: list[bool] = []
    panel.leave_out_known_changed.connect(told.append)
    box, search = part(panel, QCheckBox, "leave_out_known"), panel.search()
    at_the_start = panel.leave_out_known
    box.click()
    panel.undo()

    assert (box.text(), at_the_start) == ("Leave out creators I already have", True)
    assert told == [False, True]
    assert panel.leave_out_known
    assert panel.search() == search


def test_scrolling_past_a_choice_does_not_change_it(panel: FilterPanel) -> None:
    """The wheel moves the form, also where the mouse happens to be over a box of choices."""
    panel.form.groups["profile"].set_open(True)
    panel.show()
    before = panel.search()
    box = panel.form.editors["gender"].focusProxy()
    middle = QPointF(box.rect().center())
    turned = QWheelEvent(
        middle, box.mapToGlobal(middle), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, turned)

    assert panel.search() == before
    assert not turned.isAccepted()  # it is left to the form


def test_enter_opens_the_first_filter_found(panel: FilterPanel, qtbot: QtBot) -> None:
    """Everyday word, Enter, and one can type."""
    panel.show()
    QTest.keyClicks(part(panel, QLineEdit, "filter_search"), "country")
    QTest.keyClick(part(panel, QLineEdit, "filter_search"), Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: panel.focusWidget() is panel.form.editors["location"].focusProxy())


def test_a_filter_of_another_platform_is_pointed_out(panel: FilterPanel) -> None:
    """Nobody has to look through all of them."""
    panel.set_search(Search(platform=Platform.TWITCH))
    QTest.keyClicks(part(panel, QLineEdit, "filter_search"), "age")

    assert panel.finder.note.text() == "No filter on Twitch fits “age”. There is one on Instagram."


def test_the_edit_menu_takes_filter_changes_back(qtbot: QtBot, theme: Theme) -> None:
    """Wherever the focus is; its keys work in the panel only, elsewhere they belong to the field one is in."""
    window = MainWindow(CATALOGUE, theme)
    qtbot.addWidget(window)
    (edit,) = [menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "&Edit"]
    panel = window.find_panel
    panel.foot.target.setValue(120)
    edit.actions()[0].trigger()

    assert [action.text() for action in edit.actions()[:2]] == ["Undo filter change", "Redo filter change"]
    assert panel.foot.target.value() == 50
    assert panel.undo_action.shortcutContext() is Qt.ShortcutContext.WidgetWithChildrenShortcut


def test_filters_that_do_not_go_together_are_named(panel: FilterPanel) -> None:
    """Under the filter that makes no difference."""
    panel.set_search(Search(platform=Platform.INSTAGRAM, filters={"type": "business", "gender": "female"}))

    assert "Business" in panel.form.editors["gender"].reason()
    assert panel.search() is None


def test_a_filter_without_an_editor_is_not_lost_silently(panel: FilterPanel) -> None:
    """It came with a search from elsewhere, and would not narrow anything here."""
    panel.set_search(Search(platform=Platform.INSTAGRAM, filters={"last_post": 90}))

    assert panel.search() is None
    assert part(panel, QLabel, "other_problem").text().startswith("Posted within (days): Nobody has confirmed")
    assert not part(panel, QLabel, "other_problem").isHidden()
    assert not button(panel).isEnabled()


async def test_a_place_that_is_still_being_chosen_is_not_complained_about(panel: FilterPanel, until: Until) -> None:
    """The search waits for it at once; the red sentence comes when the field is left without a choice."""

    panel.set_dictionary_source(Places("Germany"))
    editor = panel.form.editors["location"]
    panel.show()
    panel.activateWindow()
    editor.input.field.setFocus()
    await until(editor.input.field.hasFocus)
    QTest.keyClicks(editor.input.field, "Ger")
    await until(lambda: not editor.input.list.isHidden() and not panel.standing.findChild(QTimer).isActive())
    while_open, enabled = editor.reason(), button(panel).isEnabled()
    panel.foot.target.setFocus()

    assert (while_open, enabled) == ("", False)
    assert editor.reason() == "Choose “Ger” from the list, or clear it."


async def test_a_place_that_is_not_there_is_named_when_enter_finds_nothing(panel: FilterPanel, until: Until) -> None:
    """Enter means that the person is done with it."""

    panel.set_dictionary_source(Places())
    editor = panel.form.editors["location"]
    editor.input.field.setFocus()
    QTest.keyClicks(editor.input.field, "Germny")
    QTest.keyClick(editor.input.field, Qt.Key.Key_Return)
    await until(lambda: editor.reason() == "Choose “Germny” from the list, or clear it.")
    QTest.keyClick(editor.input.field, Qt.Key.Key_Escape)

    assert button(panel).isEnabled()


async def test_places_are_looked_up_for_the_platform_of_the_panel(panel: FilterPanel, until: Until) -> None:
    """Also after the platform was changed."""
    places = Places("Germany")
    panel.set_dictionary_source(places)
    choose_platform(panel, Platform.TWITCH)
    editor = panel.form.editors["location"]
    QTest.keyClicks(editor.focusProxy(), "ger")
    await until(lambda: not editor.input.list.isHidden())
    QTest.keyClick(editor.focusProxy(), Qt.Key.Key_Return)

    assert places.asked == [("locations", Platform.TWITCH, "ger")]
    assert panel.search() == Search(platform=Platform.TWITCH, filters={"location": ["Germany"]})


def test_tab_goes_from_top_to_bottom(panel: FilterPanel) -> None:
    """Also through the filters of another platform, through chips, and on to the price and the button."""
    choose_platform(panel, Platform.TIKTOK)
    panel.form.editors["location"].set_value(["Germany", "Austria"])
    stops = tab_stops(panel.platform, 16)
    names = [stop.objectName() or stop.accessibleName() for stop in stops]

    assert names[:9] == [
        "platform", "filter_search", "Topic or niche (AI search)", "Creator location", "Germany", "Austria",
        "min", "max", "min",
    ]  # fmt: skip
    assert tab_stops(panel.form.all_button, 4)[1:] == [panel.foot.order, panel.foot.target, panel.foot.known]


def tab_stops(first: QWidget, count: int) -> list[QWidget]:
    """The widget and those that the Tab key reaches from it."""
    window = first.window()
    window.show()
    window.activateWindow()
    first.setFocus()
    stops = [first]
    while len(stops) < count:
        QTest.keyClick(stops[-1], Qt.Key.Key_Tab)
        stops.append(window.focusWidget())
    return stops


def test_escape_asks_to_fold_the_panel(panel: FilterPanel, qtbot: QtBot) -> None:
    """The window decides; a field with text in it is emptied first."""
    folds: list[None] = []
    panel.fold_requested.connect(lambda: folds.append(None))
    QTest.keyClicks(panel.finder.field, "age")
    QTest.keyClick(panel.finder.field, Qt.Key.Key_Escape)
    first = len(folds)
    QTest.keyClick(panel.finder.field, Qt.Key.Key_Escape)

    assert (first, len(folds)) == (0, 1)


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("platform", list(Platform), ids=str)
def test_nothing_is_cut_off(panel: FilterPanel, qtbot: QtBot, theme: Theme, platform: Platform, scheme: Scheme) -> None:
    """Every word of every filter fits into 288 px with all groups open."""
    theme.set_scheme(scheme)
    panel.set_search(RICH if platform is Platform.INSTAGRAM else Search(platform=platform))
    panel.form.show_all()
    panel.show()
    wrapped = [label for label in panel.findChildren(QLabel) if label.isVisible() and label.wordWrap()]
    parts = [
        widget
        for kind in (QLabel, QCheckBox, QPushButton, FilterChip)
        for widget in panel.findChildren(kind)
        if widget.isVisible() and widget not in wrapped and not isinstance(widget, ElidedLabel)
    ]
    # Heights of wrapped lines are given with the layout's second round.
    qtbot.waitUntil(lambda: all(label.heightForWidth(label.width()) <= label.height() for label in wrapped))

    assert panel.width() == 288
    assert len(wrapped) > 10
    assert len(parts) > 10
    for widget in parts:
        assert widget.sizeHint().width() <= widget.width(), widget.accessibleName() or widget.text()
        assert widget.mapTo(panel, widget.rect().topRight()).x() <= 288 - 8
