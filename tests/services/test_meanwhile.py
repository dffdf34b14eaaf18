"""Going on names what would really be sent: what another job has got, or is getting, meanwhile costs nothing more."""

from decimal import Decimal

import pytest

from app.domain.batches import BatchMode
from app.domain.jobs import JobState
from app.domain.money import ZERO, Purse
from tests.batches import FAST, KNOWN
from tests.whole_app import CONTACT, FULL, RAW, Spent, listed

PENNY = Decimal("0.03")
MAILS = [f"{name}@creator.example" for name in KNOWN]


@pytest.fixture(autouse=True)
def _quick(service):
    """The practice service is shared with other files."""
    service.settings(**FAST)


@pytest.mark.parametrize("way", ["one by one", "by a batch"])
async def test_details_that_came_in_another_way_cost_nothing_on_resume(app, service, way):
    """The maximum is exact: it is what is then spent."""
    sheet_id, ids = await listed(app, *KNOWN)
    await app.budgets.set_day(Decimal("0.02"))
    if way == "one by one":
        job = await app.enrichment.run(sheet_id, ids, RAW)
    else:
        job = await app.batches.run(sheet_id, ids, BatchMode.RAW, RAW)
    await app.budgets.set_day(None)
    before = app.jobs.get(job.id).go_on_at_most
    await app.enrichment.run(sheet_id, ids[:1], RAW)
    after = app.jobs.get(job.id)
    spent = Spent(service)
    await app.jobs.resume(job.id)
    await app.batches.wait(job.id)

    assert (before, after.saved, after.go_on_at_most) == (4 * PENNY, PENNY, 3 * PENNY)
    assert (spent.credits, app.jobs.get(job.id).saved) == (3 * PENNY, ZERO)


async def test_other_details_of_the_same_creators_save_nothing(app):
    """A check is not contained in contact details; whoever has the full ones needs neither."""
    sheet_id, ids = await listed(app, *KNOWN[:2])
    job = await app.enrichment.run(sheet_id, ids, CONTACT, purse=Purse(limit=ZERO))
    await app.enrichment.run(sheet_id, ids[:1], RAW)
    by_check = app.jobs.get(job.id)
    await app.enrichment.run(sheet_id, ids[:1], FULL)
    by_full = app.jobs.get(job.id)

    assert (by_check.state, by_check.saved) == (JobState.PAUSED, ZERO)
    assert (by_full.saved, by_full.go_on_at_most) == (Decimal("0.20"), Decimal("0.20"))


@pytest.mark.parametrize("way", ["one by one", "by a batch"])
async def test_addresses_that_somebody_asked_about_cost_nothing_on_resume(app, service, way):
    """Two of four, by another list."""
    sheet_id, _ = await listed(app, "a")
    await app.budgets.set_day(Decimal("0.01"))
    job = await (app.emails.run if way == "one by one" else app.batches.find_accounts)(sheet_id, MAILS)
    await app.budgets.set_day(None)
    before = app.jobs.get(job.id).go_on_at_most
    other_id, _ = await listed(app, "b")
    await app.emails.run(other_id, MAILS[:2])
    after, spent = app.jobs.get(job.id), Spent(service)
    await app.jobs.resume(job.id)
    await app.batches.wait(job.id)

    assert (before, after.saved, after.go_on_at_most) == (Decimal("0.20"), Decimal("0.10"), Decimal("0.10"))
    assert spent.credits == Decimal("0.10")


async def test_what_was_agreed_to_stays_the_cap(app):
    """Of three left over and one saved, two can still be paid where so much was agreed to."""
    sheet_id, ids = await listed(app, *KNOWN[:3])
    job = await app.enrichment.run(sheet_id, ids, RAW, purse=Purse(limit=ZERO))
    await app.enrichment.run(sheet_id, ids[:1], RAW)
    await app.store.write(lambda db: db.execute("UPDATE jobs SET most_units = 600 WHERE id = ?", (job.id,)))

    assert app.jobs.get(job.id).go_on_at_most == 2 * PENNY
