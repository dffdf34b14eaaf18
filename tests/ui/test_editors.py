"""The editors of the find panel: what is typed, what is shown, and what is sent."""

import asyncio
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app import resources
from app.domain.errors import NotSent
from app.domain.filters import Catalogue, DictionaryItem, Kind, Search
from app.domain.platforms import Platform
from app.ui.editors import Editor, editor_for
from app.ui.editors.chip_row import MOST_SHOWN
from app.ui.editors.later import COMES_LATER
from app.ui.editors.lists import DictionaryEditor, FlagsEditor, HandlesEditor, WordsEditor
from app.ui.editors.numbers import amount_from
from app.ui.editors.simple import ChoiceEditor, NumberEditor, RangeEditor, TextEditor, YesEditor
from app.ui.editors.weighted import SharesEditor, SingleShareEditor, WordSharesEditor
from app.ui.parts import Button, FilterChip
from tests.conftest import Until

CATALOGUE = Catalogue.from_mapping(json.loads(resources.path("api", "filters.json").read_text("utf-8")))
SHOWN = {spec.key: spec for platform in Platform for spec in CATALOGUE.for_platform(platform)}
GOOD: dict[Kind, list[Any]] = {
    Kind.RANGE_INT: [{"min": 20_000, "max": 100_000}, {"min": 12_345}, {"max": 0}],
    Kind.RANGE_FLOAT: [{"min": 2.5, "max": 8}, {"min": 3.4100000858306885}],
    Kind.NUMBER_FLOAT: [3, 0.5],
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


def reasons(editor: Editor) -> str:
    return " ".join(label.text() for label in editor.findChildren(QLabel) if not label.isHidden())


@pytest.mark.parametrize(
    ("text", "whole", "amount"),
    [
        ("", True, None), ("   ", True, None), ("0", True, "0"), ("10k", True, "10000"), ("10 K", True, "10000"),
        ("1.5m", True, "1500000"), ("1,5m", True, "1500000"), ("20,000", True, "20000"), ("20.000", True, "20000"),
        ("1,234,567", True, "1234567"), ("20 000", True, "20000"), ("20'000", True, "20000"),
        ("2bn", True, "2000000000"),
        ("3.5", False, "3.5"), ("3,5", False, "3.5"), ("3 %", False, "3"), ("0.125", False, "0.125"),
        ("1,234.5", False, "1234.5"), ("1.234,5", False, "1234.5"), ("2.500k", True, "2500"), ("-1", False, "-1"),
        (".5", False, "0.5"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(text: str, whole: bool, amount: str | None) -> None:
    """Thousands, letters, both decimal signs; nothing for nothing."""
    assert amount_from(text, whole=whole) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize("text", ["ten", "10x", "k", "1-2", "1e5", "..", "1.2.3", "--1", "10k followers"])
def test_what_is_no_number_is_refused(text: str) -> None:
    """Nothing is guessed where money hangs on it."""
    with pytest.raises(ValueError, match=r"."):
        amount_from(text, whole=True)


@given(st.integers(0, 10**12))
def test_every_number_is_read_back_as_it_is_written(number: int) -> None:
    """With separators of thousands, with a comma or a point."""
    assert amount_from(f"{number:,}", whole=True) == number
    assert amount_from(f"{number:,}".replace(",", "."), whole=True) == number


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
    editor = make(qtbot, "ai_search", TextEditor)
    type_into(editor.field, " vegan baking ")

    assert editor.value() == "vegan baking"
    assert "12 of 150" in reasons(editor)


@pytest.mark.parametrize("end", [",", "\n", ";"], ids=["comma", "Enter", "semicolon"])
def test_a_word_becomes_a_chip(qtbot: QtBot, end: str) -> None:
    """Comma, semicolon or Enter; the field is free for the next."""
    editor = make(qtbot, "keywords_in_bio", WordsEditor)
    QTest.keyClicks(editor.input.field, "vegan food")
    QTest.keyClick(editor.input.field, Qt.Key.Key_Return) if end == "\n" else QTest.keyClicks(editor.input.field, end)

    assert chips(editor) == ["vegan food"]
    assert editor.input.field.text() == ""
    assert editor.value() == ["vegan food"]


def test_a_word_that_is_still_typed_counts(qtbot: QtBot) -> None:
    """Nobody pays for a search without the word they see."""
    editor = make(qtbot, "keywords_in_bio", WordsEditor)
    editor.set_value(["tofu"])
    QTest.keyClicks(editor.input.field, "vegan")

    assert editor.value() == ["tofu", "vegan"]


def test_a_pasted_list_is_taken_apart(qtbot: QtBot) -> None:
    """A column out of a spreadsheet, commas, blanks, repeats: each word once, in order."""
    editor = make(qtbot, "keywords_in_bio", WordsEditor)
    seen = changes(editor)
    paste(editor.input.field, "vegan\r\ntofu, oat milk\n\n Vegan \ntempeh\n")

    assert seen == [["vegan", "tofu", "oat milk", "tempeh"]]
    assert chips(editor) == ["vegan", "tofu", "oat milk", "tempeh"]


def test_a_pasted_word_stays_to_be_finished(qtbot: QtBot) -> None:
    """Only a list is taken apart."""
    editor = make(qtbot, "keywords_in_bio", WordsEditor)
    paste(editor.input.field, "vegan")

    assert (chips(editor), editor.input.field.text(), editor.value()) == ([], "vegan", ["vegan"])


@pytest.mark.parametrize("key", ["hashtags", "not_hashtags"])
def test_hashtags_lose_their_sign(qtbot: QtBot, key: str) -> None:
    """The catalogue wants them without "#"."""
    editor = make(qtbot, key, WordsEditor)
    paste(editor.input.field, "#vegan, # tofu, ##oats, plain")

    assert editor.value() == ["vegan", "tofu", "oats", "plain"]


def test_a_number_sign_stays_in_other_words(qtbot: QtBot) -> None:
    """Only hashtags are hashtags."""
    editor = make(qtbot, "keywords_in_bio", WordsEditor)
    paste(editor.input.field, "#1 coach, C#")

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
    paste(editor.input.field, "@Anna  ben.b\nhttps://www.instagram.com/carla_c/?hl=de")

    assert editor.value() == ["anna", "ben.b", "carla_c"]
    assert chips(editor) == ["@anna", "@ben.b", "@carla_c"]


def test_what_is_no_handle_stays_in_the_field_and_is_named(qtbot: QtBot) -> None:
    """The good ones are taken; the rest can be mended, or taken out."""
    editor = make(qtbot, "exclude_handles", HandlesEditor)
    paste(editor.input.field, "anna, https://www.tiktok.com/@ben, c@example.com")
    problem, field, value = editor.problem(), editor.input.field.text(), editor.value()
    editor.input.field.clear()
    QTest.keyClick(editor.input.field, Qt.Key.Key_Return)

    assert "“https://www.tiktok.com/@ben” and 1 more cannot be read as a handle on Instagram." in problem
    assert field == "https://www.tiktok.com/@ben, c@example.com"
    assert value == ["anna"]
    assert editor.problem() == ""


def test_values_of_a_list_in_the_catalogue_are_suggested(qtbot: QtBot) -> None:
    """Typing finds them by their words; Enter takes the one that is marked, sent with its exact spelling."""
    editor = make(qtbot, "creator_has", FlagsEditor)
    QTest.keyClicks(editor.input.field, "whats")
    QTest.keyClick(editor.input.field, Qt.Key.Key_Return)
    QTest.keyClicks(editor.input.field, "you")
    QTest.keyClick(editor.input.field, Qt.Key.Key_Return)

    assert editor.value() == {"has_whatsApp": True, "has_youtube": True}
    assert chips(editor) == ["WhatsApp", "YouTube"]


def test_the_arrow_keys_open_and_walk_the_list(qtbot: QtBot) -> None:
    """Down with nothing typed opens it; Escape closes."""
    editor = make(qtbot, "creator_has", FlagsEditor)
    field, listed = editor.input.field, editor.input.list
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Down)
    second = SHOWN["creator_has"].values[1]
    marked = listed.currentItem().text()
    QTest.keyClick(field, Qt.Key.Key_Return)

    assert marked == second.label
    assert editor.value() == {second.value: True}
    assert listed.isHidden()


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


class Places:
    """A dictionary in memory that notes what it was asked and can be held up."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Platform, str]] = []
        self.dropped: list[str] = []
        self.error: NotSent | None = None
        self.held = asyncio.Event()
        self.held.set()

    async def look_up(self, name: str, platform: Platform, text: str) -> list[DictionaryItem]:
        self.asked.append((name, platform, text))
        try:
            await self.held.wait()
        except asyncio.CancelledError:
            self.dropped.append(text)
            raise
        if self.error is not None:
            raise self.error
        names = ["Berlin, Germany", "Germany Valley", "Germany", "Georgia", "Ghana", "<b>Gotham</b>"]
        words = text.casefold()
        return [
            DictionaryItem(label=place, value=place)
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
    editor.use_source(places.look_up, Platform.TIKTOK)
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


def test_a_kind_without_an_editor_says_so_and_keeps_its_value(qtbot: QtBot) -> None:
    """Exclusion lists are visible and disabled; a search that has some does not lose them."""
    editor = editor_for(SHOWN["exclude_list"])
    qtbot.addWidget(editor)
    editor.set_value([3, 7])

    assert COMES_LATER in reasons(editor)
    assert not editor.focusProxy().isEnabled()
    assert editor.value() == [3, 7]


def test_every_value_an_editor_gives_is_one_the_catalogue_takes(qtbot: QtBot) -> None:
    """Editors and checks speak the same form."""
    for key, spec in SHOWN.items():
        platform = next(platform for platform in Platform if platform in spec.platforms)
        for value in good_values(key):
            editor = editor_for(spec)
            qtbot.addWidget(editor)
            editor.set_value(value)
            search = Search(platform=platform).with_filter(key, editor.value())

            assert CATALOGUE.check(search) == ()
