"""What details would mean, read from a real workspace: had, halves, the same person elsewhere, on their way."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.jobs import JobKind, JobState, RequestState
from app.domain.money import Purse, Tier
from app.domain.platforms import Platform
from app.workspace import creators, jobs, requests
from tests.whole_app import CONTACT, FULL, RAW, listed

HERE, OTHER, THIRD, FOURTH = "hannadvorak", "noahwells", "olivervintage", "lisafit"
AUDIENCE = replace(CONTACT, tier=Tier.ANALYTICS)


async def test_a_long_list_is_counted_beside_the_loop_to_the_same_plan(app):
    """Who is had, what is enough and whose person is known elsewhere do not depend on where it is counted."""
    sheet_id, ids = await listed(app, HERE, OTHER, THIRD)
    await app.enrichment.run(sheet_id, ids[:1], CONTACT)
    await app.enrichment.run(sheet_id, ids[1:2], FULL)

    assert await app.details.plan_later(ids, FULL) == app.details.plan(ids, FULL)
    assert await app.enrichment.estimate_later(ids, FULL) == app.enrichment.estimate(ids, FULL)


async def test_who_has_one_half_needs_only_the_other(app, spent):
    """And is bought only that: afterwards the two halves are full details, and cost nothing more."""
    sheet_id, ids = await listed(app, HERE, OTHER)
    await app.enrichment.run(sheet_id, ids[:1], CONTACT)
    plan = app.details.plan(ids, FULL)
    (half,) = plan.upgrades
    await app.enrichment.run(sheet_id, half.ids, replace(AUDIENCE, tier=half.enough))
    after = app.details.plan(ids, FULL)

    assert (plan.had, plan.new, plan.most) == (0, tuple(ids), Decimal("2.00"))
    assert (half.has, half.enough, half.ids, half.most) == (Tier.PROFILE, Tier.ANALYTICS, (ids[0],), Decimal("0.80"))
    assert (after.had, after.new, after.upgrades) == (1, (ids[1],), ())
    assert spent.credits == Decimal("1.00")


@pytest.mark.parametrize("switch", [{"lookalikes": True}, {"audience": False}])
async def test_nothing_less_is_enough_for_details_of_another_kind(app, switch):
    """With similar creators, or without the audience, the halves do not add up to it."""
    sheet_id, ids = await listed(app, HERE)
    await app.enrichment.run(sheet_id, ids, CONTACT)

    assert app.details.plan(ids, replace(FULL, **switch)).upgrades == ()


async def test_a_repeated_row_counts_once(app):
    """The order stays that of the list."""
    _, ids = await listed(app, HERE, OTHER)

    assert app.details.plan([ids[1], ids[0], ids[1]], FULL).new == (ids[1], ids[0])


def lose_first(db, job_id: int) -> None:
    """As a lost answer leaves it."""
    first, _ = requests.in_state(db, job_id, RequestState.WAITING)
    requests.change(db, first.id, RequestState.SENT)
    requests.change(db, first.id, RequestState.UNCERTAIN)


async def test_a_payment_to_check_is_told_apart_from_what_is_on_its_way(app):
    """Both are left out; only one of them may have been charged already."""
    sheet_id, ids = await listed(app, HERE, OTHER, THIRD)
    job_id = await app.jobs.start(
        jobs.NewJob(kind=JobKind.ENRICH, title="", sheet_id=sheet_id, most=Decimal(2), options=FULL),
        lambda db, job: requests.add_requests(db, job, Decimal(1), creators=ids[:2]),
    )
    await app.store.write(lambda db: lose_first(db, job_id))
    plan = app.details.plan(ids, FULL)

    assert (plan.getting, plan.to_check, plan.new) == (1, 1, (ids[2],))


async def test_the_same_person_under_another_account_is_named_and_left_out_on_wish(app):
    """Who is left out stays known, so that one can change one's mind."""
    sheet_id, ids = await listed(app, HERE, OTHER)
    await app.enrichment.run(sheet_id, ids[:1], CONTACT)
    handle = app.store.peek(lambda db: creators.handle_of(db, ids[1]))
    await app.store.write(
        lambda db: db.execute(
            "INSERT OR REPLACE INTO linked_accounts (creator_id, platform, handle, shown_handle, at_ms)"
            " VALUES (?, ?, ?, ?, 1)",
            (ids[0], handle.platform, handle.name, handle.name),
        )
    )
    plan = app.details.plan(ids[1:], FULL)
    less = plan.without({ids[1]})

    assert [one.creator_id for one in plan.elsewhere] == [ids[1]]
    assert (less.new, less.most, less.elsewhere) == ((), Decimal(0), plan.elsewhere)


