"""The client over real HTTP: where the key goes, and what each outcome means for the money."""

import asyncio
import gzip
import json
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
import yaml

from app.api.client import LIVE_BASE_URL, PATHS, Client, open_http
from app.api.gate import Lane, RateGate, Slot
from app.api.login import parse_base_url, parse_key
from app.api.send_log import MemoryLog
from app.domain.errors import (
    Charged,
    FairUse,
    InputError,
    KeyRefused,
    NotAllowed,
    NotSent,
    OutOfCredits,
    RateLimited,
    Refused,
    ServiceError,
    ServiceFault,
    Uncertain,
)
from app.domain.filters import Search
from app.domain.jobs import EnrichOptions
from app.domain.money import Tier
from app.domain.platforms import Handle, Platform
from tests.recording_server import Server, answer, running

KEY = "eyJ0eXAiOiJpbnZlbnRlZCJ9.practice-key.0123456789abcdefghijklmnopqrstuvwxyz"
MAREN = Handle.parse("fjelltur.maren", Platform.INSTAGRAM)
FULL = EnrichOptions(tier=Tier.FULL)
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
HTML = "<html><head><title>504</title></head><body><h1>Gateway Time-out</h1></body></html>"


BALANCE = answer(200, {"credits_available": 410.35, "credits_used": 89.65})
FOUND = answer(200, {"result": {"instagram": {"username": "fjelltur.maren"}}, "credits_cost": 1.0})


@pytest.fixture
async def service() -> AsyncIterator[Server]:
    async with running() as server:
        yield server


@pytest.fixture
async def other() -> AsyncIterator[Server]:
    """Another host, which must never see the key."""
    async with running(BALANCE) as server:
        yield server


