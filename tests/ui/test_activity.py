"""Activity and the window's words: what is said about work, money and time while something runs."""

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.jobs import EnrichOptions, Job, JobKind, JobState, PauseReason, Totals
from app.domain.money import Balance, Estimate, Tier
from app.ui.activity import Activity
from app.ui.window import words


def job(state: JobState = JobState.RUNNING, *, number: int = 1, kind: JobKind = JobKind.ENRICH, **more: object) -> Job:
    """400 creators at 1.00: 120 done, 3 on their way, 277 waiting, unless said otherwise."""
    totals = more.pop("totals", Totals(done=104, not_found=16, sent=3, waiting=277, spent=Decimal("104.00")))
    most = more.pop("most", Decimal("400.00"))
    return Job(
        id=number,
        kind=kind,
        state=state,
        reason=more.pop("reason", None),
        title="Getting details",
        sheet_id=1,
        most=most,
        totals=totals,
        options=EnrichOptions(tier=Tier.FULL, **more) if kind is JobKind.ENRICH else None,
    )


@pytest.fixture
def activity(qtbot: QtBot) -> Activity:
    shown = Activity()
    qtbot.addWidget(shown)
    return shown


def test_activity_is_hidden_while_nothing_runs(activity: Activity) -> None:
    """An idle window has no empty bars."""
    activity.show_jobs([job(JobState.FINISHED)], None, (0, 300))

    assert activity.isHidden()


def test_the_strip_says_how_far_how_long_and_how_much(activity: Activity) -> None:
    """The words of the look."""
    activity.show_jobs([job()], 118.0, (212, 300))

    assert activity.progress.title.text() == "Getting details"
    assert activity.progress.count.text() == "120 of 400"
    assert activity.progress.facts.text() == "about 2 min left · 104.00 spent of up to 400.00"


def test_a_search_counts_creators_not_pages(activity: Activity) -> None:
    """Nobody buys pages."""
    totals = Totals(done=1, waiting=2, spent=Decimal("0.50"))
    activity.show_jobs([job(kind=JobKind.SEARCH, most=Decimal("1.50"), totals=totals)], None, (1, 300))

    assert activity.progress.title.text() == "Finding creators"
    assert activity.progress.count.text() == "50 of 150"


def test_pause_and_stop_name_the_job_they_mean(activity: Activity, qtbot: QtBot) -> None:
    """Two jobs may be there; the strip's is the one that runs."""
    activity.show_jobs([job(JobState.PAUSED, number=2), job(number=1)], None, (0, 300))
    with qtbot.waitSignal(activity.pause_wanted) as held:
        activity.hold.click()
    with qtbot.waitSignal(activity.stop_wanted) as ended:
        activity.end.click()

    assert (held.args, ended.args) == ([1], [1])


def test_a_paused_job_goes_on_with_one_click_that_names_its_price(activity: Activity, qtbot: QtBot) -> None:
    """What is still open of the price that was agreed to."""
    totals = Totals(done=10, waiting=5, spent=Decimal("10.00"), open_at_most=Decimal("5.00"))
    activity.show_jobs([job(JobState.PAUSED, reason=PauseReason.OFFLINE, totals=totals)], None, (0, 300))
    with qtbot.waitSignal(activity.resume_wanted) as asked:
        activity.hold.click()

    assert activity.hold.text() == "Go on · up to 5.00 credits"
    assert "influencers.club cannot be reached" in activity.progress.facts.text()
    assert asked.args == [1]


def test_what_may_have_been_charged_is_bought_again_only_by_a_priced_button(activity: Activity, qtbot: QtBot) -> None:
    """Money rule 2 holds for the second try too."""
    totals = Totals(done=8, uncertain=2, spent=Decimal("8.00"), again_at_most=Decimal("2.00"))
    activity.show_jobs([job(JobState.FINISHED, totals=totals, most=Decimal("10.00"))], None, (0, 300))
    activity.open_list(True)
    again = [button for button in activity.findChildren(QPushButton) if button.text().startswith("Get 2 again")]
    with qtbot.waitSignal(activity.retry_wanted):
        again[0].click()

    assert [button.text() for button in again] == ["Get 2 again · up to 2.00 credits"]


def test_the_list_holds_the_speed(activity: Activity) -> None:
    """How much of the service's limit is used."""
    activity.show_jobs([], None, (212, 300))
    activity.open_list(True)

    assert not activity.isHidden()
    assert activity.findChild(QLabel, "rate_meter").text() == "Speed: 212 of 300 a minute"


# -- words


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, ""),
        (5, "less than a minute left"),
        (50, "about 1 min left"),
        (118, "about 2 min left"),
        (3600, "about 60 min left"),
        (9000, "about 2 h left"),
    ],
)
def test_time_left_is_told_roughly(seconds: float | None, said: str) -> None:
    """Nobody needs seconds, and none are promised before there is a pace."""
    assert words.time_left(seconds) == said


def test_stop_says_what_may_still_be_charged() -> None:
    """The words of the look."""
    assert words.stopped(job()) == (
        "Stopped. 120 done. 3 were already on their way and may still cost up to 3.00. 277 not sent."
    )


