"""Pages: both bases, the three ways of answering page 0, the ends of a search."""

from itertools import pairwise

import pytest

from app.sandbox.invent import Inventor


def page(api, number, limit=10):
    return api.discover(paging={"limit": limit, "page": number})


def names(answer):
    return [account["profile"]["username"] for account in answer.json()["accounts"]]


@pytest.fixture(scope="module")
def best() -> list[str]:
    """The first thirty creators of the default world in order of relevance."""
    return [row[1] for row in Inventor(1, "instagram").rows(30)]


def test_pages_follow_each_other(api, best):
    """From page 0 on nobody is skipped or repeated."""
    assert names(page(api, 0)) + names(page(api, 1)) + names(page(api, 2)) == best


def test_pages_from_one_follow_each_other(start, best):
    """With base 1 the same creators come on pages 1 to 3."""
    api = start("--page-base", "1")

    assert names(page(api, 1)) + names(page(api, 2)) + names(page(api, 3)) == best


def test_page_zero_may_be_refused(start):
    """A validation body, free."""
    answer = page(start("--page-base", "1", "--page-zero", "refuse"), 0)

    assert answer.status_code == 400
    assert answer.json() == {"error": {"paging": {"page": ["Ensure this value is greater than or equal to 1."]}}}


def test_page_zero_may_be_page_one_again(start, best):
    """The trap: the first page twice, charged twice."""
    api = start("--page-base", "1", "--page-zero", "clamp")

    assert names(page(api, 0)) == names(page(api, 1)) == best[:10]
    assert api.process.books()["used"] == "0.20"


def test_page_zero_may_be_empty(start):
    """Nothing, with the true total, for nothing."""
    api = start("--page-base", "1", "--page-zero", "empty")
    answer = page(api, 0).json()

    assert (answer["accounts"], answer["total"], answer["credits_cost"]) == ([], 100_000, 0)
    assert api.process.books()["used"] == "0.00"


def test_only_the_first_ten_thousand_can_be_fetched(api):
    """total may be larger; behind 10,000 rows pages are empty and free."""
    last, behind = page(api, 199, 50).json(), page(api, 200, 50).json()

    assert (last["total"], len(last["accounts"])) == (100_000, 50)
    assert (behind["total"], behind["accounts"], behind["credits_cost"]) == (100_000, [], 0)


def test_bands_of_followers_reach_everybody_of_a_large_search(api):
    """More than 60,000 matches, and bands that each stay below the 10,000 that can be fetched."""
    edges = [5_000, 6_500, 8_500, 11_000, 14_500, 19_000, 26_000, 34_000, 46_000, 64_000, 95_000, 160_000, 10**12]
    whole = {"min": edges[0], "max": edges[-1] - 1}
    bands = [{"min": low, "max": high - 1} for low, high in pairwise(edges)]
    total, *parts = [api.discover({"number_of_followers": band}).json()["total"] for band in (whole, *bands)]

    assert total > 60_000
    assert sum(parts) == total
    assert max(parts) < 10_000


def test_the_farthest_page_of_a_large_search_is_as_full_as_the_first(api):
    """Page 200 of 78,000 matches: fifty others, and the same fifty when asked again."""
    filters = {"number_of_followers": {"min": 5_000}}
    first, last, again = [
        [account["user_id"] for account in api.discover(filters, paging={"limit": 50, "page": page}).json()["accounts"]]
        for page in (0, 199, 199)
    ]

    assert len({*first, *last}) == 100
    assert last == again


def test_the_last_page_is_short(api):
    """The rest of the matches, charged for what it holds."""
    filters = {"location": ["Bergen, Norway"]}
    total = api.discover(filters).json()["total"]
    at, rest = divmod(total, 50)
    answer = api.discover(filters, paging={"limit": 50, "page": at}).json()

    assert 0 < len(answer["accounts"]) == rest
    assert answer["credits_cost"] == rest / 100


def test_five_come_when_no_limit_is_named(api):
    """The service's own page size."""
    assert len(api.discover(paging={"page": 0}).json()["accounts"]) == 5


DICTIONARIES = {
    "locations/instagram": 3_500,
    "brands": 3_000,
    "audience-interests": 150,
    "audience-brand-names": 3_000,
    "audience-locations": 3_500,
}
"""How many items a dictionary has at least, as large as those of the service."""


@pytest.mark.parametrize(("name", "least"), DICTIONARIES.items())
def test_a_long_dictionary_comes_in_pages(api, name, least):
    """Advancing by the number received reaches every item once and ends on an empty page."""
    items, path = [], f"/public/v1/discovery/classifier/{name}/"
    while found := api.http.get(path, params={"offset": len(items)}).json():
        assert len(found) <= 100
        items += found

    assert len(items) > least
    assert len({str(item) for item in items}) == len(items)


@pytest.mark.parametrize(("name", "least"), [("languages", 120), ("yt-topics", 25), ("games", 1_500)])
def test_a_short_dictionary_comes_whole(api, name, least):
    """A bare array."""
    assert len(api.http.get(f"/public/v1/discovery/classifier/{name}/").json()) >= least


def test_a_dictionary_can_be_searched(api):
    """`search` narrows, whatever the case; `limit` shortens."""
    path = "/public/v1/discovery/classifier/locations/tiktok/"
    found = api.http.get(path, params={"search": "NORWAY"}).json()

    assert {"Norway", "Bergen, Norway", "Vestland, Norway", "Tromso, Norway"} <= set(found)
    assert [place for place in found if "Norway" not in place] == []
    assert len(api.http.get(path, params={"limit": 3}).json()) == 3


def test_a_dictionary_of_an_unknown_platform_is_refused(api):
    """400 with the field."""
    answer = api.http.get("/public/v1/discovery/classifier/locations/myspace/")

    assert (answer.status_code, list(answer.json()["error"])) == (400, ["platform"])
