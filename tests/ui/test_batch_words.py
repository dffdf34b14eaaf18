"""What is said about batches: where the service is, what they brought, what closing means."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.batches import BatchMode, BatchState
from app.domain.jobs import Job, JobKind, JobState, PauseReason, Totals
from app.domain.platforms import Platform
from app.ui.activity import Ask, Group, WorkNow, current, group_of, offers
from app.ui.window import batch_words, job_words
from app.ui.window.batch_words import BatchNow
from app.workspace.batch_standing import GAVE_UP
from app.workspace.batches import Batch
from tests.ui.made_jobs import job

AWAY = Totals(away=10_000, spent=Decimal("3104.00"), away_at_most=Decimal("6896.00"))


def batch(state: JobState = JobState.AWAY, totals: Totals = AWAY, **more: object) -> Job:
    """10,000 rows at 1.00."""
    made = job(state, kind=JobKind.BATCH, totals=totals, most=Decimal("10000.00"), **more)
    return replace(made, title=BatchMode.FULL.label)


def file(state: BatchState = BatchState.PROCESSING, **more: object) -> Batch:
    """One file of 10,000 rows, 3,200 of them processed."""
    values = {
        "id": 1, "uuid": "u", "job_id": 1, "part": 1, "mode": BatchMode.FULL, "platform": Platform.INSTAGRAM,
        "rows": 10_000, "service_id": "bch_1", "state": state, "said": state, "processed": 3_200, "found": 3_104,
        "failed": 96, "used": Decimal("3104.00"), "message": "", "done_at": "", "polled_ms": 1, "spool": None,
        "merged_rows": 0, "merged_at": 0, "over": False,
    }  # fmt: skip
    return Batch(**(values | more))


@pytest.mark.parametrize(
    ("one", "seconds", "title", "count", "facts"),
    [
        pytest.param(
            file(), 718.0, "influencers.club is working", "3,200 of 10,000",
            "about 12 min left", id="at work",
        ),
        pytest.param(
            file(BatchState.QUEUED, processed=0), None, "In line at influencers.club", "0 of 10,000",
            "", id="in line",
        ),
        pytest.param(
            file(BatchState.VALIDATING, processed=0), None, "influencers.club is checking the list", "0 of 10,000",
            "", id="just arrived",
        ),
        pytest.param(
            file(BatchState.FINISHED, processed=10_000, merged_rows=4_120), None, "Results are coming in",
            "4,120 of 10,000", "", id="being merged",
        ),
    ],
)  # fmt: skip
def test_the_strip_says_where_the_service_is(
    one: Batch, seconds: float | None, title: str, count: str, facts: str
) -> None:
    """How far, how long, how much; while results come in, how many are here."""
    said = batch_words.progress(batch(), BatchNow(files=[one]), seconds)

    assert (said.title, said.count, said.facts) == (title, count, facts)
    assert said.money == "3,104.00 spent of up to 10,000.00"


def test_files_of_a_job_count_together() -> None:
    """One is done and here, one works, one stands in line: what is at work is said."""
    files = [
        file(BatchState.FINISHED, id=1, processed=10_000, over=True),
        file(id=2, processed=50),
        file(BatchState.QUEUED, id=3, processed=0),
    ]
    said = batch_words.progress(batch(totals=Totals(done=10_000, away=20_000)), BatchNow(files=files), None)

    assert (said.title, said.count) == ("influencers.club is working", "10,050 of 30,000")


def test_trouble_on_the_way_is_said_and_changes_nothing() -> None:
    """The next look asks again by itself."""
    now = BatchNow(files=[file()], trouble="influencers.club cannot be reached.")

    assert "influencers.club cannot be reached" in batch_words.facts(batch(), now, None)


def test_what_came_back_is_counted_with_what_cost_nothing() -> None:
    """The words at the end, and for as long as the job stands in the list."""
    totals = Totals(done=9_412, not_found=580, failed=8, spent=Decimal("9412.00"))
    ended, now = batch(JobState.FINISHED, totals), BatchNow(files=[file(BatchState.FINISHED, over=True)])

    assert batch_words.brought(ended, now) == "9,412 of 10,000 had details · 9,412.00 credits · 588 cost nothing."
    assert batch_words.facts(ended, now, None) == "9,412 of 10,000 had details · 9,412.00 credits · 588 cost nothing"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (GAVE_UP, "influencers.club could not complete “Batch: full details”. 2 rows are in the sheet, for 2.00"
                  " credits; the other 3 cost nothing."),
        ("File too odd.", "influencers.club could not complete “Batch: full details”. It says: “File too odd.”. 2 rows"
                          " are in the sheet, for 2.00 credits; the other 3 cost nothing."),
    ],
)  # fmt: skip
def test_a_failed_batch_is_told_in_plain_words(said: str, told: str) -> None:
    """With the service's own words only where it gave some."""
    totals = Totals(done=2, not_found=1, failed=2, spent=Decimal(2))
    failed = batch(JobState.FAILED, totals, reason=PauseReason.SERVICE, error=said)

    assert batch_words.failed(failed, BatchNow(files=[file(BatchState.FAILED, over=True)])) == told


