"""Exclusion lists: free, shared with colleagues, and looked at before anything that names them is paid."""

import httpx
import pytest

from app.domain.errors import InputError, Refused
from app.domain.filters import Search
from app.domain.jobs import JobState
from app.domain.money import ZERO, Purse
from app.domain.platforms import Handle, Platform
from tests.whole_app import MANY, Spent, found, handles_of, opened, search_for


def names(app, platform: Platform | None = None) -> list[tuple[str, int]]:
    return [(one.name, one.handles) for one in app.exclusions.known(platform)]


async def test_a_list_is_made_filled_renamed_emptied_and_deleted(app):
    """Names and sizes are known offline after each step."""
    steps = []
    one = await app.exclusions.create("  Asked   before ", Platform.INSTAGRAM)
    steps.append(names(app))
    await app.exclusions.add(one.id, ["anna", "@Ben", "anna"])
    steps.append(names(app))
    held = await app.exclusions.handles(one.id)
    await app.exclusions.remove(one.id, ["anna"])
    await app.exclusions.rename(one.id, "Friends")
    steps.append(names(app))
    taken_off = await app.exclusions.empty(one.id)
    steps.append(names(app))
    await app.exclusions.delete(one.id)

    assert steps == [[("Asked before", 0)], [("Asked before", 2)], [("Friends", 1)], [("Friends", 0)]]
    assert (held, taken_off, names(app)) == (["anna", "ben"], 1, [])


async def test_all_of_it_is_free(app, spent):
    """Nothing of lists is ever charged."""
    one = await app.exclusions.create("List", Platform.TIKTOK)
    await app.exclusions.add(one.id, ["anna"])
    await app.exclusions.refresh()
    await app.exclusions.empty(one.id)

    assert spent.entries == []


async def test_a_long_list_goes_in_parts_and_comes_back_whole(app):
    """10,000 handles a call one way, 2,000 the other; repeats go in once."""
    one = await app.exclusions.create("Long", Platform.INSTAGRAM)
    wanted = [f"creator.{at:05}" for at in range(12_345)]
    filled = await app.exclusions.add(one.id, [*wanted, *wanted[:10]])

    assert filled is not None
    assert filled.handles == len(wanted)
    assert await app.exclusions.handles(one.id) == wanted


async def test_rows_of_the_lists_platform_are_hidden_from_future_searches(app):
    """ "Hide from future searches": the next search that names the list does not bring them."""
    sheet_id, _ = await found(app, 20, least=MANY)
    hidden = handles_of(app, sheet_id)[:5]
    one = await app.exclusions.create("Hidden", Platform.INSTAGRAM)
    rows = app.store.peek(lambda db: [row[0] for row in db.execute("SELECT creator_id FROM sheet_rows LIMIT 20")])
    other = await app.exclusions.create("Elsewhere", Platform.TIKTOK)
    kept = await app.exclusions.add_creators(one.id, rows[:5])
    nothing = await app.exclusions.add_creators(other.id, rows[:5])
    second, _ = await found(app, 20, least=MANY, exclude_list=[one.id])

    assert (kept is not None and kept.handles, nothing) == (5, None)
    assert not set(hidden) & set(handles_of(app, second))


async def test_the_standing_list_is_made_when_it_is_asked_for_and_stays(app):
    """It can be neither renamed nor deleted: the service's own words are told."""
    one = await app.exclusions.default(Platform.YOUTUBE)

    assert (one.default, names(app, Platform.YOUTUBE), names(app, Platform.TIKTOK)) == (True, [(one.name, 0)], [])
    with pytest.raises(Refused, match="cannot be renamed"):
        await app.exclusions.rename(one.id, "Mine")
    with pytest.raises(Refused, match="cannot be deleted"):
        await app.exclusions.delete(one.id)