async def test_platforms_without_an_audience_are_counted(app):
    """Only where an audience is asked for."""
    _, ids = await listed(app, HERE, OTHER)
    await app.store.write(lambda db: db.execute("UPDATE creators SET platform = 'twitch' WHERE id = ?", (ids[0],)))

    assert app.details.plan(ids, FULL).without_audience == {Platform.TWITCH: 1}
    assert app.details.plan(ids, replace(FULL, audience=False)).without_audience == {}
    assert app.details.plan(ids, CONTACT).without_audience == {}


async def test_a_fresh_purchase_that_was_held_goes_on_without_buying_anybody_a_third_time(app, spent):
    """It knows that it is one after a pause too; its readings stand beside the older ones."""
    sheet_id, ids = await listed(app, HERE, OTHER)
    await app.enrichment.run(sheet_id, ids, CONTACT)
    again = app.details.fresh(ids, Tier.PROFILE)
    held = await app.enrichment.run(sheet_id, again.ids, again.options, purse=Purse(limit=Decimal("0.20")))
    job = await app.jobs.resume(held.id)
    bought = app.store.peek(
        lambda db: db.execute("SELECT creator_id, count(*) FROM readings GROUP BY creator_id").fetchall()
    )

    assert (again.ids, again.most) == (tuple(ids), Decimal("0.40"))
    assert (held.state, held.totals.done) == (JobState.PAUSED, 1)
    assert (job.state, job.options) == (JobState.FINISHED, again.options)
    assert sorted(bought) == [(one, 2) for one in sorted(ids)]
    assert spent.credits == Decimal("0.80")


# -- who was looked for and not found


async def test_who_was_not_found_is_left_out_until_asked_for_again(app, spent):
    """Whatever details are wanted now: the account is gone for all of them. Not found again is free again."""
    sheet_id, ids = await listed(app, HERE, "nobody.has.this.name")
    await app.enrichment.run(sheet_id, ids[1:], RAW)
    plan, again = (app.details.plan(ids, FULL, again=again) for again in (False, True))
    estimate = app.enrichment.estimate(ids, FULL)
    await app.enrichment.run(sheet_id, again.new, FULL)

    assert (plan.new, plan.not_found, plan.most) == ((ids[0],), (ids[1],), Decimal("1.00"))
    assert (again.new, again.not_found, again.most) == (tuple(ids), (ids[1],), Decimal("2.00"))
    assert (estimate.new, estimate.not_found, estimate.without_not_found.new) == (2, 1, 1)
    assert [(entry["handle"], entry["amount"]) for entry in spent.entries] == [(HERE, "1.00")]


async def test_who_has_no_email_is_left_out_only_where_an_email_is_required_again(app):
    """Without that rule the same question brings details, and is paid."""
    sheet_id, ids = await listed(app, OTHER)
    await app.enrichment.run(sheet_id, ids, replace(CONTACT, email_required=True))
    strict, plain = (app.details.plan(ids, replace(FULL, email_required=rule)) for rule in (True, False))

    assert (strict.new, strict.not_found) == ((), tuple(ids))
    assert (plain.new, plain.not_found) == (tuple(ids), ())


async def test_the_newest_answer_counts(app):
    """Somebody who was not found and then was is known; the other details are new, and not lost."""
    sheet_id, ids = await listed(app, HERE)
    job_id = await app.jobs.start(
        jobs.NewJob(kind=JobKind.ENRICH, title="", sheet_id=sheet_id, most=Decimal(1), options=CONTACT),
        lambda db, job: requests.add_requests(db, job, Decimal("0.20"), creators=ids),
    )

    def lost(db):
        (request,) = requests.in_state(db, job_id, RequestState.WAITING)
        requests.change(db, request.id, RequestState.SENT)
        requests.settle(db, request.id, RequestState.NOT_FOUND, 1)

    await app.store.write(lost)
    before = app.details.plan(ids, FULL)
    await app.enrichment.run(sheet_id, ids, CONTACT)
    after = app.details.plan(ids, FULL)

    assert (before.new, before.not_found) == ((), tuple(ids))
    assert (after.new, after.not_found) == (tuple(ids), ())
