"""Get details: what is offered at which price, who is left out, the second question, and what is agreed to."""

import asyncio
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from app.domain.fields import BY_KEY
from app.domain.jobs import EnrichOptions
from app.domain.money import PARTS_OF_TIER, Tier
from app.domain.platforms import Handle, Platform
from app.services.details_plan import DetailsPlan, Upgrade
from app.services.socials import SamePerson
from app.ui.dialogs.batch_fold import BatchFold
from app.ui.dialogs.details import DetailsDialog
from app.ui.dialogs.details.example import ExampleDialog, example_facts, example_row
from app.ui.operation import show_modal
from tests.conftest import Until

DAY = date(2026, 11, 22)
MAY = 1_777_800_000_000  # 3 May 2026


class Planner:
    """Every odd creator is had until `had` are, those `not_found` were looked for; the rest is new."""

    def __init__(self, had: int, **more: object) -> None:
        self.had = had
        self.more = more

    def plan(self, ids: Sequence[int], options: EnrichOptions, *, again: bool = False) -> DetailsPlan:
        mine = {one for one in ids if one % 2 and (one + 1) // 2 <= self.had}
        out = mine if again else mine | set(self.more.get("not_found", ()))
        new = tuple(one for one in ids if one not in out)
        return DetailsPlan(options=options, new=new, had=len(mine), **self.more)

    async def plan_later(self, ids: Sequence[int], options: EnrichOptions, *, again: bool = False) -> DetailsPlan:
        await asyncio.sleep(0)
        return self.plan(ids, options, again=again)


def details(
    qtbot: QtBot, rows: int, balance: str | None, had: int = 0, tier: Tier = Tier.FULL, **more: object
) -> DetailsDialog:
    """The dialog for creators 1 to `rows`; `more` as in `DetailsPlan`."""
    dialog = DetailsDialog(
        None,
        ids=range(1, rows + 1),
        plans=Planner(had, **more),
        balance=None if balance is None else Decimal(balance),
        tier=tier,
        today=lambda: DAY,
    )
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def button(dialog: object, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)  # type: ignore[attr-defined]
    assert found is not None, name
    return found


def words_of(dialog: DetailsDialog) -> list[str]:
    """Everything the dialog says now."""
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize(
    ("rows", "had", "balance", "tier", "words"),
    [
        pytest.param(6, 0, "100", Tier.FULL, "Get 6 · up to 6.00 credits", id="all new"),
        pytest.param(6, 2, "100", Tier.FULL, "Get 4 · up to 4.00 credits", id="some had"),
        pytest.param(6, 0, "100", Tier.PROFILE, "Get 6 · up to 1.20 credits", id="contact only"),
        pytest.param(35, 0, "8.42", Tier.FULL, "Get the first 8 · up to 8.00 credits", id="too dear"),
        pytest.param(1, 0, "100", Tier.FULL, "Get 1 · up to 1.00 credits", id="one"),
    ],
)
def test_the_button_names_the_exact_maximum(
    qtbot: QtBot, rows: int, had: int, balance: str, tier: Tier, words: str
) -> None:
    """What is already there is left out, and what the balance does not cover is not offered."""
    assert button(details(qtbot, rows, balance, had, tier), "confirm_button").text() == words


@pytest.mark.parametrize(
    ("rows", "had", "balance", "reason"),
    [
        pytest.param(2, 2, "100", "You already have this for all of them.", id="nothing new"),
        pytest.param(5, 0, None, "Your credits are not known yet.", id="unknown credits"),
        pytest.param(5, 0, "0.42", "Your 0.42 credits cover none of these 5.", id="no credits"),
    ],
)
def test_what_cannot_be_bought_is_disabled_and_says_why(
    qtbot: QtBot, rows: int, had: int, balance: str | None, reason: str
) -> None:
    """A button that does nothing would be worse than none."""
    owned = details(qtbot, 1, "100", 1) if had else details(qtbot, rows, balance)
    go = button(owned, "confirm_button")

    assert not go.isEnabled()
    assert go.toolTip() == reason


def test_too_little_is_told_with_what_it_covers(qtbot: QtBot) -> None:
    """The sentence of the look, word for word."""
    dialog = details(qtbot, 35, "8.42")

    assert dialog.findChild(QLabel, "price_warning").text() == "Your 8.42 credits cover 8 of these 35."


def test_the_first_few_leave_out_those_already_had(qtbot: QtBot) -> None:
    """ "Try the first 3" buys three new ones, however many had ones stand before them."""
    dialog = details(qtbot, 12, "1000", 3)
    button(dialog, "try_first_button").click()

    assert dialog.chosen is not None
    assert dialog.chosen.ids == (2, 4, 6)
    assert dialog.chosen.most == Decimal("3.00")


def test_a_dear_purchase_is_asked_twice(qtbot: QtBot) -> None:
    """Above a quarter of the balance the first click only asks (money rule 2)."""
    dialog = details(qtbot, 6, "20")
    go = button(dialog, "confirm_button")
    go.click()
    asked, words = dialog.chosen, go.text()
    go.click()

    assert asked is None
    assert words == "Spend up to 6.00 credits"
    assert dialog.chosen is not None
    assert dialog.chosen.most == Decimal("6.00")


def test_the_second_question_is_not_answered_by_the_double_click_that_asked(qtbot: QtBot) -> None:
    """However often the clicks go on (money rule 2); nor do they bring the focus there, for Enter to answer."""
    dialog = details(qtbot, 6, "20")
    go = button(dialog, "confirm_button")
    QTest.mouseClick(go, Qt.MouseButton.LeftButton)
    asked = go.text()
    QTest.mouseDClick(go, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(go, Qt.MouseButton.LeftButton)  # else it stays pressed for the tests that follow
    QTest.mouseClick(go, Qt.MouseButton.LeftButton)

    assert asked == "Spend up to 6.00 credits"
    assert dialog.isVisible()
    assert dialog.chosen is None
    assert dialog.focusWidget() is dialog.cancel


def test_the_second_question_is_answered_by_a_click_after_the_time_of_a_double_click(qtbot: QtBot) -> None:
    """As long as the system says, which is no time at all here."""
    dialog = details(qtbot, 6, "20")
    go = button(dialog, "confirm_button")
    usual = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(0)
    try:
        QTest.mouseClick(go, Qt.MouseButton.LeftButton)
        asked = dialog.chosen
        qtbot.waitUntil(lambda: go.focusPolicy() is Qt.FocusPolicy.StrongFocus, timeout=60_000)
        QTest.mouseClick(go, Qt.MouseButton.LeftButton)
    finally:
        QApplication.setDoubleClickInterval(usual)

    assert asked is None
    assert dialog.chosen is not None


def test_escape_takes_the_second_question_back(qtbot: QtBot) -> None:
    """What was chosen is still there; a second Escape closes."""
    dialog = details(qtbot, 6, "20")
    button(dialog, "confirm_button").click()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    back = dialog.isVisible(), button(dialog, "confirm_button").text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert back == (True, "Get 6 · up to 6.00 credits")
    assert not dialog.isVisible()


def test_the_second_question_is_not_answered_by_the_enter_that_asked(qtbot: QtBot) -> None:
    """Enter, Enter spends nothing: the second one goes back (money rule 2)."""
    dialog = details(qtbot, 6, "20")
    button(dialog, "confirm_button").setFocus()
    QTest.keyClick(button(dialog, "confirm_button"), Qt.Key.Key_Return)
    asked, at = button(dialog, "confirm_button").text(), dialog.focusWidget()
    QTest.keyClick(at, Qt.Key.Key_Return)

    assert asked == "Spend up to 6.00 credits"
    assert at is button(dialog, "cancel_button")
    assert dialog.isVisible()
    assert dialog.chosen is None
    assert button(dialog, "confirm_button").text() == "Get 6 · up to 6.00 credits"


def test_enter_in_the_form_asks_and_then_goes_back_too(qtbot: QtBot) -> None:
    """Wherever the focus was when Enter asked."""
    dialog = details(qtbot, 6, "20")
    tier = dialog.findChild(QRadioButton, "tier_full")
    tier.setFocus()
    QTest.keyClick(tier, Qt.Key.Key_Return)
    asked = button(dialog, "confirm_button").text()
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)

    assert asked == "Spend up to 6.00 credits"
    assert dialog.chosen is None
    assert button(dialog, "confirm_button").isDefault()


def test_back_from_the_second_question_spends_nothing(qtbot: QtBot) -> None:
    """The dialog is as it was before the first click."""
    dialog = details(qtbot, 6, "20")
    button(dialog, "confirm_button").click()
    button(dialog, "cancel_button").click()

    assert dialog.isVisible()
    assert dialog.chosen is None
    assert button(dialog, "confirm_button").text() == "Get 6 · up to 6.00 credits"


def test_a_change_of_mind_needs_a_new_consent(qtbot: QtBot) -> None:
    """Choosing something else after the second question withdraws it."""
    dialog = details(qtbot, 100, "200")
    button(dialog, "confirm_button").click()
    dialog.findChild(QRadioButton, "tier_profile").click()

    assert button(dialog, "confirm_button").text() == "Get 100 · up to 20.00 credits"
    assert dialog.chosen is None


def test_the_email_rule_goes_out_with_the_order(qtbot: QtBot) -> None:
    """Without an email nothing is paid, so the service must be told."""
    dialog = details(qtbot, 2, "100")
    dialog.findChild(QCheckBox, "email_required").click()
    button(dialog, "confirm_button").click()

    assert dialog.chosen.options == EnrichOptions(tier=Tier.FULL, email_required=True)


def test_a_batch_can_be_asked_for_instead(qtbot: QtBot) -> None:
    """It is about those who are new, has its own counts and its own question: nothing is agreed to here."""
    dialog = details(qtbot, 4, "100", had=1, not_found=(2,))
    button(dialog, "batch_link").click()

    assert (dialog.as_batch.ids, dialog.as_batch.options) == ((3, 4), EnrichOptions(tier=Tier.FULL))
    assert dialog.chosen is None


async def test_for_a_long_list_nothing_can_be_agreed_to_before_it_is_counted(qtbot: QtBot, until: Until) -> None:
    """The window does not stand still meanwhile, and a count for an earlier choice offers nothing."""
    dialog = details(qtbot, 5_000, "5000")
    confirm = button(dialog, "confirm_button")
    fold = dialog.findChild(BatchFold)
    counting = (confirm.text(), confirm.isEnabled(), button(dialog, "try_first_button").isVisible(), fold.isVisible())

    dialog.findChild(QRadioButton, "tier_profile").click()
    await until(lambda: confirm.text() != "Counting…")

    assert counting == ("Counting…", False, False, False)
    assert fold.isVisible()
    assert confirm.text() == "Get 5,000 · up to 1,000.00 credits"


async def test_closing_a_dialog_by_its_window_button_is_a_no(qtbot: QtBot) -> None:
    """Nothing is agreed to by closing."""
    dialog = details(qtbot, 2, "100")
    asyncio.get_running_loop().call_soon(dialog.close)

    assert await show_modal(dialog) == 0
    assert dialog.chosen is None


# -- the four kinds


@pytest.mark.parametrize(
    ("tier", "words"),
    [
        (Tier.FULL, "Get 2 · up to 2.00 credits"),
        (Tier.PROFILE, "Get 2 · up to 0.40 credits"),
        (Tier.ANALYTICS, "Get 2 · up to 1.60 credits"),
        (Tier.RAW, "Get 2 · up to 0.06 credits"),
    ],
)
def test_every_kind_of_details_can_be_bought(qtbot: QtBot, tier: Tier, words: str) -> None:
    """Each with its own price; the check that it exists stands under More."""
    dialog = details(qtbot, 2, "100")
    dialog.tiers.more.set_open(True)
    dialog.findChild(QRadioButton, f"tier_{tier}").click()
    said = button(dialog, "confirm_button").text()
    button(dialog, "confirm_button").click()

    assert said == words
    assert dialog.chosen.options == EnrichOptions(tier=tier)


def test_the_check_that_it_exists_is_folded_until_asked_for(qtbot: QtBot) -> None:
    """Opened on it, the fold is open: what is chosen is never hidden."""
    dialogs = details(qtbot, 2, "100"), details(qtbot, 2, "100", tier=Tier.RAW)
    folded, chosen = (dialog.findChild(QRadioButton, "tier_raw").isVisible() for dialog in dialogs)

    assert (folded, chosen) == (False, True)


@pytest.mark.parametrize(
    ("tier", "switches"),
    [
        (Tier.FULL, (True, True, True)),
        (Tier.PROFILE, (True, False, False)),
        (Tier.ANALYTICS, (False, False, True)),
        (Tier.RAW, (False, False, False)),
    ],
)
def test_the_switches_are_those_the_details_have(qtbot: QtBot, tier: Tier, switches: tuple[bool, ...]) -> None:
    """The email rule, the audience, the similar creators; no price changes by them."""
    dialog = details(qtbot, 2, "100", tier=tier)
    dialog.tiers.more.set_open(True)
    email, audience, lookalikes = (
        dialog.findChild(QCheckBox, name) for name in ("email_required", "details_audience", "details_lookalikes")
    )

    assert (email.isEnabled(), audience.isVisible(), lookalikes.isVisible()) == switches


def test_the_switches_go_out_with_the_order(qtbot: QtBot) -> None:
    """The audience is asked for unless somebody says no, similar creators only when somebody says so."""
    dialog = details(qtbot, 2, "100")
    for name in ("details_audience", "details_lookalikes"):
        dialog.findChild(QCheckBox, name).click()
    button(dialog, "confirm_button").click()

    assert dialog.chosen.options == EnrichOptions(tier=Tier.FULL, audience=False, lookalikes=True)


# -- an example


@pytest.mark.parametrize("tier", list(Tier))
def test_an_example_shows_what_the_details_bring_and_nothing_else(tier: Tier) -> None:
    """An email only where one comes; every fact is one of the table of fields."""
    row = example_row(tier)
    told = {key for key, value in row.values.items() if value is not None}

    assert told
    assert all(BY_KEY[key].parts & PARTS_OF_TIER[tier] for key in told)
    assert ("email" in told) is (tier in (Tier.FULL, Tier.PROFILE))
    assert ("audience_countries" in told) is (tier in (Tier.FULL, Tier.ANALYTICS))
    assert sum(map(len, example_facts(tier, DAY).values())) >= 5


def test_the_example_says_that_it_is_invented_and_is_of_the_chosen_kind(qtbot: QtBot) -> None:
    """Before the first credit, and nothing is sent for it."""
    dialog = details(qtbot, 2, "100")
    dialog.findChild(QRadioButton, "tier_profile").click()
    button(dialog, "example_profile").click()
    (example,) = dialog.findChildren(ExampleDialog)
    said = [label.text() for label in example.findChildren(QLabel)]
    button(example, "close_button").click()

    assert not button(dialog, "example_full").isVisible()
    assert said[0] == "Example: Contact only"
    assert any("invented" in line for line in said)
    assert "hello@ida.example" in said


# -- who is what


def test_what_runs_and_what_is_to_be_checked_is_counted_and_left_out(qtbot: QtBot) -> None:
    """Nobody is bought twice, and nobody wonders where a row went."""
    said = words_of(details(qtbot, 6, "100", had=2, getting=3, to_check=1))

    assert {"already have this", "on their way, left out", "to check, left out", "new"} <= set(said)
    assert [said[said.index(one) - 1] for one in ("already have this", "on their way, left out", "new")] == [
        "2",
        "3",
        "4",
    ]


def test_who_has_one_half_can_get_only_the_other_with_one_click(qtbot: QtBot) -> None:
    """The click chooses the details and the creators; another one goes back to everybody."""
    half = Upgrade(has=Tier.PROFILE, enough=Tier.ANALYTICS, ids=(2, 5))
    dialog = details(qtbot, 6, "100", upgrades=(half,))
    said, offered = words_of(dialog), button(dialog, "upgrade_profile").text()
    button(dialog, "upgrade_profile").click()
    only, price = "Only 2 creators who have Contact." in words_of(dialog), button(dialog, "confirm_button").text()
    button(dialog, "all_again_link").click()
    back = button(dialog, "confirm_button").text()
    button(dialog, "upgrade_profile").click()
    button(dialog, "confirm_button").click()

    assert "have Contact: Numbers and audience is enough" in said
    assert (offered, only, price) == ("Get only that · up to 1.60", True, "Get 2 · up to 1.60 credits")
    assert back == "Get 6 · up to 6.00 credits"
    assert (dialog.chosen.ids, dialog.chosen.options.tier) == ((2, 5), Tier.ANALYTICS)


def person(creator_id: int) -> SamePerson:
    """Somebody whose contact was bought under a YouTube account."""
    return SamePerson(
        creator_id=creator_id,
        other_id=90 + creator_id,
        other=Handle(platform=Platform.YOUTUBE, name=f"tube{creator_id}"),
        email="a@b.example",
        since_ms=MAY,
        enough=Tier.ANALYTICS,
        saving=Decimal("0.20"),
    )


def test_the_same_person_under_another_account_is_pointed_out_and_can_be_left_out(qtbot: QtBot) -> None:
    """With the account, since when, and what leaving them out saves; it is never done unasked."""
    dialog = details(qtbot, 6, "100", elsewhere=(person(2), person(5)))
    box = dialog.findChild(QCheckBox, "leave_out_people")
    said, at_first = words_of(dialog), button(dialog, "confirm_button").text()
    box.click()
    button(dialog, "confirm_button").click()

    assert box.text() == "Leave out 2 people whose contact you already have: saves up to 2.00"
    assert any("tube2 on YouTube, 3 May · tube5 on YouTube, 3 May" in line for line in said)
    assert at_first == "Get 6 · up to 6.00 credits"
    assert (dialog.chosen.ids, dialog.chosen.most) == ((1, 3, 4, 6), Decimal("4.00"))


def test_leaving_everybody_out_leaves_nothing_to_get(qtbot: QtBot) -> None:
    """The button says why."""
    dialog = details(qtbot, 1, "100", elsewhere=(person(1),))
    dialog.findChild(QCheckBox, "leave_out_people").click()

    assert not button(dialog, "confirm_button").isEnabled()
    assert button(dialog, "confirm_button").toolTip() == "Everybody who is new is left out."


@pytest.mark.parametrize(
    ("email", "words", "offer"),
    [
        (False, "not found last time, left out", "Ask again for 2 that were not found"),
        (
            True,
            "not found or without an email last time, left out",
            "Ask again for 2 that were not found or without an email",
        ),
    ],
)
def test_who_was_not_found_is_left_out_and_can_be_asked_for_again(
    qtbot: QtBot, email: bool, words: str, offer: str
) -> None:
    """They are nobody new; asking again is free where they are not found again."""
    dialog = details(qtbot, 6, "100", not_found=(2, 5))
    dialog.findChild(QCheckBox, "email_required").setChecked(email)
    box, said, at_first = dialog.counts.again, words_of(dialog), button(dialog, "confirm_button").text()
    box.click()
    button(dialog, "confirm_button").click()

    assert said[said.index(words) - 1] == "2"
    assert "Free where nothing is found again." in said
    assert (box.text(), at_first) == (offer, "Get 4 · up to 4.00 credits")
    assert (dialog.chosen.ids, dialog.chosen.most) == ((1, 2, 3, 4, 5, 6), Decimal("6.00"))


def test_where_nobody_else_is_left_the_button_says_who_was_not_found(qtbot: QtBot) -> None:
    """Nothing is offered, and the way on is named."""
    dialog = details(qtbot, 2, "100", had=1, not_found=(2,))

    assert not button(dialog, "confirm_button").isEnabled()
    assert "not found last time. Tick the box" in button(dialog, "confirm_button").toolTip()


def test_platforms_without_an_audience_say_so(qtbot: QtBot) -> None:
    """What is paid for is known before."""
    said = words_of(details(qtbot, 6, "100", without_audience={Platform.TWITCH: 2}))

    assert "2 on Twitch: influencers.club has no audience there, the rest comes." in said
