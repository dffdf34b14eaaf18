"""The editors of the find panel: what is typed, what is shown, and what is sent."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import QDate, QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QMouseEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app import resources
from app.domain.errors import NotSent
from app.domain.filters import Catalogue, DictionaryItem, FilterSpec, Kind, Search
from app.domain.platforms import Platform
from app.ui.editors import Editor, editor_for, pair_for
from app.ui.editors.brief import BriefEditor
from app.ui.editors.chip_row import MOST_SHOWN
from app.ui.editors.dictionary import DictionaryEditor
from app.ui.editors.simple import ChoiceEditor, DaysEditor, GrowthEditor, NumberEditor, RangeEditor, YesEditor
from app.ui.editors.ticked import FlagsEditor, ListsEditor, TreeEditor
from app.ui.editors.weighted import SharesEditor, SingleShareEditor, WordSharesEditor
from app.ui.editors.words import HandlesEditor, WordsEditor
from app.ui.parts import Button, FilterChip, Tone
from app.ui.theme import colour
from tests.conftest import Until

CATALOGUE = Catalogue.from_mapping(json.loads(resources.path("api", "filters.json").read_text("utf-8")))
SHOWN = {spec.key: spec for platform in Platform for spec in CATALOGUE.for_platform(platform, unverified=True)}
GOOD: dict[Kind, list[Any]] = {
    Kind.RANGE_INT: [{"min": 20_000, "max": 100_000}, {"min": 12_345}, {"max": 0}],
    Kind.RANGE_FLOAT: [{"min": 2.5, "max": 8}, {"min": 3.4100000858306885}],
    Kind.NUMBER_FLOAT: [3, 0.5],
    Kind.NUMBER_INT: [90, 14],
    Kind.BOOL: [True],
    Kind.TEXT: ["trail running"],
    Kind.KEYWORD_LIST: [["vegan", "tofu & co"]],
    Kind.DICTIONARY_LIST: [["Germany", "de"]],
    Kind.HANDLE_LIST: [["anna", "ben.b"]],
    Kind.ID_LIST: [[3, 7]],
    Kind.GROWTH: [{"growth_percentage": 5, "time_range_months": 9}],
    Kind.BOOL_MAP: [{"has_whatsApp": True, "has_youtube": True}],
}
OBJECTS: dict[str, list[Any]] = {
    "audience.gender": [{"type": "female", "min_pct": 60}, {"type": "male"}],
    "audience.age": [[{"range": "25-34", "min_pct": 30}, {"range": "65-"}]],
    "audience.location": [[{"name": "Berlin", "type": "city", "min_pct": 12.5}]],
    "audience.language": [[{"language_abbr": "de", "min_pct": 20}, {"language_abbr": "en"}]],
    "audience.interests": [[{"name": "Sports", "min_pct": 10}]],
}


def good_values(key: str) -> list[Any]:
    spec = SHOWN[key]
    if spec.kind is Kind.ENUM:
        return [choice.value for choice in spec.values]
    return OBJECTS[key] if key in OBJECTS else GOOD[spec.kind]


def make(qtbot: QtBot, key: str, kind: type[Any]) -> Any:
    """An empty editor, of the class its kind should have."""
    editor = editor_for(SHOWN[key])
    qtbot.addWidget(editor)
    assert isinstance(editor, kind)
    return editor


def changes(editor: Editor) -> list[object]:
    """A list that gets the editor's value with every change it reports."""
    seen: list[object] = []
    editor.changed.connect(lambda: seen.append(editor.value()))
    return seen


def type_into(field: QWidget, text: str) -> None:
    field.clear() if isinstance(field, QLineEdit) else None
    QTest.keyClicks(field, text)


def paste(field: QWidget, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.Paste))


def chips(editor: QWidget) -> list[str]:
    return [chip.words() for chip in editor.findChildren(FilterChip) if not chip.isHidden()]


def rows(editor: Any) -> list[str]:
    """What an editor's list of tick boxes shows, closed branches too."""
    found = editor.tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    return [row.text(0) for row in found if not row.isHidden()]


