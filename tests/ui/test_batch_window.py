"""Batches in the window: sent after one priced question, watched in Activity, told at their end, never sent twice."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from app.domain.batches import BatchMode, BatchPlan
from app.domain.creators import Details
from app.domain.jobs import EnrichOptions, Job, JobKind, JobState
from app.domain.money import Purse, Tier
from app.ui.activity import Group, group_of
from app.ui.dialogs.batch import HANDLES, BatchDialog
from app.ui.dialogs.details import DetailsDialog
from app.ui.dialogs.details.words import BRINGS
from app.ui.dialogs.may_run import MayRunDialog
from app.ui.dialogs.questions import Question
from app.ui.theme import Theme
from app.ui.window import batch_words
from tests.batches import FAST, GONE, KNOWN, STILL, fast, list_of, over, uploads
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import Desk, live_login, opened
from tests.whole_app import FULL, QUICK, Spent, details_of

pytestmark = pytest.mark.usefixtures("own_folders")

LOST_SEVENTH = ("--faults", "lost:0.05")  # of this sequence the seventh request is the first that is lost


AtDesk = Callable[[], AbstractAsyncContextManager[Desk]]
Losing = Callable[[], AbstractAsyncContextManager[tuple[Desk, Spent]]]


@pytest.fixture
def at_desk(theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until) -> AtDesk:
    """The window on an account with much credit, whose service works through batches at once. Opened within the test:
    between a fixture and its test no loop runs, and the watching of batches would end."""
    fast(service)
    return lambda: opened(theme, live_login(service, tmp_path / "work"), until, pace=QUICK)


async def show_list(desk: Desk, *names: str) -> tuple[int, list[int]]:
    """A sheet of these handles, shown and ticked."""
    sheet_id, ids = await list_of(desk.app, list(names))
    await desk.session.turn_to(sheet_id)
    desk.tick(len(names))
    return sheet_id, ids


def button(dialog: object, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)  # type: ignore[attr-defined]
    assert found is not None, name
    return found


def words(dialog: object, name: str) -> str:
    found = dialog.findChild(QLabel, name)  # type: ignore[attr-defined]
    assert found is not None, name
    return "" if found.isHidden() else found.text()


async def counted(desk: Desk) -> BatchDialog:
    """The dialog of a batch, once it has counted."""
    dialog = await desk.dialog(BatchDialog)
    await desk.until(lambda: button(dialog, "confirm_button").text() != "Counting…")
    return dialog


async def send(desk: Desk, *names: str, mode: BatchMode = BatchMode.FULL) -> Job:
    """Send these as one batch with the clicks of a person; returns the job once it is at the service, or waits."""
    await show_list(desk, *names)
    desk.window.actions_["action_batch"].trigger()
    dialog = await counted(desk)
    if mode is BatchMode.RAW:
        dialog.findChild(QRadioButton, "mode_raw").setChecked(True)
        await desk.until(lambda: "Send" in button(dialog, "confirm_button").text())
    button(dialog, "confirm_button").click()
    if dialog.isVisible():
        button(dialog, "confirm_button").click()  # the second question
    await desk.until(lambda: desk.session.jobs and desk.session.jobs[0].kind is JobKind.BATCH)
    await desk.settled()
    return desk.session.jobs[0]


async def lost(desk: Desk) -> Job:
    """A batch whose upload got no answer."""
    for _ in range(5):  # the window's start asked once
        await desk.app.credits.refresh()
    return await send(desk, *KNOWN, mode=BatchMode.RAW)


async def press(desk: Desk, job: Job, text: str) -> None:
    """Press a button of a job in the list, once it is there."""
    await desk.until(lambda: text in offered(desk, job))
    next(one for one in desk.window.activity.list.lines[job.id].buttons if one.text() == text).click()


def offered(desk: Desk, job: Job) -> list[str]:
    desk.window.activity.open_list(True)
    return [one.text() for one in desk.window.activity.list.lines[job.id].buttons]


def notice(desk: Desk) -> str:
    return desk.window.room.notice.text.text()


def news(desk: Desk) -> str:
    """What the bar about batches says, that stays until somebody looked."""
    bar = desk.window.room.batches
    return "" if bar.isHidden() else bar.text.text()


def trouble(desk: Desk) -> str:
    bar = desk.window.room.message
    return "" if bar.isHidden() else bar.text.text()


# -- sending


async def test_the_dialog_counts_what_stays_out_and_names_the_exact_maximum(at_desk: AtDesk, service, tmp_path) -> None:
    """Nothing is sent before the button with the price was pressed."""
    async with at_desk() as desk:
        spent = Spent(service)
        await show_list(desk, *KNOWN, "a/b")
        desk.window.actions_["action_batch"].trigger()
        dialog = await counted(desk)
        texts = [label.text() for label in dialog.findChildren(QLabel) if not label.isHidden()]
        go = button(dialog, "confirm_button").text()
        dialog.findChild(QRadioButton, "mode_raw").setChecked(True)
        await desk.until(lambda: button(dialog, "confirm_button").text() == "Send 4 · up to 0.12 credits")
        dialog.reject()

        assert dialog.heading.text() == "Send 5 creators as one batch"
        assert go == "Send 4 · up to 4.00 credits"
        assert {"no handle that can be looked up", "up to 4.00", "It cannot be stopped once sent."} <= set(texts)
        assert spent.paid_arrivals == []


async def test_who_was_not_found_last_time_is_left_out_unless_asked_for_again(at_desk: AtDesk, service) -> None:
    """Counted as in Get details; the price follows the tick box."""
    async with at_desk() as desk:
        sheet_id, ids = await show_list(desk, *KNOWN[:2], GONE)
        await desk.app.enrichment.run(sheet_id, ids[2:], FULL)
        await desk.settled()
        desk.window.actions_["action_batch"].trigger()
        dialog = await counted(desk)
        first = dialog.go.text(), dialog.counts.said("not_found")
        dialog.again.click()
        await desk.until(lambda: "Send 3" in dialog.go.text())
        again = dialog.again.text(), dialog.counts.said("not_found")
        dialog.again.click()
        await desk.until(lambda: "Send 2" in dialog.go.text())
        dialog.go.click()
        await desk.until(lambda: "2 of 2 had details" in news(desk))

        assert first == ("Send 2 · up to 2.00 credits", "1 not found last time, left out 0.00")
        assert again == ("Ask again for 1 that was not found", "")


async def test_a_sent_batch_comes_back_by_itself_and_its_end_is_told(at_desk: AtDesk, service) -> None:
    """What was found, what it cost, what cost nothing; one click shows the rows."""
    async with at_desk() as desk:
        spent = Spent(service)
        job = await send(desk, *KNOWN, GONE)
        await desk.until(lambda: "had details" in news(desk))
        shown = details_of(desk.app, job.sheet_id)

        assert news(desk) == (
            "“Batch: full details” of “List” has ended: 4 of 5 had details · 4.00 credits · 1 cost nothing."
        )
        assert desk.window.room.batches.action.text() == "Show the 4"
        assert shown == [Details.FULL] * 4 + [Details.NOT_FOUND]
        assert (len(uploads(spent)), spent.credits) == (1, Decimal(4))


async def test_the_email_rule_says_what_it_means_and_why_it_cannot_be_had(qtbot: QtBot, until: Until) -> None:
    """On the dialog, not in a tooltip; and the kinds bring the same as in Get details, in the same words."""

    async def plan(mode: BatchMode, _options: EnrichOptions | None, _again: bool) -> BatchPlan:
        return BatchPlan(mode=mode, had=0, pending=0, repeats=0, malformed=0, new=2, parts=1)

    dialog = BatchDialog(None, "Batch", modes=HANDLES, plan=plan, balance=Decimal(10))
    qtbot.addWidget(dialog)
    dialog.show()

    def said() -> set[str]:
        return {label.text() for label in dialog.findChildren(QLabel) if label.isVisible()}

    means, why_not = "Without one you get nothing and pay nothing.", "These details bring no email."
    full = said()
    dialog.findChild(QRadioButton, "mode_raw").click()
    raw = said()
    await until(lambda: "Send 2" in button(dialog, "confirm_button").text())

    assert (means in full, why_not in full, means in raw, why_not in raw) == (True, False, False, True)
    assert {BRINGS[Tier.FULL], BRINGS[Tier.RAW]} <= full


async def test_a_dear_batch_is_asked_twice(theme: Theme, start_service, tmp_path: Path, until: Until) -> None:
    """Above a quarter of the balance; the Enter that asked goes back."""
    service = fast(start_service("--credits", "12"))
    spent = Spent(service)
    async with opened(theme, live_login(service, tmp_path), until, pace=QUICK) as desk:
        await show_list(desk, *KNOWN)
        desk.window.actions_["action_batch"].trigger()
        dialog = await counted(desk)
        go, back = button(dialog, "confirm_button"), button(dialog, "cancel_button")
        go.click()
        asked = go.text(), words(dialog, "price_warning"), back.text(), back.isDefault(), dialog.chosen
        back.click()
        again = go.text(), words(dialog, "price_warning")
        go.click()
        go.click()
        await until(lambda: desk.session.jobs)
        await over(desk.app, desk.session.jobs[0])

    assert asked == (
        "Spend up to 4.00 credits",
        "This can cost up to 4.00 of your 12.00 credits and cannot be stopped. Go ahead?",
        "Back",
        True,
        None,
    )
    assert again == ("Send 4 · up to 4.00 credits", "")
    assert len(uploads(spent)) == 1


@pytest.mark.parametrize(
    ("credits", "said", "allowed"),
    [
        ("2.5", "Your 2.50 credits cover 2 of these 4. Then it waits: what was found is yours, and with more credits"
                " you can let it go on.", True),
        ("0.5", "Your 0.50 credits cover none of these 4.", False),
    ],
)  # fmt: skip
async def test_too_little_balance_is_told_before(
    theme: Theme, start_service, tmp_path: Path, until: Until, credits: str, said: str, allowed: bool
) -> None:
    """A batch dearer than the balance can be sent: it pauses when the credits run out."""
    service = fast(start_service("--credits", credits))
    async with opened(theme, live_login(service, tmp_path), until, pace=QUICK) as desk:
        await show_list(desk, *KNOWN)
        desk.window.actions_["action_batch"].trigger()
        dialog = await counted(desk)
        told = words(dialog, "price_warning"), button(dialog, "confirm_button").isEnabled()
        dialog.reject()

    assert told == (said, allowed)


async def test_long_lists_are_told_in_how_many_files_they_go(at_desk: AtDesk) -> None:
    """Above 10,000, and for each platform."""
    async with at_desk() as desk:
        sheet_id, ids = await list_of(desk.app, [f"creator{number}" for number in range(10_001)])
        await desk.session.turn_to(sheet_id)
        desk.window.do(lambda verbs: verbs.batch.rows(ids))
        dialog = await counted(desk)
        said, go = words(dialog, "batch_files"), button(dialog, "confirm_button").text()
        dialog.reject()

        assert said == "Goes as 2 files: at most 10,000 of one platform in each."
        assert go == "Send 10,001 · up to 10,001.00 credits"


async def test_addresses_are_sent_as_a_batch_with_the_same_questions(at_desk: AtDesk, service) -> None:
    """For lists of emails: 0.05 for each that is found, repeats and nonsense left out."""
    async with at_desk() as desk:
        spent = Spent(service)
        sheet_id, _ = await list_of(desk.app, [])
        texts = ["dora@creator.example", " DORA@creator.example", "x@nowhere.example", "nonsense"]
        desk.window.do(lambda verbs: verbs.batch.emails(texts, sheet_id))
        dialog = await counted(desk)
        heading, go = dialog.heading.text(), button(dialog, "confirm_button").text()
        button(dialog, "confirm_button").click()
        await desk.until(lambda: "were found" in news(desk))

        assert (heading, go) == ("Find creators by 4 emails as one batch", "Send 2 · up to 0.10 credits")
        assert news(desk).endswith("has ended: 1 of 2 were found · 0.05 credits · 1 cost nothing.")
        assert spent.credits == Decimal("0.05")


# -- the fold of Get details


async def test_details_lead_to_a_batch_with_what_was_chosen(at_desk: AtDesk) -> None:
    """The fold is closed for a short list; the batch takes the choice over and prices it."""
    async with at_desk() as desk:
        await show_list(desk, *KNOWN)
        desk.window.actions_["action_enrich"].trigger()
        details = await desk.dialog(DetailsDialog)
        fold = details.findChild(QPushButton, "batch_link")
        was_open = fold.isVisible()
        details.findChild(QRadioButton, "tier_full").setChecked(True)
        fold.click()
        dialog = await counted(desk)
        go, mode = button(dialog, "confirm_button").text(), dialog.mode
        dialog.reject()

        assert not was_open
        assert (go, mode) == ("Send 4 · up to 4.00 credits", BatchMode.FULL)


async def test_a_long_list_proposes_a_batch(at_desk: AtDesk) -> None:
    """From 500 new rows; not where a batch does not bring what was chosen."""
    async with at_desk() as desk:
        await show_list(desk, *[f"creator{number}" for number in range(500)])
        desk.window.actions_["action_enrich"].trigger()
        details = await desk.dialog(DetailsDialog)
        proposed = words(details, "batch_proposal"), details.findChild(QPushButton, "batch_link").isVisible()
        details.findChild(QRadioButton, "tier_profile").setChecked(True)
        contact = words(details, "batch_proposal"), details.findChild(QPushButton, "batch_link").isEnabled()
        details.reject()

        assert proposed == ("Good for 500 creators: you need not leave Scoutsheet open.", True)
        assert contact == ("A batch brings full details, or checks that the accounts exist.", False)


# -- while it is at the service


async def test_what_the_service_works_on_shows_its_progress_and_can_be_neither_held_nor_stopped(
    at_desk: AtDesk, service
) -> None:
    """Under Running, with what was spent; the reason stands on the buttons that cannot be pressed."""
    async with at_desk() as desk:
        service.settings(**STILL)
        job = await send(desk, *KNOWN)
        activity, actions = desk.window.activity, desk.window.actions_
        await desk.until(lambda: "working" in activity.progress.title.text())
        service.settings(batch_rows_per_s=1)
        await desk.until(lambda: "1 of 4" in activity.progress.count.text())
        facts, group = activity.progress.money.text(), group_of(desk.app.jobs.get(job.id))
        held = activity.hold.isVisible(), activity.end.isEnabled(), activity.end.accessibleDescription()
        menu = [(actions[name].isEnabled(), actions[name].toolTip()) for name in ("action_pause", "action_stop")]
        verbs = offered(desk, job)
        service.settings(**FAST)
        await over(desk.app, job)

        assert activity.progress.title.text() in ("influencers.club is working", "Results are coming in")
        assert facts.endswith("1.00 spent of up to 4.00")
        assert group is Group.RUNNING
        assert held == (False, False, batch_words.CANNOT_STOP)
        assert menu == [(False, batch_words.CANNOT_STOP)] * 2
        assert "Stop" not in verbs
        assert "Pause" not in verbs


async def test_a_batch_goes_on_after_a_restart_without_a_click(
    theme: Theme, service, tmp_path: Path, until: Until
) -> None:
    """The same line is there, nothing is sent again, and its end is told."""
    fast(service, **STILL)
    spent = Spent(service)
    login = live_login(service, tmp_path)
    async with opened(theme, login, until, pace=QUICK) as desk:
        await send(desk, *KNOWN, mode=BatchMode.RAW)
    async with opened(theme, login, until, pace=QUICK) as desk:
        shown = desk.window.activity.job
        interrupted = desk.window.room.interrupted.isVisible()
        service.settings(**FAST)
        await until(lambda: "exist" in news(desk))
        said = news(desk)

    assert (shown.kind, shown.state, interrupted) == (JobKind.BATCH, JobState.AWAY, False)
    assert said == "“Batch: check that they exist” of “List” has ended: 4 of 4 exist · 0.12 credits."
    assert len(uploads(spent)) == 1


async def test_closing_says_that_it_goes_on_and_goes_on_costing(at_desk: AtDesk, service) -> None:
    """The words of the look, and what it can still cost; Keep open changes nothing."""
    async with at_desk() as desk:
        service.settings(**STILL)
        job = await send(desk, *KNOWN)
        desk.window.close()
        asked = await desk.dialog(Question)
        said, ways = asked.accessibleDescription(), (asked.no.text(), asked.yes.text())
        asked.no.click()
        await desk.until(lambda: not desk.window.is_leaving)
        is_open = desk.window.isVisible()
        service.settings(**FAST)
        await over(desk.app, job)

        assert said == (
            "The batch goes on at influencers.club and goes on costing credits."
            " It can cost up to 4.00 more; the results come in the next time."
        )
        assert (ways, is_open) == (("Keep open", "Close"), True)


# -- what waits for a person


async def test_out_of_credits_keeps_what_came_and_resume_names_what_it_can_cost(
    theme: Theme, start_service, tmp_path: Path, until: Until
) -> None:
    """In vain without a top-up; afterwards it ends, and nothing was uploaded or paid twice."""
    service = fast(start_service("--credits", "2"))
    spent = Spent(service)
    async with opened(theme, live_login(service, tmp_path), until, pace=QUICK) as desk:
        job = await send(desk, *KNOWN)
        await until(lambda: "waits for credits" in news(desk))
        said, action = news(desk), desk.window.room.batches.action.text()
        await until(lambda: details_of(desk.app, job.sheet_id).count(Details.FULL) == 2)
        verbs = offered(desk, job)
        desk.window.room.batches.action.click()
        await until(lambda: "still waits" in trouble(desk))
        in_vain = trouble(desk), sum(one["path"].endswith("/resume/") for one in spent.arrivals)
        await until(lambda: news(desk) == said)
        service.top_up("10")
        await press(desk, job, "Resume · up to 2.00 credits")
        await until(lambda: "had details" in news(desk))
        end = news(desk)

    assert said == (
        "“Batch: full details” of “List” waits for credits: 2 of 4 are done, and what was found is in the sheet."
        " Add credits at influencers.club, then resume."
    )
    assert action == "Resume · up to 2.00 credits"
    assert verbs == ["Resume · up to 2.00 credits", "Save its file…", "Stop"]
    assert in_vain == ("It still waits: your 0.00 credits do not cover one row at 1.00.", 0)
    assert end == "“Batch: full details” of “List” has ended: 4 of 4 had details · 4.00 credits."
    assert (len(uploads(spent)), spent.credits, spent.bought_most_often) == (1, Decimal(4), 1)


async def test_a_dear_resume_is_asked_twice(theme: Theme, start_service, tmp_path: Path, until: Until) -> None:
    """More than a quarter of what is there (money rule 2); who says no finds it as it was."""
    service = fast(start_service("--credits", "1"))
    spent = Spent(service)
    async with opened(theme, live_login(service, tmp_path), until, pace=QUICK) as desk:
        job = await send(desk, *KNOWN)
        await until(lambda: "waits for credits" in news(desk))
        told = news(desk)
        service.top_up("10")
        desk.window.room.batches.action.click()
        await press(desk, job, "Resume · up to 3.00 credits")  # a double click asks once
        asked = await desk.dialog(Question)
        said = asked.accessibleDescription(), asked.yes.text()
        asked.no.click()
        await desk.until(lambda: QApplication.activeModalWidget() is None)
        await until(lambda: news(desk) == told)
        await desk.settled()
        paid = spent.credits, QApplication.activeModalWidget()
        await press(desk, job, "Resume · up to 3.00 credits")
        (await desk.dialog(Question)).yes.click()
        await until(lambda: "had details" in news(desk))

    assert said == (
        "This can cost up to 3.00 of your 10.00 credits, and cannot be stopped.",
        "Resume · up to 3.00 credits",
    )
    assert paid == (Decimal(1), None)
    assert spent.credits == Decimal(4)


async def test_a_batch_that_waits_for_credits_says_so_again_after_a_restart(
    theme: Theme, start_service, tmp_path: Path, until: Until
) -> None:
    """Until somebody puts the bar away; it is there again the next time, because it still waits."""
    login = live_login(fast(start_service("--credits", "1")), tmp_path)
    async with opened(theme, login, until, pace=QUICK) as desk:
        await send(desk, *KNOWN)
        await until(lambda: "waits for credits" in news(desk))
    async with opened(theme, login, until, pace=QUICK) as desk:
        said, action = news(desk), desk.window.room.batches.action.text()
        desk.window.room.batches.dismiss.click()
        desk.session.work.show()
        put_away = news(desk)
    async with opened(theme, login, until, pace=QUICK) as desk:
        later = news(desk)

    assert said.startswith("“Batch: full details” of “List” waits for credits: 1 of 4 are done")
    assert (action, put_away, later) == ("Resume · up to 3.00 credits", "", said)


async def test_resume_names_what_would_really_be_sent(at_desk: AtDesk) -> None:
    """All rows came by another job meanwhile: it costs nothing, and nothing is sent."""
    async with at_desk() as desk:
        sheet_id, ids = await show_list(desk, *KNOWN)
        job = await desk.app.batches.run(sheet_id, ids, BatchMode.FULL, FULL, purse=Purse(limit=Decimal(0)))
        await desk.settled()
        before = offered(desk, job)
        await desk.app.enrichment.run(sheet_id, ids[:3], FULL)
        await desk.settled()
        some = offered(desk, job)
        await desk.app.enrichment.run(sheet_id, ids, FULL)
        await desk.settled()
        paid = desk.app.credits.known.available
        await press(desk, job, "Resume · free")
        await desk.until(lambda: "Nothing was sent" in notice(desk))

        assert before[0] == "Resume · up to 4.00 credits"
        assert some[0] == "Resume · up to 1.00 credits"
        assert notice(desk) == "Nothing was sent: all 4 came in another way meanwhile. 0.00 credits."
        assert desk.app.credits.known.available == paid


async def test_stopping_a_paused_batch_frees_the_rest(
    theme: Theme, start_service, tmp_path: Path, until: Until
) -> None:
    """What was found stays, the others can be got in another way, and that is said."""
    service = fast(start_service("--credits", "2"))
    async with opened(theme, live_login(service, tmp_path), until, pace=QUICK) as desk:
        job = await send(desk, *KNOWN)
        await until(lambda: details_of(desk.app, job.sheet_id).count(Details.FULL) == 2)
        await press(desk, job, "Stop")
        await until(lambda: desk.app.jobs.get(job.id).state is JobState.STOPPED)
        await until(lambda: "Stopped" in notice(desk))

        assert notice(desk) == "Stopped. 2 rows are in the sheet. The other 2 can be got in another way."
        assert trouble(desk) == ""


async def test_a_failed_batch_is_told_and_the_rest_can_be_sent_again(at_desk: AtDesk, service) -> None:
    """As a batch of its own, with its own price; the failed one is put away."""
    async with at_desk() as desk:
        spent = Spent(service)
        service.settings(batch_fails_after=2)
        job = await send(desk, *KNOWN, mode=BatchMode.RAW)
        await desk.until(lambda: trouble(desk))
        said, verbs = trouble(desk), offered(desk, job)
        service.settings(batch_fails_after=None)
        await press(desk, job, "Send 2 again · up to 0.06 credits")
        await desk.until(lambda: "4 of 4 exist" in news(desk))

        assert said == (
            "influencers.club could not complete “Batch: check that they exist” of “List”. 2 rows are in the sheet, for"
            " 0.06 credits; the other 2 cost nothing."
        )
        assert verbs == ["Send 2 again · up to 0.06 credits", "Save its file…", "Leave it"]
        assert (desk.app.jobs.get(job.id).state, trouble(desk)) == (JobState.FINISHED, "")
        assert (len(uploads(spent)), spent.credits) == (2, Decimal("0.12"))


async def test_what_was_charged_and_did_not_come_is_asked_for_again_or_sent_after_a_question(
    at_desk: AtDesk, service
) -> None:
    """Asking is free; sending says what is paid a second time, and Enter there changes nothing."""
    async with at_desk() as desk:
        spent = Spent(service)
        service.settings(batch_fails_after=2, batch_partial=False)
        job = await send(desk, *KNOWN, mode=BatchMode.RAW)
        await desk.until(lambda: "could not complete" in trouble(desk))
        said, verbs = trouble(desk), offered(desk, job)
        desk.window.room.message.action.click()
        await desk.until(lambda: trouble(desk) == batch_words.STILL_MISSING)
        await press(desk, job, "Send 4 again…")
        asked = await desk.dialog(Question)
        question, yes = asked.accessibleDescription(), asked.yes.text()
        asked.no.click()
        await desk.until(lambda: QApplication.activeModalWidget() is None)
        sent = len(uploads(spent))
        service.settings(batch_partial=True)
        await press(desk, job, "Get its results · free")
        await desk.until(lambda: "2 rows are in the sheet" in trouble(desk))
        await desk.until(lambda: offered(desk, job)[:1] == ["Send 2 again · up to 0.06 credits"])

        assert "all of them for rows that did not come" in said
        assert verbs == ["Get its results · free", "Send 4 again…", "Leave it"]
        assert "up to 0.06 of it a second time" in question
        assert (yes, sent) == ("Send 4 again · up to 0.12 credits", 1)
        assert spent.credits == Decimal("0.06")


# -- the end, told until somebody looked


async def test_an_end_is_told_until_somebody_looked_also_after_a_restart(
    theme: Theme, service, tmp_path: Path, until: Until
) -> None:
    """It ended while Scoutsheet was closed; the row in Activity says that it is new; showing its rows is looking."""
    fast(service, **STILL)
    login = live_login(service, tmp_path)
    async with opened(theme, login, until, pace=QUICK) as desk:
        job = await send(desk, *KNOWN, mode=BatchMode.RAW)
    service.settings(**FAST)
    async with opened(theme, login, until, pace=QUICK) as desk:
        await until(lambda: "has ended" in news(desk))
    async with opened(theme, login, until, pace=QUICK) as desk:
        await until(lambda: "has ended" in news(desk))
        offered(desk, job)
        marked = desk.window.activity.list.lines[job.id].count.text()
        desk.window.room.batches.action.click()
        await until(lambda: desk.window.activity.list.lines[job.id].count.text() == "4 of 4")
        await until(desk.window.room.narrowed.isVisible)
        await desk.settled()
        gone = news(desk)
    async with opened(theme, login, until, pace=QUICK) as desk:
        later = news(desk)

    assert (marked, gone, later) == ("4 of 4 · new", "", "")


async def test_several_ends_are_told_in_one_bar_and_closing_it_is_looking(at_desk: AtDesk) -> None:
    """The way to them is the list, where each is marked until its rows were shown."""
    async with at_desk() as desk:
        first = await send(desk, *KNOWN[:2], mode=BatchMode.RAW)
        second = await send(desk, *KNOWN[2:], mode=BatchMode.RAW)
        await desk.until(lambda: "2 batches have ended" in news(desk))
        said, action = news(desk), desk.window.room.batches.action
        action.click()
        open_list, gone = desk.window.activity.is_open(), news(desk)
        await desk.settled()
        marks = [desk.window.activity.list.lines[one.id].count.text() for one in (first, second)]
        third = await send(desk, GONE, mode=BatchMode.RAW)
        await desk.until(lambda: "3 batches have ended" in news(desk))
        desk.window.room.batches.dismiss.click()
        await desk.until(lambda: not any(desk.app.jobs.get(one.id).is_news for one in (first, second, third)))
        await desk.settled()

        assert said == "2 batches have ended: 4 rows came · 0.12 credits."
        assert (open_list, gone, marks) == (True, "", ["2 of 2 · new"] * 2)
        assert news(desk) == ""


@pytest.fixture
def losing(theme: Theme, start_service, tmp_path: Path, until: Until) -> Losing:
    """The window at a service that loses the answer to the upload, whose batch then stands still."""

    @asynccontextmanager
    async def at_it() -> AsyncIterator[tuple[Desk, Spent]]:
        service = fast(start_service("--credits", "100", *LOST_SEVENTH), **STILL)
        async with opened(theme, live_login(service, tmp_path), until, pace=QUICK) as desk:
            yield desk, Spent(service)

    return at_it


async def test_an_upload_without_an_answer_may_be_running_and_waits_for_two_clicks(
    losing: Losing,
) -> None:
    """Three ways on, each with its price; leaving it changes nothing, and looking is free."""
    async with losing() as (desk, spent):
        job = await lost(desk)
        await desk.until(lambda: news(desk))
        said, verbs = news(desk), offered(desk, job)
        arrived = len(spent.arrivals)
        desk.window.room.batches.action.click()
        dialog = await desk.dialog(MayRunDialog)
        before = dialog.go.text()
        await desk.until(dialog.look.isEnabled)
        looked = len(spent.arrivals) - arrived
        dialog.look.click()
        await desk.until(dialog.look.isEnabled)
        seen = dialog.said.text()
        dialog.findChild(QRadioButton, "way_again").setChecked(True)
        again = dialog.go.text()
        dialog.cancel.click()

        assert said == (
            "No answer came when “Batch: check that they exist” of “List” was sent: it may be running at"
            " influencers.club, for up to 0.12 credits. Nothing is sent again by itself."
        )
        assert verbs == ["It may be running…"]
        assert (before, again) == ("Wait", "Send again · up to 0.12 credits")
        assert looked >= 1  # what the account shows is not from before
        assert seen == "Your balance shows nothing used for it so far. A list that stands in line is charged later."
        assert len(uploads(spent)) == 1


async def test_what_may_be_running_is_told_until_somebody_decided(
    theme: Theme, start_service, tmp_path: Path, until: Until
) -> None:
    """Escape decides nothing, nor does a restart; Wait puts the bar away; deciding in the list ends it."""
    service = fast(start_service("--credits", "100", *LOST_SEVENTH), **STILL)
    login = live_login(service, tmp_path)
    async with opened(theme, login, until, pace=QUICK) as desk:
        job = await lost(desk)
        await until(lambda: "may be running" in news(desk))
        desk.window.room.batches.action.click()
        (await desk.dialog(MayRunDialog)).reject()
        await until(lambda: "may be running" in news(desk))
        desk.window.room.batches.action.click()
        (await desk.dialog(MayRunDialog)).go.click()
        await until(lambda: QApplication.activeModalWidget() is None)
        await desk.settled()
        waited = news(desk), offered(desk, job)
    async with opened(theme, login, until, pace=QUICK) as desk:
        await until(lambda: "may be running" in news(desk))
        await press(desk, job, "It may be running…")
        dialog = await desk.dialog(MayRunDialog)
        dialog.findChild(QRadioButton, "way_not_started").setChecked(True)
        dialog.go.click()
        await until(lambda: news(desk) == "")

    assert waited == ("", ["It may be running…"])


@pytest.mark.parametrize("way", ["not_started", "again"])
async def test_a_lost_upload_goes_on_the_way_a_person_decides(losing: Losing, way: str) -> None:
    """It did not start: the rows wait for one more click. Send it again: it goes up now."""
    async with losing() as (desk, spent):
        job = await lost(desk)
        await press(desk, job, "It may be running…")
        dialog = await desk.dialog(MayRunDialog)
        dialog.findChild(QRadioButton, f"way_{way}").setChecked(True)
        dialog.go.click()
        if way == "not_started":
            await desk.until(lambda: desk.app.jobs.get(job.id).totals.waiting == 4)
            waited = len(uploads(spent))
            await desk.settled()
            await press(desk, job, "Resume · up to 0.12 credits")
        await desk.until(lambda: desk.app.jobs.get(job.id).state is JobState.AWAY)

        assert len(uploads(spent)) == 2
        assert way == "again" or waited == 1


# -- the file of the service


async def save_as(desk: Desk, path: Path) -> None:
    """Type a path into the file dialog, and take it."""
    picker = await desk.dialog(QFileDialog)
    picker.findChild(QLineEdit, "fileNameEdit").setText(str(path))
    picker.accept()


async def test_the_file_the_service_made_can_be_saved(at_desk: AtDesk, tmp_path: Path) -> None:
    """As it is, in a place of one's choice."""
    async with at_desk() as desk:
        job = await send(desk, *KNOWN[:2], mode=BatchMode.RAW)
        await desk.until(lambda: "exist" in news(desk))
        await press(desk, job, "Save its file…")
        await save_as(desk, tmp_path / "theirs.csv")
        await desk.until(lambda: "Saved" in notice(desk))

        assert notice(desk) == "Saved theirs.csv as influencers.club made it."
        assert set(KNOWN[:2]) <= {line.split(",")[0] for line in (tmp_path / "theirs.csv").read_text().splitlines()}


