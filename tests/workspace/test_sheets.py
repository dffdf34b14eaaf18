"""Rows in order, with the states of their details, and people's own values that nothing overwrites."""

import pytest

from app.domain.creators import Details
from app.domain.fields import FIELDS, Kind
from app.domain.jobs import RequestState
from app.domain.money import Had
from app.workspace import creators, jobs, requests, searches, sheet_rows, sheets
from app.workspace.sheet_rows import Order
from tests.workspace.conftest import found, reading


def order(workspace, sheet_id: int, by: str | None, *, descending: bool = False, words: str = "") -> list[int]:
    wanted = Order(by=by, descending=descending, words=words)
    return list(workspace.store.peek(lambda db: sheet_rows.order_ids(db, sheet_id, wanted)))


def total(workspace, sheet_id: int, key: str, words: str = "") -> tuple[int, float]:
    return workspace.store.peek(lambda db: sheet_rows.total_of(db, sheet_id, key, Order(words=words)))


def own(workspace, key: str):
    return next(column for column in workspace.store.peek(sheets.own_columns) if column.key == key)


def set_own(workspace, key: str, sheet_id: int, creator_id: int, value: str) -> None:
    column = own(workspace, key)
    workspace(lambda db: sheets.set_own(db, column, sheet_id, [creator_id], value, workspace.now_ms))


def details(workspace, sheet_id: int) -> list[Details]:
    return [row.details for row in workspace.rows(sheet_id)]


def test_every_field_has_its_column_and_every_column_its_field(workspace):
    """The table of the workspace and the table of fields name the same things."""
    columns = workspace.store.peek(lambda db: db.execute("PRAGMA table_info(creators)").fetchall())

    assert {name[2:] for _, name, *_ in columns if name.startswith("f_")} == {field.key for field in FIELDS}


SORTED = {
    Kind.TEXT: ("alpha", "Beta"),
    Kind.LINK: ("https://a.example", "https://B.example"),
    Kind.COUNT: (9, 10),
    Kind.NUMBER: (0.0, 1.5),
    Kind.PERCENT: (0.0, 12.5),
    Kind.MONEY: (99.0, 1000.0),
    Kind.DATE: ("2025-12-31", "2026-01-01"),
    Kind.FLAG: (False, True),
}


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_a_field_sorts_by_its_kind_and_missing_comes_last_both_ways(workspace, field):
    """0 is a value; letters of any case sort together; an empty cell is never first."""
    low, high = SORTED[field.kind]
    sheet_id, (nothing, big, small) = workspace.list_of("nothing", "big", "small")
    workspace(lambda db: db.execute(f"UPDATE creators SET f_{field.key} = NULL"))
    workspace.buy(big, reading("big", **{field.key: high}))
    workspace.buy(small, reading("small", **{field.key: low}))

    assert order(workspace, sheet_id, field.key) == [small, big, nothing]
    assert order(workspace, sheet_id, field.key, descending=True) == [big, small, nothing]


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("note", "apple", "Banana"),
        ("agreed_fee", "99.50", "1000"),
        ("rating", "2", "5"),
        ("follow_up", "2025-12-31", "2026-01-01"),
    ],
)
def test_an_own_column_sorts_by_its_kind_and_missing_comes_last_both_ways(workspace, key, low, high):
    """Amounts sort by size although they are kept as people wrote them."""
    sheet_id, (nothing, big, small) = workspace.list_of("nothing", "big", "small")
    set_own(workspace, key, sheet_id, big, high)
    set_own(workspace, key, sheet_id, small, low)

    assert order(workspace, sheet_id, key) == [small, big, nothing]
    assert order(workspace, sheet_id, key, descending=True) == [big, small, nothing]


def test_a_column_is_summed_over_the_rows_of_its_sheet_that_have_a_number(workspace):
    """A missing value is none, 0 is one; rows of other sheets and rows without the words do not count."""
    sheet_id, (anna, _, bert, carl) = workspace.list_of("anna", "nothing", "bert", "carl")
    workspace.list_of("stranger")
    for creator_id, name, followers in ((anna, "anna", 1200), (bert, "bert", 0), (carl, "carl", 34)):
        workspace.buy(creator_id, reading(name, followers=followers))

    assert total(workspace, sheet_id, "followers") == (3, 1234.0)
    assert total(workspace, sheet_id, "followers", "nn") == (1, 1200.0)
    assert total(workspace, sheet_id, "income_min") == (0, 0.0)


