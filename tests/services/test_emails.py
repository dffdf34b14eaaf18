"""Email lookup: addresses become creators in a sheet, each address is bought once, and nobody found is free."""

from decimal import Decimal

from app.domain.jobs import JobState, RequestState
from app.workspace import ledger
from tests.whole_app import CONTACT, handles_of, listed, rows_of

KNOWN = [f"{name}@creator.example" for name in ("anna", "berta", "cleo")]  # every such address is found
NOBODY = "nobody@nowhere.example"


async def test_addresses_become_rows_in_their_order_with_their_email(app, spent):
    """However they are written; the plan said the price."""
    sheet_id, _ = await listed(app)
    written = [f" {KNOWN[0].upper()} ", f"Berta <{KNOWN[1]}>", f"mailto:{KNOWN[2]}", KNOWN[0]]
    plan = app.emails.plan(written)
    job = await app.emails.run(sheet_id, written)

    assert (plan.new, plan.repeats, plan.most) == (tuple(KNOWN), 1, Decimal("0.15"))
    assert (job.state, job.totals.done, spent.credits) == (JobState.FINISHED, 3, plan.most)
    assert [row.values["email"] for row in rows_of(app, sheet_id)] == KNOWN
    assert [one.handle for one in app.store.peek(ledger.entries)][::-1] != [None] * 3
    assert app.store.peek(ledger.booked) == spent.credits


async def test_nobody_behind_an_address_is_free_and_said(app, spent):
    """A state of the address; it may be asked for again."""
    sheet_id, _ = await listed(app)
    job = await app.emails.run(sheet_id, [NOBODY, KNOWN[0]])
    results = app.emails.results(job.id)

    assert [(one.email, one.state) for one in results] == [
        (NOBODY, RequestState.NOT_FOUND),
        (KNOWN[0], RequestState.DONE),
    ]
    assert results[0].creator_id is None
    assert spent.credits == Decimal("0.05")
    assert app.emails.plan([NOBODY]).new == (NOBODY,)


async def test_an_address_is_bought_once_and_free_in_another_sheet(app, spent):
    """Also one that a creator's own details told."""
    first, _ = await listed(app)
    await app.emails.run(first, KNOWN[:2])
    other, ids = await listed(app, "hannadvorak")
    await app.enrichment.run(other, ids, CONTACT)
    paid, email = len(spent.entries), rows_of(app, other)[0].values["email"]
    plan = app.emails.plan([*KNOWN[:2], email])
    third, _ = await listed(app)
    job = await app.emails.run(third, [KNOWN[1], email, KNOWN[0]])

    assert (plan.new, plan.had, plan.most) == ((), 3, Decimal(0))
    assert (job.state, job.totals.all, len(spent.entries)) == (JobState.FINISHED, 0, paid)
    assert handles_of(app, third)[1] == "hannadvorak"
    assert len(handles_of(app, third)) == 3


async def test_found_creators_stand_behind_the_rows_that_are_there(app):
    """A sheet with rows of its own may be filled."""
    sheet_id, _ = await listed(app, "hannadvorak", "noahwells")
    await app.emails.run(sheet_id, KNOWN[:2])

    assert handles_of(app, sheet_id)[:2] == ["hannadvorak", "noahwells"]
    assert [row.values["email"] for row in rows_of(app, sheet_id)][2:] == KNOWN[:2]


async def test_what_is_no_address_is_told_and_not_sent(app, spent):
    """The good go on."""
    sheet_id, _ = await listed(app)
    plan = app.emails.plan(["@vera", "", "a b@c.example", KNOWN[0]])
    await app.emails.run(sheet_id, ["@vera", KNOWN[0]])

    assert plan.bad == ("@vera", "", "a b@c.example")
    assert len(spent.paid_arrivals) == 1
