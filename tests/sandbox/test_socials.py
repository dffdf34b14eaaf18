"""Connected socials and audience overlap."""

from decimal import Decimal

import pytest

from app.sandbox.columns import SMALLER

OVERLAP = "creators/audience/overlap"


def test_the_accounts_of_a_person_agree_with_the_profile(api):
    """The account asked about comes first, then those that an enrichment names; 0.50 in all."""
    someone = api.someone(lambda truth: truth["found"] and {"tiktok", "youtube"} <= set(truth["services"]))
    answer = api.post("creators/socials", handle=f"@{someone}", platform="instagram").json()
    profile = api.enrich(someone, "full").json()["result"]
    accounts = {account["platform"]: account for account in answer["result"]}
    entry = api.process.books()["entries"][-2]

    assert next(iter(accounts)) == "instagram"
    assert accounts["instagram"]["username"] == someone
    assert accounts["instagram"]["user_id"] == profile["instagram"]["userid"]
    assert accounts["tiktok"]["follower_count"] == profile["tiktok"]["follower_count"]
    assert accounts["youtube"]["username"] == profile["youtube"]["custom_url"]
    assert (entry["call"], entry["handle"], entry["amount"], answer["credits_cost"]) == (
        "socials",
        someone,
        "0.50",
        0.5,
    )


def test_someone_unknown_elsewhere_has_one_account(api):
    """The one asked about; it is paid all the same, because something came back."""
    someone = api.someone(lambda truth: truth["found"] and "identity" not in truth["flags"])
    answer = api.post("creators/socials", handle=someone, platform="instagram").json()

    assert [account["username"] for account in answer["result"]] == [someone]
    assert "location" not in answer["result"][0]


@pytest.mark.parametrize("platform", SMALLER)
def test_people_on_the_smaller_platforms_are_those_of_instagram(api, platform):
    """Both ways round, by socials and by enrichment; each call costs what it costs elsewhere."""
    someone = api.someone(
        lambda truth: truth["found"] and "identity" in truth["flags"] and platform in truth["services"]
    )
    at_home = api.post("creators/socials", handle=someone, platform="instagram").json()["result"]
    answer = api.post("creators/socials", handle=f"@{someone.upper()}", platform=platform).json()
    raw = api.enrich(someone, "raw", platform=platform).json()
    profile = api.enrich(someone, "profile", platform=platform).json()
    linked = next(account for account in at_home if account["platform"] == platform)
    block = raw["result"][platform]

    assert [account["platform"] for account in answer["result"][:2]] == [platform, "instagram"]
    assert {account["platform"]: account["username"] for account in answer["result"]} == {
        account["platform"]: account["username"] for account in at_home
    }
    assert (linked["username"], linked["follower_count"]) == (block["username"], block["follower_count"])
    assert profile["result"]["email"] == api.enrich(someone, "profile").json()["result"]["email"]
    assert profile["result"]["instagram"]["username"] == someone
    assert [one["credits_cost"] for one in (answer, raw, profile)] == [0.5, 0.03, 0.2]


@pytest.mark.parametrize("platform", SMALLER[:4])
def test_full_details_are_had_on_the_smaller_platforms_but_for_linkedin(api, platform):
    """An address that is wanted is that of the person; there is no audience."""
    someone = api.someone(lambda truth: truth["found"] and truth["email"] and platform in truth["services"])
    result = api.enrich(someone, "full", platform=platform, email_required="must_have").json()["result"]

    assert (result["email"], result[platform]["exists"]) == (api.truth(someone)["email"], True)
    assert "audience" not in result[platform]


def test_linkedin_spells_its_own_fields(api):
    """As the documentation has it."""
    someone = api.someone(
        lambda truth: truth["found"] and "identity" in truth["flags"] and "linkedin" in truth["services"]
    )
    block = api.enrich(someone, "raw", platform="linkedin").json()["result"]["linkedin"]

    assert {"id", "headline", "summary", "full_positions"} <= set(block)