@pytest.fixture
async def http(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    async with open_http() as client:
        yield client


@pytest.fixture
def client(service: Server, http: httpx.AsyncClient) -> Client:
    return Client(http, base_url=service.url, key=KEY)


@pytest.fixture
def closed_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Gate:
    """A real gate with one slot a minute on a clock that stands still: a taken slot is seen at once."""

    def __init__(self) -> None:
        self.gate = RateGate(log=MemoryLog(), clock=lambda: 1000.0, limit=1, kept=0, spacing_s=0.0)
        self.slot: Slot = self.gate.take(Lane.USER)

    @property
    def wait_s(self) -> float:
        return self.gate.wait_s(Lane.USER)


async def buy(client: Client, slot: Slot | None = None) -> object:
    return await client.enrich(MAREN, FULL, slot)


async def look(client: Client, slot: Slot | None = None) -> object:
    return await client.balance(slot)


async def search(client: Client, slot: Slot | None = None) -> object:
    return await client.discover(Search(platform=Platform.INSTAGRAM), wire_page=0, limit=50, slot=slot)


Ask = Callable[[Client, Slot | None], Awaitable[object]]


async def error_of(asked: Awaitable[object]) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        await asked
    return caught.value


# The key.


@pytest.mark.parametrize("pasted", [KEY, f"  {KEY}\n", f"Bearer {KEY}", f"bearer   {KEY} ", f"\u00a0{KEY}"])
def test_a_pasted_key_loses_its_wrapping(pasted: str) -> None:
    """People copy the header line as often as the key."""
    assert parse_key(pasted) == KEY


@pytest.mark.parametrize(
    "pasted", ["", "   ", "Bearer ", "two words", "key\r\nX-Other: 1", "schlüssel", "k\u200bey", "\x00", "key bearer"]
)
def test_what_cannot_be_a_key_is_refused(pasted: str) -> None:
    """It could not stand in a header, or would break out of it."""
    with pytest.raises(InputError):
        parse_key(pasted)


async def test_a_key_that_is_no_key_makes_no_client(http: httpx.AsyncClient) -> None:
    """The client checks for itself."""
    with pytest.raises(InputError):
        Client(http, base_url="https://api-dashboard.influencers.club", key=" ")


@pytest.mark.parametrize(
    "address",
    [
        "https://api-dashboard.influencers.club",
        "https://api.example:8443/",
        "http://127.0.0.1:8000",
        "http://localhost:8000/",
        "http://[::1]:8000",
    ],
)
def test_https_anywhere_and_http_on_this_machine_are_addresses(address: str) -> None:
    """The practice service speaks plain http, on this machine only."""
    assert str(parse_base_url(f" {address} ")) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://api-dashboard.influencers.club",
        "http://127.0.0.1.example",
        "http://192.168.1.4:8000",
        "https://api.example/public/v1",
        "https://api.example/?a=b",
        "https://name:secret@api.example",
        "https://api.example:99999999",
        "https://api.example:x",
        "ftp://api.example",
        "api.example",
        "https://",
        "",
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    """Plain http elsewhere would show the key to everybody on the way."""
    with pytest.raises(InputError):
        parse_base_url(address)


async def test_the_key_travels_in_the_header_only(client: Client, service: Server) -> None:
    """Not in the address, not in the body."""
    service.reply = FOUND

    await buy(client)

    (arrived,) = service.arrived
    assert arrived.headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in arrived.target
    assert KEY.encode() not in arrived.body


async def test_a_redirect_is_a_bug_and_never_followed(client: Client, service: Server, other: Server) -> None:
    """Another host never sees the key; the error names our path, which must be wrong."""
    service.reply = answer(302, Location=f"{other.url}/public/v1/accounts/credits/")

    with pytest.raises(RuntimeError, match="GET /public/v1/accounts/credits/"):
        await client.balance()

    assert other.arrived == []


async def test_plain_http_takes_no_proxy(
    service: Server, other: Server, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would read the key of a practice account."""
    service.reply = BALANCE
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, other.url)

    async with open_http() as proxied:
        await Client(proxied, base_url=service.url, key=KEY).balance()

    assert other.arrived == []
    assert len(service.arrived) == 1


async def test_a_proxy_for_https_sees_the_hosts_name_and_no_key(
    other: Server, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It opens a tunnel; when it will not, nothing was sent, and the slot is free again."""
    other.reply = answer(403, "no")
    monkeypatch.setenv("HTTPS_PROXY", other.url)
    gate = Gate()

    async with open_http() as proxied:
        error = await error_of(Client(proxied, base_url="https://api.example", key=KEY).enrich(MAREN, FULL, gate.slot))

    (arrived,) = other.arrived
    assert (arrived.method, arrived.target, "authorization" in arrived.headers) == ("CONNECT", "api.example:443", False)
    assert isinstance(error, NotSent)
    assert gate.wait_s == 0.0


async def test_a_proxy_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence instead of a crash at the start."""
    monkeypatch.setenv("HTTPS_PROXY", "gopher://proxy.example")

    with pytest.raises(InputError) as caught:
        open_http()

    assert caught.value.field == "HTTPS_PROXY"


async def test_a_client_never_shows_its_key(client: Client, service: Server) -> None:
    """Only where it talks to."""
    assert repr(client) == f"Client({service.url})"


ECHOES = [
    answer(400, {"error": f"Unexpected header Bearer {KEY}"}),
    answer(401, {"detail": f"Token {KEY} is invalid"}),
    answer(403, {"message": f"Bearer   {KEY}"}),
    answer(418, {"error": {"headers": {"authorization": [KEY]}}}),
    answer(422, {"detail": "x" * 170 + KEY}),
    answer(429, {"detail": f"fair use reached for {KEY}"}),
    answer(500, {"message": f"crashed on {KEY}"}),
    answer(502, f"<html>{KEY}</html>"),
    answer(200, f"not JSON {KEY}"),
    answer(301, KEY, Location=f"http://127.0.0.1/?key={KEY}"),
    None,
]


@pytest.mark.parametrize("reply", ECHOES)
async def test_no_error_text_holds_the_key(client: Client, service: Server, reply: bytes | None) -> None:
    """Not the sentences, not the chain of causes, and not a part of the key where a text was cut."""
    service.reply = reply

    with pytest.raises((ServiceError, RuntimeError)) as caught:
        await buy(client)

    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    shown += caught.value.sentences if isinstance(caught.value, ServiceError) else ""
    assert KEY[:12] not in shown


# Outcomes of answers.

OUTCOMES = [
    (400, {"error": {"filters": {"engagement_percent": ["A valid number is required."]}}}, Refused),
    (400, {"error": "Invalid platform.", "credits_cost": 0, "credits_left": 3}, Refused),
    (401, {"detail": "Token is invalid", "code": "authentication_failed"}, KeyRefused),
    (401, {"detail": "Authentication credentials were not provided."}, KeyRefused),
    (402, {}, OutOfCredits),
    (402, "", OutOfCredits),
    (400, {"error": "Insufficient credits."}, OutOfCredits),
    (403, {"code": "insufficient_credits", "message": "Not possible."}, OutOfCredits),
    (403, {"detail": "Your plan does not allow this."}, NotAllowed),
    (409, {"error": "Batch is not paused."}, Refused),
    (413, HTML, Refused),
    (422, {"detail": [{"loc": ["paging"], "msg": "too big"}]}, Refused),
    (429, {"detail": "Request was throttled."}, RateLimited),
    (429, "", RateLimited),
    (429, {"error": "You have reached the fair use limit."}, FairUse),
    (429, {"error": "Monthly limit of unique creators reached."}, FairUse),
    (429, {"error": "10x your plan's monthly credits reached."}, FairUse),
    (500, {"error": "Internal error."}, ServiceFault),
    (503, {}, ServiceFault),
    (500, "", Uncertain),
    (500, "[]", Uncertain),
    (502, HTML, Uncertain),
    (504, HTML, Uncertain),
    (200, "", Uncertain),
    (200, HTML, Uncertain),
    (204, "", Uncertain),
]


@pytest.mark.parametrize(("status", "body", "kind"), OUTCOMES)
@pytest.mark.parametrize("ask", [search, buy], ids=["search", "buy"])
async def test_each_status_of_a_paid_request_has_its_error(
    client: Client, service: Server, ask: Ask, status: int, body: object, kind: type[ServiceError]
) -> None:
    """Everything but "uncertain" was not charged (contract, section 4; design.md, money rule 5)."""
    service.reply = answer(status, body)

    error = await error_of(ask(client, None))

    assert type(error) is kind
    assert error.charged is (Charged.UNKNOWN if kind is Uncertain else Charged.NO)


@pytest.mark.parametrize("status", [401, 429, 500, 504, 200])
async def test_a_free_request_is_never_charged(client: Client, service: Server, status: int) -> None:
    """However it ends, it can simply be sent again."""
    service.reply = answer(status, HTML)

    error = await error_of(look(client))

    assert error.charged is Charged.NO


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"message": "First.", "detail": "Second."}, "First."),
        ({"detail": "Second.", "error": "Third."}, "Second."),
        ({"error": "Third."}, "Third."),
        ({"response_meta": {"error_message": "Fourth."}}, "Fourth."),
        ({"error": ["One.", "Two."]}, "One.; Two."),
        (
            {"error": {"filters": {"engagement_percent": ["A valid number is required."], "location": ["Unknown."]}}},
            "filters.engagement_percent: A valid number is required.; filters.location: Unknown.",
        ),
        ({"message": "", "error": "Third."}, "Third."),
        (["Only a list."], "Only a list."),
        ({"strange": 1}, '{"strange": 1}.'),
        ("Plain text", "Plain text."),
        ("<h1>Not\r\n acceptable</h1>", "Not acceptable."),
        ("", "status 418."),
        ({"error": "\u202eodd\x00\nsigns"}, "odd signs."),
    ],
)
async def test_a_refusal_says_what_the_service_said(
    client: Client, service: Server, body: object, sentence: str
) -> None:
    """One extractor for all the shapes of error bodies (contract, section 4 and Q36)."""
    service.reply = answer(418, body)

    error = await error_of(search(client))

    assert error.happened == f"The service did not accept this: {sentence}"


async def test_a_long_text_is_cut(client: Client, service: Server) -> None:
    """A message is a sentence, not a page."""
    service.reply = answer(418, "x" * 5000)

    error = await error_of(search(client))

    assert error.happened.endswith("x…")
    assert len(error.happened) < 250


async def test_the_live_service_is_called_by_its_name(
    other: Server, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People know influencers.club, not a host. The proxy keeps the request of this test on this machine."""
    other.reply = answer(403)
    monkeypatch.setenv("HTTPS_PROXY", other.url)

    async with open_http() as proxied:
        error = await error_of(look(Client(proxied, base_url=LIVE_BASE_URL, key=KEY)))

    assert error.happened == "influencers.club could not be reached."


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {"error": "creator_not_found"}),
        (400, {"code": "creator_not_found", "message": "We could not help."}),
        (400, {"detail": "Creator not found. No credits were charged."}),
        (400, {"error": {"handle": ["Not found."]}}),
        (404, {"detail": "No such creator."}),
        (404, ""),
    ],
)
async def test_a_creator_nobody_knows_is_free_and_no_error(
    client: Client, service: Server, status: int, body: object
) -> None:
    """A state of the row, not a problem (contract, Q38)."""
    service.reply = answer(status, body)

    bought = await client.enrich(MAREN, FULL)

    assert (bought.reading, bought.no_email, bought.cost) == (None, False, Decimal(0))


