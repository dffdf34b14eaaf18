"""What the account has: asked for free, and kept up with every charge."""

from decimal import Decimal

import pytest

from app.domain.errors import KeyRefused
from app.workspace import ledger
from tests.whole_app import FULL, found, ids_of, listed, opened


async def test_asking_is_free_and_remembered(app, service, spent, tmp_path):
    """The service's figure, to the cent; known again after a restart."""
    balance = await app.credits.refresh()
    await app.close()
    async with opened(service, tmp_path / "workspace") as again:
        known = again.credits.known

    assert balance.available == Decimal(service.books()["available"])
    assert known == balance
    assert spent.entries == []


async def test_opening_an_account_asks_nothing(app, spent):
    """Nothing is known before the first question, and nothing is offered."""
    assert (app.credits.known, app.credits.free()) == (None, None)
    assert spent.arrivals == []


async def test_charges_are_taken_off_what_is_known(app, service):
    """After a search and details the known balance is the service's own, without asking."""
    await app.credits.refresh()
    sheet_id, _ = await found(app, 20, least=5_000_000)
    await app.enrichment.run(sheet_id, ids_of(app, sheet_id), FULL)
    known = app.credits.known

    assert (known.available, known.used) == tuple(Decimal(service.books()[name]) for name in ("available", "used"))


async def test_a_charge_before_the_first_question_is_noted_too(app, service):
    """The receipt names the balance the answer named, where it named one."""
    await found(app, 20, least=5_000_000)
    (entry,) = app.store.peek(ledger.entries)

    assert entry.balance_after == Decimal(service.books()["available"])


async def test_answers_that_overtake_each_other_are_not_taken_off_twice(app):
    """The last of three answers comes first, and says what is left after all of them; a colleague's use stays seen."""
    known = (await app.credits.refresh()).available
    half = Decimal("0.50")
    for sent in (3, 1, 2):
        app.credits.charge(half, known - sent * half)
    after_ours = app.credits.known.available
    app.credits.charge(half, known - 9)
    after_others = app.credits.known.available
    app.credits.charge(half, None)

    assert after_ours == known - 3 * half
    assert after_others == known - 9
    assert app.credits.known.available == known - 9 - half


async def test_what_others_spend_is_told_apart(app, service, tmp_path):
    """A colleague's use of the same account is not in our ledger."""
    await app.credits.refresh()
    async with opened(service, tmp_path / "colleague") as colleague:
        sheet_id, ids = await listed(colleague, "hannadvorak")
        await colleague.enrichment.run(sheet_id, ids, FULL)
    await app.credits.refresh()
    sums = app.store.peek(ledger.sums)

    assert (sums.charged, sums.other_use) == (Decimal(0), Decimal(1))


async def test_a_wrong_key_is_said_at_once(service, spent, tmp_path):
    """Nothing is remembered about a balance nobody told."""
    async with opened(service, tmp_path, key="eyJ.wrong.key") as app:
        with pytest.raises(KeyRefused):
            await app.credits.refresh()
        known = app.credits.known

    assert known is None
    assert len(spent.arrivals) == 1


async def test_a_free_question_whose_answer_was_lost_is_simply_asked_again(start_service, tmp_path):
    """It costs nothing, so nobody has to decide anything."""
    service = start_service("--credits", "10", "--faults", "lost:0.25")
    async with opened(service, tmp_path) as app:
        balances = [await app.credits.refresh() for _ in range(2)]
    tried = [arrival["status"] for arrival in service.books()["arrivals"]]

    assert [balance.available for balance in balances] == [Decimal(10)] * 2
    assert tried == [200, None, 200]
