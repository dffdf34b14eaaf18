"""The ledger is narrowed and summed in SQL; every sum is that of the rows that are listed."""

from decimal import Decimal

import pytest

from app.domain.jobs import JobState, PauseReason
from app.workspace import campaigns, jobs, spending
from app.workspace.spending import NO_CAMPAIGN, Amounts, Narrowed
from tests.receipts import pay, sheet

HOUR_MS = 3_600_000


@pytest.fixture
def filled(workspace):
    """Two sheets, the first in a campaign; one payment without an answer. Returns (workspace, sheets, campaign)."""

    def write(db):
        first, second = sheet(db, "Berlin"), sheet(db, "Austria")
        campaign = campaigns.add(db, "Spring", 1)
        campaigns.assign(db, first, campaign, 1)
        pay(db, first, "1.00", at_ms=1_000, who="vera")
        pay(db, first, "0.20", at_ms=HOUR_MS + 5, who="tom", what="Contact only")
        pay(db, second, "0.80", at_ms=HOUR_MS + 6, who="lars")
        pay(db, second, "1.00", at_ms=3 * HOUR_MS, who="mia", answered=False)
        return (first, second), campaign

    return workspace, *workspace(write)


def names(workspace, narrowed: Narrowed) -> list[str]:
    """Whom the payments were for, as listed."""
    return workspace.store.peek(lambda db: [line.handle for line in spending.lines(db, spending.ids(db, narrowed))])


def test_the_newest_payment_is_listed_first(filled):
    """As in a bank statement."""
    workspace, _, _ = filled

    assert names(workspace, Narrowed()) == ["mia", "lars", "tom", "vera"]


def test_each_filter_leaves_only_what_it_names(filled):
    """Time from (included) and to (not included), sheet, campaign or none, kind of payment, what is to check."""
    workspace, (first, second), campaign = filled

    assert names(workspace, Narrowed(from_ms=HOUR_MS + 5, to_ms=3 * HOUR_MS)) == ["lars", "tom"]
    assert names(workspace, Narrowed(sheet_id=first)) == ["tom", "vera"]
    assert names(workspace, Narrowed(campaign_id=campaign)) == ["tom", "vera"]
    assert names(workspace, Narrowed(campaign_id=NO_CAMPAIGN)) == ["mia", "lars"]
    assert names(workspace, Narrowed(what="Contact only")) == ["tom"]
    assert names(workspace, Narrowed(only_uncertain=True)) == ["mia"]
    assert names(workspace, Narrowed(sheet_id=second, what="Contact only")) == []


def test_a_line_names_its_sheet_and_campaign(filled):
    """People know sheets by name; what has no campaign says nothing there."""
    workspace, _, _ = filled
    lines = workspace.store.peek(lambda db: spending.lines(db, spending.ids(db, Narrowed())))

    assert [(line.sheet, line.campaign) for line in lines] == [("Austria", "")] * 2 + [("Berlin", "Spring")] * 2
    assert (lines[0].state, lines[0].charged, lines[0].expected) == ("uncertain", 0, 1)


def test_lines_come_in_the_order_asked_for_without_those_that_do_not_exist(filled):
    """A page holds what its ids name."""
    workspace, _, _ = filled
    ids = workspace.store.peek(lambda db: spending.ids(db, Narrowed()))

    found = workspace.store.peek(lambda db: spending.lines(db, [ids[2], 999, ids[0]]))

    assert [line.id for line in found] == [ids[2], ids[0]]


def test_a_sum_counts_what_may_have_been_charged_apart(filled):
    """2.00 are paid; nobody knows about the one without an answer."""
    workspace, _, _ = filled
    ((_, amounts),) = workspace.store.peek(lambda db: spending.between(db, Narrowed(), [0, 9 * HOUR_MS]))

    assert amounts == Amounts(receipts=4, charged=Decimal(2), to_check=1, at_most=Decimal(1))


def test_sums_by_sheet_and_campaign_follow_the_filters_dearest_first(filled):
    """What has no campaign is a group of its own."""
    workspace, (first, second), campaign = filled
    by_sheet, by_campaign = workspace.store.peek(lambda db: spending.groups(db, Narrowed()))
    narrowed, _ = workspace.store.peek(lambda db: spending.groups(db, Narrowed(only_uncertain=True)))

    assert [(one.id, one.name, one.amounts.charged) for one in by_sheet] == [
        (first, "Berlin", Decimal("1.2")),
        (second, "Austria", Decimal("0.8")),
    ]
    assert [(one.name, one.amounts.receipts) for one in narrowed] == [("Austria", 1)]
    assert [(one.id, one.name) for one in by_campaign] == [(campaign, "Spring"), (NO_CAMPAIGN, "No campaign")]


def test_an_interval_holds_its_first_moment_and_not_its_last(filled):
    """Intervals without a payment are left out; filters hold here too."""
    workspace, (first, _), _ = filled
    borders = [0, HOUR_MS + 5, HOUR_MS + 6, 2 * HOUR_MS, 4 * HOUR_MS]

    def charged(narrowed: Narrowed) -> list[tuple[int, Decimal]]:
        found = workspace.store.peek(lambda db: spending.between(db, narrowed, borders))
        return [(at, amounts.charged) for at, amounts in found]

    assert charged(Narrowed()) == [(0, Decimal(1)), (1, Decimal("0.2")), (2, Decimal("0.8")), (3, Decimal(0))]
    assert charged(Narrowed(sheet_id=first)) == [(0, Decimal(1)), (1, Decimal("0.2"))]


def test_the_span_is_from_the_first_to_the_last_payment(filled):
    """None where there is none."""
    workspace, _, _ = filled

    assert workspace.store.peek(lambda db: spending.span(db, Narrowed())) == (1_000, 3 * HOUR_MS)
    assert workspace.store.peek(lambda db: spending.span(db, Narrowed(what="?"))) is None


def test_only_what_something_was_paid_for_can_be_chosen(filled):
    """An empty sheet would narrow to nothing."""
    workspace, (first, second), campaign = filled
    workspace(lambda db: sheet(db, "Nothing paid here"))
    choices = workspace.store.peek(spending.choices)

    assert choices.sheets == ((second, "Austria"), (first, "Berlin"))
    assert choices.campaigns == ((campaign, "Spring"),)
    assert choices.what == ("Contact only", "Full details", "No answer came")


def test_sums_add_up_and_nothing_is_nothing():
    """What a month is made of."""
    one = Amounts(receipts=1, charged=Decimal(1), to_check=1, at_most=Decimal("0.5"))

    assert spending.added([one, one]) == Amounts(receipts=2, charged=Decimal(2), to_check=2, at_most=Decimal(1))
    assert spending.added([]) == Amounts(receipts=0, charged=Decimal(0), to_check=0, at_most=Decimal(0))


def test_a_job_that_waits_for_the_monthly_limit_is_found_with_the_services_words(filled):
    """Only while it waits."""
    workspace, (first, _), _ = filled
    job_id = workspace(lambda db: pay(db, first, "1.00"))
    before = workspace.store.peek(spending.fair_use)
    workspace(
        lambda db: jobs.set_state(db, job_id, JobState.PAUSED, 2, reason=PauseReason.FAIR_USE, error="Cap reached.")
    )
    waiting = workspace.store.peek(spending.fair_use)
    workspace(lambda db: jobs.set_state(db, job_id, JobState.RUNNING, 3))

    assert before is None
    assert (waiting.title, waiting.said) == ("Details", "Cap reached.")
    assert workspace.store.peek(spending.fair_use) is None