def click(editor: Any, label: str) -> None:
    """Click the row with these words."""
    (row,) = editor.tree.findItems(label, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    editor.tree.scrollToItem(row)
    QTest.mouseClick(editor.tree.viewport(), Qt.MouseButton.LeftButton, pos=editor.tree.visualItemRect(row).center())


def reasons(editor: Editor) -> str:
    return " ".join(label.text() for label in editor.findChildren(QLabel) if not label.isHidden())


@pytest.mark.parametrize(("key", "value"), [(key, value) for key in SHOWN for value in good_values(key)],
                         ids=lambda part: part if isinstance(part, str) else "")  # fmt: skip
def test_every_editor_shows_a_value_and_gives_it_back_unchanged(qtbot: QtBot, key: str, value: object) -> None:
    """Over the whole catalogue; showing a value is not a change that anybody made."""
    editor = editor_for(SHOWN[key])
    qtbot.addWidget(editor)
    seen = changes(editor)
    before = editor.value()
    editor.set_value(value)

    assert before is None
    assert editor.value() == value
    assert editor.problem() == ""
    assert seen == []
    editor.clear()
    assert editor.value() is None
    assert editor.problem() == ""


@pytest.mark.parametrize("key", SHOWN)
def test_every_editor_has_a_name_a_help_and_a_keyboard_way(qtbot: QtBot, key: str) -> None:
    """A screen reader names the control that Tab reaches."""
    editor = editor_for(SHOWN[key])
    qtbot.addWidget(editor)
    control = editor.focusProxy()

    assert editor.accessibleName() == SHOWN[key].name
    assert SHOWN[key].help.split('"')[0] in editor.accessibleDescription()
    assert control is not None
    assert control.accessibleName()
    assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("key", SHOWN)
def test_every_editor_fits_into_the_panel(qtbot: QtBot, key: str) -> None:
    """256 px are left between the margins of a panel of 288 px."""
    editor = editor_for(SHOWN[key])
    qtbot.addWidget(editor)
    for value in good_values(key):
        editor.set_value(value)

        assert editor.minimumSizeHint().width() <= 256


def test_a_range_reads_both_ends(qtbot: QtBot) -> None:
    """Typed as people type, sent as whole numbers; each key press is a change."""
    editor = make(qtbot, "number_of_followers", RangeEditor)
    seen = changes(editor)
    type_into(editor.ends["min"], "10k")
    type_into(editor.ends["max"], "1.5m")

    assert editor.value() == {"min": 10_000, "max": 1_500_000}
    assert seen[:3] == [{"min": 1}, {"min": 10}, {"min": 10_000}]


@pytest.mark.parametrize("text", ["ten", "2.5"])
def test_a_range_says_what_it_cannot_read(qtbot: QtBot, text: str) -> None:
    """A field for whole numbers takes neither words nor fractions; there is no value then."""
    editor = make(qtbot, "number_of_followers", RangeEditor)
    type_into(editor.ends["min"], text)

    assert f"“{text}” is not a whole number" in editor.problem()
    assert editor.value() is None


def test_stream_length_is_asked_in_minutes_and_sent_in_seconds(qtbot: QtBot) -> None:
    """The wire's unit is seconds (contract, Q28); people think in minutes."""
    editor = make(qtbot, "average_stream_duration", RangeEditor)
    type_into(editor.ends["min"], "1.5")
    editor.ends["max"].set_amount(7200)

    assert editor.value() == {"min": 90, "max": 7200}
    assert editor.ends["max"].text() == "120"
    assert "minutes" in reasons(editor)


def test_a_number_is_one_field(qtbot: QtBot) -> None:
    """Not a range: the service takes one number."""
    editor = make(qtbot, "posting_frequency", NumberEditor)
    type_into(editor.field, "2.5")

    assert editor.value() == 2.5


def test_a_tick_box_sends_true_or_nothing(qtbot: QtBot) -> None:
    """False is never sent; Space ticks."""
    editor = make(qtbot, "is_verified", YesEditor)
    seen = changes(editor)
    QTest.keyClick(editor.box, Qt.Key.Key_Space)
    QTest.keyClick(editor.box, Qt.Key.Key_Space)

    assert seen == [True, None]


def test_a_choice_starts_with_any(qtbot: QtBot) -> None:
    """ "Any" sends nothing; the arrow keys choose."""
    editor = make(qtbot, "gender", ChoiceEditor)
    seen = changes(editor)
    QTest.keyClick(editor.box, Qt.Key.Key_Down)

    assert [editor.box.itemText(at) for at in range(3)] == ["Any", "Male", "Female"]
    assert seen == ["male"]


def test_a_text_counts_its_characters(qtbot: QtBot) -> None:
    """The service takes 150; blanks around the text are not sent."""
    editor = make(qtbot, "ai_search", BriefEditor)
    type_into(editor.field, " vegan baking ")

    assert editor.value() == "vegan baking"
    assert "12 of 150" in reasons(editor)


@pytest.mark.parametrize("end", [",", "\n", ";"], ids=["comma", "Enter", "semicolon"])
def test_a_word_becomes_a_chip(qtbot: QtBot, end: str) -> None:
    """Comma, semicolon or Enter; the field is free for the next."""
    editor = make(qtbot, "keywords_in_bio", WordsEditor)
    QTest.keyClicks(editor.field, "vegan food")
    QTest.keyClick(editor.field, Qt.Key.Key_Return) if end == "\n" else QTest.keyClicks(editor.field, end)

    assert chips(editor) == ["vegan food"]
    assert editor.field.text() == ""
    assert editor.value() == ["vegan food"]


def test_a_word_that_is_still_typed_counts(qtbot: QtBot) -> None:
    """Nobody pays for a search without the word they see."""
    editor = make(qtbot, "keywords_in_bio", WordsEditor)
    editor.set_value(["tofu"])
    QTest.keyClicks(editor.field, "vegan")

    assert editor.value() == ["tofu", "vegan"]


def test_a_pasted_list_is_taken_apart(qtbot: QtBot) -> None:
    """A column out of a spreadsheet, commas, blanks, repeats: each word once, in order."""
    editor = make(qtbot, "keywords_in_bio", WordsEditor)
    seen = changes(editor)
    paste(editor.field, "vegan\r\ntofu, oat milk\n\n Vegan \ntempeh\n")

    assert seen == [["vegan", "tofu", "oat milk", "tempeh"]]
    assert chips(editor) == ["vegan", "tofu", "oat milk", "tempeh"]


def test_a_pasted_word_stays_to_be_finished(qtbot: QtBot) -> None:
    """Only a list is taken apart."""
    editor = make(qtbot, "keywords_in_bio", WordsEditor)
    paste(editor.field, "vegan")

    assert (chips(editor), editor.field.text(), editor.value()) == ([], "vegan", ["vegan"])


@pytest.mark.parametrize("key", ["hashtags", "not_hashtags"])
def test_hashtags_lose_their_sign(qtbot: QtBot, key: str) -> None:
    """The catalogue wants them without "#"."""
    editor = make(qtbot, key, WordsEditor)
    paste(editor.field, "#vegan, # tofu, ##oats, plain")

    assert editor.value() == ["vegan", "tofu", "oats", "plain"]


def test_a_number_sign_stays_in_other_words(qtbot: QtBot) -> None:
    """Only hashtags are hashtags."""
    editor = make(qtbot, "keywords_in_bio", WordsEditor)
    paste(editor.field, "#1 coach, C#")

    assert editor.value() == ["#1 coach", "C#"]


def test_a_chip_is_taken_away_by_keyboard(qtbot: QtBot) -> None:
    """Delete on the chip; the others stay."""
    editor = make(qtbot, "keywords_in_bio", WordsEditor)
    editor.set_value(["a", "b", "c"])
    seen = changes(editor)
    QTest.keyClick(editor.findChildren(FilterChip)[1], Qt.Key.Key_Delete)

    assert seen == [["a", "c"]]
    assert chips(editor) == ["a", "c"]


def test_a_long_list_shows_its_beginning_and_can_be_emptied(qtbot: QtBot) -> None:
    """Ten thousand handles are not ten thousand widgets."""
    editor = make(qtbot, "exclude_handles", HandlesEditor)
    editor.set_value([f"name{at}" for at in range(10_000)])
    shown = len(chips(editor))
    button = next(button for button in editor.findChildren(Button) if "Remove all 10,000" in button.text())
    button.click()

    assert shown == MOST_SHOWN
    assert editor.value() is None
    assert chips(editor) == []


def test_handles_are_read_however_they_are_written(qtbot: QtBot) -> None:
    """Names, "@" and addresses become handles; a chip shows the "@"."""
    editor = make(qtbot, "exclude_handles", HandlesEditor)
    paste(editor.field, "@Anna  ben.b\nhttps://www.instagram.com/carla_c/?hl=de")

    assert editor.value() == ["anna", "ben.b", "carla_c"]
    assert chips(editor) == ["@anna", "@ben.b", "@carla_c"]


def test_what_is_no_handle_stays_in_the_field_and_is_named(qtbot: QtBot) -> None:
    """The good ones are taken; the rest can be mended, or taken out."""
    editor = make(qtbot, "exclude_handles", HandlesEditor)
    paste(editor.field, "anna, https://www.tiktok.com/@ben, c@example.com")
    problem, field, value = editor.problem(), editor.field.text(), editor.value()
    editor.field.clear()
    QTest.keyClick(editor.field, Qt.Key.Key_Return)

    assert "“https://www.tiktok.com/@ben” and 1 more cannot be read as a handle on Instagram." in problem
    assert field == "https://www.tiktok.com/@ben, c@example.com"
    assert value == ["anna"]
    assert editor.problem() == ""


def test_values_of_a_list_in_the_catalogue_are_suggested(qtbot: QtBot) -> None:
    """Typing finds them by their words; Enter takes the one that is marked, sent with its exact spelling."""
    editor = make(qtbot, "creator_has", FlagsEditor)
    QTest.keyClicks(editor.field, "whats")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    QTest.keyClicks(editor.field, "you")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)

    assert editor.value() == {"has_whatsApp": True, "has_youtube": True}
    assert chips(editor) == ["WhatsApp", "YouTube"]


