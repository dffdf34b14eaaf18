"""What the practice service charges, and that its books hold every charge."""

from decimal import Decimal

import pytest


@pytest.mark.parametrize(
    ("tier", "price"), [("raw", "0.03"), ("profile", "0.20"), ("analytics", "0.80"), ("full", "1.00")]
)
def test_a_tier_costs_its_price(api, tier, price):
    """The answer, the balance and the books name the same amount."""
    handle = api.someone(lambda truth: truth["found"])
    before = Decimal(api.process.books()["used"])
    answer = api.enrich(handle, tier).json()
    books = api.process.books()

    assert answer["credits_cost"] == float(price)
    assert Decimal(books["used"]) - before == Decimal(price)
    assert (books["entries"][-1]["call"], books["entries"][-1]["amount"]) == (tier, price)


@pytest.mark.parametrize("limit", [1, 7, 50])
def test_a_page_costs_a_hundredth_per_creator(api, limit):
    """Discovery is paid per creator returned and names what is left."""
    answer = api.discover(paging={"limit": limit, "page": 3}).json()

    assert answer["credits_cost"] == limit / 100
    assert answer["credits_left"] == float(api.process.books()["available"])


def test_an_empty_page_is_free(api):
    """No match costs nothing and is not in the books."""
    entries = len(api.process.books()["entries"])
    answer = api.discover({"location": ["Atlantis"]}).json()

    assert (answer["total"], answer["accounts"], answer["credits_cost"]) == (0, [], 0)
    assert len(api.process.books()["entries"]) == entries


def test_the_same_call_costs_again(api):
    """Repeating a paid call is paid again."""
    before = Decimal(api.process.books()["used"])
    api.discover()
    api.discover()

    assert Decimal(api.process.books()["used"]) - before == Decimal("0.20")


@pytest.mark.parametrize("tier", ["raw", "profile", "analytics", "full"])
def test_a_creator_who_is_gone_is_free(api, tier):
    """Searches list some creators that enrichment does not find."""
    handle = api.someone(lambda truth: not truth["found"])
    before = api.process.books()["used"]
    answer = api.enrich(handle, tier)

    assert (answer.status_code, answer.json()) == (400, {"error": "creator_not_found"})
    assert api.process.books()["used"] == before


@pytest.mark.parametrize("tier", ["profile", "full"])
def test_a_required_address_that_is_missing_is_free(api, tier):
    """must_have answers with an empty result and 0 credits."""
    handle = api.someone(lambda truth: truth["found"] and truth["email"] is None)
    answer = api.enrich(handle, tier, email_required="must_have").json()

    assert answer == {"result": {}, "credits_cost": 0}


def test_a_required_address_that_is_there_is_paid(api):
    """must_have with an address costs the tier."""
    handle = api.someone(lambda truth: truth["found"] and truth["email"] is not None)
    answer = api.enrich(handle, "profile", email_required="must_have").json()

    assert answer["result"]["email"] == api.truth(handle)["email"]
    assert answer["credits_cost"] == 0.2


def test_a_charge_says_for_what_and_that_it_arrived(api):
    """An entry names time, call, platform, handle or page, amount and delivery."""
    handle = api.someone(lambda truth: truth["found"])
    api.enrich(f" @{handle.upper()} ")
    entry = api.process.books()["entries"][-1]

    assert entry.pop("at") > 1_700_000_000
    assert entry == {
        "call": "raw", "platform": "instagram", "handle": handle, "page": None, "amount": "0.03", "delivered": True,
    }  # fmt: skip


def test_a_balance_that_does_not_cover_the_page_refuses_it(start):
    """402 for a search too, and nothing is taken."""
    api = start("--credits", "0.05")
    answer = api.discover()

    assert answer.status_code == 402
    assert "credit" in answer.json()["error"].lower()
    assert api.process.books()["available"] == "0.05"


def test_credits_added_are_spent(start):
    """After a top-up the refused call goes through."""
    api = start("--credits", "0")
    refused = api.discover().status_code
    api.process.top_up("50")

    assert (refused, api.discover().status_code) == (402, 200)
    assert api.credits().json() == {"credits_available": 49.9, "credits_used": 0.1}


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_the_account_survives_a_restart(start, tmp_path, end):
    """Balance, key, address and entries are the same after SIGTERM and after SIGKILL."""
    api = start("--credits", "10", "--state", str(tmp_path))
    api.discover()
    key, before = api.process.key, api.process.books()
    getattr(api.process, end)()
    api.process.restart()
    after = api.process.books()

    assert (api.process.key, after["available"], after["used"]) == (key, before["available"], "0.10")
    assert after["entries"] == before["entries"]


def test_it_ends_in_good_order(start):
    """SIGTERM is a clean end."""
    assert start().process.stop() == 0
