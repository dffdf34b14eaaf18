"""What the buttons of jobs do in the whole window: going on after a kill, checking payments, trying again, clearing."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.errors import Uncertain
from app.domain.jobs import Job, JobKind, JobState, PauseReason, RequestState
from app.domain.money import Purse
from app.services.events import Changes
from app.ui.dialogs.questions import Question
from app.ui.theme import Theme
from app.workspace import batch_standing, jobs, requests
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import Desk, live_login, opened
from tests.whole_app import FULL, QUICK, RAW, found, listed
from tests.whole_app import opened as opened_without_window

pytestmark = pytest.mark.usefixtures("own_folders")

HERE, OTHER, THIRD = "hannadvorak", "noahwells", "olivervintage"
NO_HANDLE = "x" * 201  # the service refuses it


async def left_behind(service: SandboxProcess, workspace: Path, *lists: tuple[str, ...]) -> list[int]:
    """Jobs of a Scoutsheet that was killed before it sent anything; one of another that was paused for its budget."""
    left = []
    async with opened_without_window(service, workspace) as app:
        for names in [*lists, (THIRD,)]:
            sheet_id, ids = await listed(app, *names)
            job = await app.enrichment.run(sheet_id, ids, FULL, purse=Purse(limit=Decimal(0)))
            left.append(job.id)
        for job_id in left[:-1]:
            await app.store.write(lambda db, job_id=job_id: jobs.set_state(db, job_id, JobState.RUNNING, 1))
    return left


async def lost(desk: Desk, *names: str) -> Job:
    """A job whose requests never reached the service, though nobody here can know."""
    app = desk.app
    sheet_id, ids = await listed(app, *names)
    job_id = await app.jobs.start(
        jobs.NewJob(kind=JobKind.ENRICH, title="", sheet_id=sheet_id, most=Decimal(len(ids)), options=FULL),
        lambda db, job: requests.add_requests(db, job, Decimal(1), creators=ids),
    )

    async def lose(slot: object) -> str:
        slot.written()
        raise Uncertain("No whole answer came.")

    for request in app.store.peek(lambda db: requests.in_state(db, job_id, RequestState.WAITING)):
        await app.jobs.send(request, lose, lambda _: pytest.fail("there is no answer"), Purse())
    await app.store.write(lambda db: batch_standing.finish(db, job_id, 2))
    app.events.publish(Changes(jobs=True, creators=True))  # else the list may show it as it was before
    return app.jobs.get(job_id)


def press(desk: Desk, job_id: int, text: str) -> None:
    """Press a button of a job in the list."""
    desk.window.activity.open_list(True)
    (button,) = [one for one in desk.window.activity.list.lines[job_id].buttons if one.text() == text]
    button.click()


# -- after a kill


async def test_one_click_goes_on_with_everything_that_was_interrupted(
    theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until
) -> None:
    """The bar sums it up and names the price; what was paused for another reason stays paused; the end is told."""
    workspace = tmp_path / "work"
    first, second, other = await left_behind(service, workspace, (HERE,), (OTHER, "no.such.one"))
    paid = len(service.books()["entries"])
    async with opened(theme, live_login(service, workspace), until) as desk:
        bar = desk.part(QWidget, "interrupted_bar")
        at_start = bar.text.text(), bar.action.text(), len(service.books()["entries"]) - paid
        bar.action.click()
        await until(lambda: all(desk.app.jobs.get(job).state is JobState.FINISHED for job in (first, second)))
        await until(lambda: "more done" in desk.window.room.notice.text.text())
        bought = len(service.books()["entries"]) - paid

        assert at_start == (
            "2 jobs were interrupted: 0 done, 3 waiting.",
            "Resume · up to 3.00 credits",
            0,
        )
        assert bought == 2
        assert desk.app.jobs.get(other).reason is PauseReason.BUDGET
        assert desk.window.room.notice.text.text() == "3 more done · 2.00 credits."
        assert not bar.isVisible()


async def test_dear_interrupted_jobs_are_asked_about_and_stay_offered(
    theme: Theme, tmp_path: Path, until: Until
) -> None:
    """A quarter of the balance needs a second question; who says no finds the bar as it was."""
    with SandboxProcess("--latency-ms", "1", "--credits", "7") as poor:
        await left_behind(poor, tmp_path / "work", (HERE, OTHER))
        async with opened(theme, live_login(poor, tmp_path / "work"), until) as desk:
            bar = desk.part(QWidget, "interrupted_bar")
            bar.action.click()
            asked = await desk.dialog(Question)
            words = asked.accessibleDescription(), asked.yes.text()
            asked.no.click()
            await until(bar.isVisible)

            assert words == ("This can cost up to 2.00 of your 7.00 credits.", "Resume · up to 2.00 credits")
            assert poor.books()["entries"] == []


async def test_the_interruption_can_be_put_away(
    theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until
) -> None:
    """Its jobs still wait in Activity, and the bar does not come back while the window is open."""
    (first, _) = await left_behind(service, tmp_path / "work", (HERE,))
    async with opened(theme, live_login(service, tmp_path / "work"), until) as desk:
        bar = desk.part(QWidget, "interrupted_bar")
        bar.dismiss.click()
        desk.session.show_all()

        assert not bar.isVisible()
        assert desk.app.jobs.get(first).can_resume


async def test_an_interrupted_job_that_is_stopped_is_no_longer_offered(
    theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until
) -> None:
    """The bar says what is true now."""
    first, second, _ = await left_behind(service, tmp_path / "work", (HERE,), (OTHER,))
    async with opened(theme, live_login(service, tmp_path / "work"), until) as desk:
        bar = desk.part(QWidget, "interrupted_bar")
        press(desk, first, "Stop")
        await until(lambda: bar.text.text().startswith("1 job was interrupted"))
        one = bar.action.text()
        press(desk, second, "Stop")
        await until(lambda: not bar.isVisible())

        assert one == "Resume · up to 1.00 credits"


# -- payments to check


@pytest.fixture
async def desk(theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until) -> AsyncIterator[Desk]:
    """The window on a live account; the practice service charges before an answer is lost."""
    async with opened(theme, live_login(service, tmp_path / "live"), until, pace=QUICK) as ready:
        yield ready


async def test_checked_payments_that_cost_nothing_can_be_sent_again(desk: Desk) -> None:
    """Checking is free and says what it showed; going on names its price."""
    job = await lost(desk, HERE, OTHER)
    await desk.settled()
    before = desk.app.credits.known.available
    press(desk, job.id, "Check payments · free")
    notice = desk.window.room.notice
    await desk.until(lambda: notice.text.text() == "Checked: 2 creators were not charged and can be sent again.")
    free = before - desk.app.credits.known.available
    offered = notice.action.text()
    notice.action.click()
    await desk.until(lambda: desk.app.jobs.get(job.id).state is JobState.FINISHED)

    assert (free, offered) == (Decimal(0), "Resume · up to 2.00 credits")
    assert desk.app.jobs.get(job.id).totals.done == 2


async def test_what_got_no_answer_is_said_until_somebody_looks(desk: Desk) -> None:
    """It may have been charged: the six seconds of a notice are not enough. Checking takes the bar away."""
    job = await lost(desk, HERE, OTHER)
    await desk.window.verbs.jobs.tell(job)
    bar = desk.window.room.message
    said, action = bar.text.text(), bar.action.text()
    bar.action.click()
    await desk.until(lambda: desk.window.room.notice.text.text().startswith("Checked: "))

    assert said == "2 creators got no answer. It may have been charged, up to 2.00 credits."
    assert action == "Check payments · free"
    assert bar.isHidden()


async def test_checked_payments_that_stay_unclear_are_bought_again_by_a_priced_button(desk: Desk) -> None:
    """The account shows a use that may be a colleague's: both are said, nothing is bought by itself."""
    job = await lost(desk, HERE)
    await desk.settled()
    await desk.app.store.write(lambda db: db.execute("UPDATE settlements SET used_units = used_units - 20000"))
    press(desk, job.id, "Check payments · free")
    notice = desk.window.room.notice
    await desk.until(lambda: notice.text.text().startswith("Checked:"))
    line = desk.window.activity.list.lines[job.id]
    said, facts = notice.text.text(), line.facts.text()
    press(desk, job.id, "Get 1 again · up to 1.00 credits")
    await desk.until(lambda: desk.app.jobs.get(job.id).totals.done == 1)

    assert said == "Checked: your account shows 2.00 more used than is booked here, so they may have been charged."
    assert "1 to check · your account shows 2.00 more used than is booked here" in facts