@pytest.mark.parametrize("key", ["agreed_fee", "rating"])
def test_amounts_people_wrote_are_summed_where_they_are_numbers(workspace, key):
    """What another program wrote in words is left out, and what was deleted."""
    sheet_id, (a, b, c, d) = workspace.list_of("a", "b", "c", "d")
    for creator_id, value in ((a, "2.50"), (b, "3"), (c, "4 or 5"), (d, "7"), (d, "")):
        set_own(workspace, key, sheet_id, creator_id, value)

    assert total(workspace, sheet_id, key) == (2, 5.5)


def test_an_amount_of_one_sheet_is_not_summed_in_another(workspace):
    """The fee agreed for a campaign belongs to that campaign."""
    sheet_id, (anna,) = workspace.list_of("anna")
    other, _ = workspace.list_of("anna")
    set_own(workspace, "agreed_fee", sheet_id, anna, "250.00")

    assert total(workspace, sheet_id, "agreed_fee") == (1, 250.0)
    assert total(workspace, other, "agreed_fee") == (0, 0.0)


def test_the_creator_column_sorts_by_handle(workspace):
    """In both directions."""
    sheet_id, (b, a, c) = workspace.list_of("b", "a", "c")

    assert order(workspace, sheet_id, sheet_rows.CREATOR_COLUMN) == [a, b, c]
    assert order(workspace, sheet_id, sheet_rows.CREATOR_COLUMN, descending=True) == [c, b, a]


def test_the_details_column_keeps_those_without_last(workspace):
    """Who has nothing is last both ways."""
    sheet_id, (nothing, full, raw) = workspace.list_of("nothing", "full", "raw")
    workspace.buy(full, reading("full"))
    workspace.buy(raw, reading("raw", parts=Had.RAW))

    assert order(workspace, sheet_id, sheet_rows.DETAILS_COLUMN) == [raw, full, nothing]
    assert order(workspace, sheet_id, sheet_rows.DETAILS_COLUMN, descending=True) == [full, raw, nothing]


def test_without_an_order_rows_stand_as_they_came(workspace):
    """The order of the list."""
    sheet_id, ids = workspace.list_of("b", "a", "c")

    assert order(workspace, sheet_id, None) == ids


@pytest.mark.parametrize("words", ["ann%", "ann_", "!", "   ", "ANN%"])
def test_words_are_looked_for_as_they_are_written(workspace, words):
    """Signs that mean something to SQL mean nothing here; blanks narrow nothing."""
    sheet_id, ids = workspace.list_of("ann%", "anna", "ann_", "x!", "bob")
    expected = [
        i for i, name in zip(ids, ["ann%", "anna", "ann_", "x!", "bob"], strict=True) if words.strip().lower() in name
    ]

    assert order(workspace, sheet_id, None, words=words) == expected


def test_a_row_says_what_was_bought(workspace):
    """Nothing, exists, contact, audience, full."""
    sheet_id, ids = workspace.list_of("a", "b", "c", "d", "e")
    for creator_id, parts in zip(
        ids[1:], [Had.RAW, Had.PROFILE, Had.ANALYTICS, Had.PROFILE | Had.ANALYTICS], strict=True
    ):
        workspace.buy(creator_id, reading("x", parts=parts))

    assert details(workspace, sheet_id) == [
        Details.NOTHING, Details.EXISTS, Details.CONTACT, Details.AUDIENCE, Details.FULL,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "outcome", "shown"),
    [
        (RequestState.SENT, "", Details.GETTING),
        (RequestState.UNCERTAIN, "", Details.CHECK_PAYMENT),
        (RequestState.NOT_FOUND, "", Details.NOT_FOUND),
        (RequestState.NOT_FOUND, "no_email", Details.NO_EMAIL),
        (RequestState.FAILED, "", Details.NOTHING),
    ],
)
def test_a_row_says_how_its_request_stands(workspace, state, outcome, shown):
    """On its way, to be checked, not found, without an email."""
    sheet_id, ids = workspace.list_of("a")
    _, (request,) = workspace.job(sheet_id, ids)
    workspace(lambda db: requests.mark_sent(db, request.id, 1))
    if state is not RequestState.SENT:
        workspace(lambda db: requests.settle(db, request.id, state, 2, outcome=outcome))

    assert details(workspace, sheet_id) == [shown]


