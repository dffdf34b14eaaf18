"""Checking live posts: which are of the campaign, what they come to, and never a page more than was agreed to."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from app.domain.jobs import JobState
from app.domain.money import POSTS_PRICE
from app.domain.platforms import Handle, Platform
from app.domain.posts import Campaign
from app.workspace import campaigns, creators, questions, sheets
from tests.whole_app import Spent, listed, opened, rows_of

BUSY, OTHER = "hannadvorak", "aaravnair55"  # 12 posts a page, one about every three weeks and a week
GONE = "virtanen_bushcraft"
LAST = date(2026, 11, 20)  # the practice world's newest day
METERED = Decimal("0.03")  # what a page of posts costs there


def campaign(service, name: str, *, days: int = 60, pages: int = 3, last: date = LAST) -> Campaign:
    """Of one of the creator's own hashtags."""
    tag = service.truth("instagram", name)["tags"].split()[0]
    return Campaign.of(last - timedelta(days=days), last, [f"#{tag}"], pages)


async def test_what_is_live_goes_into_the_columns(app, service):
    """The first post's link and day, and the sums of all; the posts themselves can be listed."""
    sheet_id, ids = await listed(app, OTHER)
    wanted = campaign(service, OTHER)
    job = await app.posts.run(sheet_id, ids, wanted)
    found = app.posts.found(ids, wanted)[ids[0]]
    own = rows_of(app, sheet_id)[0].own

    assert (job.state, len(found) > 1) == (JobState.FINISHED, True)
    assert all(wanted.has(post) for post in found)
    assert (own["post_link"], own["live_date"]) == (found[0].link, found[0].day.isoformat())
    assert found[0].at_s == min(post.at_s for post in found)
    assert int(own["likes"]) == sum(post.likes for post in found)
    assert int(own["comments"]) == sum(post.comments for post in found)


async def test_reading_ends_where_posts_are_older_than_the_campaign(app, service, spent):
    """One page of a short campaign, more of a long one; booked is what the answer said."""
    sheet_id, ids = await listed(app, OTHER)
    await app.posts.run(sheet_id, ids, campaign(service, OTHER, days=7))
    short = len(spent.entries)
    wanted = campaign(service, OTHER, days=200)
    plan = app.posts.plan(ids, wanted)
    await app.posts.run(sheet_id, ids, wanted)

    assert short == 1
    assert 1 < len(spent.entries) - short <= 3
    assert plan.most == 3 * POSTS_PRICE
    assert spent.credits == METERED * len(spent.entries)


async def test_never_more_pages_than_were_agreed_to(app, service, spent):
    """The exact maximum is rows x pages; that there was more is said."""
    sheet_id, ids = await listed(app, BUSY, OTHER)
    wanted = campaign(service, OTHER, days=3_000, pages=2)
    plan = app.posts.plan([*ids, ids[0]], wanted)
    job = await app.posts.run(sheet_id, [*ids, ids[0]], wanted)

    assert (plan.new, plan.calls, plan.most) == (2, 4, 4 * POSTS_PRICE)
    assert (len(spent.entries), app.posts.cut(ids, wanted)) == (4, 2)
    assert job.most == plan.most


async def test_more_pages_go_on_where_reading_ended(app, service, spent):
    """Pages read today are not read again."""
    sheet_id, ids = await listed(app, OTHER)
    await app.posts.run(sheet_id, ids, campaign(service, OTHER, days=3_000, pages=1))
    plan = app.posts.plan(ids, campaign(service, OTHER, days=3_000, pages=3))
    await app.posts.run(sheet_id, ids, campaign(service, OTHER, days=3_000, pages=3))
    asked = [entry["page"] for entry in spent.entries]

    assert (plan.new, plan.calls) == (1, 2)
    assert len(asked) == 3