def test_the_list_of_services_works_by_keyboard_alone(qtbot: QtBot) -> None:
    """Down goes into the list, Space ticks and unticks; typing narrows it, Escape shows all again."""
    editor = make(qtbot, "creator_has", FlagsEditor)
    editor.show()
    editor.field.setFocus()
    QTest.keyClick(editor.field, Qt.Key.Key_Down)
    in_the_list = editor.focusWidget() is editor.tree
    QTest.keyClick(editor.tree, Qt.Key.Key_Down)
    QTest.keyClick(editor.tree, Qt.Key.Key_Space)
    second = SHOWN["creator_has"].values[1]
    ticked = editor.value()
    QTest.keyClick(editor.tree, Qt.Key.Key_Space)
    QTest.keyClicks(editor.field, "tw")
    narrowed = rows(editor)
    QTest.keyClick(editor.field, Qt.Key.Key_Escape)

    assert in_the_list
    assert ticked == {second.value: True}
    assert editor.value() is None
    assert narrowed == ["Twitch", "Twitter / X"]
    assert len(rows(editor)) == 52


def test_a_service_that_is_not_there_is_said(qtbot: QtBot) -> None:
    """An empty list looks like a broken one; Enter ticks nothing then."""
    editor = make(qtbot, "creator_has", FlagsEditor)
    QTest.keyClicks(editor.field, "myspace")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)

    assert "Nothing in the list fits “myspace”." in reasons(editor)
    assert editor.value() is None


