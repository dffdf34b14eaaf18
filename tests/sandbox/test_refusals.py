"""What the practice service refuses, in the shapes of the contract's section 4."""

import httpx
import pytest

from tests.sandbox_server import SandboxProcess

CREDITS = "/public/v1/accounts/credits/"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, {"detail": "Authentication credentials were not provided."}),
        ({"Authorization": "Bearer eyJwrong"}, {"detail": "Token is invalid", "code": "authentication_failed"}),
    ],
    ids=["missing", "wrong"],
)
def test_a_bad_key_is_refused(api, headers, body):
    """401, with different bodies for no key and a wrong one."""
    answer = httpx.get(api.process.url + CREDITS, headers=headers, trust_env=False)

    assert (answer.status_code, answer.json()) == (401, body)


def test_a_path_without_its_slash_redirects(api):
    """301 to the right path; a client that followed it would lose the body."""
    answer = api.http.post("/public/v1/discovery", json={})

    assert (answer.status_code, answer.headers["location"]) == (301, "/public/v1/discovery/")


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "nothing/", 404), ("GET", "discovery/", 405)])
def test_a_wrong_path_or_method_is_json(api, method, path, status):
    """Unknown paths and methods name what is wrong."""
    answer = api.http.request(method, f"/public/v1/{path}")

    assert (answer.status_code, list(answer.json())) == (status, ["detail"])


PAGING = {"limit": 5, "page": 0}
BAD_SEARCHES = {
    "no platform": ({"platform": None}, "platform"),
    "unknown platform": ({"platform": "myspace"}, "platform"),
    "no paging": ({"paging": None}, "paging"),
    "limit 0": ({"paging": {"limit": 0, "page": 0}}, "paging"),
    "limit 51": ({"paging": {"limit": 51, "page": 0}}, "paging"),
    "page -1": ({"paging": {"limit": 5, "page": -1}}, "paging"),
    "page as text": ({"paging": {"limit": 5, "page": "one"}}, "paging"),
    "unknown sort": ({"sort": {"sort_by": "cqi"}}, "sort_by"),
    "growth on twitter": ({"platform": "twitter", "sort": {"sort_by": "growth_rate"}}, "sort"),
    "followers on onlyfans": ({"platform": "onlyfans", "sort": {"sort_by": "number_of_followers"}}, "sort"),
    "worst match first": ({"sort": {"sort_by": "relevancy", "sort_order": "asc"}}, "sort"),
    "filters as list": ({"filters": [1]}, "filters"),
    "short ai_search": ({"filters": {"ai_search": "ab"}}, "filters"),
    "long ai_search": ({"filters": {"ai_search": "a" * 151}}, "filters"),
    "word for a number": ({"filters": {"engagement_percent": {"min": "much"}}}, "filters"),
    "yes as text": ({"filters": {"is_verified": "yes"}}, "filters"),
    "unknown gender": ({"filters": {"gender": "robot"}}, "filters"),
    "location as text": ({"filters": {"location": "Norway"}}, "filters"),
    "blank keyword": ({"filters": {"keywords_in_bio": [" "]}}, "filters"),
    "10,001 handles": ({"filters": {"exclude_handles": ["a"] * 10_001}}, "filters"),
}


@pytest.mark.parametrize(("change", "field"), BAD_SEARCHES.values(), ids=BAD_SEARCHES)
def test_a_bad_search_names_the_field(api, change, field):
    """400 with `{"error": {field: ...}}`, and nothing is charged."""
    before = api.process.books()["used"]
    answer = api.http.post("/public/v1/discovery/", json={"platform": "instagram", "paging": PAGING} | change)

    assert (answer.status_code, list(answer.json()), list(answer.json()["error"])) == (400, ["error"], [field])
    assert api.process.books()["used"] == before


def test_a_wrong_number_has_the_known_body(api):
    """The one validation body that is documented word for word."""
    answer = api.discover({"engagement_percent": {"min": "much"}})

    assert answer.json() == {"error": {"filters": {"engagement_percent": ["A valid number is required."]}}}


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'"x"', b"\xff", b'{"platform": "\\ud800"}', b"[" * 100_000])
def test_an_unreadable_body_is_refused(api, content):
    """Whatever the bytes are, the answer is a 400 in JSON."""
    answer = api.http.post("/public/v1/discovery/", content=content)

    assert (answer.status_code, list(answer.json()["error"])) == (400, ["non_field_errors"])


