"""Finding creators: the first ones are never lost, none comes twice, and it never costs more than was said."""

import asyncio
from decimal import Decimal

import httpx
import pytest

from app.domain.filters import Search, Sort
from app.domain.jobs import JobState, PauseReason
from app.domain.money import Purse, search_price
from app.domain.platforms import Platform
from app.services.discovery import MorePlan
from app.services.events import Changes
from app.workspace import account, ledger, sheets
from tests.lists import add_list
from tests.whole_app import Spent, found, handles_of, opened, rows_of, search_for

FEW = 5_000_000  # followers: 20 creators of the invented world have as many
SOME = 3_000_000  # 62
BASES = {
    "counts from 0": (),
    "counts from 1 and refuses 0": ("--page-base", "1", "--page-zero", "refuse"),
    "counts from 1 and repeats": ("--page-base", "1", "--page-zero", "clamp"),
    "counts from 1 and answers 0 with nothing": ("--page-base", "1", "--page-zero", "empty"),
}


@pytest.fixture(scope="session")
def ranking(shared_service) -> list[str]:
    """The 200 creators with the most followers, best first, as the service itself lists them."""
    names: list[str] = []
    with httpx.Client(base_url=shared_service.url, headers=shared_service.headers, trust_env=False) as http:
        for page in range(4):
            body = {
                "platform": "instagram",
                "paging": {"limit": 50, "page": page},
                "filters": {"number_of_followers": {"min": 10_000}},
                "sort": {"sort_by": "number_of_followers", "sort_order": "desc"},
            }
            answer = http.post("/public/v1/discovery/", json=body).json()
            names += [entry["profile"]["username"].lower() for entry in answer["accounts"]]
    return names


@pytest.mark.parametrize("flags", BASES.values(), ids=BASES)
@pytest.mark.parametrize("target", [40, 150])
async def test_the_first_creators_are_kept_and_none_comes_twice(start_service, tmp_path, ranking, flags, target):
    """Wherever the service begins to count; a repeated page costs nothing beyond what was said."""
    service = start_service("--credits", "10", *flags)
    async with opened(service, tmp_path) as app:
        sheet_id, job = await found(app, target)
        names = handles_of(app, sheet_id)
        booked = app.store.peek(ledger.booked)

    lost_to_the_repeat = 50 if "clamp" in flags and target > 50 else 0
    assert names == ranking[: target - lost_to_the_repeat]
    assert job.state is JobState.FINISHED
    assert booked == Spent.of_all(service) <= job.most == search_price(target)


@pytest.mark.parametrize(("name", "number"), list(zip(BASES, (0, 1, 1, 1), strict=True)))
async def test_what_was_learnt_about_pages_serves_the_next_search(start_service, tmp_path, ranking, name, number):
    """The second search of an account begins at the right page and repeats nothing."""
    service = start_service("--credits", "10", *BASES[name])
    async with opened(service, tmp_path) as app:
        await found(app, 150)
        learnt = app.store.peek(account.first_page)
        second = Spent(service)
        sheet_id, _ = await found(app, 100, least=10_001)
        names = handles_of(app, sheet_id)

    assert learnt == number
    assert [arrival["status"] for arrival in second.arrivals] == [200, 200]
    assert names == ranking[:100]


async def test_a_search_that_both_pages_refuse_is_a_real_error(start_service, tmp_path):
    """The service's own words are told, nothing is charged, and nothing is learnt."""
    service = start_service("--credits", "10")
    spent = Spent(service)
    search = Search(platform=Platform.INSTAGRAM, sort=Sort(by="relevancy", order="asc"), target=150)
    async with opened(service, tmp_path) as app:
        sheet_id = await app.discovery.open_sheet(search)
        job = await app.discovery.find(search, sheet_id=sheet_id)
        learnt = app.store.peek(account.first_page)

    assert (job.state, learnt) == (JobState.FAILED, None)
    assert "relevancy" in job.error
    assert [arrival["status"] for arrival in spent.paid_arrivals] == [400, 400]
    assert service.books()["used"] == "0.00"


@pytest.mark.parametrize(("target", "rows", "pages"), [(50, 20, 1), (500, 20, 1)])
async def test_fewer_matches_than_wanted_end_the_search(app, spent, target, rows, pages):
    """Only what came is paid, and pages behind the end are not asked for."""
    sheet_id, job = await found(app, target, least=FEW)

    assert job.state is JobState.FINISHED
    assert (len(rows_of(app, sheet_id)), len(spent.paid_arrivals), spent.credits) == (rows, pages, Decimal(rows) / 100)
    assert app.discovery.more_plan(sheet_id) is None


async def test_no_match_at_all_is_free(app, spent):
    """An empty sheet, finished."""
    sheet_id, job = await found(app, 100, least=FEW * 100)

    assert (job.state, rows_of(app, sheet_id), spent.entries) == (JobState.FINISHED, [], [])