@pytest.mark.parametrize(("running", "shown"), [(True, Details.GETTING), (False, Details.NOTHING)])
def test_a_waiting_row_is_being_got_only_while_its_job_runs(workspace, running, shown):
    """A paused job's rows do not pretend to be on their way."""
    sheet_id, ids = workspace.list_of("a")
    job_id, _ = workspace.job(sheet_id, ids)
    workspace(lambda db: jobs.set_state(db, job_id, "running" if running else "paused", 1))

    assert details(workspace, sheet_id) == [shown]


def test_not_found_does_not_hide_what_was_bought_before(workspace):
    """An account that is gone today keeps the details bought yesterday."""
    sheet_id, ids = workspace.list_of("a")
    workspace.buy(ids[0], reading("a"))
    _, (request,) = workspace.job(sheet_id, ids)
    workspace(lambda db: requests.mark_sent(db, request.id, 1))
    workspace(lambda db: requests.settle(db, request.id, RequestState.NOT_FOUND, 2))

    assert details(workspace, sheet_id) == [Details.FULL]


def test_a_sheets_own_value_belongs_to_the_sheet(workspace):
    """A note in one sheet is not seen in another."""
    first, (creator_id,) = workspace.list_of("a")
    second, _ = workspace.list_of("a")
    set_own(workspace, "note", first, creator_id, "call on Monday")

    assert [row.own for row in workspace.rows(first)] == [{"note": "call on Monday"}]
    assert [row.own for row in workspace.rows(second)] == [{}]


def test_a_creators_own_value_is_seen_in_every_sheet(workspace):
    """Do not contact means everywhere."""
    first, (creator_id,) = workspace.list_of("a")
    second, _ = workspace.list_of("a")
    set_own(workspace, "do_not_contact", first, creator_id, "yes")

    assert [row.own for row in workspace.rows(second)] == [{"do_not_contact": "yes"}]


@pytest.mark.parametrize("key", ["note", "rating"])
def test_own_values_survive_a_new_reading(workspace, key):
    """A refresh never overwrites what people wrote."""
    sheet_id, (creator_id,) = workspace.list_of("a")
    set_own(workspace, key, sheet_id, creator_id, "5")
    workspace.buy(creator_id, reading("a", "1", name="New name"))
    workspace(lambda db: creators.add_found(db, found("a", followers=7), 9_000))
    (row,) = workspace.rows(sheet_id)

    assert row.own == {key: "5"}
    assert row.values["followers"] == 7


def test_an_emptied_own_value_is_gone_and_the_last_writer_wins(workspace):
    """The mark of deletion stays for a later shared history."""
    sheet_id, (creator_id,) = workspace.list_of("a")
    for value in ("one", "two", ""):
        set_own(workspace, "note", sheet_id, creator_id, value)
    kept = workspace.store.peek(lambda db: db.execute("SELECT deleted_ms IS NULL FROM own_values").fetchall())

    assert [row.own for row in workspace.rows(sheet_id)] == [{}]
    assert kept == [(0,)]


def test_ticks_survive_new_rows_and_come_in_the_sheets_order(workspace):
    """Whatever is shown, the ticked rows are the same."""
    sheet_id, (a, b, _) = workspace.list_of("a", "b", "c")
    workspace(lambda db: sheets.set_ticked(db, sheet_id, [b, a], True))
    workspace(lambda db: sheets.add_row(db, sheet_id, creators.add_found(db, found("d"), 1), 3, 1))
    workspace(lambda db: sheets.add_row(db, sheet_id, a, 9, 1))

    assert workspace.store.peek(lambda db: sheets.ticked_ids(db, sheet_id)) == [a, b]
    assert workspace.store.peek(sheets.all_sheets)[0].ticked == 2


def test_a_creator_stands_once_in_a_sheet_where_they_came_first(workspace):
    """A creator that comes twice is one row."""
    sheet_id, ids = workspace.list_of("a", "b")
    again = workspace(lambda db: sheets.add_row(db, sheet_id, ids[0], 5, 1))

    assert not again
    assert workspace.store.peek(lambda db: sheets.first_ids(db, sheet_id, None)) == ids