async def test_no_email_found_is_told_apart_from_no_creator(client: Client, service: Server) -> None:
    """Where an address was required and the refusal is about it."""
    service.reply = answer(400, {"error": "email_not_found"})

    bought = await client.enrich(MAREN, EnrichOptions(tier=Tier.PROFILE, email_required=True))

    assert (bought.reading, bought.no_email) == (None, True)


@pytest.mark.parametrize("status", [400, 404])
async def test_a_search_is_never_not_found(client: Client, service: Server, status: int) -> None:
    """There the words are about something in the request, such as an exclusion list."""
    service.reply = answer(status, {"error": "Exclusion list not found."})

    error = await error_of(search(client))

    assert type(error) is Refused
    assert "Exclusion list not found." in error.happened


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry_After": "7"}, 7.0),
        ({"Retry_After": " 0.5 "}, 0.5),
        ({"Retry_After": "0"}, 0.0),
        ({"Retry_After": "-3"}, None),
        ({"Retry_After": "nan"}, None),
        ({"Retry_After": "inf"}, None),
        ({"Retry_After": "soon"}, None),
        ({"Retry_After": "9999999"}, None),
        ({"Date": "Sun, 22 Nov 2026 12:00:00 GMT", "Retry_After": "Sun, 22 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"Date": "Sun, 22 Nov 2026 12:00:00 GMT", "Retry_After": "Sun, 22 Nov 2026 11:00:00 GMT"}, None),
        ({"Retry_After": "Sun, 22 Nov 1998 12:00:30 GMT"}, None),
        ({"Retry_After": "Sun, 99 Nov 2026 12:00:30 GMT"}, None),
    ],
)
async def test_the_wait_the_service_asks_for_is_read(
    client: Client, service: Server, headers: dict[str, str], seconds: float | None
) -> None:
    """Seconds or a date, measured by the service's own clock; nonsense counts as nothing said."""
    service.reply = answer(429, {"detail": "Request was throttled."}, **headers)

    error = await error_of(look(client))

    assert isinstance(error, RateLimited)
    assert error.retry_after_s == seconds