def test_what_is_typed_but_not_chosen_is_named(qtbot: QtBot) -> None:
    """A word that is not in the service's list would silently widen the search."""
    editor = make(qtbot, "location", DictionaryEditor)
    QTest.keyClicks(editor.input.field, "Germny")
    said = editor.problem()
    QTest.keyClick(editor.input.field, Qt.Key.Key_Escape)

    assert said == "Choose “Germny” from the list, or clear it."
    assert editor.problem() == ""


def test_languages_are_shown_by_name_and_sent_by_code(qtbot: QtBot) -> None:
    """Also where the list was never read."""
    editor = make(qtbot, "profile_language", DictionaryEditor)
    editor.set_value(["de", "xx"])

    assert chips(editor) == ["German", "xx"]
    assert editor.value() == ["de", "xx"]


TOPICS = [
    DictionaryItem(label=label, value=label, parent=parent)
    for label, parent in (("Music", ""), ("Rock", "Music"), ("Jazz", "Music"), ("Gaming", ""))
]


class Places:
    """A dictionary in memory that notes what it was asked and can be held up."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Platform, str]] = []
        self.checked: list[tuple[str, Platform, tuple[str, ...]]] = []
        self.dropped: list[str] = []
        self.error: NotSent | None = None
        self.held = asyncio.Event()
        self.held.set()

    async def gone(self, name: str, platform: Platform, values: Sequence[str]) -> tuple[str, ...]:
        self.checked.append((name, platform, tuple(values)))
        return tuple(value for value in values if value == "Prussia")

    async def meant(self, _name: str, _platform: Platform, value: str) -> DictionaryItem | None:
        near = {"Prussia": "Russia", "Germny": "Germany"}.get(value)
        return None if near is None else DictionaryItem(label=near, value=near)

    async def find(self, name: str, platform: Platform, text: str) -> list[DictionaryItem]:
        self.asked.append((name, platform, text))
        try:
            await self.held.wait()
        except asyncio.CancelledError:
            self.dropped.append(text)
            raise
        if self.error is not None:
            raise self.error
        if name == "yt-topics":
            return TOPICS
        names = [
            "Berlin, Germany",
            "Germany Valley",
            "Germany",
            "Georgia",
            "Ghana",
            "<b>Gotham</b>",
            "Bavaria",
        ]
        words = text.casefold()
        return [
            DictionaryItem(label=place, value=place, level="state" if place.startswith("Bavaria") else "")
            for place in names
            if place.casefold().startswith(words) or (len(words) > 2 and words in place.casefold())
        ]


def suggestions(editor: Any) -> list[str]:
    return [] if editor.input.list.isHidden() else [
        editor.input.list.item(at).text() for at in range(editor.input.list.count())
    ]  # fmt: skip


def located(qtbot: QtBot, places: Places, key: str = "location") -> Any:
    editor = editor_for(SHOWN[key])
    qtbot.addWidget(editor)
    editor.use_source(places, Platform.TIKTOK)
    return editor


async def test_typing_suggests_words_of_the_services_list(qtbot: QtBot, until: Until) -> None:
    """One question after a pause, for the platform of the panel; Down and Enter choose."""
    places = Places()
    editor = located(qtbot, places)
    QTest.keyClicks(editor.input.field, "ge")
    await until(lambda: suggestions(editor))
    offered = suggestions(editor)
    QTest.keyClick(editor.input.field, Qt.Key.Key_Down)
    QTest.keyClick(editor.input.field, Qt.Key.Key_Return)

    assert places.asked == [("locations", Platform.TIKTOK, "ge")]
    assert offered == ["Germany Valley", "Germany", "Georgia"]
    assert editor.value() == ["Germany"]
    assert suggestions(editor) == []


async def test_what_is_chosen_already_is_not_offered_again(qtbot: QtBot, until: Until) -> None:
    """Each entry is there once."""
    editor = located(qtbot, Places())
    editor.set_value(["Germany"])
    QTest.keyClicks(editor.input.field, "ge")
    await until(lambda: suggestions(editor))

    assert suggestions(editor) == ["Germany Valley", "Georgia"]


async def test_what_was_typed_exactly_is_marked_first(qtbot: QtBot, until: Until) -> None:
    """Then what begins so, then what only contains it, whatever the case and the service's order."""
    editor = located(qtbot, Places())
    QTest.keyClicks(editor.input.field, "germany")
    await until(lambda: suggestions(editor))
    offered = suggestions(editor)
    QTest.keyClick(editor.input.field, Qt.Key.Key_Return)

    assert offered == ["Germany", "Germany Valley", "Berlin, Germany"]
    assert editor.value() == ["Germany"]