def test_what_was_charged_and_did_not_come_is_never_called_free() -> None:
    """In the bar, in the list, and before it is sent again."""
    totals = Totals(done=2, not_found=1, uncertain=5, spent=Decimal(4), again_at_most=Decimal(5))
    failed = batch(JobState.FAILED, totals, reason=PauseReason.SERVICE, error=GAVE_UP)
    now = BatchNow(files=[file(BatchState.FAILED, over=True)], to_check=5, in_vain=Decimal(2), can_ask=True)

    assert batch_words.failed(failed, now) == (
        "influencers.club could not complete “Batch: full details”. 4.00 credits were charged, 2.00 of them for rows"
        " that did not come: nobody can tell which of 5. 2 rows are in the sheet, and nothing is bought again by"
        " itself."
    )
    assert batch_words.facts(failed, now, None) == (
        "The batch could not be completed · 5 did not come, 2.00 paid for them"
    )
    assert batch_words.get_again_question(failed, now) == (
        "2.00 credits were charged for rows that did not come, and nobody can tell which of these 5 they are. Sending"
        " all of them again costs up to 5.00 credits, up to 2.00 of it a second time. It cannot be stopped once sent."
    )


def test_sending_what_may_run_again_counts_what_goes_along() -> None:
    """A file of the same job that waits for credits is resumed with it."""
    totals = Totals(
        uncertain=9, away=5, in_doubt=Decimal(9), again_at_most=Decimal(9), paused_at_most=Decimal(5), spent=Decimal(2)
    )
    lost = batch(JobState.PAUSED, totals, reason=PauseReason.CREDITS)

    assert batch_words.again_button(lost) == "Send again · up to 14.00 credits"


def test_several_ends_are_told_together() -> None:
    """How many rows came, and what they cost."""
    totals = [Totals(done=40, spent=Decimal(40)), Totals(done=1, not_found=2, spent=Decimal("0.03"))]
    ended = [batch(JobState.FINISHED, one, number=number) for number, one in enumerate(totals, start=1)]
    now = {job.id: BatchNow(files=[file(BatchState.FINISHED, over=True)]) for job in ended}

    assert batch_words.ended(ended[:1], now) == "“Batch: full details” has ended: 40 of 40 had details · 40.00 credits."
    assert batch_words.ended(ended, now) == "2 batches have ended: 41 rows came · 40.03 credits."


@pytest.mark.parametrize(
    ("jobs", "said"),
    [
        pytest.param(
            [batch()],
            "The batch goes on at influencers.club and goes on costing credits."
            " It can cost up to 6,896.00 more; the results come in the next time.",
            id="one",
        ),
        pytest.param(
            [batch(), batch()],
            "2 batches go on at influencers.club and go on costing credits."
            " They can cost up to 13,792.00 more; the results come in the next time.",
            id="several",
        ),
        pytest.param(
            [batch(totals=Totals(away=5))],
            "A batch's results are still coming in; that goes on the next time, free.",
            id="all is paid",
        ),
    ],
)
def test_closing_says_what_goes_on(jobs: list[Job], said: str) -> None:
    """What closing cannot stop."""
    assert batch_words.closing(jobs) == said


# -- in Activity


