"""What is said about jobs: how far, how long, how much, what is left."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.jobs import JobKind, JobState, PauseReason, Totals
from app.ui.window import job_words
from tests.ui.made_jobs import job


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
    assert job_words.time_left(seconds) == said


def test_stop_says_what_may_still_be_charged() -> None:
    """The words of the look."""
    assert job_words.stopped(job()) == (
        "Stopped. 120 done. 3 were already on their way and may still cost up to 3.00. 277 not sent."
    )


def test_stop_names_what_got_no_answer() -> None:
    """It may have been charged, and waits under "Check payment"."""
    totals = Totals(done=15, uncertain=3, cancelled=2)

    assert job_words.stopped(job(totals=totals)) == (
        "Stopped. 15 done. 3 got no answer and may have been charged. 2 not sent."
    )


def test_who_has_no_email_is_not_called_not_found() -> None:
    """Where only an email is paid for, both are free."""
    totals = Totals(done=5, not_found=2)

    assert job_words.remaining(job(totals=totals, email_required=True)) == "2 without an email, free"


def test_closing_says_what_waits_and_what_may_still_cost() -> None:
    """The words of the look."""
    totals = Totals(done=1, sent=3, waiting=63)

    assert job_words.closing([job(totals=totals, most=Decimal("67.00"))]) == (
        "63 creators are still waiting. Nothing more is sent after closing (3 already on their way may still cost up to"
        " 3.00); continue with one click next time."
    )


@pytest.mark.parametrize(
    ("kinds", "totals", "said"),
    [
        pytest.param(
            [JobKind.SEARCH],
            Totals(sent=2, waiting=2),
            "A search is running. Nothing more is sent after closing (what is already on its way may still cost up to"
            " 1.00); continue with one click next time.",
            id="a search counts pages, which nobody knows",
        ),
        pytest.param(
            [JobKind.SEARCH],
            Totals(waiting=3),
            "A search is running. Nothing more is sent after closing (what is already on its way may still cost up to"
            " 0.50); continue with one click next time.",
            id="a search that has just begun sends its first page at any moment",
        ),
        pytest.param(
            [JobKind.SEARCH, JobKind.ENRICH],
            Totals(waiting=1),
            "A search is running. 1 creator is still waiting. Nothing more is sent after closing (what is already on"
            " its way may still cost up to 0.50); continue with one click next time.",
            id="a search and details",
        ),
        pytest.param(
            [JobKind.POSTS, JobKind.OVERLAP, JobKind.SOCIALS],
            Totals(waiting=1),
            "1 page of posts and 1 comparison and 1 creator are still waiting. Nothing more is sent after closing;"
            " continue with one click next time.",
            id="each kind is counted in its own units",
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

    assert job_words.closing(running) == said


def test_afterwards_the_emails_are_counted() -> None:
    """What one came for, what it cost, what cost nothing."""
    totals = Totals(done=61, not_found=39, spent=Decimal("61.00"))
    done = job(JobState.FINISHED, totals=totals, most=Decimal("100.00"), email_required=True)

    assert job_words.finished(done, 61) == "61 of 100 had an email · 61.00 credits · 39 cost nothing."


def test_details_that_bring_no_email_are_counted_by_creators() -> None:
    """Nobody is told about emails they did not buy."""
    totals = Totals(done=2, spent=Decimal("1.60"))

    assert job_words.finished(job(JobState.FINISHED, totals=totals)) == "Details for 2 creators · 1.60 credits."


@pytest.mark.parametrize(
    ("kind", "totals", "said"),
    [
        (JobKind.ENRICH, Totals(waiting=63), "63 not sent, up to 63.00"),
        (JobKind.SEARCH, Totals(waiting=2, sent=1), "100 not sent, up to 1.00 · 50 on their way"),
        (
            JobKind.ENRICH,
            Totals(done=5, uncertain=3, failed=4, not_found=2),
            "3 to check · 4 refused, free · 2 not found, free",
        ),
        (JobKind.ENRICH, Totals(done=5), ""),
    ],
)
def test_what_remains_of_a_job_is_counted_in_creators_and_priced(kind: JobKind, totals: Totals, said: str) -> None:
    """Nobody buys pages, and what was not sent names its price."""
    assert job_words.remaining(job(kind=kind, totals=totals)) == said


@pytest.mark.parametrize(
    ("undecided", "compared", "used", "said"),
    [
        (3, False, None, "no answer came: they may have been charged"),
        (0, True, None, "no answer came, and nobody can tell whether they were charged"),
        (
            *(0, True, Decimal("2.00")),
            "your account shows 2.00 more used than is booked here: they may have been charged",
        ),
    ],
)
def test_payments_to_check_say_what_is_known_of_them(
    undecided: int, compared: bool, used: Decimal | None, said: str
) -> None:
    """Before and after the comparison with the account."""
    checked = job(JobState.FINISHED, totals=Totals(done=7, uncertain=3, undecided=undecided))

    assert job_words.verdict(checked, used, compared=compared) == said


@pytest.mark.parametrize(
    ("state", "totals", "used", "said"),
    [
        (
            *(JobState.FINISHED, Totals(uncertain=3, undecided=3), None),
            "Nothing was charged so far. influencers.club may still be at work on them: check again in a minute.",
        ),
        (
            *(JobState.PAUSED, Totals(waiting=3), None),
            "Checked: 3 creators were not charged and can be sent again.",
        ),
        (JobState.STOPPED, Totals(cancelled=3), None, "Checked: 3 creators were not charged."),
        (JobState.FINISHED, Totals(uncertain=3), None, "Checked: nobody can tell whether they were charged."),
        (
            *(JobState.FINISHED, Totals(uncertain=3), Decimal("4.00")),
            "Checked: your account shows 4.00 more used than is booked here, so they may have been charged.",
        ),
    ],
)
def test_check_payments_says_what_it_showed(state: JobState, totals: Totals, used: Decimal | None, said: str) -> None:
    """Three requests without an answer were compared with the account."""
    assert job_words.checked(job(state, totals=totals), used, 3) == said


def test_interrupted_jobs_are_summed_up() -> None:
    """The words of the promise; pages count as the creators they bring."""
    details = job(number=1, totals=Totals(done=10, not_found=2, waiting=13, uncertain=3))
    search = job(number=2, kind=JobKind.SEARCH, totals=Totals(done=2, waiting=1))

    assert job_words.interrupted([details, search]) == "2 jobs were interrupted: 112 done, 63 waiting, 3 to check."
    assert job_words.interrupted([search]) == "1 job was interrupted: 100 done, 50 waiting."


def test_going_on_with_all_names_the_most_of_all() -> None:
    """What is open, and what is sent again by itself if it proves to have cost nothing."""
    first = job(totals=Totals(waiting=60, open_at_most=Decimal(60), uncertain=3, undecided_at_most=Decimal(3)))
    second = job(kind=JobKind.SEARCH, most=Decimal("1.00"), totals=Totals(waiting=1, open_at_most=Decimal("0.50")))

    assert job_words.go_on_button([first, second]) == "Resume · up to 63.50 credits"


def test_what_came_of_going_on_is_told() -> None:
    """What was done now, not before; what it cost now; what is left."""
    before = job(totals=Totals(done=10, waiting=8, spent=Decimal("10.00")))
    after = job(totals=Totals(done=14, not_found=1, waiting=2, uncertain=1, spent=Decimal("14.00")))

    assert job_words.went_on([before], [after]) == "5 more done · 4.00 credits · 2 still waiting · 1 to check."


@pytest.mark.parametrize(
    ("state", "more", "said"),
    [
        (
            *(JobState.PAUSED, {"reason": PauseReason.INTERRUPTED}),
            "Scoutsheet was closed before this was done · 4 not sent, up to 4.00",
        ),
        (
            *(JobState.FAILED, {"error": "Something went wrong."}),
            "Something went wrong · 4 not sent, up to 4.00",
        ),
        (JobState.RUNNING, {}, "about 2 min left · 4 not sent, up to 4.00"),
    ],
)
def test_a_job_of_the_list_says_why_it_waits_or_how_long_it_takes(
    state: JobState, more: dict[str, object], said: str
) -> None:
    """The reason first, in plain words."""
    shown = job(state, totals=Totals(done=6, waiting=4, spent=Decimal("6.00")), **more)

    assert job_words.facts(shown, 118.0, None, compared=False) == said


def test_a_narrowed_sheet_says_how_many_rows_of_the_job_are_shown() -> None:
    """All of them, or some."""
    assert job_words.showing(job(), 63, 63) == "Showing the 63 rows of this job: Full details"
    assert job_words.showing(job(), 3, 63) == "Showing 3 of 63 rows of this job: Full details"


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        (Totals(done=38, not_found=12, spent=Decimal("1.90")), "38 of 50 found · 1.90 credits · 12 cost nothing."),
        (Totals(done=1, uncertain=1, spent=Decimal("0.05")), "1 of 2 found · 0.05 credits · 1 to check."),
        (Totals(), "They were all known. Nothing was charged."),
    ],
)
def test_the_end_of_looking_emails_up_tells_who_was_found(totals: Totals, said: str) -> None:
    """And what cost nothing."""
    assert job_words.finished(job(JobState.FINISHED, kind=JobKind.EMAILS, totals=totals)) == said


def test_emails_are_not_called_creators() -> None:
    """Whose they are is what one wants to know."""
    emails = job(kind=JobKind.EMAILS, totals=Totals(waiting=63))

    assert job_words.closing([emails]).startswith("63 emails are still waiting.")
    assert (
        job_words.checked(replace(emails, totals=Totals(done=2)), None, was=2) == "Checked: 2 emails were not charged."
    )
    both = job_words.closing([emails, job(totals=Totals(waiting=1))])
    assert both.startswith("63 emails and 1 creator are still waiting.")