@pytest.mark.parametrize(("handle", "platform"), [("nobody.at.all", "instagram"), ("nobody.at.all", "linkedin")])
def test_the_socials_of_nobody_are_free(api, handle, platform):
    """Not found, also on the smaller platforms."""
    before = api.process.books()["used"]
    answer = api.post("creators/socials", handle=handle, platform=platform)

    assert (answer.status_code, answer.json()) == (400, {"error": "creator_not_found"})
    assert api.process.books()["used"] == before


@pytest.fixture(scope="module")
def _known() -> dict[str, list[str]]:
    return {}


@pytest.fixture
def ten(api, _known):
    """Ten creators with audience data."""
    if "ten" not in _known:
        names = api.names({"number_of_followers": {"min": 50_000}}, paging={"limit": 30, "page": 0})
        truths = {name: api.truth(name) for name in names}
        _known["ten"] = [name for name, truth in truths.items() if truth["found"] and truth["aud_country1"] is not None]
    return _known["ten"][:10]


@pytest.mark.parametrize("count", [2, 10])
def test_an_overlap_costs_one_credit_however_many(api, ten, count):
    """The answer, the balance and the books agree; handles and profile addresses are taken."""
    before = Decimal(api.process.books()["available"])
    names = [f"https://instagram.example/{ten[0]}/", *ten[1:count]]
    answer = api.post(OVERLAP, platform="instagram", creators=names).json()
    books = api.process.books()

    assert [detail["username"] for detail in answer["details"]] == ten[:count]
    assert (answer["credits_cost"], answer["credits_left"]) == (1.0, float(before - 1))
    assert (books["entries"][-1]["call"], books["entries"][-1]["handle"]) == ("overlap", ", ".join(ten[:count]))


def test_the_numbers_of_an_overlap_fit_together(api, ten):
    """Fractions of one, sums of the followers, and the same the other way round."""
    answer = api.post(OVERLAP, platform="instagram", creators=ten).json()
    back = api.post(OVERLAP, platform="instagram", creators=ten[::-1]).json()
    details, basics = answer["details"], answer["basics"]
    shared = sum(detail["overlapping_percentage"] * detail["followers"] for detail in details)

    assert basics["total_followers"] == sum(detail["followers"] for detail in details)
    assert basics["total_followers"] - basics["total_unique_followers"] == pytest.approx(shared / 2, rel=0.01)
    assert all(0 <= detail["overlapping_percentage"] <= 1 for detail in details)
    assert all(detail["unique_percentage"] + detail["overlapping_percentage"] == pytest.approx(1) for detail in details)
    assert (back["basics"], back["details"]) == (basics, details[::-1])


BAD = {
    "no platform": ({"platform": None}, "platform"),
    "platform without audiences": ({"platform": "twitch"}, "platform"),
    "none": ({"creators": None}, "creators"),
    "a name": ({"creators": "somebody"}, "creators"),
    "one": ({"creators": ["somebody"]}, "creators"),
    "one, twice": ({"creators": ["somebody", "@Somebody"]}, "creators"),
    "eleven": ({"creators": [f"somebody{at}" for at in range(11)]}, "creators"),
    "a blank": ({"creators": ["somebody", " "]}, "creators"),
    "a number": ({"creators": ["somebody", 5]}, "creators"),
}


@pytest.mark.parametrize(("change", "field"), BAD.values(), ids=BAD)
def test_a_bad_overlap_names_the_field(api, change, field):
    """400 with the field that is wrong."""
    answer = api.post(OVERLAP, **{"platform": "instagram", "creators": ["a", "b"]} | change)

    assert (answer.status_code, list(answer.json()["error"])) == (400, [field])


def test_an_overlap_that_cannot_be_had_is_free(api, ten):
    """An unknown creator, and one without audience data, who is named."""
    small = api.someone(lambda truth: truth["found"] and truth["aud_country1"] is None)
    before = api.process.books()["used"]
    unknown = api.post(OVERLAP, platform="instagram", creators=[ten[0], "nobody.at.all"])
    without = api.post(OVERLAP, platform="instagram", creators=[ten[0], small])

    assert (unknown.status_code, unknown.json()) == (400, {"error": "creator_not_found"})
    assert (without.status_code, without.json()) == (400, {"error": {"creators": [f"No audience data for {small}."]}})
    assert api.process.books()["used"] == before
