"""What the workspace knows beside a search's pages, also in one that an earlier Scoutsheet wrote."""

import sqlite3

import pytest

from app.domain.exclusions import ExclusionList
from app.domain.filters import Search, Sort
from app.domain.platforms import Platform
from app.workspace import again, creators, exclusions, finding, searches, sheets
from app.workspace.database import FILE_NAME
from app.workspace.preparing import migrations
from app.workspace.searches import NewSearch, Role
from tests.workspace.conftest import found, reading

SEARCH = Search(platform=Platform.INSTAGRAM, filters={"gender": "female"}, target=50)


def add(workspace, **more) -> int:
    return workspace(lambda db: searches.add(db, NewSearch(search=SEARCH, **more), 1))


def bring(workspace, search_id: int, name: str, followers: int | None = None) -> int:
    """A search brings a creator; their id."""

    def write(db):
        told = found(name, followers=followers)
        creator_id = creators.add_found(db, told, workspace.now_ms)
        searches.note_found(db, search_id, creator_id, told, None, workspace.now_ms)
        return creator_id

    return workspace(write)


def peek(workspace, work):
    return workspace.store.peek(work)


@pytest.fixture
def written_before(tmp_path):
    """A workspace of the version before, with a search, its page and two rows."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    db = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    for number, sql in migrations():
        if number < 10:
            db.executescript(f"{sql}\nPRAGMA user_version = {number};")
    db.executescript(
        """
        INSERT INTO searches (id, uuid, key, platform, filters, sort_by, sort_order, target, page_size, first_page,
            total, author, created_ms, changed_ms)
            VALUES (1, 'a', 'key', 'instagram', '{}', 'relevancy', 'desc', 50, 50, 0, 2, '', 1, 1);
        INSERT INTO pages VALUES (1, 0, 1, 1, 2, 2);
        INSERT INTO sheets (id, uuid, name, kind, search_id, position, author, changed_ms)
            VALUES (1, 'b', 'Old', 'search', 1, 1, '', 1);
        INSERT INTO creators (id, uuid, platform, handle, shown_handle, first_seen_ms, changed_ms, f_followers)
            VALUES (1, 'c', 'instagram', 'anna', 'anna', 1, 1, 10), (2, 'd', 'instagram', 'ben', 'ben', 1, 1, 20);
        INSERT INTO handles VALUES ('instagram', 'anna', 1, 1, 1), ('instagram', 'ben', 2, 1, 1);
        INSERT INTO sheet_rows (sheet_id, creator_id, position, added_ms) VALUES (1, 1, 0, 1), (1, 2, 1, 1);
        """
    )
    db.close()


def test_a_workspace_of_the_version_before_goes_on(written_before, workspace):
    """Its search is the sheet's own, left nobody out, and knows whom it brought."""
    known = peek(workspace, lambda db: searches.get(db, 1))
    run = add(workspace, role=Role.AGAIN, of_search=1)
    bring(workspace, run, "anna", 11)

    assert (known.role, known.seed, known.kept, known.known_left_out, known.missing) == (Role.OWN, None, 0, 0, ())
    assert peek(workspace, lambda db: searches.by_key(db, "key", whole=True)) == 1
    assert peek(workspace, lambda db: again.runs(db, 1)) == [1, run]
    assert peek(workspace, lambda db: again.not_brought(db, run, [1])) == [2]
    assert [change.followers for change in peek(workspace, lambda db: again.changes(db, run, [1]))] == [(10, 11)]


def test_matches_are_the_same_whatever_the_order_and_the_number_wanted(workspace):
    """Filters and the creator others are like decide."""
    others = [Search(platform=SEARCH.platform, filters=SEARCH.filters, sort=Sort(by="engagement_rate"), target=7)]
    different = [Search(platform=Platform.TIKTOK, filters=SEARCH.filters), Search(platform=SEARCH.platform)]
    key = searches.match_key(SEARCH)

    assert [searches.match_key(one) == key for one in others + different] == [True, False, False]
    assert searches.match_key(SEARCH, "anna") not in (key, searches.match_key(SEARCH, "ben"))