# Outcomes of connections.

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CUT = {
    "no answer": b"",
    "half a status line": b"HTTP/1.1 2",
    "shorter than announced": HEAD + b'Content-Length: 90\r\n\r\n{"result": {"instagram"',
    "announced, and nothing came": HEAD + b"Content-Length: 90\r\n\r\n",
    "chunks without an end": HEAD + b'Transfer-Encoding: chunked\r\n\r\n9\r\n{"result"\r\n',
    "no length, ends in the middle": HEAD + b'\r\n{"result": {"instagram": {"user',
    "broken compression": HEAD + b"Content-Length: 9\r\nContent-Encoding: gzip\r\n\r\nnot a zip",
    "not HTTP": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "reset": None,
}


@pytest.mark.parametrize("reply", CUT.values(), ids=CUT.keys())
@pytest.mark.parametrize(("ask", "charged"), [(buy, Charged.UNKNOWN), (look, Charged.NO)], ids=["paid", "free"])
async def test_a_missing_or_cut_answer_is_uncertain(
    client: Client, service: Server, ask: Ask, charged: Charged, reply: bytes | None
) -> None:
    """The request had left, so a paid one may have been charged; a free one has not."""
    service.reply = reply
    gate = Gate()

    error = await error_of(ask(client, gate.slot))

    assert type(error) is Uncertain
    assert error.charged is charged
    assert gate.wait_s > 60.0  # it was sent, so it counts


@pytest.mark.parametrize(("status", "kind"), [(401, KeyRefused), (429, RateLimited), (422, Refused)])
async def test_a_cut_refusal_is_still_a_refusal(
    client: Client, service: Server, status: int, kind: type[ServiceError]
) -> None:
    """The status alone says that nothing was charged."""
    service.reply = f"HTTP/1.1 {status} Said\r\nContent-Length: 90\r\n\r\n".encode() + b'{"det'

    error = await error_of(buy(client))

    assert type(error) is kind


async def test_a_compressed_answer_is_read(client: Client, service: Server) -> None:
    """The service may compress."""
    service.reply = answer(200, gzip.compress(b'{"credits_available": 1, "credits_used": 2}'), Content_Encoding="gzip")

    balance = await client.balance()

    assert balance.used == Decimal(2)


