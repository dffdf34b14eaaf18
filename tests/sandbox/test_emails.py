"""Email lookup: which addresses are found, and what an answer holds and costs."""

import httpx
import pytest

from app.sandbox.columns import PLATFORMS


def test_the_address_an_enrichment_gives_leads_back_to_a_creator_who_has_it(api):
    """Personal and role addresses alike; one lookup costs 0.05 and is in the books with its address."""
    for kind in ("personal", "role"):
        [someone] = api.people(1, email_kind=kind)
        address = api.truth(someone)["email"]
        answer = api.post("creators/enrich/email", email=f" {address.upper()} ").json()
        result = answer["result"]
        entry = api.process.books()["entries"][-1]

        assert api.truth(result["username"], result["platform"])["email"] == address
        assert (entry["call"], entry["handle"], entry["amount"]) == ("email", address, "0.05")
        assert answer["credits_cost"] == 0.05


def test_an_account_is_spelled_as_documented(api):
    """The keys of the documentation, with the values an enrichment shows."""
    result = api.post("creators/enrich/email", email="ruby.of.nowhere@creator.example").json()["result"]
    truth = api.truth(result["username"])
    picture = httpx.get(result["picture"], trust_env=False)

    assert set(result) == {"platform", "userId", "url", "username", "fullname", "picture", "followers"}
    assert (result["platform"], result["followers"], result["fullname"]) == (
        "instagram", truth["followers"], truth["name"],
    )  # fmt: skip
    assert picture.headers["content-type"] == "image/png"


def test_the_strongest_account_of_all_platforms_is_named(api):
    """Of those with this address, the one with most followers."""
    for someone in api.people(5, "tiktok", email_kind="role"):
        address = api.truth(someone, "tiktok")["email"]
        truths = {platform: api.http.get(f"/practice/creators/{platform}/{someone}").json() for platform in PLATFORMS}
        followers = {name: truth["followers"] for name, truth in truths.items() if truth.get("email") == address}
        result = api.post("creators/enrich/email", email=address).json()["result"]

        assert result["followers"] >= max(filter(None, followers.values()))


def test_every_address_at_creator_example_is_found(api):
    """Also one that no creator has: always with the same account."""
    first, again, other = (
        api.post("creators/enrich/email", email=f"{name}@creator.example").json()["result"]
        for name in ("ruby.of.nowhere", "Ruby.Of.Nowhere", "someone.else.entirely")
    )

    assert first == again
    assert first["username"] != other["username"]


@pytest.mark.parametrize("address", ["x@nowhere.example", "info@nobody-at-all.example", "x@creator.example.org"])
def test_an_unknown_address_is_free(api, address):
    """Not found, as with a handle."""
    before = api.process.books()["used"]
    answer = api.post("creators/enrich/email", email=address)

    assert (answer.status_code, answer.json()) == (400, {"error": "creator_not_found"})
    assert api.process.books()["used"] == before


@pytest.mark.parametrize("address", [None, " ", "nonsense", "@b.example", "a@b", "a b@c.example", "a@b@c.example", 5])
def test_what_is_no_address_is_refused(api, address):
    """400 naming the field."""
    answer = api.post("creators/enrich/email", email=address)

    assert (answer.status_code, list(answer.json()["error"])) == (400, ["email"])
