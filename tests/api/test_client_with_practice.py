"""The client against the practice service: the same money on both sides, in good days and bad ones."""

from collections.abc import AsyncIterator, Iterator
from decimal import Decimal

import httpx
import pytest

from app.api import wire
from app.api.client import Client, open_http
from app.domain.errors import KeyRefused, OutOfCredits, RateLimited, Refused, ServiceError, ServiceFault, Uncertain
from app.domain.filters import Search, Sort
from app.domain.filters.dictionaries import WHOLE
from app.domain.jobs import EnrichOptions
from app.domain.money import Had, Tier
from app.domain.platforms import Handle, Platform
from tests.sandbox_server import SandboxProcess

BIG = Search(
    platform=Platform.INSTAGRAM,
    filters={"number_of_followers": {"min": 20000, "max": 90000}},
    sort=Sort(by="number_of_followers", order="desc"),
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--credits", "500", "--latency-ms", "0", "--rate", "10000") as process:
        yield process


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with open_http() as client:
        yield client


@pytest.fixture
def client(sandbox: SandboxProcess, http: httpx.AsyncClient) -> Client:
    return Client(http, base_url=sandbox.url, key=sandbox.key)


def booked(sandbox: SandboxProcess) -> tuple[Decimal, Decimal]:
    books = sandbox.books()
    return Decimal(books["available"]), Decimal(books["used"])


async def first_found(client: Client, platform: Platform = Platform.INSTAGRAM) -> Handle:
    page = await client.discover(Search(platform=platform), wire_page=0, limit=1)
    return page.found[0].handle


async def test_the_balance_is_what_the_books_say(client: Client, sandbox: SandboxProcess) -> None:
    """To the ten-thousandth."""
    balance = await client.balance()

    assert (balance.available, balance.used) == booked(sandbox)


async def test_a_page_costs_what_the_books_charge(client: Client, sandbox: SandboxProcess) -> None:
    """Filters filter, the order is kept, and the cost is the answer's own."""
    before = booked(sandbox)

    page = await client.discover(BIG, wire_page=0, limit=50)

    available, used = booked(sandbox)
    followers = [found.followers or 0 for found in page.found]
    assert (len(page.found), page.unusable, page.cost, page.left) == (50, 0, Decimal("0.50"), available)
    assert used - before[1] == Decimal("0.50")
    assert followers == sorted(followers, reverse=True)
    assert 20000 <= followers[-1] <= followers[0] <= 90000


async def test_two_pages_hold_different_creators(client: Client) -> None:
    """Pages do not overlap."""
    one = await client.discover(BIG, wire_page=0, limit=20)
    two = await client.discover(BIG, wire_page=1, limit=20)

    assert not {found.handle for found in one.found} & {found.handle for found in two.found}


async def test_similar_creators_come_with_their_likeness(client: Client) -> None:
    """The likest first."""
    handle = await first_found(client)

    page = await client.similar(
        handle.platform, filter_key="username", filter_value=handle.name, filters={}, wire_page=0, limit=5
    )

    likeness = [found.similarity or 0.0 for found in page.found]
    assert likeness == sorted(likeness, reverse=True)
    assert page.cost == Decimal("0.01") * len(page.found)


async def test_a_similar_search_for_nobody_is_refused(client: Client) -> None:
    """There is no sheet to make of it."""
    with pytest.raises(Refused):
        await client.similar(
            Platform.INSTAGRAM, filter_key="username", filter_value="nobody.at.all", filters={}, wire_page=0, limit=5
        )


@pytest.mark.parametrize("name", wire.DICTIONARIES)
async def test_every_dictionary_has_items(client: Client, name: str) -> None:
    """Each with a label to read and a value to send, each value once."""
    items = await client.dictionary(name, platform=Platform.INSTAGRAM if name == "locations" else None)

    assert items
    assert all(item.label and item.value for item in items)
    assert len({item.value for item in items}) == len(items)


@pytest.mark.parametrize("name", sorted(set(wire.DICTIONARIES) - WHOLE))
async def test_a_long_dictionary_can_be_searched_and_paged(client: Client, name: str) -> None:
    """By what is typed, and by the number of items received."""
    platform = Platform.INSTAGRAM if name == "locations" else None
    first = await client.dictionary(name, platform=platform)

    typed = await client.dictionary(name, platform=platform, search=first[0].label)
    more = await client.dictionary(name, platform=platform, offset=len(first))

    assert first[0] in typed
    assert not set(first) & set(more)


@pytest.mark.parametrize("platform", Platform)
async def test_full_details_agree_with_the_row_of_the_search(
    client: Client, sandbox: SandboxProcess, platform: Platform
) -> None:
    """The same creator, the same numbers, and 1.00 in the books."""
    page = await client.discover(Search(platform=platform), wire_page=0, limit=50)
    used = booked(sandbox)[1]
    spent = Decimal(0)

    for found in page.found[:6]:
        bought = await client.enrich(found.handle, EnrichOptions(tier=Tier.FULL))
        assert bought.cost is not None
        spent += bought.cost
        if bought.reading is not None:
            told = bought.reading.values["followers"]
            assert bought.reading.shown_handle.lower() == found.handle.name
            assert bought.reading.platform_id or platform is Platform.ONLYFANS  # whose answers nobody has seen
            assert told == found.followers or not (told and found.followers)

    assert spent >= Decimal(1)
    assert booked(sandbox)[1] - used == spent


@pytest.mark.parametrize(
    ("tier", "parts"), [(Tier.RAW, Had.RAW), (Tier.PROFILE, Had.PROFILE), (Tier.ANALYTICS, Had.ANALYTICS)]
)
async def test_each_tier_costs_its_price_and_brings_its_part(client: Client, tier: Tier, parts: Had) -> None:
    """Or nothing, for a creator that only the search knows."""
    page = await client.discover(BIG, wire_page=0, limit=5)

    all_bought = [await client.enrich(found.handle, EnrichOptions(tier=tier)) for found in page.found]

    readings = [bought for bought in all_bought if bought.reading is not None]
    assert readings
    assert all(bought.cost == tier.price and bought.reading.parts == parts for bought in readings)


async def test_only_with_an_email_brings_an_email_or_costs_nothing(client: Client) -> None:
    """The rule of the Get details dialog."""
    page = await client.discover(BIG, wire_page=0, limit=20)
    options = EnrichOptions(tier=Tier.PROFILE, email_required=True)

    all_bought = [await client.enrich(found.handle, options) for found in page.found]

    assert {bought.no_email for bought in all_bought} == {True, False}
    for bought in all_bought:
        if bought.reading is None:
            assert bought.cost == Decimal(0)
        else:
            assert bought.reading.values["email"]


async def test_nobody_is_not_found_and_free(client: Client, sandbox: SandboxProcess) -> None:
    """A state of the row."""
    before = booked(sandbox)

    bought = await client.enrich(Handle.parse("nobody.at.all", Platform.INSTAGRAM), EnrichOptions(tier=Tier.FULL))

    assert (bought.reading, bought.no_email, bought.cost) == (None, False, Decimal(0))
    assert booked(sandbox) == before


async def test_a_wrong_key_is_refused(sandbox: SandboxProcess, http: httpx.AsyncClient) -> None:
    """By every call, and free."""
    stranger = Client(http, base_url=sandbox.url, key="eyJ.another.key")

    with pytest.raises(KeyRefused):
        await stranger.balance()


async def test_an_empty_account_is_out_of_credits(http: httpx.AsyncClient) -> None:
    """Nothing is charged that is not there."""
    with SandboxProcess("--credits", "0.5", "--latency-ms", "0") as poor:
        client = Client(http, base_url=poor.url, key=poor.key)
        handle = await first_found(client)

        with pytest.raises(OutOfCredits):
            await client.enrich(handle, EnrichOptions(tier=Tier.FULL))

        assert booked(poor)[0] == Decimal("0.49")


async def test_above_the_rate_the_service_says_how_long_to_wait(http: httpx.AsyncClient) -> None:
    """In seconds, within its window."""
    with SandboxProcess("--rate", "3", "--window-s", "30", "--latency-ms", "0") as slow:
        client = Client(http, base_url=slow.url, key=slow.key)
        for _ in range(3):
            await client.balance()

        with pytest.raises(RateLimited) as caught:
            await client.balance()

    assert caught.value.retry_after_s is not None
    assert 0 < caught.value.retry_after_s <= 31


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("413", Refused),
        ("429", RateLimited),
        ("500", ServiceFault),
        ("502", Uncertain),
        ("503", ServiceFault),
        ("reset", Uncertain),
        ("trunc", Uncertain),
        ("lost", Uncertain),
        ("504c", Uncertain),
    ],
)
async def test_a_fault_of_the_service_has_its_error(
    http: httpx.AsyncClient, sandbox: SandboxProcess, client: Client, fault: str, kind: type[ServiceError]
) -> None:
    """What was charged is uncertain to us; what is certain was not charged."""
    handle = await first_found(client)
    with SandboxProcess("--faults", f"{fault}:1", "--credits", "50", "--latency-ms", "0") as faulty:
        broken = Client(http, base_url=faulty.url, key=faulty.key)
        with pytest.raises(kind) as caught:
            await broken.enrich(handle, EnrichOptions(tier=Tier.RAW))
        used = booked(faulty)[1]

    assert type(caught.value) is kind
    assert kind is Uncertain or used == 0
    assert fault not in ("trunc", "lost", "504c") or used == Decimal("0.03")
