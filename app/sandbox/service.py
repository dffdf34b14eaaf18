"""One request from arrival to answer: key, rate, latency, faults, the work, the charge, the sending.

Everything but the work of an endpoint is decided here, in this order, on the event loop's thread.
"""

import asyncio
import json
import math
import random
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from app.sandbox import faults, pictures
from app.sandbox.batch.store import Batches
from app.sandbox.books import PRICES, Books, Charge, as_number
from app.sandbox.checks import BadRequest
from app.sandbox.data import Dataset
from app.sandbox.search import Searcher
from app.sandbox.settings import Settings, load

NOT_FOUND = {"error": "creator_not_found"}
REMEMBERED_BYTES = 10_000  # a longer body is not kept with its arrival


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How this practice service behaves; see `server.add_arguments`."""

    seed: int
    state: Path
    cache: Path
    opening_units: int
    latency_s: tuple[float, float]
    faults: dict[str, float]
    page_base: int
    page_zero: str
    rate: int
    window_s: float
    cold_s: float
    gateway_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A body too long to be held, in pieces that are made while they are sent."""

    kind: bytes
    pieces: AsyncIterator[bytes]


@dataclass(slots=True, kw_only=True)
class Answer:
    """What an endpoint gives back: JSON values or a `Stream`.

    `charge` is booked when it is sent, `cold` names work that is slow once.
    """

    body: Any
    status: int = 200
    charge: Charge | None = None
    names_cost: bool = False
    names_balance: bool = False
    cold: Hashable | None = None


@dataclass(slots=True)
class Arrival:
    """One request that arrived at the API: monotonic seconds, path, who sent it (the user agent), what it asked for,
    and the status it got (None: no answer)."""

    at: float
    path: str
    agent: str = ""
    asked: dict[str, Any] = field(default_factory=dict)
    status: int | None = None
    fault: str | None = None


class Rate:
    """At most `limit` accepted requests in any sliding window; refused ones do not count."""

    def __init__(self, limit: int, window_s: float) -> None:
        self._limit, self._window_s = limit, window_s
        self._accepted: deque[float] = deque()

    def refuse_for_s(self, now: float) -> int | None:
        """None when the request is accepted, else after how many seconds there is room again."""
        while self._accepted and self._accepted[0] <= now - self._window_s:
            self._accepted.popleft()
        if len(self._accepted) < self._limit:
            self._accepted.append(now)
            return None
        return max(1, math.ceil(self._accepted[0] + self._window_s - now))


@dataclass(slots=True)
class Service:
    """Everything the endpoints share."""

    options: Options
    key: str
    base: str
    books: Books
    data: Dataset
    searcher: Searcher = field(default_factory=Searcher)
    arrivals: list[Arrival] = field(default_factory=list)
    rate: Rate = field(init=False)
    plan: faults.FaultPlan = field(init=False)
    settings: Settings = field(init=False)
    batches: Batches = field(init=False)
    _latency: random.Random = field(default_factory=random.Random)
    _warming: dict[Hashable, float] = field(default_factory=dict)
    _behind: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rate = Rate(self.options.rate, self.options.window_s)
        self.plan = faults.FaultPlan(self.options.faults, seed=self.options.seed)
        self.settings = load(self.books.noted("settings"))
        self.batches = Batches(self.books)
        self._latency.seed(f"latency:{self.options.seed}")

    def picture(self, platform: str) -> Callable[[int], str]:
        """The picture addresses of one platform's creators."""
        return lambda number: pictures.address(self.base, self.key, platform, number)

    def price(self, call: str) -> int:
        """What a call costs now, in units: its price, unless the settings say otherwise."""
        return round(PRICES[call] * self.settings.price_times)

    def latency_s(self) -> float:
        """How long the next request takes at least."""
        return self._latency.uniform(*self.options.latency_s)

    def cold_left_s(self, what: Hashable | None) -> float:
        """How long the first work on a creator still takes; 0 when it is warm."""
        if what is None or not self.options.cold_s:
            return 0.0
        now = time.monotonic()
        return max(0.0, self._warming.setdefault(what, now + self.options.cold_s) - now)

    def finish_behind(self, seconds: float, charge: Charge | None) -> None:
        """Go on working after the gateway gave up; the work is charged when it ends."""

        async def work() -> None:
            await asyncio.sleep(seconds)
            if charge is not None:
                self.books.charge(charge)

        self.behind(work())

    def behind(self, work: Coroutine[Any, Any, None]) -> None:
        """Work on after the answer."""
        task = asyncio.create_task(work)
        self._behind.add(task)
        task.add_done_callback(self._behind.discard)

    async def end(self) -> None:
        """Leave the work behind the answers in the middle, and close the files."""
        left = list(self._behind)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self.data.close()
        self.books.close()