@pytest.mark.parametrize("most", [1, 10**30])
def test_the_first_rows_are_as_many_as_there_are(workspace, most):
    """However many are asked for."""
    sheet_id, ids = workspace.list_of("a", "b")

    assert workspace.store.peek(lambda db: sheets.first_ids(db, sheet_id, most)) == ids[:most]


def test_rows_come_in_the_order_asked_for_and_leave_out_who_is_gone(workspace):
    """A page of the table names ids that may have left meanwhile."""
    sheet_id, (a, b) = workspace.list_of("a", "b")
    shown = workspace.store.peek(lambda db: sheet_rows.rows(db, sheet_id, [b, 999, a]))

    assert [row.creator_id for row in shown] == [b, a]


def test_a_flag_is_yes_no_or_missing(workspace):
    """0 of the file is False, not a missing value."""
    sheet_id, (yes, no, _) = workspace.list_of("yes", "no", "unknown")
    workspace.buy(yes, reading("yes", verified=True))
    workspace.buy(no, reading("no", verified=False))

    assert [row.values["verified"] for row in workspace.rows(sheet_id)] == [True, False, None]


def test_sheets_stand_in_the_order_of_their_tabs_and_can_be_renamed(workspace):
    """New ones come last."""
    first, _ = workspace.list_of("a")
    second, _ = workspace.list_of("b", "c")
    workspace(lambda db: sheets.rename(db, first, "Mine", 1))

    assert [(sheet.id, sheet.name, sheet.rows) for sheet in workspace.store.peek(sheets.all_sheets)] == [
        (first, "Mine", 1),
        (second, "List", 2),
    ]


def test_a_job_narrows_a_sheet_to_the_rows_it_asked_for(workspace):
    """All of them, or those whose request stands so; sums follow."""
    sheet_id, (a, b, c) = workspace.list_of("a", "b", "c")
    job_id, (first, _) = workspace.job(sheet_id, [c, a])
    workspace(lambda db: requests.mark_sent(db, first.id, 1))
    workspace(lambda db: requests.settle(db, first.id, RequestState.NOT_FOUND, 2))
    workspace(lambda db: db.execute("UPDATE creators SET f_followers = id * 10"))

    def narrowed(**more):
        wanted = Order(job=job_id, **more)
        ids = workspace.store.peek(lambda db: list(sheet_rows.order_ids(db, sheet_id, wanted)))
        count, summed = workspace.store.peek(lambda db: sheet_rows.total_of(db, sheet_id, "followers", wanted))
        return ids, count, summed

    assert narrowed() == ([a, c], 2, (a + c) * 10)
    assert narrowed(state=RequestState.NOT_FOUND) == ([c], 1, c * 10)
    assert narrowed(words="a") == ([a], 1, a * 10)
    assert workspace.store.peek(lambda db: sheet_rows.rows_of_job(db, sheet_id, job_id)) == {
        RequestState.NOT_FOUND: 1,
        RequestState.WAITING: 1,
    }
    assert b not in narrowed()[0]


def test_a_search_narrows_its_sheet_to_the_pages_it_brought(workspace):
    """Whoever came with another job's pages, or was there before, is not among them."""
    job_id, (first, second) = workspace.search_job(100)
    job = workspace.store.peek(lambda db: jobs.get(db, job_id))
    sheet_id, search_id = job.sheet_id, job.search_id or 0

    def bring(db):
        ids = [creators.add_found(db, found(name), 1) for name in ("a", "b", "c")]
        for position, creator_id in zip((0, 49, 50), ids, strict=True):
            sheets.add_row(db, sheet_id, creator_id, position, 1)
        searches.note_found(db, search_id, ids[1], found("b"), None, 1)
        searches.note_found(db, search_id, ids[2], found("c"), second.id, 1)
        requests.mark_sent(db, second.id, 1)
        requests.settle(db, second.id, RequestState.DONE, 2)
        return ids

    ids = workspace(bring)
    counted = workspace.store.peek(lambda db: sheet_rows.rows_of_job(db, sheet_id, job_id))
    shown = workspace.store.peek(lambda db: list(sheet_rows.order_ids(db, sheet_id, Order(job=job_id))))

    assert first.page == 0
    assert (shown, counted) == ([ids[2]], {RequestState.DONE: 1})
