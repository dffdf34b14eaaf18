"""Other accounts of the same person: bought once, offered for the sheet or for columns, and what they save."""

import json
from decimal import Decimal

import pytest

from app.api.accounts_wire import read_accounts
from app.domain.creators import Details
from app.domain.jobs import JobState
from app.domain.money import Tier
from app.domain.places import Mention
from app.domain.platforms import Handle, Platform
from app.services.socials import others_of
from app.workspace import creators, sheets
from tests.whole_app import CONTACT, FULL, details_of, handles_of, ids_of, listed, rows_of

LINKED = "hannadvorak"  # with an account elsewhere, and an email
GONE = "virtanen_bushcraft"
EVERYWHERE = "andrea_homedecor"  # on TikTok and YouTube, and on two platforms that cannot be searched
CHANNEL = "UC" + "a" * 22
SNAP = {"platform": "snapchat", "username": "maren"}


async def test_accounts_are_bought_once_at_their_price(app, spent):
    """Who is gone is free; running it again sends nothing."""
    sheet_id, ids = await listed(app, LINKED, GONE)
    plan = app.socials.plan(ids)
    job = await app.socials.run(sheet_id, ids)
    after = app.socials.plan(ids[:1])
    again = await app.socials.run(sheet_id, ids[:1])

    assert (plan.new, plan.most) == (2, Decimal("1.00"))
    assert (job.state, job.totals.done, job.totals.not_found, spent.credits) == (
        JobState.FINISHED,
        1,
        1,
        Decimal("0.5"),
    )
    assert (after.had, after.new, after.most, again.totals.all) == (1, 0, Decimal(0), 0)
    assert len(spent.paid_arrivals) == 2


async def test_it_says_nothing_about_a_rows_details(app):
    """Asking for other accounts is no details: the row stays as it was."""
    sheet_id, ids = await listed(app, LINKED)
    await app.socials.run(sheet_id, ids)

    assert details_of(app, sheet_id) == [Details.NOTHING]


async def test_accounts_found_are_offered_and_put_into_the_sheet(app, spent):
    """The one asked about is not offered; adding is free, and a second time adds nobody."""
    sheet_id, ids = await listed(app, LINKED)
    await app.socials.run(sheet_id, ids)
    offers = app.socials.offers(sheet_id, ids)
    paid = len(spent.arrivals)
    added = await app.socials.add_rows(sheet_id, [offer.account for offer in offers])
    again = await app.socials.add_rows(sheet_id, [offer.account for offer in offers])

    assert offers
    assert not any(offer.in_sheet or offer.account.handle.platform is Platform.INSTAGRAM for offer in offers)
    assert (added, again, len(spent.arrivals)) == (len(offers), 0, paid)
    assert len(handles_of(app, sheet_id)) == 1 + len(offers)
    assert all(offer.in_sheet for offer in app.socials.offers(sheet_id, ids))


async def test_what_was_bought_of_an_account_elsewhere_is_told(app):
    """So that nobody buys the same person twice without knowing."""
    sheet_id, ids = await listed(app, LINKED)
    await app.socials.run(sheet_id, ids)
    before = app.socials.offers(sheet_id, ids)[0]
    other_id = await app.store.write(lambda db: creators.add_found(db, before.account, 1))
    bought = "UPDATE creators SET parts = 2, details_ms = 9 WHERE id = ?"
    await app.store.write(lambda db: db.execute(bought, (other_id,)))
    after = app.socials.offers(sheet_id, ids)[0]

    assert (before.details, before.since_ms) == (Details.NOTHING, None)
    assert (after.details, after.since_ms, after.in_sheet) == (Details.CONTACT, 9, False)


async def test_addresses_go_into_columns_that_are_made(app):
    """A link per platform; what a person typed there stays."""
    sheet_id, ids = await listed(app, LINKED)
    await app.socials.run(sheet_id, ids)
    account = app.socials.offers(sheet_id, ids)[0].account
    filled = await app.socials.fill_columns(sheet_id, ids)
    (column,) = [one for one in app.store.peek(sheets.own_columns) if one.label.endswith(" account")]
    written = rows_of(app, sheet_id)[0].own[column.key]
    await app.store.write(lambda db: sheets.set_own(db, column, sheet_id, ids, "mine", 5))
    await app.socials.fill_columns(sheet_id, ids)

    assert (filled.cells, column.kind, written) == (1, "link", account.handle.address)
    assert filled.labels == (column.label,) == (f"{account.handle.platform.label} account",)
    assert rows_of(app, sheet_id)[0].own[column.key] == "mine"


