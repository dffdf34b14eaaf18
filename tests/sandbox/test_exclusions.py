"""Exclusion lists: every call of the contract, what it refuses, and what searches make of them."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.sandbox.columns import PLATFORMS
from tests.sandbox.calls import Api

ROOT = "/public/v1/discovery/exclusion-lists"
NOT_FOUND = (404, {"error": "Exclusion list not found."})


class Lists:
    """The calls on exclusion lists."""

    def __init__(self, api: Api) -> None:
        self.http = api.http

    def create(self, name: str, platform: str = "instagram") -> httpx.Response:
        return self.http.post(f"{ROOT}/", json={"name": name, "platform": platform})

    def call(self, method: str, path: str, body: dict[str, Any] | None = None, **query: int) -> httpx.Response:
        return self.http.request(method, f"{ROOT}/{path}/", json=body, params=query)

    def add(self, path: int | str, handles: list[str]) -> httpx.Response:
        return self.call("POST", f"{path}/entries", {"handles": handles})

    def handles(self, path: int | str, **query: int) -> list[str]:
        return list(self.call("GET", f"{path}/entries", **query).json()["handles"])


@pytest.fixture
def lists(api) -> Iterator[Lists]:
    """The lists of the shared service; those that a test made are gone after it."""
    calls = Lists(api)
    yield calls
    for one in calls.http.get(f"{ROOT}/").json():
        if one["is_default"]:
            path = f"default/{one['platform']}"
            if handles := calls.handles(path):
                calls.call("DELETE", f"{path}/entries", {"handles": handles})
        else:
            calls.call("DELETE", str(one["id"]))


def test_a_new_list_is_empty_and_dated(lists):
    """It comes back with everything the contract names, and stands among all lists."""
    made = lists.create("Met in Oslo").json()

    assert made.pop("id") > 0
    assert made.pop("created_at") == made.pop("updated_at")
    assert made == {"name": "Met in Oslo", "platform": "instagram", "is_default": False, "handle_count": 0}
    assert "Met in Oslo" in [one["name"] for one in lists.http.get(f"{ROOT}/").json()]


def test_a_list_is_read_renamed_and_deleted_by_its_number(lists):
    """Deleting answers 204 without a body; then it is unknown."""
    number = lists.create("Old name").json()["id"]
    renamed = lists.call("PATCH", str(number), {"name": "  New name "})
    read = lists.call("GET", str(number))
    deleted = lists.call("DELETE", str(number))
    gone = lists.call("GET", str(number))

    assert (renamed.status_code, renamed.json()["name"], read.json()) == (200, "New name", renamed.json())
    assert (deleted.status_code, deleted.content, "content-type" in deleted.headers) == (204, b"", False)
    assert (gone.status_code, gone.json()) == NOT_FOUND


@pytest.mark.parametrize("path", ["999999", "0", "abc", "-1", "9" * 30, "%D9%A1"])
@pytest.mark.parametrize(
    ("method", "below", "body"),
    [
        ("GET", "", None),
        ("PATCH", "", {"name": "x"}),
        ("DELETE", "", None),
        ("GET", "/entries", None),
        ("POST", "/entries", {"handles": ["a"]}),
        ("DELETE", "/entries", {"handles": ["a"]}),
    ],
)
def test_an_unknown_list_is_not_found(lists, path, method, below, body):
    """404 with the known body, as when a colleague deleted it meanwhile."""
    answer = lists.call(method, path + below, body)

    assert (answer.status_code, answer.json()) == NOT_FOUND


def test_a_name_is_unique_per_platform(lists):
    """Another platform may use it; the refusal is the one that is documented."""
    number = lists.create("Rivals").json()["id"]
    other = lists.create("Others").json()["id"]
    taken = {"error": {"name": ["A list with this name already exists for this platform."]}}

    assert lists.create("Rivals", "tiktok").status_code == 200
    for refused in (lists.create(" Rivals "), lists.call("PATCH", str(other), {"name": "Rivals"})):
        assert (refused.status_code, refused.json()) == (400, taken)
    assert lists.call("PATCH", str(number), {"name": "Rivals"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"platform": "instagram"}, "name"),
        ({"name": " ", "platform": "instagram"}, "name"),
        ({"name": "n" * 301, "platform": "instagram"}, "name"),
        ({"name": 5, "platform": "instagram"}, "name"),
        ({"name": "n"}, "platform"),
        ({"name": "n", "platform": "linkedin"}, "platform"),
    ],
)
def test_a_list_that_cannot_be_made_names_the_field(lists, body, field):
    """400; 300 characters are the most."""
    answer = lists.http.post(f"{ROOT}/", json=body)

    assert (answer.status_code, list(answer.json()["error"])) == (400, [field])
    assert lists.create("n" * 300).status_code == 200


def test_handles_are_cleaned_and_stand_in_alphabetical_order(lists):
    """Lower case, no "@", profile addresses reduced; adding twice or removing an absent one is harmless."""
    number = lists.create("Known").json()["id"]
    written = ["@Zoe.Runs", " ada ", "https://instagram.example/Mia_B/?hl=en", "ADA", "zoe.runs"]
    added = lists.add(number, written).json()
    removed = lists.call("DELETE", f"{number}/entries", {"handles": ["@ADA", "nobody"]}).json()
    emptied = lists.call("DELETE", f"{number}/entries", {"handles": ["mia_b", "zoe.runs"]}).json()

    assert (added["id"], added["handle_count"], removed["handle_count"], emptied["handle_count"]) == (number, 3, 2, 0)
    lists.add(number, written)
    assert lists.handles(number) == ["ada", "mia_b", "zoe.runs"]


def test_handles_come_in_pages(lists):
    """1,000 at a time unless another number up to 2,000 is asked for; behind the end there is nothing."""
    number = lists.create("Many").json()["id"]
    names = [f"h{at:05d}" for at in range(2_500)]
    lists.add(number, names)
    page = lists.call("GET", f"{number}/entries").json()

    assert (page["total"], page["offset"], page["limit"], page["handles"]) == (2_500, 0, 1_000, names[:1_000])
    assert lists.handles(number, offset=400, limit=2_000) == names[400:2_400]
    assert lists.handles(number, offset=2_500) == []


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 2_001}, {"offset": -1}, {"limit": "x"}])
def test_a_page_that_cannot_be_is_refused(lists, query):
    """400 with the field."""
    answer = lists.call("GET", "default/instagram/entries", **query)

    assert (answer.status_code, list(answer.json()["error"])) == (400, list(query))


@pytest.mark.parametrize(
    "handles", [None, [], "ada", [5], [""], ["@"], ["x" * 201], ["a"] * 10_001], ids=lambda value: repr(value)[:12]
)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_handles_that_cannot_be_are_refused(lists, method, handles):
    """From 1 to 10,000 texts of 1 to 200 characters; the list stays as it is."""
    number = lists.create("Strict").json()["id"]
    answer = lists.call(method, f"{number}/entries", {"handles": handles})

    assert (answer.status_code, list(answer.json()["error"])) == (400, ["handles"])
    assert lists.call("GET", str(number)).json()["handle_count"] == 0


def test_ten_thousand_handles_go_in_one_call(lists):
    """The most that is taken at once; more calls make a longer list."""
    number = lists.create("Long").json()["id"]

    for count in (10_000, 20_000):
        added = lists.add(number, [f"h{at}" for at in range(count - 10_000, count)]).json()
        assert added["handle_count"] == count


def test_the_standing_list_is_made_when_it_is_first_read(start):
    """One for each platform, with a number of its own, found under both addresses."""
    lists = Lists(start())
    before = lists.http.get(f"{ROOT}/").json()
    standing = [lists.call("GET", f"default/{platform}").json() for platform in PLATFORMS]

    assert before == []
    assert lists.http.get(f"{ROOT}/").json() == standing
    for platform, one in zip(PLATFORMS, standing, strict=True):
        lists.add(f"default/{platform}", ["ada"])
        assert (one["platform"], one["is_default"], one["handle_count"]) == (platform, True, 0)
        assert lists.call("GET", f"default/{platform}").json()["id"] == one["id"]
        assert lists.handles(one["id"]) == lists.handles(f"default/{platform}") == ["ada"]


def test_the_standing_list_cannot_be_renamed_or_deleted(lists):
    """Neither by its number nor by its platform; an unknown platform has none."""
    number = lists.call("GET", "default/instagram").json()["id"]
    renamed, deleted = lists.call("PATCH", str(number), {"name": "x"}), lists.call("DELETE", str(number))

    assert (renamed.status_code, renamed.json()) == (400, {"error": ["The default exclusion list cannot be renamed."]})
    assert (deleted.status_code, deleted.json()) == (400, {"error": ["The default exclusion list cannot be deleted."]})
    assert lists.call("DELETE", "default/instagram").status_code == 405
    assert list(lists.call("GET", "default/myspace").json()["error"]) == ["platform"]


def test_lists_survive_a_restart(start, tmp_path):
    """They belong to the account, and cost nothing."""
    api = start("--state", str(tmp_path))
    lists = Lists(api)
    number = lists.create("Kept").json()["id"]
    lists.add(number, ["ada", "bea"])
    before = lists.http.get(f"{ROOT}/").json()
    api.process.kill()
    api.process.restart()

    assert (lists.http.get(f"{ROOT}/").json(), lists.handles(number)) == (before, ["ada", "bea"])
    assert api.process.books()["used"] == "0.00"


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("which", ["exclude_list", "exclude_default_list", "exclude_all_lists"])
def test_a_search_leaves_out_the_lists_it_names(api, lists, platform, which):
    """The next ones move up and the total falls; without the filter a list changes nothing."""
    first = api.names(platform=platform, paging={"limit": 20, "page": 0})
    number = lists.create("Named", platform).json()["id"]
    lists.add(number, [f"@{handle.upper()}" for handle in first[:5]])
    lists.add(f"default/{platform}", first[5:8])
    filters: dict[str, tuple[Any, list[str]]] = {
        "exclude_list": ([number], first[5:]),
        "exclude_default_list": (True, first[:5] + first[8:]),
        "exclude_all_lists": (True, first[8:]),
    }
    value, left = filters[which]
    answer = api.discover({which: value}, platform=platform, paging={"limit": len(left), "page": 0}).json()

    assert [account["profile"]["username"] for account in answer["accounts"]] == left
    assert answer["total"] == 100_000 - (20 - len(left))
    assert api.names(platform=platform, paging={"limit": 20, "page": 0}) == first


def test_lists_that_are_unknown_or_of_another_platform_are_dropped_silently(api, lists):
    """The trap: the search runs as if they were not named, and is charged."""
    first = api.names(platform="tiktok")
    foreign = lists.create("For TikTok", "tiktok").json()["id"]
    lists.add(foreign, first)
    gone = lists.create("Gone").json()["id"]
    lists.call("DELETE", str(gone))
    answer = api.discover({"exclude_list": [foreign, gone, 10**30]}).json()

    assert (answer["total"], answer["credits_cost"]) == (100_000, 0.1)


def test_a_change_of_a_list_counts_at_once(api, lists):
    """A repeated search sees what a colleague changed, page by page."""
    first = api.names()
    number = lists.create("Shared").json()["id"]
    lists.add(number, first)
    named = {"exclude_list": [number]}
    before = api.names(named)
    lists.call("DELETE", f"{number}/entries", {"handles": [first[0]]})
    after = api.names(named)
    lists.call("DELETE", str(number))

    assert first[0] not in before
    assert after == [first[0], *before[:-1]]
    assert api.names(named) == first


@pytest.mark.parametrize("value", ["7", [1.5], ["7"], [None], {"id": 7}])
def test_ids_that_are_no_numbers_are_refused(api, value):
    """400 with the key."""
    answer = api.discover({"exclude_list": value})

    assert (answer.status_code, list(answer.json()["error"]["filters"])) == (400, ["exclude_list"])
