"""Creators like a given one: likest first, each with its likeness, narrowed by filters, paged like any search."""

from decimal import Decimal

import pytest

from app.domain.errors import InputError
from app.domain.filters import Search
from app.domain.jobs import JobState
from app.domain.platforms import Handle, Platform
from app.services.discovery import seed_from, seed_of_row
from app.workspace import sheet_rows, sheets
from app.workspace.sheet_rows import Order
from tests.whole_app import found, handles_of, ids_of, rows_of, search_for

ALIKE = Search(platform=Platform.INSTAGRAM, target=120)


async def similar(app, seed: Handle, search: Search = ALIKE):
    plan = await app.discovery.plan(search, seed=seed)
    sheet_id = await app.discovery.open_sheet(search, plan)
    return sheet_id, await app.discovery.find(search, sheet_id=sheet_id), plan


@pytest.fixture
async def seed(app) -> Handle:
    sheet_id, _ = await found(app, 1, least=100_000)
    return seed_of_row(app.store, ids_of(app, sheet_id)[0])


async def test_similar_creators_come_likest_first_with_their_likeness(app, spent, seed):
    """A sheet of its own, exactly at the price it named."""
    before = spent.credits
    sheet_id, job, plan = await similar(app, seed)
    likeness = [row.likeness for row in rows_of(app, sheet_id)]

    assert (job.state, plan.most, spent.credits - before) == (JobState.FINISHED, Decimal("1.20"), Decimal("1.20"))
    assert len(likeness) == 120
    assert all(value is not None and 0 <= value <= 1 for value in likeness)
    assert likeness == sorted(likeness, reverse=True)
    assert str(seed) in next(one.name for one in app.store.peek(sheets.all_sheets) if one.id == sheet_id)


async def test_a_sheet_can_be_sorted_by_likeness(app, seed):
    """The least alike first, the other way round."""
    sheet_id, _, _ = await similar(app, seed)
    rising = app.store.peek(lambda db: sheet_rows.order_ids(db, sheet_id, Order(by="likeness")))
    likeness = {row.creator_id: row.likeness for row in rows_of(app, sheet_id)}

    assert [likeness[one] for one in rising] == sorted(likeness.values())


async def test_filters_narrow_them(app, seed):
    """Only those with as many followers."""
    sheet_id, _, _ = await similar(app, seed, search_for(50, least=500_000))

    assert all((row.values["followers"] or 0) >= 500_000 for row in rows_of(app, sheet_id))


async def test_the_next_page_goes_on_and_brings_nobody_twice(app, seed):
    """ "Get 50 more" works as in any search."""
    sheet_id, _, _ = await similar(app, seed)
    await app.discovery.more(sheet_id)
    names = handles_of(app, sheet_id)

    assert len(names) == len(set(names)) == 160


async def test_the_same_search_is_recognised_by_its_creator(app, seed):
    """Opening it again is free; the plain search with the same filters is another one."""
    sheet_id, _, _ = await similar(app, seed)

    assert app.discovery.sheet_of(ALIKE, seed=seed) == sheet_id
    assert app.discovery.sheet_of(ALIKE) is None
    assert app.discovery.sheet_of(ALIKE, seed=Handle(platform=Platform.INSTAGRAM, name="other")) is None


@pytest.mark.parametrize(
    "text", ["anna.b", "@Anna.B", "https://www.instagram.com/anna.b/", "instagram.com/Anna.B?hl=de"]
)
def test_a_handle_or_a_profile_address_names_the_creator(text):
    """However it was pasted."""
    assert seed_from(text, Platform.INSTAGRAM) == Handle(platform=Platform.INSTAGRAM, name="anna.b")


@pytest.mark.parametrize("text", ["https://x.com/anna", "https://www.tiktok.com/@anna", ""])
def test_what_names_nobody_there_is_refused(text):
    """X has no similar creators (contract, Q30)."""
    with pytest.raises(InputError):
        seed_from(text, Platform.TWITTER if "x.com" in text else Platform.INSTAGRAM)


async def test_a_creator_nobody_knows_costs_nothing_and_is_told(app, spent):
    """In plain words, with what to do."""
    _, job, _ = await similar(app, Handle(platform=Platform.INSTAGRAM, name="nobody.is.called.so"))

    assert (job.state, spent.entries) == (JobState.FAILED, [])
    assert "does not know nobody.is.called.so on Instagram" in job.error


async def test_a_creator_of_another_platform_is_refused_before_anything_is_sent(app, spent):
    """The search's platform and the creator's must agree."""
    with pytest.raises(InputError, match="not on Instagram"):
        await app.discovery.plan(ALIKE, seed=Handle(platform=Platform.TIKTOK, name="anna"))

    assert spent.arrivals == []