async def test_get_more_names_its_price_and_goes_on_behind_the_last_page(app, spent, ranking):
    """In the same sheet, in the same order."""
    sheet_id, _ = await found(app, 50)
    plan = app.discovery.more_plan(sheet_id)
    job = await app.discovery.more(sheet_id)

    assert plan == MorePlan(rows=50, most=Decimal("0.50"), pages=(1,))
    assert (job.most, spent.credits) == (Decimal("0.50"), Decimal("1.00"))
    assert handles_of(app, sheet_id) == ranking[:100]


async def test_get_more_ends_with_the_matches(app, spent):
    """The last page is shorter, then there is no more to get."""
    sheet_id, _ = await found(app, 50, least=SOME)
    await app.discovery.more(sheet_id)

    assert len(rows_of(app, sheet_id)) == 62
    assert spent.credits == Decimal("0.62")
    assert app.discovery.more_plan(sheet_id) is None


async def test_a_page_that_is_there_is_not_bought_again(app, spent):
    """The same sheet's search sends nothing a second time."""
    sheet_id, _ = await found(app, 60)
    before = len(spent.paid_arrivals)
    await app.discovery.find(search_for(60), sheet_id=sheet_id)

    assert len(spent.paid_arrivals) == before == 2


async def test_a_lost_page_is_bought_again_once_and_the_ledger_says_so(start_service, tmp_path, ranking):
    """The second request of this fault sequence is lost after it was charged."""
    service = start_service("--credits", "10", "--faults", "lost:0.25")
    async with opened(service, tmp_path) as app:
        search = search_for(60)
        sheet_id = await app.discovery.open_sheet(search)
        job = await app.discovery.find(search, sheet_id=sheet_id, purse=Purse())
        names = handles_of(app, sheet_id)
        told = sorted((entry.what, entry.state) for entry in app.store.peek(ledger.entries))
        sums = app.store.peek(ledger.sums)

    assert (job.state, names) == (JobState.FINISHED, ranking[:60])
    assert told == [
        ("Find creators", "booked"), ("Find creators, a lost page again", "booked"), ("No answer came", "uncertain"),
    ]  # fmt: skip
    assert (sums.charged, sums.uncertain, service.books()["used"]) == (Decimal("0.6"), Decimal("0.3"), "0.90")


async def test_a_lost_page_is_not_bought_again_beyond_the_budget(start_service, tmp_path):
    """What may have been charged stays set aside: the price never exceeds what was said."""
    service = start_service("--credits", "10", "--faults", "lost:0.25")
    async with opened(service, tmp_path) as app:
        _, job = await found(app, 60)

    assert (job.most, job.totals.uncertain, job.totals.done) == (Decimal("0.60"), 1, 1)
    assert service.books()["used"] == "0.60"


async def test_a_lost_first_page_teaches_nothing_wrong(start_service, tmp_path, ranking):
    """The question for the balance takes the first draw, the first page the second one, which is lost."""
    service = start_service("--credits", "10", "--faults", "lost:0.25", "--page-base", "1")
    async with opened(service, tmp_path) as app:
        await app.credits.refresh()
        search = search_for(60)
        sheet_id = await app.discovery.open_sheet(search)
        await app.discovery.find(search, sheet_id=sheet_id, purse=Purse())
        names, learnt = handles_of(app, sheet_id), app.store.peek(account.first_page)

    assert (names, learnt) == (ranking[:60], 1)


async def test_a_second_page_alone_does_not_tell_where_pages_begin(start_service, tmp_path):
    """The first page was lost twice, so nothing can be compared and nothing is learnt."""
    service = start_service("--credits", "10", "--faults", "lost:0.27")
    async with opened(service, tmp_path) as app:
        await app.credits.refresh()
        search = search_for(60)
        sheet_id = await app.discovery.open_sheet(search)
        job = await app.discovery.find(search, sheet_id=sheet_id, purse=Purse())
        learnt = app.store.peek(account.first_page)

    assert (job.totals.done, job.totals.uncertain, job.totals.in_doubt, learnt) == (1, 1, Decimal("0.60"), None)


async def test_a_page_that_is_lost_twice_waits_for_one_click(start_service, tmp_path, ranking):
    """The click buys it once, although two requests stand for it; both may have been charged."""
    service = start_service("--credits", "10", "--faults", "lost:0.27", "--state", str(tmp_path / "service"))
    async with opened(service, tmp_path / "workspace") as app:
        search = search_for(60)
        sheet_id = await app.discovery.open_sheet(search)
        job = await app.discovery.find(search, sheet_id=sheet_id, purse=Purse())
        service.restart("--faults", "")
        clicked = Spent(service)
        again = await app.jobs.retry_uncertain(job.id)
        names = handles_of(app, sheet_id)

    assert (job.totals.uncertain, job.totals.in_doubt) == (1, Decimal("0.60"))
    assert (again.state, names) == (JobState.FINISHED, ranking[:60])
    assert len(clicked.entries) == 1