async def test_the_same_check_is_bought_once_and_fills_other_sheets_for_nothing(app, service, spent):
    """A campaign that is over cannot have new posts."""
    first, ids = await listed(app, OTHER)
    wanted = campaign(service, OTHER)
    await app.posts.run(first, ids, wanted)
    paid = len(spent.entries)
    second, _ = await listed(app, OTHER)
    plan = app.posts.plan(ids, wanted)
    job = await app.posts.run(second, ids, wanted)

    assert (plan.new, plan.had, plan.most, job.totals.all) == (0, 1, Decimal(0), 0)
    assert rows_of(app, second)[0].own["post_link"] == rows_of(app, first)[0].own["post_link"]
    assert len(spent.entries) == paid


async def test_a_campaign_that_goes_on_may_be_checked_again_on_another_day(app, service):
    """The plan says how long ago; on the same day nothing new is asked."""
    sheet_id, ids = await listed(app, OTHER)
    going_on = campaign(service, OTHER, last=date(2099, 1, 1), days=40_000, pages=1)
    await app.posts.run(sheet_id, ids, going_on)
    today = app.posts.plan(ids, going_on)
    day = int(timedelta(days=1).total_seconds() * 1000)
    for table in ("checked_posts", "questions"):
        await app.store.write(lambda db, table=table: db.execute(f"UPDATE {table} SET at_ms = at_ms - ?", (day,)))
    tomorrow = app.posts.plan(ids, going_on)

    assert (today.had, today.new) == (1, 0)
    assert (tomorrow.had, tomorrow.new, tomorrow.again) == (0, 1, 1)
    assert tomorrow.oldest_ms // day == int(datetime.now(UTC).timestamp() * 1000) // day - 1


async def test_a_link_that_a_person_typed_stays(app, service):
    """With the date beside it; the sums are the check's."""
    sheet_id, ids = await listed(app, OTHER)
    columns = {column.key: column for column in app.store.peek(sheets.own_columns)}
    for key, value in (("post_link", "https://instagram.com/p/mine"), ("live_date", "2026-01-02")):
        await app.store.write(
            lambda db, key=key, value=value: sheets.set_own(db, columns[key], sheet_id, ids, value, 1)
        )
    await app.posts.run(sheet_id, ids, campaign(service, OTHER))
    own = rows_of(app, sheet_id)[0].own

    assert (own["post_link"], own["live_date"]) == ("https://instagram.com/p/mine", "2026-01-02")
    assert int(own["likes"]) > 0


async def test_a_number_that_a_person_typed_stays_until_they_say_otherwise(app, service):
    """Cells that differ are counted; writing over them is a step of its own, and free."""
    sheet_id, ids = await listed(app, OTHER)
    columns = {column.key: column for column in app.store.peek(sheets.own_columns)}
    await app.store.write(lambda db: sheets.set_own(db, columns["likes"], sheet_id, ids, "7", 1))
    wanted = campaign(service, OTHER)
    await app.posts.run(sheet_id, ids, wanted)
    typed, kept_back = rows_of(app, sheet_id)[0].own, app.posts.kept_back(sheet_id, ids, wanted)
    await app.posts.fill(sheet_id, ids, wanted)
    unasked = rows_of(app, sheet_id)[0].own["likes"]
    await app.posts.fill(sheet_id, ids, wanted, over_typed=True)
    (found,) = app.posts.found(ids, wanted).values()
    likes, comments = (sum(getattr(post, name) for post in found) for name in ("likes", "comments"))

    assert (typed["likes"], unasked, typed["comments"], kept_back) == ("7", "7", str(comments), 1)
    assert rows_of(app, sheet_id)[0].own["likes"] == str(likes)
    assert app.posts.kept_back(sheet_id, ids, wanted) == 0