async def test_an_enter_that_is_faster_than_the_list_takes_only_what_was_typed(qtbot: QtBot, until: Until) -> None:
    """The list of an older text is on screen when Enter comes: nothing is taken from it."""
    editor = located(qtbot, Places())
    QTest.keyClicks(editor.input.field, "ge")
    await until(lambda: suggestions(editor))
    QTest.keyClicks(editor.input.field, "rmany")
    QTest.keyClick(editor.input.field, Qt.Key.Key_Return)
    at_once = editor.value()
    await until(lambda: editor.value() is not None)

    assert at_once is None
    assert editor.value() == ["Germany"]


async def test_an_early_enter_without_an_exact_entry_leaves_the_choice_open(qtbot: QtBot, until: Until) -> None:
    """Something that only resembles it is never taken unseen."""
    editor = located(qtbot, Places())
    QTest.keyClicks(editor.input.field, "German")
    QTest.keyClick(editor.input.field, Qt.Key.Key_Return)
    await until(lambda: suggestions(editor))

    assert editor.value() is None
    assert suggestions(editor)[0] == "Germany Valley"


async def test_a_newer_question_takes_the_older_back(qtbot: QtBot, until: Until) -> None:
    """An answer that comes late must not cover the one that was asked for."""
    places = Places()
    places.held.clear()
    editor = located(qtbot, places)
    QTest.keyClicks(editor.input.field, "g")
    await until(lambda: len(places.asked) == 1)
    QTest.keyClicks(editor.input.field, "h")
    await until(lambda: len(places.asked) == 2)
    places.held.set()
    await until(lambda: suggestions(editor))

    assert places.dropped == ["g"]
    assert suggestions(editor) == ["Ghana"]


async def test_a_list_that_cannot_be_read_says_so_and_can_be_asked_again(qtbot: QtBot, until: Until) -> None:
    """Offline: one sentence under the field; the next letter asks again."""
    places = Places()
    places.error = NotSent("You are offline.")
    editor = located(qtbot, places)
    QTest.keyClicks(editor.input.field, "g")
    await until(lambda: "You are offline." in reasons(editor))
    places.error = None
    QTest.keyClicks(editor.input.field, "h")
    await until(lambda: suggestions(editor))

    assert suggestions(editor) == ["Ghana"]
    assert "offline" not in reasons(editor)


async def test_nothing_found_is_said(qtbot: QtBot, until: Until) -> None:
    """An empty list looks like a broken one."""
    editor = located(qtbot, Places())
    QTest.keyClicks(editor.input.field, "zz")
    await until(lambda: "Nothing in the list fits “zz”." in reasons(editor))

    assert suggestions(editor) == []


async def test_words_of_the_list_are_plain_text(qtbot: QtBot, until: Until) -> None:
    """What the service sends is shown, not read as HTML."""
    editor = located(qtbot, Places())
    QTest.keyClicks(editor.input.field, "<b")
    await until(lambda: suggestions(editor))
    QTest.keyClick(editor.input.field, Qt.Key.Key_Return)

    assert chips(editor) == ["<b>Gotham</b>"]
    assert editor.value() == ["<b>Gotham</b>"]


async def test_a_place_of_the_audience_gets_the_catalogues_share(qtbot: QtBot, until: Until) -> None:
    """Chosen from the list, with level and percentage to change."""
    editor = located(qtbot, Places(), "audience.location")
    QTest.keyClicks(editor.input.field, "gha")
    await until(lambda: suggestions(editor))
    QTest.keyClick(editor.input.field, Qt.Key.Key_Return)

    assert isinstance(editor, WordSharesEditor)
    assert editor.value() == [{"name": "Ghana", "type": "country", "min_pct": 10}]


async def test_a_state_of_the_audience_is_taken_for_one_where_the_list_says_so(qtbot: QtBot, until: Until) -> None:
    """By its name it could be a city."""
    editor = located(qtbot, Places(), "audience.location")
    QTest.keyClicks(editor.input.field, "bav")
    await until(lambda: suggestions(editor))
    QTest.keyClick(editor.input.field, Qt.Key.Key_Return)

    assert editor.value() == [{"name": "Bavaria", "type": "state", "min_pct": 10}]