BAD_CREATORS = {
    "no handle": ("full", {"handle": None}, "handle"),
    "blank handle": ("full", {"handle": " "}, "handle"),
    "long handle": ("full", {"handle": "a" * 201}, "handle"),
    "unknown platform": ("full", {"platform": "myspace"}, "platform"),
    "full on linkedin": ("full", {"platform": "linkedin"}, "platform"),
    "analytics on pinterest": ("analytics", {"platform": "pinterest"}, "platform"),
    "third address rule": ("profile", {"email_required": "not_needed"}, "email_required"),
    "flag as text": ("full", {"include_lookalikes": "true"}, "include_lookalikes"),
}


@pytest.mark.parametrize(("tier", "change", "field"), BAD_CREATORS.values(), ids=BAD_CREATORS)
def test_a_bad_enrichment_names_the_field(api, tier, change, field):
    """400 with the field that is wrong."""
    answer = api.enrich(tier=tier, **({"handle": "somebody", "platform": "instagram"} | change))

    assert (answer.status_code, list(answer.json()["error"])) == (400, [field])


@pytest.mark.parametrize("handle", ["nobody.at.all", "@@@", "https://", "=1+1", "\u202e", "x" * 200, "%", "'"])
def test_a_handle_that_nobody_has_is_not_found(api, handle):
    """Not found is a 400 of its own, whatever the handle looks like."""
    answer = api.enrich(handle)

    assert (answer.status_code, answer.json()) == (400, {"error": "creator_not_found"})


def test_unknown_and_foreign_filter_keys_are_ignored(api):
    """The trap of the service: the search runs wide and is charged."""
    wide = api.discover().json()["total"]
    answer = api.discover({"number_of_folowers": {"min": 10}, "subscription_price": {"max": 1}, "shorts": 5}).json()

    assert (answer["total"], answer["credits_cost"]) == (wide, 0.1)


def test_similar_to_nobody_is_not_found(api):
    """A seed that does not exist is free."""
    body = {"platform": "instagram", "filter_key": "username", "filter_value": "nobody.at.all", "paging": PAGING}
    answer = api.http.post("/public/v1/discovery/creators/similar/", json=body)

    assert (answer.status_code, answer.json()) == (400, {"error": "creator_not_found"})


def test_beyond_the_rate_it_is_refused_with_a_time_to_wait(start):
    """429 with Retry-After; refused requests do not count, so there is room again when it says so."""
    api = start("--rate", "5", "--window-s", "1")
    accepted = [api.credits().status_code for _ in range(5)]
    refused = [api.credits() for _ in range(20)]
    while (again := api.credits()).status_code == 429:
        refused.append(again)
    first, *others, last = api.process.books()["arrivals"]
    waited = [one["at"] - first["at"] for one in others if one["status"] == 429]

    assert accepted == [200] * 5
    assert {answer.status_code for answer in refused} == {429}
    assert {answer.headers["retry-after"] for answer in refused} == {"1"}
    assert max(waited) <= 1.0 <= last["at"] - first["at"]


def test_every_arrival_is_recorded(start):
    """Tests can count what arrived, when, from whom, what it asked for, and what it got."""
    api = start()
    api.credits()
    api.enrich("nobody.at.all")
    arrivals = api.process.books()["arrivals"]

    assert [(one["path"], one["status"]) for one in arrivals] == [
        (CREDITS, 200),
        ("/public/v1/creators/enrich/handle/raw/", 400),
    ]
    assert arrivals[0]["at"] < arrivals[1]["at"]
    assert (arrivals[0]["asked"], arrivals[1]["asked"]["handle"]) == ({}, "nobody.at.all")
    assert {one["agent"] for one in arrivals} == {f"python-httpx/{httpx.__version__}"}


@pytest.mark.parametrize("flags", [["--latency-ms", "9-1"], ["--faults", "x:1"], ["--credits", "much"]])
def test_a_wrong_option_ends_it_with_2(flags):
    """It never listens."""
    with pytest.raises(RuntimeError, match="ended with 2"):
        SandboxProcess(*flags)
