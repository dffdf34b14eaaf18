"""Activity: what is said about work, money and time while something runs, and what each job offers."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.jobs import Job, JobKind, JobState, PauseReason, Totals
from app.ui.activity import Activity, Ask, Group, WorkNow, group_of, offers
from tests.ui.made_jobs import job

MANY = 200
SHEETS = {1: "Berlin vegan"}


def now(*jobs: Job, **more: object) -> WorkNow:
    return WorkNow(jobs=jobs, sends=(212, 300), sheets=SHEETS, **more)


@pytest.fixture
def activity(qtbot: QtBot) -> Activity:
    shown = Activity()
    qtbot.addWidget(shown)
    return shown


def offered(one: Job, **more: object) -> list[str]:
    return [offer.text for offer in offers(one, now(one, **more))]


# -- the strip


def test_activity_is_hidden_while_nothing_runs(activity: Activity) -> None:
    """An idle window has no empty bars."""
    activity.show_work(now(job(JobState.FINISHED)))

    assert activity.isHidden()


def test_the_strip_says_how_far_how_long_and_how_much(activity: Activity) -> None:
    """The words of the look."""
    activity.show_work(now(job(), seconds_left={1: 118.0}))

    assert activity.progress.title.text() == "Getting details"
    assert activity.progress.count.text() == "120 of 400"
    assert activity.progress.facts.text() == "about 2 min left"
    assert activity.progress.money.text() == " · 104.00 spent of up to 400.00"


def test_the_money_is_never_cut(activity: Activity) -> None:
    """Beside a long reason, and beside buttons with prices of their own; also in the list."""
    totals = Totals(done=30, uncertain=4, undecided=4, spent=Decimal("30.00"), in_doubt=Decimal("4.00"))
    held = job(JobState.PAUSED, reason=PauseReason.OFFLINE, totals=replace(totals, waiting=3))
    used = {held.id: Decimal("4.00")}
    activity.resize(640, 400)
    activity.show_work(now(held, used=used))
    activity.open_list(True)
    activity.grab()  # lays it out

    line = activity.list.lines[held.id]
    for label in (activity.progress.money, line.money):
        assert "30.00 spent" in label.text()
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
    assert line.facts.is_cut()


def test_a_job_of_which_only_the_money_is_told_is_in_line_with_the_others(activity: Activity) -> None:
    """What is not said takes no room."""
    told, ended = replace(job(), id=2), job(JobState.FINISHED, totals=Totals(done=400, spent=Decimal("400.00")))
    activity.resize(640, 400)
    activity.show_work(now(told, ended, seconds_left={2: 118.0}))
    activity.open_list(True)
    activity.grab()
    first, second = activity.list.lines[2].facts, activity.list.lines[1].money

    assert activity.list.lines[1].facts.text() == ""
    assert second.mapTo(activity, second.rect().topLeft()).x() == first.mapTo(activity, first.rect().topLeft()).x()


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        ([], ""),
        ([job(JobState.FINISHED, number=2)], ""),
        ([job(number=2)], "1 more runs"),
        ([job(JobState.PAUSED, number=2, reason=PauseReason.CREDITS)], "1 more waits"),
        (
            [job(number=2), job(number=3), *(job(JobState.PAUSED, number=at) for at in (4, 5))],
            "2 more run · 2 more wait",
        ),
    ],
)
def test_the_strip_says_what_else_runs_or_waits_and_leads_there(
    activity: Activity, beside: list[Job], said: str
) -> None:
    """The list names them, so that beside it nothing is said."""
    activity.show_work(now(job(), *beside))
    shown = activity.others.text(), activity.others.isHidden()
    if said:
        activity.others.click()

    assert shown == (said, not said)
    assert activity.is_open() is bool(said)
    assert activity.others.isHidden()


def test_a_search_counts_creators_not_pages(activity: Activity) -> None:
    """Nobody buys pages."""
    totals = Totals(done=1, waiting=2, spent=Decimal("0.50"))
    activity.show_work(now(job(kind=JobKind.SEARCH, most=Decimal("1.50"), totals=totals)))

    assert activity.progress.title.text() == "Finding creators"
    assert activity.progress.count.text() == "50 of 150"


def test_pause_and_stop_name_the_job_they_mean(activity: Activity, qtbot: QtBot) -> None:
    """Two jobs may be there; the strip's is the one that runs."""
    activity.show_work(now(job(JobState.PAUSED, number=2), job(number=1)))
    with qtbot.waitSignal(activity.asked) as held:
        activity.hold.click()
    with qtbot.waitSignal(activity.asked) as ended:
        activity.end.click()

    assert (held.args, ended.args) == ([Ask.PAUSE, 1], [Ask.STOP, 1])