def test_a_share_is_changed_and_taken_away(qtbot: QtBot) -> None:
    """The percentage is a number field; × takes the line away."""
    editor = make(qtbot, "audience.language", WordSharesEditor)
    editor.set_value([{"language_abbr": "de", "min_pct": 20}, {"language_abbr": "en", "min_pct": 5}])
    type_into(editor.rows[0].share.field, "35 %")
    first = editor.value()
    editor.rows[0].removed.emit()

    assert first == [{"language_abbr": "de", "min_pct": 35}, {"language_abbr": "en", "min_pct": 5}]
    assert editor.value() == [{"language_abbr": "en", "min_pct": 5}]


def test_age_bands_are_ticked(qtbot: QtBot) -> None:
    """Every band is one tick; its share can only be changed while it is ticked."""
    editor = make(qtbot, "audience.age", SharesEditor)
    box, share = editor.rows["65-"]
    before = share.isEnabled()
    box.click()

    assert (before, share.isEnabled()) == (False, True)
    assert box.text() == "65+"
    assert editor.value() == [{"range": "65-", "min_pct": 10}]


def test_a_gender_and_its_share_go_together(qtbot: QtBot) -> None:
    """Nothing is sent while no gender is chosen."""
    editor = make(qtbot, "audience.gender", SingleShareEditor)
    before = (editor.value(), editor.share.isEnabled())
    QTest.keyClicks(editor.box, "W")

    assert before == (None, False)
    assert editor.value() == {"type": "female", "min_pct": 50}


async def test_topics_are_a_tree_that_is_read_when_it_is_seen(qtbot: QtBot, until: Until) -> None:
    """One call brings all of it; typing finds a topic inside its branch."""
    places = Places()
    editor = located(qtbot, places, "topics")
    before = list(places.asked)
    editor.show()
    await until(lambda: rows(editor))
    QTest.keyClicks(editor.field, "jaz")
    narrowed = rows(editor)
    QTest.keyClick(editor.field, Qt.Key.Key_Return)

    assert isinstance(editor, TreeEditor)
    assert before == []
    assert places.asked == [("yt-topics", Platform.TIKTOK, "")]
    assert narrowed == ["Music", "Jazz"]
    assert editor.value() == ["Jazz"]


async def test_a_branch_is_ticked_as_a_whole(qtbot: QtBot, until: Until) -> None:
    """All of it is sent and one chip stands for it; a tick taken away inside takes the branch's away."""
    editor = located(qtbot, Places(), "topics")
    editor.show()
    await until(lambda: rows(editor))
    click(editor, "Music")
    whole = (editor.value(), chips(editor))
    editor.tree.expandAll()
    click(editor, "Jazz")

    assert whole == (["Music", "Rock", "Jazz"], ["Music (all)"])
    assert editor.value() == ["Rock"]
    assert chips(editor) == ["Rock"]


async def test_a_branch_goes_with_its_chip(qtbot: QtBot, until: Until) -> None:
    """The × takes away everything the chip stands for."""
    editor = located(qtbot, Places(), "topics")
    editor.set_value(["Gaming", "Music", "Rock", "Jazz"])
    await until(lambda: rows(editor))
    shown = chips(editor)
    editor.findChildren(FilterChip)[-1].removed.emit()

    assert shown == ["Gaming", "Music (all)"]
    assert editor.value() == ["Gaming"]


async def test_values_that_are_no_longer_in_the_list_are_marked(qtbot: QtBot, until: Until) -> None:
    """They would widen the search in silence; each is checked once, what was chosen here is not. What the list has
    instead takes its place with a click."""
    places = Places()
    editor = located(qtbot, places)
    told: list[str] = []
    editor.checked.connect(lambda: told.append(editor.problem()))
    editor.set_value(["Germany", "Prussia"])
    await until(lambda: not editor.near.isHidden())
    marked = [chip.words() for chip in editor.findChildren(FilterChip) if chip.tone is Tone.BAD]
    offered = editor.near.text()
    editor.near.click()

    assert places.checked == [("locations", Platform.TIKTOK, ("Germany", "Prussia"))]
    assert told == ["“Prussia” is not in the list: remove it, or choose another."]
    assert (marked, offered) == (["Prussia"], "Did you mean “Russia”?")
    assert (editor.value(), editor.problem(), editor.near.isHidden()) == (["Germany", "Russia"], "", True)


async def test_a_word_typed_wrong_is_offered_as_the_list_has_it(qtbot: QtBot, until: Until) -> None:
    """Where nothing in the list fits; a click takes it, another letter takes the offer away."""
    editor = located(qtbot, Places())
    QTest.keyClicks(editor.input.field, "Germny")
    await until(lambda: not editor.near.isHidden())
    said = editor.near.text()
    QTest.keyClicks(editor.input.field, "x")
    away = editor.near.isHidden()
    QTest.keyClick(editor.input.field, Qt.Key.Key_Backspace)
    await until(lambda: not editor.near.isHidden())
    editor.near.click()

    assert (said, away) == ("Did you mean “Germany”?", True)
    assert (editor.value(), editor.input.text(), editor.problem()) == (["Germany"], "", "")
    assert editor.near.isHidden()