async def test_a_page_lost_with_a_killed_scoutsheet_is_bought_again_once(app, spent, ranking):
    """Its job goes on after one click, beginning with the page nobody saw."""
    search = search_for(60)
    sheet_id = await app.discovery.open_sheet(search)
    job = await app.discovery.find(search, sheet_id=sheet_id, purse=Purse(limit=Decimal("0.00")))
    await app.store.write(
        lambda db: db.execute("UPDATE requests SET state = 'uncertain' WHERE job_id = ? AND page = 0", (job.id,))
    )
    resumed = await app.jobs.resume(job.id)

    assert job.reason is PauseReason.BUDGET
    assert (resumed.state, handles_of(app, sheet_id), spent.bought_most_often) == (JobState.FINISHED, ranking[:60], 1)


async def test_without_credits_a_search_pauses_and_goes_on_after_a_top_up(start_service, tmp_path, ranking):
    """What was bought stays, nothing is bought twice."""
    service = start_service("--credits", "0.60")
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        sheet_id, job = await found(app, 100)
        kept = handles_of(app, sheet_id)
        service.top_up("5")
        resumed = await app.jobs.resume(job.id)
        names = handles_of(app, sheet_id)

    assert (job.state, job.reason, kept) == (JobState.PAUSED, PauseReason.CREDITS, ranking[:50])
    assert (resumed.state, names) == (JobState.FINISHED, ranking[:100])
    assert (spent.bought_most_often, spent.credits) == (1, Decimal("1.00"))


async def test_a_budget_stops_a_search_before_it_is_passed(app, spent, ranking):
    """The page that would pass it is not sent."""
    search = search_for(150)
    sheet_id = await app.discovery.open_sheet(search)
    job = await app.discovery.find(search, sheet_id=sheet_id, purse=Purse(limit=Decimal("1.20")))

    assert (job.state, job.reason, spent.credits) == (JobState.PAUSED, PauseReason.BUDGET, Decimal("1.00"))
    assert handles_of(app, sheet_id) == ranking[:100]


async def test_a_search_paused_in_its_first_page_sends_no_second(app, spent):
    """Pausing holds also between two pages, when nothing waits in line."""
    search = search_for(150)
    sheet_id = await app.discovery.open_sheet(search)
    paused: list[asyncio.Task[None]] = []

    def pause(changes: Changes, _: object) -> None:
        if changes.rows and not paused:
            paused.append(asyncio.create_task(app.jobs.pause(app.jobs.running()[0].id)))

    app.events.subscribe(pause)
    job = await app.discovery.find(search, sheet_id=sheet_id)
    await paused[0]

    assert (job.state, job.reason) == (JobState.PAUSED, PauseReason.BY_YOU)
    assert len(spent.paid_arrivals) == 1


async def test_rows_are_told_page_by_page(app):
    """The window shows the first page while the second is on its way."""
    told: list[int] = []
    search = search_for(150)
    sheet_id = await app.discovery.open_sheet(search)
    app.events.subscribe(
        lambda changes, _: (
            told.append(len(rows_of(app, sheet_id))) if changes.rows and changes.sheet_id == sheet_id else None
        )
    )
    await app.discovery.find(search, sheet_id=sheet_id)

    assert told[0] == 50
    assert told[-1] == 150


async def test_a_sheet_is_named_by_its_filters_and_opening_it_is_free(app, spent):
    """Opening, listing and reading it again sends nothing."""
    sheet_id = await app.discovery.open_sheet(search_for(50))
    (sheet,) = app.store.peek(sheets.all_sheets)

    assert (sheet.id, sheet.kind) == (sheet_id, "search")
    assert "10" in sheet.name
    assert spent.arrivals == []


async def test_a_list_has_no_search_and_no_more(app):
    """Nothing to get for a sheet that was not found by a search."""
    sheet_id = await app.store.write(lambda db: add_list(db, "Mine", "key", [], 1))

    assert app.discovery.known(sheet_id) is None
    assert app.discovery.more_plan(sheet_id) is None
    assert app.discovery.open_rows(sheet_id) == 0


async def test_the_price_is_never_that_of_more_than_match(app, spent):
    """After a count the maximum is what is left of it; the pages are made for so many."""
    search = search_for(200, least=SOME)
    await app.counting.count(search)
    plan = await app.discovery.plan(search)
    sheet_id = await app.discovery.open_sheet(search, plan)
    before = spent.credits
    job = await app.discovery.find(search, sheet_id=sheet_id)

    assert (plan.rows, plan.most) == (62, Decimal("0.62"))
    assert (job.most, spent.credits - before) == (Decimal("0.62"), Decimal("0.61"))
    assert len(rows_of(app, sheet_id)) == 62
    assert app.discovery.open_rows(sheet_id) == 0