Work = Callable[[Service, Request, dict[str, Any]], Awaitable[Answer]]

UNAUTHORIZED = {
    "missing": {"detail": "Authentication credentials were not provided."},
    "wrong": {"detail": "Token is invalid", "code": "authentication_failed"},
}
_HTML = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr></body></html>\r\n"
_GATEWAY = {
    413: _HTML.format("413 Request Entity Too Large"),
    502: _HTML.format("502 Bad Gateway"),
    504: _HTML.format("504 Gateway Time-out"),
}


def refused_key(service: Service, request: Request) -> dict[str, str] | None:
    """The 401 body for a missing or wrong key, or None when the key is right."""
    header = request.headers.get("authorization", "")
    if not header:
        return UNAUTHORIZED["missing"]
    return None if header == f"Bearer {service.key}" else UNAUTHORIZED["wrong"]


@dataclass(slots=True, kw_only=True)
class Call:
    """An endpoint as an ASGI application. `faulty`: whether faults on request happen to it."""

    service: Service
    work: Work
    faulty: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        agent = Headers(scope=scope).get("user-agent", "")
        arrival = Arrival(time.monotonic(), scope["path"], agent)
        self.service.arrivals.append(arrival)
        exchange = _Exchange(self, arrival, scope, receive, send)
        await exchange.run()


