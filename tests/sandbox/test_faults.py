"""Faults on request have real effects, and charge what the service would have charged."""

import contextlib
import socket
from collections.abc import Callable, Iterator

import httpx
import pytest

from app.sandbox.faults import FaultPlan, parse
from tests.sandbox.calls import Api
from tests.sandbox_server import SandboxProcess

PLAIN = {"413": 413, "429": 429, "500": 500, "502": 502, "503": 503, "504c": 504}
CUT = ["lost", "reset", "trunc"]


@pytest.fixture(scope="module")
def faulty() -> Iterator[Callable[[str], Api]]:
    """A practice service on which every faulty call meets this one fault; one for each kind."""
    started: dict[str, Api] = {}

    def of(kind: str) -> Api:
        if kind not in started:
            started[kind] = Api(SandboxProcess("--latency-ms", "0", "--faults", f"{kind}:1"))
        return started[kind]

    yield of
    for api in started.values():
        api.http.close()
        api.process.stop()


def charged(api: Api, call: Callable[[], object]) -> list[tuple[str, bool]]:
    """(amount, delivered) of what a call was charged, whether or not it came to an answer."""
    before = len(api.process.books()["entries"])
    with contextlib.suppress(httpx.TransportError):
        call()
    return [(entry["amount"], entry["delivered"]) for entry in api.process.books()["entries"][before:]]


@pytest.mark.parametrize(("kind", "status"), PLAIN.items(), ids=PLAIN)
def test_a_fault_answers_its_status(faulty, kind, status):
    """The status is the one the fault is named for."""
    assert faulty(kind).discover().status_code == status


@pytest.mark.parametrize("kind", ["413", "429", "500", "502", "503"])
def test_refusals_and_server_errors_are_not_charged(faulty, kind):
    """No work was done."""
    api = faulty(kind)

    assert charged(api, api.discover) == []


@pytest.mark.parametrize(
    ("kind", "html"), [("413", True), ("502", True), ("504c", True), ("500", False), ("503", False)]
)
def test_gateway_errors_are_html_and_server_errors_json(faulty, kind, html):
    """The gateway does not speak JSON."""
    answer = faulty(kind).credits()

    assert answer.headers["content-type"].startswith("text/html" if html else "application/json")


def test_a_fault_429_says_when_to_come_back(faulty):
    """Retry-After is there."""
    assert faulty("429").discover().headers["retry-after"] == "1"


@pytest.mark.parametrize("kind", CUT)
def test_a_cut_connection_is_a_transport_error(faulty, kind):
    """The customer's HTTP library sees no status that could be trusted."""
    api = faulty(kind)

    with pytest.raises(httpx.TransportError):
        api.discover()


@pytest.mark.parametrize("kind", ["lost", "trunc", "504c"])
def test_work_whose_answer_is_lost_is_charged_as_not_delivered(faulty, kind):
    """The books know that the answer never arrived whole."""
    api = faulty(kind)

    assert charged(api, api.discover) == [("0.10", False)]


def test_a_cut_body_announces_more_than_it_sends(faulty):
    """A 200 with its full length, and half of the body."""
    body = {"platform": "instagram", "paging": {}}
    sizes: list[int] = []
    with faulty("trunc").http.stream("POST", "/public/v1/discovery/", json=body) as answer:
        announced = int(answer.headers["content-length"])
        with pytest.raises(httpx.RemoteProtocolError):
            sizes.extend(len(piece) for piece in answer.iter_raw())

    assert answer.status_code == 200
    assert announced > 1_000


def test_a_reset_is_a_reset(faulty):
    """The kernel reports a connection reset, not an orderly end."""
    api = faulty("reset")

    with pytest.raises(httpx.ReadError, match="reset"):
        api.discover()


def test_half_of_the_resets_are_charged(faulty):
    """Every second paid one."""
    api = faulty("reset")
    charges = [charged(api, api.discover) for _ in range(4)]

    assert sorted(charges) == [[], [], [("0.10", False)], [("0.10", False)]]


def test_a_hanging_request_is_never_answered_nor_charged(faulty):
    """Only the customer's own patience ends it."""
    api = faulty("hang")
    with pytest.raises(httpx.ReadTimeout):
        api.http.get("/public/v1/accounts/credits/", timeout=0.3)

    assert api.process.books()["arrivals"][-1]["status"] is None
    assert api.process.books()["used"] == "0.00"


@pytest.mark.parametrize("kind", CUT)
def test_a_free_call_is_cut_but_not_charged(faulty, kind):
    """The balance call meets the same faults."""
    api = faulty(kind)

    assert charged(api, api.credits) == []


def test_a_hanging_request_does_not_hold_up_the_end(start):
    """SIGTERM ends the service although a request still waits."""
    api = start("--faults", "hang:1")
    with socket.create_connection(("127.0.0.1", api.process.port)) as waiting:
        lines = ["GET /public/v1/accounts/credits/ HTTP/1.1", "Host: here", f"Authorization: Bearer {api.process.key}"]
        waiting.sendall("\r\n".join([*lines, "", ""]).encode())
        while not api.process.books()["arrivals"]:
            continue
        ended = api.process.stop()

    assert ended == 0


def test_the_same_seed_draws_the_same_faults():
    """Two runs of a test meet the same sequence, near the probabilities asked for."""
    chances = parse("500:0.2, lost:0.1")
    first, second = FaultPlan(chances, seed=3), FaultPlan(chances, seed=3)
    drawn = [first.draw() for _ in range(2000)]

    assert drawn == [second.draw() for _ in range(2000)]
    assert 340 < drawn.count("500") < 460
    assert 150 < drawn.count("lost") < 250


@pytest.mark.parametrize("spec", ["lots:0.1", "500", "500:x", "500:2", "500:0.9,lost:0.2", "500:nan"])
def test_an_unreadable_fault_is_refused(spec):
    """The sentence names what is wrong."""
    with pytest.raises(ValueError, match=r"fault|probab"):
        parse(spec)
