"""A search remembers its pages, where they begin and where they end."""

import pytest

from app.domain.filters import DictionaryItem, Search, Sort
from app.domain.platforms import Platform
from app.workspace import searches
from app.workspace.searches import KnownSearch, NewSearch

SEARCH = Search(
    platform=Platform.TIKTOK,
    filters={"location": ["Köln"], "number_of_followers": {"min": 10}},
    sort=Sort(),
    target=101,
)


def known(workspace, search_id: int) -> KnownSearch:
    return workspace.store.peek(lambda db: searches.get(db, search_id))


def add(workspace, search: Search = SEARCH) -> int:
    return workspace(lambda db: searches.add(db, NewSearch(search=search), 1))


def page(
    workspace, search_id: int, wire_page: int, returned: int, *, fresh: int | None = None, total: int = 500
) -> None:
    workspace(
        lambda db: searches.add_page(
            db, search_id, wire_page=wire_page, request_id=1, returned=returned,
            fresh=returned if fresh is None else fresh, total=total, at_ms=1,
        )
    )  # fmt: skip


def test_a_search_comes_back_as_it_was(workspace):
    """Filters, order and target, with the page size of its plan."""
    search = known(workspace, add(workspace))

    assert (search.search, search.search.to_mapping()) == (SEARCH, SEARCH.to_mapping())
    assert (search.page_size, list(search.planned), search.missing) == (34, [0, 1, 2], (0, 1, 2))


def test_a_search_is_recognised_by_its_content(workspace):
    """The newest with the same key; another target is another search."""
    add(workspace)
    newest = add(workspace)
    other = Search(platform=Platform.TIKTOK, target=101)

    assert workspace.store.peek(lambda db: searches.by_key(db, SEARCH.key)) == newest
    assert workspace.store.peek(lambda db: searches.by_key(db, other.key)) is None


@pytest.mark.parametrize("first", [0, 1])
def test_pages_are_counted_from_zero_whatever_the_service_says(workspace, first):
    """People and plans see the same numbers for both ways."""
    search_id = add(workspace)
    workspace(lambda db: searches.set_first_page(db, search_id, first))
    page(workspace, search_id, first, 34)
    page(workspace, search_id, first + 2, 34)

    assert (known(workspace, search_id).pages, known(workspace, search_id).missing) == (frozenset({0, 2}), (1,))


def test_a_short_page_is_the_end_but_earlier_pages_are_still_missing(workspace):
    """Behind the end there is nothing; before it a lost page may hold the best."""
    search_id = add(workspace)
    page(workspace, search_id, 1, 5)
    search = known(workspace, search_id)

    assert (search.ended, search.end, search.missing) == (True, 1, (0,))


def test_creators_that_came_twice_are_counted(workspace):
    """Pages drift."""
    search_id = add(workspace)
    page(workspace, search_id, 0, 34)
    page(workspace, search_id, 1, 34, fresh=30, total=480)

    assert (known(workspace, search_id).repeats, known(workspace, search_id).total) == (4, 480)


def test_a_dictionary_is_kept_with_its_time(workspace):
    """Any letters; unknown is None."""
    item = DictionaryItem(label="Köln", value="Cologne", parent="Germany")
    workspace(lambda db: searches.keep_dictionary(db, "locations", "tiktok", "kö", [item], 7))

    assert workspace.store.peek(lambda db: searches.dictionary(db, "locations", "tiktok", "kö")) == (7, [item])
    assert workspace.store.peek(lambda db: searches.dictionary(db, "locations", "instagram", "kö")) is None


def test_every_value_of_the_answers_since_a_time_is_known(workspace):
    """Whatever was searched for; answers of an older Scoutsheet, without parents, are read too."""
    for at, name in ((7, "Cologne"), (9, "Berlin")):
        item = DictionaryItem(label=name, value=name)
        workspace(
            lambda db, item=item, at=at: searches.keep_dictionary(db, "locations", "tiktok", item.label, [item], at)
        )
    old = ("INSERT INTO dictionaries VALUES ('locations', 'tiktok', 'old', 9, '[[\"Köln\", \"Old\"]]')",)
    workspace(lambda db: db.execute(*old))

    def since(at):
        return workspace.store.peek(lambda db: searches.dictionary_values(db, "locations", "tiktok", since_ms=at))

    assert since(6) == {"Cologne", "Berlin", "Old"}
    assert since(7) == {"Berlin", "Old"}