class _Exchange:
    """One request and its answer."""

    def __init__(self, call: Call, arrival: Arrival, scope: Scope, receive: Receive, send: Send) -> None:
        self._service, self._call, self._arrival = call.service, call, arrival
        self._scope, self._receive, self._send = scope, receive, send
        self._request = Request(scope, receive)

    async def run(self) -> None:
        service = self._service
        refused = refused_key(service, self._request)
        if refused is not None:
            await self._json(401, refused)
            return
        fault = None
        if self._call.faulty:
            fault = service.settings.fault_of(self._scope["path"]) or service.plan.draw()
        self._arrival.fault = fault
        wait_s = 1 if fault == "429" else service.rate.refuse_for_s(self._arrival.at)
        if wait_s is not None:
            detail = f"Request was throttled. Expected available in {wait_s} seconds."
            await self._json(429, {"detail": detail}, (b"retry-after", str(wait_s).encode()))
            return
        content = await self._request.body()
        await asyncio.sleep(service.latency_s())
        if fault in ("413", "500", "502", "503", "hang"):
            await self._fail(fault)
            return
        try:
            asked = _parsed(self._request, content)
            if len(content) <= REMEMBERED_BYTES:
                self._arrival.asked = asked
            answer = await self._call.work(service, self._request, asked)
        except BadRequest as refusal:
            answer = Answer(body={"error": refusal.problem}, status=400)
        await self._settle(answer, fault)

    async def _fail(self, fault: str) -> None:
        if fault == "hang":
            await faults.gone(self._receive)
        elif fault in ("413", "502"):
            await self._html(int(fault))
        elif fault == "500":
            await self._json(500, {"detail": "Internal server error."})
        else:
            await self._json(503, {"detail": "Service temporarily unavailable."})

    async def _settle(self, answer: Answer, fault: str | None) -> None:
        service, charge = self._service, answer.charge
        if charge is not None and not service.books.covers(charge.units):
            answer, charge = _out_of_credits(), None
        cold_s = service.cold_left_s(answer.cold)
        if cold_s > service.options.gateway_s:
            service.finish_behind(cold_s, charge)
            await asyncio.sleep(service.options.gateway_s)
            await self._html(504)
            return
        await asyncio.sleep(cold_s)
        booked: int | None = None
        if charge is not None and (fault is None or service.plan.charges(fault)):
            booked = service.books.charge(charge)
            if booked is None:
                answer = _out_of_credits()
        await self._answer(answer, fault, booked)

    async def _answer(self, answer: Answer, fault: str | None, booked: int | None) -> None:
        if fault == "reset":
            await faults.reset(self._scope, self._receive)
            return
        if fault == "lost":
            await faults.close(self._scope, self._receive)
            return
        if fault == "504c":
            await self._html(504)
            return
        if isinstance(answer.body, Stream):
            await self._stream(answer.body, cut=fault == "trunc")
            return
        body = answer.body
        if answer.names_cost:
            body["credits_cost"] = as_number(answer.charge.units if answer.charge else 0)
        if answer.names_balance:
            body["credits_left"] = as_number(self._service.books.balance()[0])
        content = b"" if answer.status == 204 else msgspec.json.encode(body)
        if fault == "trunc":
            self._arrival.status = 200
            await faults.cut(self._scope, self._receive, self._send, _headers(b"application/json", content), content)
            return
        there = not await self._request.is_disconnected()
        await self._whole(answer.status, b"application/json" if content else b"", content)
        if booked is not None and there:
            self._service.books.delivered(booked)

    async def _stream(self, stream: Stream, *, cut: bool) -> None:
        """Send the pieces as the customer takes them; half of the first one when the answer is to be cut."""
        self._arrival.status = 200
        await self._send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", stream.kind)]})
        async for piece in stream.pieces:
            if cut:
                await self._send({"type": "http.response.body", "body": piece[: len(piece) // 2], "more_body": True})
                await faults.close(self._scope, self._receive)
                return
            await self._send({"type": "http.response.body", "body": piece, "more_body": True})
            if await self._request.is_disconnected():
                return
        await self._send({"type": "http.response.body", "body": b""})

    async def _json(self, status: int, body: Any, *extra: tuple[bytes, bytes]) -> None:
        await self._whole(status, b"application/json", msgspec.json.encode(body), *extra)

    async def _html(self, status: int) -> None:
        await self._whole(status, b"text/html", _GATEWAY[status].encode())

    async def _whole(self, status: int, kind: bytes, content: bytes, *extra: tuple[bytes, bytes]) -> None:
        self._arrival.status = status
        headers = [*_headers(kind, content), *extra]
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": content})


def _headers(kind: bytes, content: bytes) -> list[tuple[bytes, bytes]]:
    if not kind:
        return []
    return [(b"content-type", kind), (b"content-length", str(len(content)).encode())]


def _out_of_credits() -> Answer:
    return Answer(body={"error": "Insufficient credits. Please top up your credit balance."}, status=402)


def _parsed(request: Request, content: bytes) -> dict[str, Any]:
    """The JSON object in a body; a form is left to its endpoint."""
    if request.method == "GET" or request.headers.get("content-type", "").startswith("multipart/"):
        return {}
    if request.method == "DELETE" and not content:
        return {}
    try:
        body = json.loads(content)
        # A lone surrogate is legal in JSON text but in no database and no UTF-8 answer.
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BadRequest({"non_field_errors": ["JSON parse error."]}) from None
    if not isinstance(body, dict):
        raise BadRequest({"non_field_errors": ["Invalid data. Expected a dictionary."]})
    return body
