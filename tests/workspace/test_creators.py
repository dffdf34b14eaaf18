"""Who is who: creators keep their identity through new handles, and every answer is kept."""

import pytest

from app.domain.jobs import EnrichOptions
from app.domain.money import Had, Tier
from app.workspace import creators, sheets
from tests.lists import bodies_of
from tests.workspace.conftest import found, handle, reading


def of(workspace, name: str) -> int | None:
    return workspace.store.peek(lambda db: creators.of_handle(db, handle(name)))


def had(workspace, creator_id: int, **options) -> bool:
    wanted = EnrichOptions(**{"tier": Tier.FULL, **options})
    return bool(workspace.store.peek(lambda db: creators.had_of(db, [creator_id], wanted)))


def test_the_same_handle_is_the_same_creator(workspace):
    """Found twice, one creator with the newer values."""
    first = workspace(lambda db: creators.add_found(db, found("ann", followers=1), 1))
    second = workspace(lambda db: creators.add_found(db, found("ann", followers=2), 2))

    assert first == second


def test_a_missing_value_leaves_what_is_there(workspace):
    """An address hidden today is still the one that was bought yesterday."""
    sheet_id, (ann,) = workspace.list_of("ann")
    workspace.buy(ann, reading("ann", email="ann@creator.example", followers=0))
    workspace.buy(ann, reading("ann", email=None, followers=None))
    (row,) = workspace.rows(sheet_id)

    assert (row.values["email"], row.values["followers"]) == ("ann@creator.example", 0)


def test_a_rename_is_the_same_creator_with_a_new_handle(workspace):
    """Same platform id, new handle: readings, own values and rows are one creator's."""
    _, (ann,) = workspace.list_of("ann")
    workspace.buy(ann, reading("ann", "77"))
    sheet_id, (fresh,) = workspace.list_of("ann.new")
    note = next(column for column in workspace.store.peek(sheets.own_columns) if column.key == "note")
    workspace(lambda db: sheets.set_own(db, note, sheet_id, [fresh], "written before we knew", 1))
    told = workspace.buy(fresh, reading("ann.new", "77"))
    (row,) = workspace.rows(sheet_id)

    assert told == ann == row.creator_id == of(workspace, "ann.new") == of(workspace, "ann")
    assert (row.handle.name, row.own) == ("ann.new", {"note": "written before we knew"})
    assert workspace.store.peek(lambda db: db.execute("SELECT count(*) FROM readings").fetchone()) == (2,)


def test_a_reused_handle_is_a_new_creator(workspace):
    """Same handle, new platform id: the old one's readings and notes are not the new one's."""
    sheet_id, (ann,) = workspace.list_of("ann")
    workspace.buy(ann, reading("ann", "77", email="old@creator.example"))
    told = workspace.buy(ann, reading("ann", "88"))
    (row,) = workspace.rows(sheet_id)

    assert told != ann
    assert (row.creator_id, row.values["email"]) == (told, None)
    assert of(workspace, "ann") == told


def test_a_handle_that_moved_to_somebody_known_takes_nothing_along(workspace):
    """Two known people; one gets the other's handle: each keeps their own history."""
    _, (ann, bob) = workspace.list_of("ann", "bob")
    workspace.buy(ann, reading("ann", "1"))
    workspace.buy(bob, reading("bob", "2"))
    told = workspace.buy(ann, reading("ann", "2"))
    counts = workspace.store.peek(
        lambda db: dict(db.execute("SELECT creator_id, count(*) FROM readings GROUP BY creator_id").fetchall())
    )

    assert told == bob == of(workspace, "ann")
    assert counts == {ann: 1, bob: 2}


def test_every_answer_is_kept_as_it_came(workspace):
    """Readings are only added to."""
    _, (ann,) = workspace.list_of("ann")
    for body in (b'{"a": 1}', b'{"a": 2}'):
        told = creators.Reading(handle=handle("ann"), parts=Had.RAW, values={}, raw=body)
        workspace.buy(ann, told)

    assert workspace.store.peek(lambda db: bodies_of(db, ann)) == [b'{"a": 1}', b'{"a": 2}']


@pytest.mark.parametrize(
    ("parts", "covered"),
    [
        (Had.RAW, {Tier.RAW}),
        (Had.PROFILE, {Tier.RAW, Tier.PROFILE}),
        (Had.ANALYTICS, {Tier.ANALYTICS}),
        (Had.PROFILE | Had.ANALYTICS | Had.FULL_CALL, set(Tier)),
    ],
)
def test_a_tier_that_brings_nothing_new_is_had(workspace, parts, covered):
    """Full has them all, contact says that the account exists."""
    _, (ann,) = workspace.list_of("ann")
    workspace.buy(ann, reading("ann", parts=parts))

    assert {tier for tier in Tier if had(workspace, ann, tier=tier)} == covered


def test_lookalikes_are_had_only_where_they_were_bought(workspace):
    """Another switch is another purchase; the email rule is not."""
    _, (ann,) = workspace.list_of("ann")
    workspace.buy(ann, reading("ann"))
    without = had(workspace, ann, lookalikes=True)
    key = EnrichOptions(tier=Tier.FULL, lookalikes=True).key
    workspace(lambda db: creators.add_reading(db, ann, reading("ann"), key, None, 1))

    assert not without
    assert had(workspace, ann, lookalikes=True)
    assert had(workspace, ann, lookalikes=True, email_required=True)


def test_full_without_audience_is_not_full(workspace):
    """It covers itself and the contact part only."""
    _, (ann,) = workspace.list_of("ann")
    key = EnrichOptions(tier=Tier.FULL, audience=False).key
    workspace(lambda db: creators.add_reading(db, ann, reading("ann", parts=Had.PROFILE | Had.FULL_CALL), key, None, 1))

    assert had(workspace, ann, audience=False)
    assert had(workspace, ann, tier=Tier.PROFILE)
    assert not had(workspace, ann)


def test_an_unknown_handle_is_nobodys(workspace):
    """Looking makes no creator."""
    assert of(workspace, "nobody") is None
