"""Saved searches: what they cost and brought, copies, names, deleting with a way back, recipe files."""

import json
from decimal import Decimal

import pytest

from app.domain.errors import DiskError, InputError
from app.domain.filters import Search
from app.domain.platforms import Handle, Platform
from app.workspace import campaigns, sheets
from tests.whole_app import MANY, found, listed, search_for


async def test_a_search_is_listed_with_what_it_brought_and_cost(app):
    """Name, campaign, last run, rows and credits; lists and counts are no searches."""
    await listed(app, "anna")
    await app.counting.count(search_for(20, least=MANY))
    sheet_id, _ = await found(app, 20, least=MANY)

    def join(db):
        campaigns.assign(db, sheet_id, campaigns.add(db, "Spring", 1), 1)

    await app.store.write(join)
    (one,) = app.saved_searches.all()

    assert (one.sheet_id, one.search, one.campaign) == (sheet_id, search_for(20, least=MANY), "Spring")
    assert (one.rows, one.spent, one.split, one.seed) == (20, Decimal("0.20"), False, None)
    assert one.last_run_ms is not None
    assert "2" in one.name


async def test_opening_saved_searches_is_free(app, spent):
    """Everything is read from the workspace."""
    await found(app, 20, least=MANY)
    asked = len(spent.arrivals)
    (one,) = app.saved_searches.all()

    assert app.discovery.sheet_of(one.search) == one.sheet_id
    assert len(spent.arrivals) == asked


async def test_a_copy_was_not_run_and_does_not_hide_what_was_bought(app, spent):
    """The search that was bought is still the one that opens."""
    sheet_id, _ = await found(app, 20, least=MANY)
    (one,) = app.saved_searches.all()
    copy_id = await app.saved_searches.duplicate(one.id)
    copy, original = app.saved_searches.all()

    assert (copy.id, copy.name, copy.sheet_id, copy.rows) == (copy_id, f"{original.name} copy", None, 0)
    assert (copy.search, app.discovery.sheet_of(copy.search)) == (one.search, sheet_id)
    assert spent.credits == Decimal("0.20")


async def test_running_a_saved_search_makes_it_that_one(app):
    """Its name becomes the sheet's; it is not listed twice."""
    search = search_for(20, least=MANY)
    await app.saved_searches.save(search, "Top of Instagram")
    sheet_id, _ = await found(app, 20, least=MANY)
    (one,) = app.saved_searches.all()

    assert (one.name, one.sheet_id, one.rows) == ("Top of Instagram", sheet_id, 20)


async def test_another_name_is_the_sheets_too(app):
    """One name for both; an empty one is refused."""
    await found(app, 20, least=MANY)
    (one,) = app.saved_searches.all()
    await app.saved_searches.rename(one.id, "  Big   ones ")

    assert [one.name for one in app.saved_searches.all()] == ["Big ones"]
    assert [one.name for one in app.store.peek(sheets.all_sheets)] == ["Big ones"]
    with pytest.raises(InputError):
        await app.saved_searches.rename(one.id, " ")


async def test_deleting_takes_the_sheet_along_and_can_be_undone(app, spent):
    """Nothing that was bought is lost; buying it again by mistake can be avoided."""
    sheet_id, _ = await found(app, 20, least=MANY)
    (one,) = app.saved_searches.all()
    await app.saved_searches.delete(one.id)
    gone = (app.saved_searches.all(), app.store.peek(sheets.all_sheets), app.discovery.sheet_of(one.search))
    twin = app.saved_searches.deleted_twin(one.search)
    await app.saved_searches.restore(one.id)

    assert gone == ([], [], None)
    assert twin is not None
    assert (twin.id, twin.deleted) == (one.id, True)
    assert [back.id for back in app.saved_searches.all()] == [one.id]
    assert app.discovery.sheet_of(one.search) == sheet_id
    assert spent.credits == Decimal("0.20")


async def test_a_recipe_file_goes_out_and_comes_back_as_the_same_search(app, tmp_path):
    """Filters exactly as they are sent, unverified ones with their switch."""
    search = search_for(30, least=MANY, last_post=30, creator_has={"has_youtube": True})
    saved_id = await app.saved_searches.save(search, "Ünverified")
    app.saved_searches.write_recipe(saved_id, tmp_path / "one.json")
    again_id = await app.saved_searches.read_recipe(tmp_path / "one.json")
    told = json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))
    again, first = app.saved_searches.all()

    assert told == {"version": 1, "search": search.to_mapping(), "unverified_filters": True}
    assert (again.id, again.name, again.search, first.search) == (again_id, "one", search, search)


async def test_similar_creators_go_out_as_a_recipe_and_come_back(app, tmp_path):
    """By likeness, whose order the service alone decides."""
    search = Search(platform=Platform.INSTAGRAM, filters={"number_of_followers": {"min": 10_000}}, target=20)
    plan = await app.discovery.plan(search, seed=Handle(platform=Platform.INSTAGRAM, name="anna"))
    await app.discovery.open_sheet(search, plan)
    app.saved_searches.write_recipe(app.saved_searches.all()[0].id, tmp_path / "alike.json")
    again_id = await app.saved_searches.read_recipe(tmp_path / "alike.json")
    again = next(one for one in app.saved_searches.all() if one.id == again_id)

    assert (again.search, again.seed) == (search, "anna")


async def test_what_cannot_be_a_recipe_or_a_search_is_refused(app, tmp_path):
    """A recipe that imports a list, a folder that cannot be written."""
    await found(app, 1, least=MANY)
    (plain,) = app.saved_searches.all()
    (tmp_path / "list.csv").write_text("handle\nanna\n", encoding="utf-8")
    (tmp_path / "list.json").write_text('{"version": 1, "import": {"path": "list.csv"}}', encoding="utf-8")

    with pytest.raises(InputError, match="no search"):
        await app.saved_searches.read_recipe(tmp_path / "list.json")
    with pytest.raises(DiskError):
        app.saved_searches.write_recipe(plain.id, tmp_path / "no" / "folder.json")
