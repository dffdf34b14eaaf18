"""The creator panel: what is known about one creator in words, what is missing and why, and the links it opens."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from app.domain.creators import Details, Row
from app.domain.fields import FIELDS, Group
from app.domain.money import Had
from app.domain.platforms import Handle, Platform
from app.ui.creator_panel import CreatorPanel, facts
from app.workspace.sheets import OwnColumn

MAY_3 = 1_777_800_000_000  # 3 May 2026, 09:20 UTC
TODAY = date(2026, 11, 22)
NONE = {entry.key: None for entry in FIELDS}
ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
FOUND = Row(
    creator_id=7,
    handle=Handle(platform=Platform.INSTAGRAM, name="vera.kocht"),
    shown_handle="vera.kocht",
    picture=None,
    ticked=False,
    parts=Had.NOTHING,
    details=Details.NOTHING,
    details_ms=None,
    values={**NONE, "name": "Vera Kocht", "followers": 27_412, "engagement": 5.02},
    own={},
)
FULL = replace(
    FOUND,
    parts=Had.PROFILE | Had.ANALYTICS | Had.FULL_CALL,
    details=Details.FULL,
    details_ms=MAY_3,
    values={
        **FOUND.values,
        "email": "vera@creator.example",
        "country": "DE",
        "avg_likes": 0,
        "links": "https://vera.example/a, javascript:alert(1), http://x.example",
    },
)


@pytest.fixture
def panel(qtbot: QtBot) -> CreatorPanel:
    shown = CreatorPanel(today=lambda: TODAY)
    shown.set_own_columns(
        [OwnColumn(key="status", label="Status", kind="choice", choices=("Approved",), scope="sheet")]
    )
    qtbot.addWidget(shown)
    shown.show()
    return shown


def said(panel: CreatorPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if not label.isHidden()]


def by_label(row: Row, group: Group) -> dict[str, facts.Fact]:
    return {fact.label: fact for fact in facts.facts(row, group, ENGLISH, TODAY)}


def test_before_anybody_is_chosen_the_panel_says_what_to_do(panel: CreatorPanel) -> None:
    """An empty panel is an invitation, not a hole."""
    assert "Click a creator to see what you have." in said(panel)


def test_an_empty_panel_has_no_scroll_bar(panel: CreatorPanel) -> None:
    """There is nothing to scroll; where a creator is shown there may be."""
    panel.show_row(FOUND)
    shown = panel.findChild(QScrollArea).isVisibleTo(panel)
    panel.show_row(None)

    assert shown
    assert not panel.findChild(QScrollArea).isVisibleTo(panel)


def test_the_head_says_who_and_what_you_have_since_when(panel: CreatorPanel) -> None:
    """The age of what was bought is never hidden."""
    panel.show_row(FULL)

    assert {"vera.kocht", "Vera Kocht", "Full details, you have this since 3 May"} <= set(said(panel))


def test_missing_means_hidden_only_once_it_was_bought() -> None:
    """0 is a number; an empty value of a bought part is hidden by the platform."""
    numbers = by_label(FULL, Group.NUMBERS)

    assert (numbers["Average likes"].text, numbers["Average likes"].missing) == ("0", False)
    assert (numbers["Average views"].text, numbers["Average views"].missing) == ("hidden by the platform", True)


def test_what_was_not_bought_is_not_fetched_yet() -> None:
    """Nothing claims to be hidden that nobody has asked for."""
    assert by_label(FOUND, Group.NUMBERS)["Average likes"].text == "not fetched yet"
    assert facts.facts(FOUND, Group.CONTACT, ENGLISH, TODAY) == []


def test_a_fact_of_another_platform_is_not_mentioned() -> None:
    """Instagram does not count streams."""
    assert "Streams, 30 days" not in by_label(FULL, Group.NUMBERS)


def test_the_email_can_be_written_to() -> None:
    """It opens the mail program."""
    assert by_label(FULL, Group.CONTACT)["Email"].address == "mailto:vera@creator.example"


def test_only_web_links_are_offered() -> None:
    """The profile first; a script is no link."""
    assert facts.links(FULL) == ["https://www.instagram.com/vera.kocht/", "https://vera.example/a", "http://x.example"]


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://vera.example/a?b=1", True),
        ("http://vera.example", True),
        ("mailto:vera@creator.example", True),
        ("mailto:vera@creator.example?bcc=all@creator.example", False),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("ftp://vera.example", False),
        ("https://user:pass@vera.example", False),
        ("https://", False),
        ("https://[bad", False),
        ("vera.example", False),
    ],
)
def test_only_http_https_and_mailto_are_opened(address: str, safe: bool) -> None:
    """Links come from strangers."""
    assert facts.is_safe(address) is safe


def test_hostile_text_stays_text(panel: CreatorPanel) -> None:
    """Names and bios are shown as they are, never as markup."""
    panel.show_row(replace(FULL, values={**FULL.values, "name": "<b>x</b>", "bio": "<img src=x>\u202egnp"}))
    labels = [label for label in panel.findChildren(QLabel) if "<" in label.text()]

    assert {"<b>x</b>", "<img src=x>gnp"} <= {label.text() for label in labels}
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_details_are_offered_until_they_are_all_there(panel: CreatorPanel, qtbot: QtBot) -> None:
    """The button opens the priced dialog for this creator."""
    panel.show_row(FOUND)
    get = panel.findChild(QPushButton, "creator_get_details")
    with qtbot.waitSignal(panel.details_wanted) as asked:
        get.click()
    panel.show_row(FULL)

    assert asked.args == [7]
    assert not get.isVisible()


def test_a_status_is_handed_on_at_once(panel: CreatorPanel, qtbot: QtBot) -> None:
    """It is the same cell as in the sheet."""
    panel.show_row(FOUND)
    status = panel.findChild(QComboBox, "creator_status")
    with qtbot.waitSignal(panel.own_edited) as edited:
        status.setCurrentIndex(1)
        status.activated.emit(1)

    assert edited.args == [7, "status", "Approved"]


def test_a_note_is_not_lost_when_one_turns_to_another_creator(panel: CreatorPanel, qtbot: QtBot) -> None:
    """It is stored for the one it was written about."""
    panel.show_row(FOUND)
    panel.findChild(QPlainTextEdit, "creator_note").setPlainText("cooks on Sundays")
    with qtbot.waitSignal(panel.own_edited) as edited:
        panel.show_row(replace(FOUND, creator_id=8))

    assert edited.args == [7, "note", "cooks on Sundays"]
    assert panel.findChild(QPlainTextEdit, "creator_note").toPlainText() == ""