async def test_what_is_meant_keeps_the_share_that_was_asked(qtbot: QtBot, until: Until) -> None:
    """Only the word was wrong."""
    editor = located(qtbot, Places(), "audience.location")
    before = [{"name": "Prussia", "min_pct": 30}]
    editor.set_value(before)
    await until(lambda: not editor.near.isHidden())
    kept = editor.value()
    editor.near.click()

    assert editor.value() == [{**kept[0], "name": "Russia"}]


async def test_exclusion_lists_are_ticked_by_name_and_sent_by_number(qtbot: QtBot, until: Until) -> None:
    """Those of the panel's platform; one that a colleague deleted is marked until it is taken out."""
    asked: list[Platform] = []

    async def lists(platform: Platform) -> list[DictionaryItem]:
        asked.append(platform)
        return [DictionaryItem(label="Blocked", value="3"), DictionaryItem(label="Summer", value="7")]

    editor = make(qtbot, "exclude_list", ListsEditor)
    editor.use_source(None, Platform.TIKTOK)
    editor.use_lists(lists)
    editor.set_value([7, 9])
    early = editor.value()
    await until(lambda: editor.problem())
    problem = editor.problem()
    editor.show()
    click(editor, "Blocked")
    editor.remove(["9"])

    assert early == [7, 9]
    assert asked == [Platform.TIKTOK]
    assert problem == "“List 9” is not in the list: remove it, or choose another."
    assert (editor.value(), editor.problem()) == ([7, 3], "")
    assert chips(editor) == ["Summer", "Blocked"]


def test_without_an_account_the_list_says_when_it_comes(qtbot: QtBot) -> None:
    """And a value that came with a search is kept as it is."""
    editor = make(qtbot, "exclude_list", ListsEditor)
    editor.set_value([3, 7])
    editor.show()

    assert "The list can be read as soon as an account is open." in reasons(editor)
    assert editor.value() == [3, 7]


def test_the_slider_sets_the_fields(qtbot: QtBot) -> None:
    """Dragged to round numbers; back at the outer end the field is empty again, and no handle passes the other."""
    editor = make(qtbot, "number_of_followers", RangeEditor)
    editor.resize(256, 80)
    editor.show()
    seen = changes(editor)
    drag(editor, "min", 0.5)
    low = editor.value()
    drag(editor, "max", 0.0)
    both = editor.value()
    drag(editor, "max", 1.0)
    drag(editor, "min", -0.5)

    assert list(low) == ["min"]
    assert both == {"min": low["min"], "max": low["min"]}
    assert editor.value() is None
    assert [editor.ends[end].text() for end in ("min", "max")] == ["", ""]
    assert len(seen) > 4


def drag(editor: Any, end: str, share: float) -> None:
    """Drag a handle to a share of the slider's width."""
    slider = editor.slider
    start = slider.handle(end).center()
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=start)
    for part in (0.5, 1.0):
        target = QPoint(round(start.x() + (share * slider.width() - start.x()) * part), start.y())
        QTest.mouseMove(slider, target)
        move = QMouseEvent(
            QMouseEvent.Type.MouseMove, QPointF(target), slider.mapToGlobal(QPointF(target)),
            Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(slider, move)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=start)


def test_the_handles_stand_where_the_numbers_are(qtbot: QtBot) -> None:
    """Typed numbers move them, also between two stops."""
    editor = make(qtbot, "engagement_percent", RangeEditor)
    editor.resize(256, 80)
    start = editor.slider.handle("min").x()
    places = []
    for text in ("1", "3", "3.4", "10", "99"):
        type_into(editor.ends["min"], text)
        places.append(editor.slider.handle("min").x())

    assert places == sorted(places)
    assert len(set(places)) == 5
    assert places[0] > start


def test_the_arrow_keys_go_to_round_numbers(qtbot: QtBot) -> None:
    """Up and Down in a field, as the slider does; below the lowest it is empty."""
    editor = make(qtbot, "number_of_followers", RangeEditor)
    type_into(editor.ends["min"], "19k")
    texts = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(editor.ends["min"], key)
        texts.append(editor.ends["min"].text())

    assert texts == ["20k", "30k", "20k", "15k"]
    assert editor.value() == {"min": 15_000}


def test_days_are_typed_or_suggested_and_show_the_day(qtbot: QtBot) -> None:
    """Ninety days ago says less than the date."""
    editor = make(qtbot, "last_post", DaysEditor)
    seen = changes(editor)
    next(button for button in editor.findChildren(Button) if button.text() == "180").click()
    day = QLocale.system().toString(QDate.currentDate().addDays(-180), QLocale.FormatType.ShortFormat)

    assert seen == [180]
    assert f"since {day}" in reasons(editor)