def test_closing_says_what_waits_and_what_may_still_cost() -> None:
    """The words of the look."""
    totals = Totals(done=1, sent=3, waiting=63)

    assert words.closing([job(totals=totals, most=Decimal("67.00"))]) == (
        "63 creators are still waiting. Nothing more is sent after closing (3 already on their way may still cost up to"
        " 3.00); continue with one click next time."
    )


@pytest.mark.parametrize(
    ("kinds", "totals", "said"),
    [
        pytest.param(
            [JobKind.SEARCH],
            Totals(sent=1, waiting=2),
            "A search is running. Nothing more is sent after closing (what is already on its way may still cost up to"
            " 1.00); continue with one click next time.",
            id="a search counts pages, which nobody knows",
        ),
        pytest.param(
            [JobKind.SEARCH, JobKind.ENRICH],
            Totals(waiting=1),
            "A search is running. 1 creator is still waiting. Nothing more is sent after closing; continue with one"
            " click next time.",
            id="a search and details",
        ),
        pytest.param(
            [JobKind.ENRICH],
            Totals(done=2, sent=1),
            "The last answers are on their way. Nothing more is sent after closing (1 already on its way may still cost"
            " up to 1.00).",
            id="everything is sent",
        ),
        pytest.param(
            [JobKind.ENRICH],
            Totals(done=2, uncertain=1),
            "A payment is still being checked. Nothing more is sent after closing.",
            id="everything is settled but one",
        ),
    ],
)
def test_closing_says_only_what_is_true(kinds: list[JobKind], totals: Totals, said: str) -> None:
    """Nobody reads that 0 steps are waiting."""
    running = [job(kind=kind, totals=totals, most=Decimal(3)) for kind in kinds]

    assert words.closing(running) == said


def test_afterwards_the_emails_are_counted() -> None:
    """What one came for, what it cost, what cost nothing."""
    totals = Totals(done=61, not_found=39, spent=Decimal("61.00"))
    done = job(JobState.FINISHED, totals=totals, most=Decimal("100.00"), email_required=True)

    assert words.finished(done, 61) == "61 of 100 had an email · 61.00 credits · 39 cost nothing."


def test_details_that_bring_no_email_are_counted_by_creators() -> None:
    """Nobody is told about emails they did not buy."""
    totals = Totals(done=2, spent=Decimal("1.60"))

    assert words.finished(job(JobState.FINISHED, totals=totals)) == "Details for 2 creators · 1.60 credits."


@pytest.mark.parametrize(
    ("taken", "free"),
    [((), "Berlin"), (("Berlin",), "Berlin 2"), (("Berlin", "Berlin 2"), "Berlin 3"), (("Berlin 2",), "Berlin")],
)
def test_the_second_sheet_of_a_name_is_numbered(taken: tuple[str, ...], free: str) -> None:
    """Two tabs of one name could not be told apart."""
    assert words.free_name("Berlin", taken) == free


@pytest.mark.parametrize(
    ("rows", "ticked", "hidden", "had", "new", "free", "line"),
    [
        (
            *(150, 35, 4, 29, 6, "8.42"),
            "150 rows · 35 ticked (4 not visible) · 29 already have, 0.00 · 6 new, up to 6.00 · 2.42 left",
        ),
        (150, 2, 0, 0, 2, None, "150 rows · 2 ticked · 2 new, up to 2.00"),
        (150, 9, 0, 0, 9, "8.42", "150 rows · 9 ticked · 9 new, up to 9.00 · 0.58 more than you have"),
        (1, 1, 0, 1, 0, "8.42", "1 row · 1 ticked · 1 already have, 0.00"),
    ],
)
def test_the_status_line_adds_up(
    rows: int, ticked: int, hidden: int, had: int, new: int, free: str | None, line: str
) -> None:
    """Rows, ticks, price and what is left, in the words of the look."""
    estimate = Estimate(tier=Tier.FULL, had=had, new=new)
    said = words.status(rows, ticked, hidden, estimate, None if free is None else Decimal(free))

    assert said.line == line
    assert said.covers == ("more than you have" not in line)


def test_what_is_on_its_way_is_neither_had_nor_offered() -> None:
    """Money that another job may still spend is not offered twice."""
    said = words.status(9, 5, 0, Estimate(tier=Tier.FULL, had=1, new=1, pending=3), Decimal("8.42"))

    assert said.price == "1 already have, 0.00 · 3 on their way or to check · 1 new, up to 1.00 · 7.42 left"


@pytest.mark.parametrize(
    ("ticked", "marked", "said"),
    [
        (0, 0, "Get details…"),
        (0, 1, "Get details…"),
        (0, 12, "Tick rows to get details"),
        (35, 12, "Get details for 35…"),
    ],
)
def test_the_details_button_speaks_of_ticked_rows_only(ticked: int, marked: int, said: str) -> None:
    """A blue range never buys anything."""
    assert words.details_button(ticked, marked) == said


def test_set_aside_money_is_told_with_the_balance() -> None:
    """It is still on the account, but not offered twice."""
    hint = words.balance_hint(Balance(available=Decimal("8.42"), used=Decimal(1)), Decimal("6.00"), practice=True)

    assert hint == "8.42 practice credits · 6.00 set aside for what is running · 2.42 free"
