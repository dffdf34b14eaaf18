"""Jobs and requests: which changes of state are allowed, and totals that always add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.jobs import (
    EnrichOptions,
    Job,
    JobKind,
    JobState,
    PauseReason,
    RequestState,
    Totals,
    states_before,
)
from app.domain.money import Tier

WAITING, SENT, AWAY, DONE, NOT_FOUND, UNCERTAIN, FAILED, CANCELLED = RequestState
ALLOWED = {
    (WAITING, SENT),
    (WAITING, CANCELLED),
    (SENT, WAITING),
    (SENT, DONE),
    (SENT, NOT_FOUND),
    (SENT, UNCERTAIN),
    (SENT, FAILED),
    (WAITING, AWAY),
    (AWAY, WAITING),
    (AWAY, DONE),
    (AWAY, NOT_FOUND),
    (AWAY, UNCERTAIN),
    (AWAY, FAILED),
    (AWAY, CANCELLED),
    (UNCERTAIN, WAITING),
    (UNCERTAIN, CANCELLED),
    (UNCERTAIN, AWAY),
    (FAILED, WAITING),
}


@pytest.mark.parametrize("new", RequestState)
@pytest.mark.parametrize("old", RequestState)
def test_a_request_changes_only_as_the_money_rules_allow(old: RequestState, new: RequestState) -> None:
    """Nothing is done without having been sent, and nothing that is done is ever sent again."""
    assert (old in states_before(new)) is ((old, new) in ALLOWED)


@pytest.mark.parametrize("state", [DONE, NOT_FOUND, CANCELLED])
def test_an_end_is_an_end(state: RequestState) -> None:
    """From there nothing leads on."""
    assert not any(state in states_before(new) for new in RequestState)


@pytest.mark.parametrize(
    ("tier", "counts"),
    [
        (Tier.RAW, ()),
        (Tier.PROFILE, ("email_required",)),
        (Tier.ANALYTICS, ("lookalikes",)),
        (Tier.FULL, ("email_required", "audience", "lookalikes")),
    ],
)
def test_a_switch_the_tier_does_not_take_makes_no_other_purchase(tier: Tier, counts: tuple[str, ...]) -> None:
    """It does not reach the service, so both are one request and are bought once."""
    turned = {"email_required": True, "audience": False, "lookalikes": True}
    plain = EnrichOptions(tier=tier)

    assert {name for name in turned if EnrichOptions(tier=tier, **{name: turned[name]}).key != plain.key} == set(counts)


@given(st.lists(st.sampled_from(RequestState), max_size=12))
def test_every_answer_was_sent_for(wanted: list[RequestState]) -> None:
    """On any way through the states, each result stands directly behind a sending, its own or its batch's."""
    state, before = WAITING, WAITING
    for new in wanted:
        if state in states_before(new):
            state, before = new, state

    assert state in (WAITING, SENT, AWAY, CANCELLED) or before in (SENT, AWAY)


@pytest.mark.parametrize("state", JobState)
def test_a_job_ends_twice_over_and_in_no_other_way(state: JobState) -> None:
    """Finished or stopped; a failed one can go on."""
    assert state.ended is (state in (JobState.FINISHED, JobState.STOPPED))


def job(state: JobState) -> Job:
    return Job(
        id=1,
        kind=JobKind.ENRICH,
        state=state,
        reason=None,
        title="Full details for 20",
        sheet_id=1,
        most=Decimal("20.00"),
        totals=Totals(),
    )


@pytest.mark.parametrize("state", JobState)
def test_a_paused_or_failed_job_can_go_on(state: JobState) -> None:
    """After one click."""
    assert job(state).can_resume is (state in (JobState.PAUSED, JobState.FAILED))


@pytest.mark.parametrize("reason", PauseReason)
def test_every_pause_says_why(reason: PauseReason) -> None:
    """One plain sentence."""
    assert reason.sentence.strip() == reason.sentence
    assert reason.sentence.endswith(".")


COUNTS = st.integers(min_value=0, max_value=10_000)


@given(st.tuples(*[COUNTS] * 8))
def test_totals_add_up(counts: tuple[int, ...]) -> None:
    """Every request stands in exactly one state; open ones wait, are sent, or are with a batch."""
    totals = Totals(**dict(zip((state.value for state in RequestState), counts, strict=True)))

    assert totals.all == sum(counts)
    assert totals.all == totals.settled + totals.waiting + totals.sent + totals.away


OPTIONS = st.builds(
    EnrichOptions,
    tier=st.sampled_from(Tier),
    email_required=st.booleans(),
    audience=st.booleans(),
    lookalikes=st.booleans(),
)


@given(OPTIONS, OPTIONS)
def test_two_purchases_have_one_key_only_when_they_are_the_same(one: EnrichOptions, two: EnrichOptions) -> None:
    """Same tier and options: bought once (money rule 6)."""
    assert (one.key == two.key) is (one == two)


@pytest.mark.parametrize(
    ("kind", "totals", "price"),
    [
        pytest.param(JobKind.ENRICH, Totals(open_at_most=Decimal(5)), "5", id="what is open"),
        pytest.param(
            JobKind.ENRICH,
            Totals(
                open_at_most=Decimal(5),
                in_doubt=Decimal(3),
                again_at_most=Decimal(3),
                undecided_at_most=Decimal(2),
            ),
            "7",
            id="what is sent again by itself if it proves free; what was compared waits for its own button",
        ),
        pytest.param(
            JobKind.ENRICH,
            Totals(spent=Decimal(6), open_at_most=Decimal(5)),
            "4",
            id="never more than what was agreed",
        ),
        pytest.param(
            JobKind.SEARCH,
            Totals(open_at_most=Decimal(4), in_doubt=Decimal(1), again_at_most=Decimal(1)),
            "5",
            id="a lost page is bought again within what was agreed",
        ),
        pytest.param(
            JobKind.SEARCH,
            Totals(open_at_most=Decimal(9), in_doubt=Decimal(1), again_at_most=Decimal(1)),
            "9",
            id="and not beyond",
        ),
        pytest.param(JobKind.ENRICH, Totals(spent=Decimal(12)), "0", id="more was spent than agreed"),
        pytest.param(
            JobKind.POSTS,
            Totals(spent=Decimal(2), open_at_most=Decimal("0.15")),
            "8",
            id="a page of posts names the next, which is bought too",
        ),
        pytest.param(JobKind.POSTS, Totals(spent=Decimal(2)), "0", id="no page of posts is open"),
    ],
)
def test_going_on_names_the_most_it_can_cost(kind: JobKind, totals: Totals, price: str) -> None:
    """Of a job that may cost 10.00 in all."""
    job = Job(
        id=1,
        kind=kind,
        state=JobState.PAUSED,
        reason=None,
        title="",
        sheet_id=1,
        most=Decimal(10),
        totals=totals,
    )

    assert job.go_on_at_most == Decimal(price)