def test_growth_is_a_percentage_and_a_period(qtbot: QtBot) -> None:
    """The catalogue's months only; nothing is sent without a percentage."""
    editor = make(qtbot, "follower_growth", GrowthEditor)
    QTest.keyClick(editor.months, Qt.Key.Key_Down)
    before = editor.value()
    type_into(editor.least, "12,5 %")

    assert before is None
    assert editor.value() == {"growth_percentage": 12.5, "time_range_months": 6}
    assert [editor.months.itemData(at) for at in range(editor.months.count())] == [3, 6, 9, 12]


def test_words_looked_for_and_left_out_stand_side_by_side(qtbot: QtBot) -> None:
    """Two editors with a word above each; what is left out has grey chips."""
    spec = SHOWN["keywords_not_in_captions"]
    wanted, unwanted = pair_for(SHOWN["keywords_in_captions"], spec)
    for editor in (wanted, unwanted):
        qtbot.addWidget(editor)
        editor.set_value(["fur"])

    assert ["any of these" in reasons(wanted), "none of these" in reasons(unwanted)] == [True, True]
    assert [editor.findChildren(FilterChip)[0].tone for editor in (wanted, unwanted)] == [Tone.ACTIVE, Tone.WAITING]
    assert unwanted.focusProxy().accessibleName() == "Words not in captions"


def test_a_text_over_lines_is_sent_as_one(qtbot: QtBot) -> None:
    """A pasted brief keeps its words; Enter begins no line; the count is red while it cannot be sent."""
    editor = make(qtbot, "ai_search", BriefEditor)
    QGuiApplication.clipboard().setText("vegan\n  baking\n")
    editor.field.paste()
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    value = editor.value()
    editor.field.setPlainText("x" * 151)
    (count,) = [label for label in editor.findChildren(QLabel) if "of 150" in label.text()]

    assert value == "vegan baking"
    assert count.text() == "151 of 150"
    assert count.palette().color(QPalette.ColorRole.WindowText) == colour("bad")


def test_ten_thousand_pasted_handles_are_taken_in_at_once(qtbot: QtBot) -> None:
    """In one change; the ten thousand and first is the catalogue's to refuse."""
    editor = make(qtbot, "exclude_handles", HandlesEditor)
    seen = changes(editor)
    paste(editor.field, "\n".join(f"@Name{at}" for at in range(10_001)))
    search = Search(platform=Platform.INSTAGRAM).with_filter("exclude_handles", editor.value())

    assert (len(editor.values()), len(seen)) == (10_001, 1)
    assert [problem.reason for problem in CATALOGUE.check(search)] == [
        "The list has 10,001 entries; 10,000 is the most."
    ]


@pytest.mark.parametrize("key", SHOWN)
def test_every_label_belongs_to_its_control(qtbot: QtBot, key: str) -> None:
    """A buddy: a screen reader reads the label with the control; a tick box carries its words itself."""
    editor = editor_for(SHOWN[key])
    qtbot.addWidget(editor)
    buddies = [label.buddy() for label in editor.findChildren(QLabel) if label.text() == SHOWN[key].title]

    if SHOWN[key].kind is not Kind.BOOL:
        assert buddies[0] is not None
        assert editor.isAncestorOf(buddies[0])


WALK = [(platform, spec) for platform in Platform for spec in CATALOGUE.for_platform(platform, unverified=True)]


@pytest.mark.parametrize(("platform", "spec"), WALK, ids=lambda part: str(getattr(part, "key", part)))
def test_every_filter_of_every_platform_goes_through_a_recipe(
    qtbot: QtBot, platform: Platform, spec: FilterSpec
) -> None:
    """Editor, search, recipe text and editor again: the same value in the catalogue's shape, and nothing after ×."""
    for value in good_values(spec.key):
        editor, again = editor_for(spec), editor_for(spec)
        for made in (editor, again):
            qtbot.addWidget(made)
            made.use_source(None, platform)
        editor.set_value(value)
        search = Search(platform=platform).with_filter(spec.key, editor.value())
        recipe = json.dumps(search.to_mapping())
        again.set_value(Search.from_mapping(json.loads(recipe)).value(spec.key))
        editor.clear()

        assert CATALOGUE.check(search, unverified=True) == ()
        assert search.value(spec.key) == value
        assert again.value() == value
        assert search.with_filter(spec.key, editor.value()) == Search(platform=platform)


def test_every_value_an_editor_gives_is_one_the_catalogue_takes(qtbot: QtBot) -> None:
    """Editors and checks speak the same form."""
    for key, spec in SHOWN.items():
        platform = next(platform for platform in Platform if platform in spec.platforms)
        for value in good_values(key):
            editor = editor_for(spec)
            qtbot.addWidget(editor)
            editor.set_value(value)
            search = Search(platform=platform).with_filter(key, editor.value())

            assert CATALOGUE.check(search, unverified=True) == ()