async def test_a_service_without_such_a_file_is_told_and_nothing_is_overwritten(
    at_desk: AtDesk, service, tmp_path: Path
) -> None:
    """Export holds the same; what stood at that name stays."""
    mine = tmp_path / "mine.csv"
    async with at_desk() as desk:
        job = await send(desk, *KNOWN[:2], mode=BatchMode.RAW)
        await desk.until(lambda: "exist" in news(desk))
        service.settings(batch_ways=["json"])
        mine.write_text("mine")
        await press(desk, job, "Save its file…")
        await save_as(desk, mine)
        (await desk.dialog(Question)).yes.click()
        await desk.until(lambda: trouble(desk))

        assert trouble(desk) == "influencers.club makes no file of this batch now. Export holds everything that came."
    assert (mine.read_text(), mine.with_name("mine.csv.part").exists()) == ("mine", False)


# -- money on screen


async def test_what_a_batch_can_still_cost_is_set_aside_and_shown(at_desk: AtDesk, service) -> None:
    """Beside the balance, and on the Spending page; the receipt names the batch and its rows."""
    async with at_desk() as desk:
        service.settings(**STILL)
        job = await send(desk, *KNOWN)
        aside = desk.app.credits.set_aside()
        hint = desk.window.top.credits.accessibleName()
        service.settings(**FAST)
        await over(desk.app, job)
        entry = await desk.app.spending.overview()

        assert aside == Decimal(4)
        assert "4.00 set aside for what is running" in hint
        assert entry.set_aside == 0
