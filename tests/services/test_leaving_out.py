"""Leaving out creators that are had: a search brings only new ones, its pages stay in place, the saving is named."""

from decimal import Decimal

from app.domain.filters import Search
from app.domain.jobs import Job
from app.domain.platforms import Platform
from app.services.leaving_out import MOST_HANDLES, Saving, left_out
from app.workspace import searches
from tests.whole_app import MANY, found, handles_of, listed, opened, search_for


async def found_without_had(app, search: Search) -> tuple[int, Job]:
    plan = await app.discovery.plan(search, leave_out=True)
    sheet_id = await app.discovery.open_sheet(search, plan)
    return sheet_id, await app.discovery.find(search, sheet_id=sheet_id)


async def test_only_new_creators_come_and_only_they_are_paid(app, spent, matches):
    """Those of an earlier sheet are left out."""
    first, _ = await found(app, 60, least=MANY)
    second, job = await found_without_had(app, search_for(200, least=MANY))
    brought = set(handles_of(app, second))

    assert (len(brought), brought & set(handles_of(app, first))) == (matches - 60, set())
    assert (job.totals.spent, spent.credits) == (Decimal(matches - 60) / 100, Decimal(matches) / 100)


async def test_the_saving_is_exact_where_the_service_named_the_matches_with_and_without(app):
    """The first search said how many match."""
    await found(app, 60, least=MANY)
    sheet_id, _ = await found_without_had(app, search_for(200, least=MANY))
    saved = app.discovery.saving(sheet_id)

    assert saved == Saving(creators=60, exact=True)
    assert saved is not None
    assert saved.credits == Decimal("0.60")


async def test_nothing_is_claimed_where_nobody_was_left_out(app):
    """Neither for a list nor for an ordinary search."""
    plain, _ = await found(app, 20, least=MANY)
    sheet_id, _ = await listed(app, "anna")

    assert (app.discovery.saving(plain), app.discovery.saving(sheet_id)) == (None, None)


async def test_creators_of_lists_and_those_with_details_are_had_but_not_those_of_other_platforms(app):
    """Only names of the search's own platform are sent."""
    await listed(app, "anna", "ben")
    here = await left_out(app.store, app.catalogue, search_for(20))
    elsewhere = await left_out(app.store, app.catalogue, Search(platform=Platform.TIKTOK))

    assert (set(here.handles), here.had, here.beyond) == ({"anna", "ben"}, 2, 0)
    assert (elsewhere.handles, elsewhere.had) == ((), 0)


async def test_who_is_left_out_is_frozen_so_that_pages_stay_in_place(service, tmp_path):
    """A search that stops and goes on brings everybody once, whoever came into the workspace meanwhile."""
    async with opened(service, tmp_path) as app:
        await found(app, 20, least=MANY)
        search = search_for(50, least=MANY)
        plan = await app.discovery.plan(search, leave_out=True)
        sheet_id = await app.discovery.open_sheet(search, plan)
        await found(app, 90, least=MANY + 1)
        await app.discovery.find(search, sheet_id=sheet_id)
    async with opened(service, tmp_path) as app:
        await app.discovery.more(sheet_id)
        names = handles_of(app, sheet_id)

    assert (len(names), len(set(names))) == (100, 100)


async def test_a_search_is_the_same_whoever_it_leaves_out_but_not_for_a_recipe(app):
    """Opening it again is free; a recipe means all matches, so it does not take the shorter sheet for its own."""
    await found(app, 20, least=MANY)
    search = search_for(30, least=MANY)
    sheet_id, _ = await found_without_had(app, search)

    assert app.discovery.sheet_of(search) == sheet_id
    assert app.discovery.sheet_of(search, whole=True) is None


async def test_handles_that_the_filters_name_stay_and_take_their_places(app):
    """Both kinds go out together; the search itself keeps what was written."""
    first, _ = await found(app, 5, least=MANY)
    top = handles_of(app, first)
    search = search_for(20, least=MANY, exclude_handles=["somebody.else"])
    sheet_id, _ = await found_without_had(app, search)
    known = app.discovery.known(sheet_id)

    assert known is not None
    assert known.search == search
    assert not set(top) & set(handles_of(app, sheet_id))
    assert set(app.store.peek(lambda db: searches.left_out(db, known.id))) == set(top)


async def test_what_does_not_fit_is_named_and_those_that_likely_match_go_first(app):
    """At most 10,000 handles fit into a search, those of its range before others."""

    def write(db):
        db.executemany(
            "INSERT INTO creators (uuid, platform, handle, shown_handle, parts, first_seen_ms, changed_ms, f_followers)"
            " VALUES (?, 'instagram', ?, ?, 8, 1, 1, ?)",
            [(f"u{at}", f"c{at}", f"c{at}", at) for at in range(MOST_HANDLES + 500)],
        )

    await app.store.write(write)
    without = await left_out(app.store, app.catalogue, search_for(20, least=500, exclude_handles=["x", "y"]))

    assert (len(without.handles), without.had, without.beyond) == (MOST_HANDLES - 2, MOST_HANDLES + 500, 502)
    assert not {f"c{at}" for at in range(500)} & set(without.handles)