async def test_no_answer_in_time_is_uncertain(http: httpx.AsyncClient) -> None:
    """The connection stands and nothing comes: the read time-out ends it."""

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    listener = await asyncio.start_server(silent, "127.0.0.1", 0)
    quiet = Client(http, base_url=f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}", key=KEY)
    async with listener:
        error = await error_of(quiet._send("POST", PATHS["discover"], slot=None, json={}, read_s=0.05))

    assert type(error) is Uncertain


@pytest.mark.parametrize("host", ["http://127.0.0.1:{}", "https://127.0.0.1:{}", "https://nobody.invalid:{}"])
async def test_a_connection_that_fails_means_nothing_was_sent(
    http: httpx.AsyncClient, closed_port: int, host: str
) -> None:
    """Nobody listens, or the name is unknown: not charged, and the slot is free again."""
    gate = Gate()

    error = await error_of(buy(Client(http, base_url=host.format(closed_port), key=KEY), gate.slot))

    assert type(error) is NotSent
    assert error.charged is Charged.NO
    assert gate.wait_s == 0.0


async def test_a_handshake_that_fails_means_nothing_was_sent(http: httpx.AsyncClient) -> None:
    """A host that speaks no TLS never sees the request."""

    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(answer(400, "This is plain HTTP."))
        writer.close()

    gate = Gate()
    listener = await asyncio.start_server(plain, "127.0.0.1", 0)
    client = Client(http, base_url=f"https://127.0.0.1:{listener.sockets[0].getsockname()[1]}", key=KEY)
    async with listener:
        error = await error_of(buy(client, gate.slot))

    assert type(error) is NotSent
    assert gate.wait_s == 0.0


# What the slot is told.


async def test_an_answered_request_occupies_its_slot_from_the_write(client: Client, service: Server) -> None:
    """The minute counts from when it went to the socket."""
    service.reply = FOUND
    gate = Gate()

    await buy(client, gate.slot)

    assert gate.slot.written_at == 1000.0
    assert gate.wait_s == pytest.approx(60.5)


async def test_a_refusal_for_speed_holds_the_gate_as_long_as_asked(client: Client, service: Server) -> None:
    """`Retry-After` reaches the gate."""
    service.reply = answer(429, {}, Retry_After="300")
    gate = Gate()

    await error_of(buy(client, gate.slot))

    assert gate.wait_s == pytest.approx(300.0)


async def test_a_fair_use_refusal_does_not_hold_the_gate(client: Client, service: Server) -> None:
    """Waiting a minute would not help, and free requests may go on."""
    service.reply = answer(429, {"error": "Fair use limit reached."}, Retry_After="300")
    gate = Gate()

    await error_of(buy(client, gate.slot))

    assert gate.wait_s == pytest.approx(60.5)


@pytest.mark.parametrize("ask", [buy, look], ids=["with a body", "without"])
async def test_a_slot_that_lapsed_sends_nothing(client: Client, service: Server, ask: Ask) -> None:
    """The gate refuses at the moment of writing: the machine slept, and another request has the room now."""
    now = [0.0]
    gate = RateGate(log=MemoryLog(), clock=lambda: now[0])
    slot = gate.take(Lane.USER)
    now[0] = 3600.0
    gate.take(Lane.USER)

    error = await error_of(ask(client, slot))

    assert type(error) is NotSent
    assert service.arrived == []


async def test_a_request_given_up_before_it_left_frees_its_slot(http: httpx.AsyncClient) -> None:
    """Cancelled while connecting: nothing was sent."""
    gate = Gate()
    with socket.socket() as full:  # a listener that never accepts, its queue filled: connecting hangs
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        queued = [socket.socket() for _ in range(4)]
        for one in queued:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        task = asyncio.ensure_future(buy(Client(http, base_url=f"http://127.0.0.1:{port}", key=KEY), gate.slot))
        for _ in range(50):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        for one in queued:
            one.close()

    assert gate.slot.written_at is None
    assert gate.wait_s == 0.0


# What is sent.


def test_every_path_is_one_of_the_services_and_ends_in_a_slash() -> None:
    """A missing slash answers a redirect that drops the body (contract, Q3)."""
    described = yaml.safe_load((Path(__file__).parents[2] / "resources/api/openapi.yaml").read_text("utf-8"))["paths"]

    assert set(PATHS.values()) <= set(described)
    assert all(path.endswith("/") for path in PATHS.values())