def test_a_paused_job_goes_on_with_one_click_that_names_its_price(activity: Activity, qtbot: QtBot) -> None:
    """What is still open of the price that was agreed to."""
    totals = Totals(done=10, waiting=5, spent=Decimal("10.00"), open_at_most=Decimal("5.00"))
    activity.show_work(now(job(JobState.PAUSED, reason=PauseReason.OFFLINE, totals=totals)))
    with qtbot.waitSignal(activity.asked) as asked:
        activity.hold.click()

    assert activity.hold.text() == "Resume · up to 5.00 credits"
    assert "influencers.club cannot be reached" in activity.progress.facts.text()
    assert asked.args == [Ask.GO_ON, 1]


def test_the_strip_offers_what_the_list_offers_first(activity: Activity, qtbot: QtBot) -> None:
    """A job that only waits for its payments to be checked has nothing to go on with."""
    activity.show_work(now(job(JobState.PAUSED, totals=Totals(done=9, uncertain=1, undecided=1))))
    with qtbot.waitSignal(activity.asked) as asked:
        activity.hold.click()

    assert activity.hold.text() == "Check payments · free"
    assert asked.args == [Ask.CHECK, 1]


# -- what a job offers


@pytest.mark.parametrize(
    ("state", "totals", "group"),
    [
        (JobState.RUNNING, Totals(waiting=1), Group.RUNNING),
        (JobState.WAITING, Totals(waiting=1), Group.RUNNING),
        (JobState.PAUSED, Totals(waiting=1), Group.WAITING),
        (JobState.FAILED, Totals(waiting=1), Group.WAITING),
        (JobState.FINISHED, Totals(done=1), Group.DONE),
        (JobState.STOPPED, Totals(cancelled=1), Group.DONE),
        (JobState.FINISHED, Totals(done=1, uncertain=1), Group.WAITING),
        (JobState.FINISHED, Totals(done=1, failed=1), Group.DONE),
    ],
)
def test_a_job_stands_in_the_group_of_who_has_to_act(state: JobState, totals: Totals, group: Group) -> None:
    """A payment to check waits for somebody, also when the job has ended; a refused request cost nothing."""
    assert group_of(job(state, totals=totals)) is group


def test_a_running_job_can_be_held_and_stopped() -> None:
    """Alone it has no turns to take."""
    assert offered(job()) == ["Pause", "Stop"]


def test_one_of_several_running_jobs_can_go_first() -> None:
    """And take turns again."""
    first, second = job(number=1), job(number=2)
    work = now(first, second, preferred=2)

    assert [[offer.text for offer in offers(one, work)] for one in (first, second)] == [
        ["Do this first", "Pause", "Stop"],
        ["Take turns again", "Pause", "Stop"],
    ]


def test_payments_are_checked_for_free_before_anything_is_bought_again() -> None:
    """Buying again is offered only once the comparison could not rule out a charge."""
    money = {"spent": Decimal("8.00"), "again_at_most": Decimal("2.00"), "in_doubt": Decimal("2.00")}
    unknown = job(JobState.FINISHED, most=Decimal(10), totals=Totals(done=8, uncertain=2, undecided=2, **money))
    unclear = job(JobState.FINISHED, most=Decimal(10), totals=Totals(done=8, uncertain=2, **money))

    assert offered(unknown) == ["Check payments · free"]
    assert offered(unclear) == ["Get 2 again · up to 2.00 credits"]


def test_payments_that_are_being_checked_cannot_be_checked_twice() -> None:
    """It takes up to a minute, and says so."""
    lost = job(JobState.FINISHED, totals=Totals(done=8, uncertain=2, undecided=2))
    (offer,) = offers(lost, now(lost, checking={1}))

    assert (offer.text, offer.why_not) == ("Checking…", "This takes up to a minute.")


def test_what_was_refused_can_be_tried_again_at_its_price() -> None:
    """The refusal was free; the second try may not be."""
    refused = job(JobState.FINISHED, totals=Totals(done=6, failed=4, failed_at_most=Decimal("4.00")))

    assert offered(refused) == ["Try 4 again · up to 4.00 credits"]