@pytest.mark.parametrize("paid", ["socials", "details"])
async def test_accounts_on_smaller_platforms_are_kept_though_nobody_can_ask_about_them(app, paid):
    """What was paid for is shown: an address in a column of its own, and no offer of details."""
    sheet_id, ids = await listed(app, EVERYWHERE)
    await (app.socials.run(sheet_id, ids) if paid == "socials" else app.enrichment.run(sheet_id, ids, FULL))
    accounts = {one.account.platform_label: one for one in app.socials.offers(sheet_id, ids)}
    filled = await app.socials.fill_columns(sheet_id, ids)
    own = {one.label: one.key for one in app.store.peek(sheets.own_columns)}
    row = rows_of(app, sheet_id)[0].own

    assert list(accounts) == ["TikTok", "YouTube", "Facebook", "Snapchat"]
    assert [isinstance(one.account, Mention) for one in accounts.values()] == [False, False, True, True]
    assert filled.cells == 4
    for place in ("Facebook", "Snapchat"):
        assert accounts[place].account.shown_handle == EVERYWHERE
        assert accounts[place].account.followers is not None
        assert accounts[place].details is Details.NOTHING
        assert row[own[f"{place} account"]] == accounts[place].account.address
        assert accounts[place].account.address.endswith(f"/{EVERYWHERE}")


@pytest.mark.parametrize(
    ("answer", "others"),
    [
        ([{"platform": "youtube", "username": CHANNEL}, SNAP], ["Snapchat"]),
        ([{"platform": "youtube", "username": "@maren"}, {"platform": "youtube", "username": CHANNEL}], ["YouTube"]),
    ],
    ids=["asked about", "a second one"],
)
def test_the_account_asked_about_is_no_other_one_when_it_is_named_by_its_channel_id(answer, others):
    """An answer always names it; where its handle is there too, the channel is another one."""
    asked = Handle(platform=Platform.YOUTUBE, name="maren")
    told = read_accounts(json.dumps({"result": answer}).encode()).accounts

    assert [one.platform_label for one in others_of(told, asked)] == others


async def test_accounts_that_details_named_are_offered_without_paying_again(app):
    """And the plan says so: that may be enough."""
    sheet_id, ids = await listed(app, LINKED)
    await app.enrichment.run(sheet_id, ids, CONTACT)

    assert app.socials.offers(sheet_id, ids)
    plan = app.socials.plan(ids)
    assert (plan.ids, plan.named, plan.without_named().most) == (tuple(ids), frozenset(ids), Decimal(0))


async def test_the_same_person_already_had_elsewhere_is_named_with_the_saving(app, spent):
    """Whichever of the two accounts named the other; numbers belong to one account and save nothing."""
    sheet_id, ids = await listed(app, LINKED)
    await app.enrichment.run(sheet_id, ids, CONTACT)
    await app.socials.add_rows(sheet_id, [offer.account for offer in app.socials.offers(sheet_id, ids)])
    others = [i for i in ids_of(app, sheet_id) if i not in ids]
    paid = len(spent.arrivals)
    contact, full = app.socials.already_had(others, Tier.PROFILE), app.socials.already_had(others, Tier.FULL)
    bought = app.store.peek(lambda db: creators.handle_of(db, ids[0]))

    assert [one.creator_id for one in contact] == [one.creator_id for one in full] == others
    assert (contact[0].other, contact[0].email) == (bought, rows_of(app, sheet_id)[0].values["email"])
    assert (contact[0].saving, contact[0].enough) == (Decimal("0.20"), None)
    assert (full[0].saving, full[0].enough) == (Decimal("0.20"), Tier.ANALYTICS)
    assert app.socials.already_had(others, Tier.ANALYTICS) == []
    assert app.socials.already_had(ids, Tier.PROFILE) == []
    assert len(spent.arrivals) == paid


async def test_a_link_that_only_the_new_one_names_is_found_too(app):
    """Here the account asked about names the one whose contact is there."""
    sheet_id, ids = await listed(app, LINKED)
    await app.socials.run(sheet_id, ids)
    account = app.socials.offers(sheet_id, ids)[0].account
    other_id = await app.store.write(lambda db: creators.add_found(db, account, 1))
    bought = "UPDATE creators SET parts = 2, details_ms = 9, f_email = 'h@creator.example' WHERE id = ?"
    await app.store.write(lambda db: db.execute(bought, (other_id,)))

    (same,) = app.socials.already_had(ids, Tier.PROFILE)
    assert (same.other_id, same.email, same.since_ms) == (other_id, "h@creator.example", 9)
