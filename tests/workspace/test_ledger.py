"""Every charge is a row, exact to the ten-thousandth, and what is not ours is told apart."""

from decimal import Decimal

import pytest

from app.domain.money import Balance, Receipt
from app.domain.platforms import Platform
from app.workspace import campaigns, ledger, requests, settlements, uncertain
from tests.workspace.conftest import handle


def book(workspace, charged: str, *, state: str = "booked", expected: str = "1.00") -> int:
    """Book a charge about the creator "a"; the job's id."""
    sheet_id, ids = workspace.list_of("a")
    job_id, (request,) = workspace.job(sheet_id, ids)
    receipt = Receipt(
        rows=1, expected=Decimal(expected), charged=Decimal(charged), estimated=False, balance_after=Decimal("9.99")
    )
    workspace(
        lambda db: ledger.book(
            db, receipt, what="Full details", request_id=request.id, at_ms=7, platform=Platform.INSTAGRAM,
            handle=handle("a"), state=state,
        )
    )  # fmt: skip
    return job_id


def test_an_entry_says_what_it_was_for(workspace):
    """Time, what, whom, expected, charged, the balance after it, and for which job."""
    job_id = book(workspace, "0.95")
    (entry,) = workspace.store.peek(ledger.entries)

    assert (entry.at_ms, entry.what, entry.platform, entry.handle, entry.job_id) == (
        7, "Full details", "instagram", "a", job_id,
    )  # fmt: skip
    assert (entry.expected, entry.charged, entry.balance_after) == (Decimal(1), Decimal("0.95"), Decimal("9.99"))


def test_ten_thousandths_are_exact(workspace):
    """A thousand times a hundredth of a cent is ten cents."""
    sheet_id, ids = workspace.list_of("a")
    _, (request,) = workspace.job(sheet_id, ids)
    receipt = Receipt(rows=1, expected=Decimal("0.0001"), charged=Decimal("0.0001"), estimated=False)

    def write(db):
        for _ in range(1_000):
            ledger.book(db, receipt, what="x", request_id=request.id, at_ms=1)

    workspace(write)

    assert workspace.store.peek(ledger.booked) == Decimal("0.1")


def test_the_known_balance_follows_what_was_booked_since(workspace):
    """The service was asked once; charges after it are taken off."""
    assert workspace.store.peek(ledger.last_balance) is None
    workspace(lambda db: ledger.note_balance(db, Balance(available=Decimal(10), used=Decimal(5)), 1))
    book(workspace, "1.00")

    assert workspace.store.peek(ledger.last_balance) == Balance(available=Decimal(9), used=Decimal(6))


def point(workspace, used: str) -> None:
    """The service said this at a quiet moment, to a Scoutsheet that has run long enough to believe "nothing"."""
    balance = Balance(available=Decimal(100) - Decimal(used), used=Decimal(used))

    def write(db):
        over = {one.request.id for one in settlements.undecided(db)}
        settlements.decide(db, balance, 1, over=over)

    workspace(write)


def test_what_the_balance_shows_beyond_the_ledger_is_other_use(workspace):
    """A colleague spends on the same account."""
    point(workspace, "5")
    book(workspace, "1.00")
    point(workspace, "9")

    assert workspace.store.peek(ledger.sums) == ledger.Sums(
        charged=Decimal(1), uncertain=Decimal(0), other_use=Decimal(3)
    )


@pytest.mark.parametrize("used", [None, "6"])
def test_what_may_have_been_charged_is_not_other_use(workspace, used):
    """An answer that never came explains what the balance shows, before it was asked and after."""
    point(workspace, "5")
    book(workspace, "0.00", state="uncertain")
    if used:
        point(workspace, used)

    assert workspace.store.peek(ledger.sums) == ledger.Sums(
        charged=Decimal(0), uncertain=Decimal(1), other_use=Decimal(0)
    )


def test_a_crash_while_an_answer_was_on_its_way_is_not_other_use(workspace):
    """What a killed Scoutsheet had sent is in the ledger as uncertain."""
    point(workspace, "5")
    sheet_id, ids = workspace.list_of("a")
    _, (request,) = workspace.job(sheet_id, ids)
    workspace(lambda db: requests.mark_sent(db, request.id, 2))
    workspace(lambda db: uncertain.interrupt_all(db, 3))
    point(workspace, "6")
    sums = workspace.store.peek(ledger.sums)

    assert (sums.uncertain, sums.other_use) == (Decimal(1), Decimal(0))


def test_entries_come_newest_first(workspace):
    """As many as asked for."""
    book(workspace, "0.10")
    book(workspace, "0.20")

    assert [entry.charged for entry in workspace.store.peek(lambda db: ledger.entries(db, 1))] == [Decimal("0.2")]


def test_what_may_have_been_charged_counts_as_spent_in_full(workspace):
    """A budget asks for the worst case; what was found not to be charged costs nothing."""
    book(workspace, "0.95")
    book(workspace, "0", state="uncertain", expected="0.80")
    book(workspace, "0", state="not_charged")

    assert workspace.store.peek(lambda db: ledger.spent_since(db, 7)) == Decimal("1.75")
    assert workspace.store.peek(lambda db: ledger.spent_since(db, 8)) == 0


def test_a_campaign_is_charged_what_its_sheets_jobs_cost(workspace):
    """The campaign a sheet is in when its job is started keeps the charge."""
    campaign = workspace(lambda db: campaigns.add(db, "Spring", 1))
    sheet_id, ids = workspace.list_of("a")
    workspace(lambda db: campaigns.assign(db, sheet_id, campaign, 1))
    _, (request,) = workspace.job(sheet_id, ids)
    receipt = Receipt(rows=1, expected=Decimal(1), charged=Decimal(1), estimated=False)

    workspace(lambda db: campaigns.assign(db, sheet_id, None, 2))
    workspace(lambda db: ledger.book(db, receipt, what="x", request_id=request.id, at_ms=1))

    assert workspace.store.peek(lambda db: ledger.spent_on(db, campaign)) == 1