async def test_who_says_no_to_going_on_finds_the_way_to_it_again(
    theme: Theme, start_service, tmp_path: Path, until: Until
) -> None:
    """The question of money rule 2 came from a bar, which is there again afterwards."""
    service = start_service("--credits", "3")
    async with opened(theme, live_login(service, tmp_path), until, pace=QUICK) as desk:
        sheet_id, ids = await listed(desk.app, HERE, OTHER)
        held = await desk.app.enrichment.run(sheet_id, ids, FULL, purse=Purse(limit=Decimal(0)))
        await desk.app.store.write(lambda db: db.execute("UPDATE jobs SET reason = 'service' WHERE id = ?", (held.id,)))
        await desk.window.verbs.jobs.tell(desk.app.jobs.get(held.id))
        bar = desk.window.room.message
        bar.action.click()
        (await desk.dialog(Question)).no.click()
        await until(bar.isVisible)

        assert bar.action.text() == "Resume · up to 2.00 credits"


# -- the rest


async def test_what_was_refused_is_tried_again(desk: Desk, service: SandboxProcess) -> None:
    """It is sent once more, the others are not."""
    sheet_id, ids = await listed(desk.app, NO_HANDLE, HERE)
    job = await desk.app.enrichment.run(sheet_id, ids, FULL)
    await desk.settled()
    sent = len(service.books()["arrivals"])
    press(desk, job.id, "Try 1 again · up to 1.00 credits")
    await desk.until(lambda: any("full" in one["path"] for one in service.books()["arrivals"][sent:]))
    await desk.settled()
    calls = [one for one in service.books()["arrivals"][sent:] if "full" in one["path"]]

    assert len(calls) == 1
    assert desk.app.jobs.get(job.id).totals.failed == 1


