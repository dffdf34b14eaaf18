"""Pages: both bases, the three ways of answering page 0, the ends of a search."""

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


DICTIONARIES = ["locations/instagram", "brands", "audience-interests", "audience-brand-names", "audience-locations"]


@pytest.mark.parametrize("name", DICTIONARIES)
def test_a_long_dictionary_comes_in_pages(api, name):
    """Advancing by the number received reaches every item once and ends on an empty page."""
    items, path = [], f"/public/v1/discovery/classifier/{name}/"
    while found := api.http.get(path, params={"offset": len(items)}).json():
        items += found

    assert len(items) > 100
    assert len({str(item) for item in items}) == len(items)


@pytest.mark.parametrize(("name", "least"), [("languages", 60), ("yt-topics", 25), ("games", 250)])
def test_a_short_dictionary_comes_whole(api, name, least):
    """A bare array."""
    assert len(api.http.get(f"/public/v1/discovery/classifier/{name}/").json()) >= least


def test_a_dictionary_can_be_searched(api):
    """`search` narrows, whatever the case; `limit` shortens."""
    path = "/public/v1/discovery/classifier/locations/tiktok/"

    assert api.http.get(path, params={"search": "NORWAY"}).json() == [
        "Bergen, Norway", "Norway", "Oslo, Norway", "Stavanger, Norway", "Tromso, Norway", "Trondheim, Norway",
    ]  # fmt: skip
    assert len(api.http.get(path, params={"limit": 3}).json()) == 3


def test_a_dictionary_of_an_unknown_platform_is_refused(api):
    """400 with the field."""
    answer = api.http.get("/public/v1/discovery/classifier/locations/myspace/")

    assert (answer.status_code, list(answer.json()["error"])) == (400, ["platform"])
