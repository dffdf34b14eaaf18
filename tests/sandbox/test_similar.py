"""Similar creators: really alike, most alike first, narrowed and paged like a search, and paid like one."""

from typing import Any

import pytest

from app.sandbox.blocks import account_id
from app.sandbox.columns import PLATFORMS

SIMILAR = "/public/v1/discovery/creators/similar/"
OFFERED = [platform for platform in PLATFORMS if platform != "twitter"]
PAGE = {"limit": 50, "page": 0}


def like(api, platform: str, value: str, key: str = "username", **more: Any) -> dict[str, Any]:
    """The answer of the similar call."""
    body = {"platform": platform, "filter_key": key, "filter_value": value, "paging": PAGE, **more}
    answer: dict[str, Any] = api.http.post(SIMILAR, json=body).json()
    return answer


def names(answer: dict[str, Any]) -> list[str]:
    return [account["profile"]["username"] for account in answer["accounts"]]


def somebody(api, platform: str) -> dict[str, Any]:
    """The truth about the best match of a platform whom enrichment would find."""
    truths = (api.truth(handle, platform) for handle in api.names(platform=platform))
    return next(truth for truth in truths if truth["found"])


@pytest.mark.parametrize("platform", OFFERED)
def test_name_address_and_account_id_find_the_same_ones(api, platform):
    """Three ways of naming one creator, who is not among the answers."""
    truth = somebody(api, platform)
    by_name = like(api, platform, f" @{truth['handle'].upper()} ")

    assert (
        like(api, platform, f"https://{platform}.example/@{truth['handle']}/", "url")["accounts"] == by_name["accounts"]
    )
    assert like(api, platform, account_id(truth, platform), "id")["accounts"] == by_name["accounts"]
    assert truth["handle"] not in names(by_name)
    assert by_name["total"] > 500


@pytest.mark.parametrize("platform", OFFERED)
def test_the_most_alike_share_more_than_the_least_alike(api, platform):
    """Topic, hashtags and size: the first fifty are nearer than the last fifty, and the score says so."""
    truth = somebody(api, platform)
    first = like(api, platform, truth["handle"])
    count = min(first["total"], 10_000)
    last = like(api, platform, truth["handle"], paging={"limit": 50, "page": count // 50 - 1})
    scores = [account["similarity_score"] for account in first["accounts"] + last["accounts"]]
    near, far = ([api.truth(name, platform) for name in names(answer)] for answer in (first, last))

    def shared_tags(others: list[dict[str, Any]]) -> int:
        return sum(len(set(other["tags"].split()) & set(truth["tags"].split())) for other in others)

    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] < 0.5 < scores[0] <= 1
    assert {other["niche"] for other in near + far} == {truth["niche"]}
    assert [other["sub"] for other in near].count(truth["sub"]) > 40
    assert [other["sub"] for other in far].count(truth["sub"]) < 10
    assert shared_tags(near) > shared_tags(far)


def test_alike_followers_count(api):
    """Instagram knows the audience: the nearest ones are followed by people of the same kind."""
    truths = [api.truth(handle) for handle in api.names({"number_of_followers": {"min": 50_000, "max": 500_000}})]
    truth = next(truth for truth in truths if truth["found"])
    answer = like(api, "instagram", truth["handle"])
    near = [api.truth(name) for name in names(answer)]

    assert sum(other["aud_country1"] == truth["aud_country1"] for other in near) > 10
    assert all(other["followers"] > 1_000 for other in near if other["followers"])


def test_the_order_is_the_same_every_time(api, start):
    """Pages of one answer follow each other, here and in another process of the same seed."""
    truth = somebody(api, "instagram")
    pages = [names(like(api, "instagram", truth["handle"], paging={"limit": 25, "page": page})) for page in range(2)]
    elsewhere = names(like(start(), "instagram", truth["handle"]))

    assert pages[0] + pages[1] == elsewhere == names(like(api, "instagram", truth["handle"]))


def test_filters_and_lists_narrow_it(api):
    """Only those who fit, still by likeness; handles to leave out are left out."""
    truth = somebody(api, "instagram")
    everybody = like(api, "instagram", truth["handle"])
    filters = {"number_of_followers": {"min": 20_000, "max": 90_000}, "exclude_handles": names(everybody)[:10]}
    narrowed = like(api, "instagram", truth["handle"], filters=filters)
    scores = [account["similarity_score"] for account in narrowed["accounts"]]

    assert 0 < narrowed["total"] < everybody["total"]
    assert all(20_000 <= account["profile"]["followers"] <= 90_000 for account in narrowed["accounts"])
    assert not set(names(narrowed)) & set(names(everybody)[:10])
    assert scores == sorted(scores, reverse=True)


def test_a_page_costs_a_hundredth_per_creator(api):
    """Like a search; an empty page is free."""
    truth = somebody(api, "tiktok")
    page = like(api, "tiktok", truth["handle"], paging={"limit": 7, "page": 1})
    nobody = like(api, "tiktok", truth["handle"], filters={"location": ["Atlantis"]})

    assert (page["credits_cost"], page["credits_left"]) == (0.07, float(api.process.books()["available"]))
    assert api.process.books()["entries"][-1]["call"] == "similar"
    assert (nobody["total"], nobody["accounts"], nobody["credits_cost"]) == (0, [], 0)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"platform": "twitter"}, "platform"),
        ({"filter_key": "email"}, "filter_key"),
        ({"filter_value": " "}, "filter_value"),
        ({"filter_value": "x" * 201}, "filter_value"),
        ({"paging": {"limit": 51, "page": 0}}, "paging"),
        ({"filters": {"is_verified": "yes"}}, "filters"),
    ],
)
def test_a_bad_request_names_the_field(api, change, field):
    """400; X has no similar creators (contract, Q30)."""
    body = {"platform": "instagram", "filter_key": "username", "filter_value": "somebody", "paging": PAGE} | change
    answer = api.http.post(SIMILAR, json=body)

    assert (answer.status_code, list(answer.json()["error"])) == (400, [field])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("username", "nobody.at.all"),
        ("url", "https://["),
        ("id", "12345"),
        ("id", "uc_in0000001"),
        ("id", "UC" + "A" * 22),
    ],
)
@pytest.mark.parametrize("platform", ["instagram", "youtube"])
def test_nobody_is_like_somebody_unknown(api, platform, key, value):
    """Not found is free; discovery's own user_id is no account id (contract, Q19)."""
    before = api.process.books()["used"]

    assert like(api, platform, value, key) == {"error": "creator_not_found"}
    assert api.process.books()["used"] == before