def test_nothing_is_tried_again_while_something_of_the_job_still_waits() -> None:
    """It would be sent along, for more than the button said."""
    totals = Totals(
        waiting=16,
        done=10,
        uncertain=3,
        failed=4,
        spent=Decimal("10.00"),
        open_at_most=Decimal("16.00"),
        again_at_most=Decimal("3.00"),
        failed_at_most=Decimal("4.00"),
    )

    assert offered(job(JobState.PAUSED, totals=totals)) == ["Resume · up to 16.00 credits", "Stop"]


# -- the list


def test_the_list_groups_jobs_by_who_has_to_act(activity: Activity) -> None:
    """Running, waiting for you, done; a group without jobs has no heading."""
    activity.show_work(now(job(JobState.FINISHED, number=3), job(number=2), job(JobState.STOPPED, number=1)))
    activity.open_list(True)

    assert [group for group in Group if not activity.list.headings[group].isHidden()] == [Group.RUNNING, Group.DONE]
    assert list(activity.list.lines) == [2, 3, 1]


def test_a_job_of_the_list_names_its_sheet_and_opens_its_rows(activity: Activity, qtbot: QtBot) -> None:
    """By its title, which a screen reader tells as what it does."""
    activity.show_work(now(job()))
    activity.open_list(True)
    title = activity.list.lines[1].title
    with qtbot.waitSignal(activity.asked) as asked:
        title.click()

    assert title.text() == "Full details · Berlin vegan"
    assert title.accessibleName() == "Show the rows of Full details · Berlin vegan"
    assert asked.args == [Ask.ROWS, 1]


def test_a_job_whose_sheet_is_gone_says_so(activity: Activity) -> None:
    """There are no rows to open."""
    activity.show_work(now(job(sheet_id=7)))
    activity.open_list(True)

    assert not activity.list.lines[1].title.isEnabled()
    assert "no longer there" in activity.list.lines[1].title.toolTip()


def test_every_button_of_the_list_says_which_job_it_means(activity: Activity) -> None:
    """Four buttons called Pause tell a screen reader nothing."""
    activity.show_work(now(job()))
    activity.open_list(True)

    assert [button.accessibleName() for button in activity.list.lines[1].buttons] == [
        "Pause: Full details · Berlin vegan",
        "Stop: Full details · Berlin vegan",
    ]


def test_lines_are_kept_while_their_job_changes_and_the_focus_stays(activity: Activity) -> None:
    """Answers come five a second; who stands on Stop stays there."""
    activity.show_work(now(job()))
    activity.open_list(True)
    activity.show()
    activity.activateWindow()
    stop = activity.list.lines[1].buttons[1]
    stop.setFocus()
    activity.show_work(now(job(totals=Totals(done=130, waiting=270)), job(JobState.FINISHED, number=2)))

    assert activity.list.lines[1].buttons[1] is stop
    assert activity.focusWidget() is stop
    assert activity.list.lines[1].count.text() == "130 of 400"


def test_who_pressed_pause_does_not_stand_on_the_priced_button(activity: Activity) -> None:
    """A second Enter must not spend anything."""
    activity.show_work(now(job()))
    activity.open_list(True)
    activity.show()
    activity.activateWindow()
    activity.list.lines[1].buttons[0].setFocus()
    activity.show_work(now(job(JobState.PAUSED)))

    assert activity.focusWidget() is activity.list.lines[1].title


def test_done_jobs_can_be_cleared_while_there_are_any(activity: Activity, qtbot: QtBot) -> None:
    """The button stands beside their heading."""
    activity.show_work(now(job(JobState.FINISHED)))
    activity.open_list(True)
    with qtbot.waitSignal(activity.clear_wanted):
        activity.findChild(QPushButton, "clear_done").click()
    activity.show_work(now())

    assert activity.list.headings[Group.DONE].isHidden()
    assert activity.list.lines == {}


def test_a_long_list_is_made_a_few_lines_at_a_time(activity: Activity, qtbot: QtBot) -> None:
    """The window answers meanwhile; those that wait for somebody come first."""
    done = [job(JobState.FINISHED, number=number) for number in range(MANY, 1, -1)]
    activity.show_work(now(*done, job(JobState.PAUSED, number=1)))
    activity.open_list(True)
    at_once = list(activity.list.lines)

    assert len(at_once) < MANY / 4
    assert at_once[0] == 1
    qtbot.waitUntil(lambda: len(activity.list.lines) == MANY, timeout=60_000)


def test_the_list_holds_the_speed(activity: Activity) -> None:
    """How much of the service's limit is used."""
    activity.show_work(now())
    activity.open_list(True)

    assert not activity.isHidden()
    assert activity.findChild(QLabel, "rate_meter").text() == "Speed: 212 of 300 a minute"