@pytest.mark.parametrize("name", ["", "  ", "x" * 301])
async def test_a_list_needs_a_name(app, service, name):
    """Empty and too long ones are refused here; nothing is sent."""
    spent = Spent(service)
    with pytest.raises(InputError):
        await app.exclusions.create(name, Platform.INSTAGRAM)

    assert spent.arrivals == []


async def test_a_name_is_taken_once_a_platform(app):
    """The service refuses the second, and says why."""
    await app.exclusions.create("Twice", Platform.INSTAGRAM)
    await app.exclusions.create("Twice", Platform.TIKTOK)

    with pytest.raises(Refused, match="already exists"):
        await app.exclusions.create("Twice", Platform.INSTAGRAM)


def delete_as_a_colleague(service, list_id: int) -> None:
    with httpx.Client(base_url=service.url, headers=service.headers, trust_env=False) as http:
        http.delete(f"/public/v1/discovery/exclusion-lists/{list_id}/").raise_for_status()


async def test_a_list_that_a_colleague_deleted_stops_the_search_before_it_is_paid(app, service):
    """The service would ignore it and charge for the wider search."""
    one = await app.exclusions.create("Gone soon", Platform.INSTAGRAM)
    delete_as_a_colleague(service, one.id)
    spent = Spent(service)

    with pytest.raises(InputError, match="“Gone soon”") as told:
        await app.discovery.open_sheet(search_for(20, exclude_list=[one.id]))
    assert (told.value.field, spent.entries) == ("exclude_list", [])


async def test_a_list_that_is_gone_when_a_job_goes_on_stops_it(service, tmp_path):
    """Resuming looks at the lists again."""
    async with opened(service, tmp_path) as app:
        one = await app.exclusions.create("Gone later", Platform.INSTAGRAM)
        search = search_for(150, exclude_list=[one.id])
        sheet_id = await app.discovery.open_sheet(search)
        job = await app.discovery.find(search, sheet_id=sheet_id, purse=Purse(limit=ZERO))
    delete_as_a_colleague(service, one.id)
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        again = await app.jobs.resume(job.id)

    assert (job.state, again.state, spent.entries) == (JobState.PAUSED, JobState.FAILED, [])
    assert "Gone later" in again.error


@pytest.mark.parametrize("number", [4711, "another platform's"])
async def test_a_list_of_another_platform_is_none(app, number):
    """Numbers that the service would drop in silence are refused."""
    if number != 4711:
        number = (await app.exclusions.create("TikTok's", Platform.TIKTOK)).id

    with pytest.raises(InputError, match="for Instagram"):
        await app.exclusions.check(search_for(20, exclude_list=[number]))


async def test_lists_are_only_asked_for_where_a_search_names_one(app, service):
    """Every switch that names lists makes it look; looks shortly after each other are one."""
    spent = Spent(service)
    await app.exclusions.check(search_for(20))
    asked = [len(spent.arrivals)]
    for filters in ({"exclude_all_lists": True}, {"exclude_default_list": True}):
        await app.exclusions.check(Search(platform=Platform.INSTAGRAM, filters=filters))
        asked.append(len(spent.arrivals))

    assert asked == [0, 1, 1]


async def test_who_is_hidden_from_future_searches_stands_on_the_standing_lists(start_service, tmp_path):
    """Of the platforms asked for; other lists hide nobody until a search names them."""
    async with opened(start_service(), tmp_path / "workspace") as app:
        standing = await app.exclusions.default(Platform.INSTAGRAM)
        await app.exclusions.add(standing.id, ["vera"])
        other = await app.exclusions.create("Asked before", Platform.INSTAGRAM)
        await app.exclusions.add(other.id, ["tom"])
        elsewhere = await app.exclusions.default(Platform.TIKTOK)
        await app.exclusions.add(elsewhere.id, ["olli"])
        hidden = await app.exclusions.hidden({Platform.INSTAGRAM, Platform.TWITCH})

    assert hidden == {Handle(platform=Platform.INSTAGRAM, name="vera")}