def test_what_is_at_the_service_runs_and_comes_before_what_waits() -> None:
    """In the strip and in the list; what is sent from here comes first of all."""
    away, waiting, going = batch(number=1), job(JobState.PAUSED, number=2), job(number=3)

    assert group_of(away) is Group.RUNNING
    assert current([waiting, away]) is away
    assert current([waiting, away, going]) is going


@pytest.mark.parametrize(
    ("one", "now", "asks"),
    [
        pytest.param(batch(), BatchNow(files=[file(processed=0)]), [], id="nothing to press"),
        pytest.param(batch(), BatchNow(files=[file()]), [], id="half done"),
        pytest.param(
            batch(JobState.PAUSED, Totals(away=9, paused_at_most=Decimal(9)), reason=PauseReason.CREDITS),
            BatchNow(files=[file(BatchState.PAUSED)]),
            [Ask.GO_ON, Ask.SAVE_FILE, Ask.STOP],
            id="out of credits",
        ),
        pytest.param(
            batch(JobState.FINISHED, Totals(uncertain=9, in_doubt=Decimal(9))),
            BatchNow(files=[file(BatchState.WRITTEN, service_id=None, processed=0)], lost=1),
            [Ask.MAY_RUN],
            id="no answer",
        ),
        pytest.param(
            batch(JobState.FAILED, Totals(done=2, failed=3), reason=PauseReason.SERVICE),
            BatchNow(files=[file(BatchState.FAILED, over=True)]),
            [Ask.SEND_AGAIN, Ask.SAVE_FILE, Ask.STOP],
            id="failed",
        ),
        pytest.param(
            batch(JobState.FAILED, Totals(uncertain=5, spent=Decimal(2)), reason=PauseReason.SERVICE),
            BatchNow(files=[file(BatchState.FAILED, over=True)], to_check=5, in_vain=Decimal(2), can_ask=True),
            [Ask.ASK_AGAIN, Ask.GET_AGAIN, Ask.STOP],
            id="failed, and what it charged did not come",
        ),
        pytest.param(
            batch(JobState.FINISHED, Totals(done=10_000)),
            BatchNow(files=[file(BatchState.FINISHED, over=True)]),
            [Ask.SAVE_FILE],
            id="done",
        ),
        pytest.param(
            batch(JobState.PAUSED, Totals(waiting=9, open_at_most=Decimal(9)), reason=PauseReason.BUDGET),
            BatchNow(files=[file(BatchState.WRITTEN, service_id=None, processed=0)]),
            [Ask.GO_ON, Ask.STOP],
            id="not sent",
        ),
    ],
)
def test_a_batch_offers_only_what_can_be_done(one: Job, now: BatchNow, asks: list[Ask]) -> None:
    """What is at the service can be neither held nor stopped; what was lost is never offered as sending again."""
    found = offers(one, WorkNow(jobs=[one], sends=(0, 300), batches={one.id: now}))

    assert [offer.ask for offer in found] == asks


def test_the_strip_of_a_failed_batch_shows_what_really_came() -> None:
    """Not a full bar; the money beside Resume or Send again is said there."""
    totals = Totals(done=2, not_found=1, failed=17, spent=Decimal(2))
    now = BatchNow(files=[file(BatchState.FAILED, over=True)])
    said = batch_words.progress(batch(JobState.FAILED, totals, reason=PauseReason.SERVICE), now, None)

    assert (said.count, said.done, said.all) == ("3 of 20", 3, 20)
    assert (said.facts, said.money) == ("could not go on", "2.00 spent")


def test_resuming_with_too_little_says_how_far_it_goes() -> None:
    """A batch is taken whole, and waits again."""
    said = batch_words.resume_question(Decimal(199), Decimal("100.5"))

    assert said == (
        "It needs up to 199.00 credits and you have 100.50. It goes on until they are used, and then waits again."
    )


def test_resume_names_what_the_batch_has_left() -> None:
    """Not what the job could cost at the start."""
    totals = Totals(done=3_104, away=6_896, spent=Decimal("3104.00"), paused_at_most=Decimal("6896.00"))
    paused = batch(JobState.PAUSED, totals, reason=PauseReason.CREDITS)

    assert job_words.resume_button(paused) == "Resume · up to 6,896.00 credits"
