"""Own columns that work fills: who wrote a cell, and which columns a sheet shows by itself."""

from app.workspace import creators, own, sheets
from app.workspace.ids import author
from tests.lists import add_list
from tests.workspace.conftest import found


def a_sheet(workspace) -> tuple[int, int]:
    """A list of one creator: (the sheet's id, the creator's)."""

    def write(db) -> tuple[int, int]:
        creator_id = creators.add_found(db, found("vera"), 1)
        return add_list(db, "List", "key", [creator_id], 1), creator_id

    return workspace(write)


def column(workspace, key: str):
    return next(one for one in workspace.store.peek(sheets.own_columns) if one.key == key)


def test_a_sheet_shows_what_a_list_brought_and_then_what_holds_something(workspace):
    """An emptied column holds nothing; what other sheets hold does not count."""
    sheet_id, creator_id = a_sheet(workspace)
    fee, likes, views = (column(workspace, key) for key in ("agreed_fee", "likes", "views"))
    cells = [(likes, creator_id, "7"), (views, creator_id, "8"), (fee, creator_id, "9.00")]
    workspace(lambda db: own.fill(db, sheet_id, cells, 1))
    workspace(lambda db: own.fill(db, sheet_id + 1, [(column(workspace, "owner"), creator_id, "Anna")], 1))
    workspace(lambda db: sheets.set_own(db, fee, sheet_id, [creator_id], "", 2))
    workspace(lambda db: own.add_brought(db, sheet_id, ["views"]))

    assert workspace.store.peek(lambda db: own.held(db, sheet_id)) == ["views", "likes"]


def test_a_cell_says_who_wrote_it_last(workspace):
    """What work wrote gives way to work; what a person typed over it is theirs."""
    sheet_id, creator_id = a_sheet(workspace)
    likes, views = column(workspace, "likes"), column(workspace, "views")
    cells = [(likes, creator_id, "7"), (views, creator_id, "8")]
    workspace(lambda db: own.fill(db, sheet_id, cells, 1, by="a check"))
    workspace(lambda db: sheets.set_own(db, likes, sheet_id, [creator_id], "9", 2))
    written = workspace.store.peek(lambda db: own.written(db, sheet_id, creator_id))

    assert written == {"likes": ("9", author()), "views": ("8", "a check")}