async def test_a_search_sends_its_body_to_discovery(client: Client, service: Server) -> None:
    """As JSON, to the one path."""
    service.reply = answer(200, {"total": 1, "accounts": [{"profile": {"username": "maren"}}], "credits_cost": 0.01})

    page = await client.discover(Search(platform=Platform.INSTAGRAM), wire_page=2, limit=50)

    (arrived,) = service.arrived
    assert (arrived.method, arrived.target) == ("POST", "/public/v1/discovery/")
    assert arrived.headers["content-type"] == "application/json"
    assert json.loads(arrived.body)["paging"] == {"limit": 50, "page": 2}
    assert (page.found[0].handle.name, page.cost) == ("maren", Decimal("0.01"))


async def test_similar_creators_have_their_own_path(client: Client, service: Server) -> None:
    """The same answer, with likeness."""
    service.reply = answer(200, {"accounts": [{"profile": {"username": "maren"}, "similarity_score": 0.7}]})

    page = await client.similar(
        Platform.INSTAGRAM, filter_key="username", filter_value="hanne", filters={}, wire_page=0, limit=20
    )

    assert service.arrived[0].target == "/public/v1/discovery/creators/similar/"
    assert page.found[0].similarity == 0.7


@pytest.mark.parametrize("tier", Tier)
async def test_each_tier_has_its_path(client: Client, service: Server, tier: Tier) -> None:
    """The tier is the last part."""
    service.reply = FOUND

    bought = await client.enrich(MAREN, EnrichOptions(tier=tier))

    assert service.arrived[0].target == f"/public/v1/creators/enrich/handle/{tier.value}/"
    assert (bought.cost, bought.reading is not None) == (Decimal(1), True)


@pytest.mark.parametrize(
    ("name", "platform", "typed", "offset", "target"),
    [
        ("locations", Platform.TIKTOK, "São P", 0, "locations/tiktok/?search=S%C3%A3o+P"),
        ("locations", Platform.INSTAGRAM, "", 50, "locations/instagram/?offset=50"),
        ("brands", None, "fjell & co", 20, "brands/?search=fjell+%26+co&offset=20"),
        ("audience-locations", None, "", 0, "audience-locations/"),
        ("languages", None, "nor", 50, "languages/"),
        ("games", None, "chess", 0, "games/"),
    ],
)
async def test_a_dictionary_is_asked_only_for_what_it_takes(
    client: Client, service: Server, name: str, platform: Platform | None, typed: str, offset: int, target: str
) -> None:
    """Empty parameters are left out; three dictionaries come whole (contract, section 6.5)."""
    service.reply = answer(200, [])

    await client.dictionary(name, platform=platform, search=typed, offset=offset)

    assert (service.arrived[0].method, service.arrived[0].target) == (
        "GET",
        f"/public/v1/discovery/classifier/{target}",
    )


async def test_locations_without_a_platform_are_a_bug(client: Client, service: Server) -> None:
    """Their path names it."""
    with pytest.raises(ValueError, match="platform"):
        await client.dictionary("locations", platform=None)

    assert service.arrived == []


@pytest.mark.parametrize(("ask", "read_s"), [(buy, 75.0), (search, 30.0), (look, 30.0)], ids=["buy", "search", "look"])
async def test_a_creator_may_take_longer_than_a_page(
    client: Client, http: httpx.AsyncClient, service: Server, ask: Ask, read_s: float
) -> None:
    """Time-outs of design.md, section 6; none for a free connection, of which there are enough."""
    service.reply = answer(401)
    seen: list[dict[str, float | None]] = []

    async def note(request: httpx.Request) -> None:
        seen.append(request.extensions["timeout"])

    http.event_hooks = {"request": [note]}
    await error_of(ask(client, None))

    assert seen == [{"connect": 10.0, "read": read_s, "write": 30.0, "pool": None}]


async def test_three_hundred_requests_are_in_flight_at_once(client: Client, http: httpx.AsyncClient) -> None:
    """No request waits inside the HTTP library: all have arrived before the first is answered."""
    waiting: list[asyncio.StreamWriter] = []
    all_here = asyncio.Event()

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        waiting.append(writer)
        if len(waiting) == 300:
            all_here.set()
        await all_here.wait()
        writer.write(BALANCE)
        writer.close()

    listener = await asyncio.start_server(hold, "127.0.0.1", 0, backlog=512)
    busy = Client(http, base_url=f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}", key=KEY)
    async with listener:
        balances = await asyncio.gather(*(busy.balance() for _ in range(300)))

    assert len(balances) == 300