async def test_fresh_numbers_of_a_campaign_that_is_over_are_a_new_purchase(app, service, spent):
    """The plan says how old those are that are there; what the check wrote before gives way to the newer numbers."""
    sheet_id, ids = await listed(app, OTHER)
    wanted = campaign(service, OTHER)
    await app.posts.run(sheet_id, ids, wanted)
    today = app.posts.plan(ids, wanted, again=True)
    day = int(timedelta(days=1).total_seconds() * 1000)
    for table in ("checked_posts", "questions"):
        await app.store.write(lambda db, table=table: db.execute(f"UPDATE {table} SET at_ms = at_ms - ?", (day,)))
    await app.store.write(lambda db: db.execute("UPDATE own_values SET value = '1' WHERE column_key = 'likes'"))
    paid, plan = len(spent.entries), app.posts.plan(ids, wanted, again=True)
    await app.posts.run(sheet_id, ids, wanted, again=True)
    likes = sum(post.likes for post in app.posts.found(ids, wanted)[ids[0]])

    assert (today.had, today.most) == (1, Decimal(0))
    assert app.posts.plan(ids, wanted).most == Decimal(0)
    assert (plan.new, plan.again, plan.most) == (1, 1, 3 * POSTS_PRICE)
    assert len(spent.entries) > paid
    assert rows_of(app, sheet_id)[0].own["likes"] == str(likes)


async def test_the_last_campaign_is_remembered_for_its_sheets(app, service):
    """That of the sheet, or of another sheet booked to the same campaign."""
    first, ids = await listed(app, OTHER)
    second, _ = await listed(app, OTHER)
    wanted = campaign(service, OTHER)
    await app.posts.run(first, ids, wanted)
    apart = app.posts.last_campaign(second)
    spring = await app.store.write(lambda db: campaigns.add(db, "Spring", 1))
    for sheet_id in (first, second):
        await app.store.write(lambda db, sheet_id=sheet_id: campaigns.assign(db, sheet_id, spring, 1))

    assert (apart, app.posts.last_campaign(first)) == (None, wanted)
    assert app.posts.last_campaign(second) == wanted


async def test_where_nothing_is_live_nothing_is_written(app, service):
    """Empty cells stay empty, and typed ones as they are."""
    sheet_id, ids = await listed(app, OTHER)
    wanted = Campaign.of(LAST, LAST, ["#nobodyusesthis"], 1)
    job = await app.posts.run(sheet_id, ids, wanted)

    assert rows_of(app, sheet_id)[0].own == {}
    assert (job.totals.done, app.posts.found(ids, wanted)) == (1, {})


async def test_who_is_gone_or_elsewhere_is_free_and_counted(app, spent):
    """Posts can be read on three platforms only."""
    sheet_id, ids = await listed(app, GONE)
    on_twitch = await app.store.write(
        lambda db: creators.ensure(db, Handle(platform=Platform.TWITCH, name="maren"), "maren", 1)
    )
    wanted = Campaign.of(LAST, LAST, ["#a1"], 1)
    plan = app.posts.plan([*ids, on_twitch], wanted)
    job = await app.posts.run(sheet_id, [*ids, on_twitch], wanted)

    assert (plan.new, plan.elsewhere) == (1, 1)
    assert (job.totals.not_found, spent.entries) == (1, [])


async def test_a_check_that_was_paused_is_not_paid_again_by_a_new_one(start_service, tmp_path):
    """The new job goes on behind the pages that are there; the old one then has nothing left to ask."""
    service = start_service("--credits", "0.03")
    async with opened(service, tmp_path) as app:
        sheet_id, ids = await listed(app, OTHER)
        wanted = campaign(service, OTHER, days=3_000, pages=3)
        paused = await app.posts.run(sheet_id, ids, wanted)
        service.top_up("10")
        spent = Spent(service)
        await app.posts.run(sheet_id, ids, wanted)
        bought = len(spent.entries)
        resumed = await app.jobs.resume(paused.id)
        answers = app.store.peek(lambda db: questions.answers(db, wanted.key, ids[0]))

    assert (paused.state, resumed.state) == (JobState.PAUSED, JobState.FINISHED)
    assert (bought, len(spent.entries), len(answers)) == (2, 2, 3)