def test_the_newest_total_is_told_and_counts_along_what_was_left_out_for_a_count(workspace):
    """Totals with and without creators that are had are kept apart."""
    key = searches.match_key(SEARCH)
    for kept, left_out, total, at_ms in ((0, 0, 100, 10), (2, 0, 99, 30), (0, 5, 60, 20)):
        search_id = add(workspace, role=Role.COUNT, kept=kept, known_left_out=left_out)
        workspace(
            lambda db, one=search_id, total=total, at_ms=at_ms: searches.add_page(
                db, one, wire_page=0, request_id=1, returned=1, fresh=1, total=total, at_ms=at_ms
            )
        )
    whole = peek(workspace, lambda db: finding.newest_total(db, key, whole=True))
    less = peek(workspace, lambda db: finding.newest_total(db, key, whole=False))

    assert whole is not None
    assert less is not None
    assert (whole.matches, whole.at_ms) == (101, 30)
    assert (less.matches, less.known_left_out) == (60, 5)


def test_a_counted_creator_is_not_had_until_a_search_takes_them_over(workspace):
    """Then they stand in a sheet, brought by that search."""
    count = add(workspace, role=Role.COUNT)
    anna = bring(workspace, count, "anna", 10)
    key = searches.match_key(SEARCH)
    before = peek(workspace, lambda db: (finding.counted_only(db, key), finding.count_had(db, Platform.INSTAGRAM)))
    own = add(workspace)
    sheet_id = workspace(lambda db: sheets.add(db, "Sheet", search_id=own, list_key=None, at_ms=1))
    workspace(lambda db: finding.take_over(db, own, sheet_id, [anna], 0, 1))
    after = peek(workspace, lambda db: (finding.counted_only(db, key), finding.count_had(db, Platform.INSTAGRAM)))

    assert (before, after) == (([anna], 0), ([], 1))
    assert peek(workspace, lambda db: again.brought_first(db, own, [])) == [anna]
    assert [row.handle.name for row in workspace.rows(sheet_id)] == ["anna"]


def test_the_sheet_of_counts_is_one_and_never_shown(workspace):
    """However often somebody counts."""
    first, second = (workspace(lambda db: finding.counts_sheet(db, 1)) for _ in range(2))

    assert first == second
    assert peek(workspace, sheets.all_sheets) == []


def test_a_renamed_creator_stays_the_one_a_search_brought(workspace):
    """Same id, new handle: no new creator, and nobody is gone."""
    own = add(workspace)
    anna = bring(workspace, own, "anna")
    workspace.buy(anna, reading("anna", "4711"))
    later = add(workspace, role=Role.AGAIN, of_search=own)
    new_name = bring(workspace, later, "anna.new")
    workspace.buy(new_name, reading("anna.new", "4711"))

    assert peek(workspace, lambda db: again.brought_first(db, later, [own])) == []
    assert peek(workspace, lambda db: again.not_brought(db, later, [own])) == []


def test_lists_are_kept_by_platform_the_standing_one_first(workspace):
    """What the service does not name any more is forgotten."""
    told = [
        ExclusionList(id=number, name=name, platform=platform, default=default, handles=number)
        for number, name, platform, default in (
            (3, "b", Platform.TIKTOK, False),
            (2, "A", Platform.TIKTOK, False),
            (9, "z", Platform.TIKTOK, True),
            (4, "c", Platform.INSTAGRAM, False),
        )
    ]
    old = ExclusionList(id=1, name="old", platform=Platform.TIKTOK, default=False, handles=0)
    workspace(lambda db: exclusions.keep_all(db, [old], 1))
    workspace(lambda db: exclusions.keep_all(db, told, 2))

    assert [one.id for one in peek(workspace, exclusions.all_lists)] == [4, 9, 2, 3]