async def test_what_became_dearer_says_so_and_goes_on_at_its_real_maximum(desk: Desk, service: SandboxProcess) -> None:
    """Above the sheet while it waits, with what going on can cost; at the end, what it was above the list."""
    service.settings(price_times=2)
    _, job = await found(desk.app, 150)
    assert desk.window.verbs is not None
    await desk.window.verbs.jobs.tell(job)
    await desk.settled()
    message = desk.window.room.message
    said, button = message.text.text(), message.action.text()
    desk.window.activity.open_list(True)
    line = desk.window.activity.list.lines[job.id]
    count, facts, money = line.count.text(), line.facts.text(), line.money.text()
    message.action.click()
    await desk.until(lambda: desk.app.jobs.get(job.id).state is JobState.FINISHED)
    await desk.settled()

    assert said == "influencers.club charged 1.00 instead of 0.50, so what is left can cost more."
    assert button == "Resume · up to 2.00 credits"
    assert "0.50 more than the price list says" in facts
    assert money == " · 1.00 spent of up to 3.00"
    assert count == "50 of 150"
    assert message.text.text() == "influencers.club charged 1.50 more than the price list says."


async def test_done_jobs_are_cleared_and_what_they_cost_stays(desk: Desk, service: SandboxProcess) -> None:
    """A payment to check is not swept away."""
    sheet_id, ids = await listed(desk.app, HERE)
    await desk.app.enrichment.run(sheet_id, ids, RAW)
    open_job = await lost(desk, OTHER)
    await desk.settled()
    spent = desk.app.store.peek(lambda db: db.execute("SELECT count(*) FROM receipts").fetchone())
    desk.window.activity.open_list(True)
    desk.part(QPushButton, "clear_done").click()
    await desk.until(lambda: [job.id for job in desk.session.jobs] == [open_job.id])

    assert desk.app.store.peek(lambda db: db.execute("SELECT count(*) FROM receipts").fetchone()) == spent


async def test_one_of_two_running_jobs_is_let_go_first(theme: Theme, tmp_path: Path, until: Until) -> None:
    """The list says so, and it can be taken back."""
    with SandboxProcess("--latency-ms", "2000", "--credits", "100") as slow:
        async with opened(theme, live_login(slow, tmp_path / "slow"), until) as desk:
            for names in ((HERE, OTHER), (THIRD,)):
                sheet_id, ids = await listed(desk.app, *names)
                desk.window.verbs.start(lambda s=sheet_id, i=ids: desk.app.enrichment.run(s, i, FULL))
            await until(lambda: len(desk.app.jobs.running()) == 2 and len(desk.session.jobs) == 2)
            second = desk.app.jobs.running()[1].id
            await until(lambda: all(job.is_going for job in desk.session.jobs))
            press(desk, second, "Do this first")
            await until(lambda: "goes first" in desk.window.activity.list.lines[second].count.text())
            preferred = desk.app.jobs.preferred
            press(desk, second, "Take turns again")
            await until(lambda: desk.app.jobs.preferred is None)
            await desk.settled()

            assert preferred == second
