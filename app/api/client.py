"""The one way to the service: one method per endpoint, one place where an outcome becomes an error.

No retries, no waiting, no storage: whoever calls decides what follows. The key goes only into the header of requests to
exactly the origin it was given for, and a redirect is never followed (contract, Q3; design.md, section 10).
"""

import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
import truststore

from app import __version__
from app.api import outcomes, wire
from app.api.gate import Slot
from app.api.journey import Journey
from app.api.login import parse_base_url, parse_key
from app.api.outcomes import Outcome
from app.api.tolerant import Unreadable
from app.api.wire import Bought, Page
from app.domain.errors import InputError, NotSent, RateLimited, Refused, ServiceError
from app.domain.filters import DictionaryItem, Search
from app.domain.filters.dictionaries import WHOLE
from app.domain.jobs import EnrichOptions
from app.domain.money import Balance, Tier
from app.domain.platforms import Handle, Platform

LIVE_BASE_URL = "https://api-dashboard.influencers.club"
CONNECTIONS = 310  # above the 300 that may be in flight, so that nothing waits inside httpx
CONNECT_S = 10.0
WRITE_S = 30.0
READ_S = 30.0
ENRICH_READ_S = 75.0  # a creator the service has to look up first takes about a minute (contract, Q4)
IDLE_S = 4.0  # shorter than servers keep an idle connection: a paid request is not written to one that just closes

# Every path ends in "/": without it the service answers a redirect that drops the body (contract, Q3).
PATHS: Mapping[str, str] = {
    "balance": "/public/v1/accounts/credits/",
    "discover": "/public/v1/discovery/",
    "similar": "/public/v1/discovery/creators/similar/",
    **{f"enrich/{tier}": f"/public/v1/creators/enrich/handle/{tier}/" for tier in Tier},
    **{f"dictionary/{name}": f"/public/v1/discovery/classifier/{name}/" for name in wire.DICTIONARIES},
    "batch": "/public/v1/enrichment/batch/",
    **{
        f"batch/{what}": f"/public/v1/enrichment/batch/{{batch_id}}/{what}/"
        for what in ("status", "resume", "download")
    },
    "batch/results": "/public/v1/enrichment/batch/{batch_id}/",
    "enrich/email": "/public/v1/creators/enrich/email/",
    "socials": "/public/v1/creators/socials/",
    "posts": "/public/v1/creators/content/posts/",
    "overlap": "/public/v1/creators/audience/overlap/",
    "lists": "/public/v1/discovery/exclusion-lists/",
    "lists/one": "/public/v1/discovery/exclusion-lists/{list_id}/",
    "lists/entries": "/public/v1/discovery/exclusion-lists/{list_id}/entries/",
    "lists/default": "/public/v1/discovery/exclusion-lists/default/{platform}/",
    "dictionary/locations": "/public/v1/discovery/classifier/locations/{platform}/",
}

T = TypeVar("T")
Sink = Callable[[bytes], Awaitable[None]]
PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A file to upload, and the fields beside it."""

    fields: Mapping[str, str]
    name: str
    content: bytes


def open_http() -> httpx.AsyncClient:
    """The connections a Client sends over; about 50 ms to build, so once and after the first paint.

    Certificates are checked against the system's own store. A proxy from the environment is used for https, where it
    sees no more than the host's name; plain http, which goes to this machine only, never takes one.
    Raises: InputError when the environment names a proxy of a kind that cannot be used.
    """
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS, keepalive_expiry=IDLE_S)
    try:
        return httpx.AsyncClient(
            verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            mounts={"http://": None},
            limits=limits,
            headers={"User-Agent": f"Scoutsheet/{__version__}", "Accept": "application/json"},
            follow_redirects=False,
        )
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        raise InputError("The proxy set on this machine cannot be used.", field="HTTPS_PROXY") from error


class Client:
    """Calls of one account. `base_url` and `key` are checked: InputError says what is wrong with them.

    Every method may raise KeyRefused, NotAllowed, OutOfCredits, RateLimited, FairUse, Refused, NotSent, ServiceFault
    and Uncertain. `slot` is told what became of the request: written, answered, refused, or never sent.
    """

    def __init__(self, http: httpx.AsyncClient, *, base_url: str, key: str) -> None:
        self._http = http
        self._base = parse_base_url(base_url)
        self._key = parse_key(key)
        live = self._base.host == "influencers.club" or self._base.host.endswith(".influencers.club")
        self._service = "influencers.club" if live else "The service"

    def __repr__(self) -> str:
        return f"Client({self.origin})"

    @property
    def origin(self) -> str:
        """The only place the key goes to, such as https://api-dashboard.influencers.club."""
        return str(self._base).rstrip("/")

    async def balance(self, slot: Slot | None = None) -> Balance:
        """What the account has and has used, in credits. Free; also the check of a key.

        Evidence: live capture 2026-08.
        """
        outcome = await self._send("GET", PATHS["balance"], slot=slot)
        return self._read(outcome, wire.read_balance, free=True)

    async def discover(self, search: Search, *, wire_page: int, limit: int, slot: Slot | None = None) -> Page:
        """One page of a search: `wire_page` as the account counts (design.md, section 8), `limit` 1 to 50 creators.

        Cost: the answer's own, about 0.01 a creator returned, nothing for an empty page; repeating it costs again.
        Evidence: live capture 2026-08.
        """
        body = wire.discovery_body(search, wire_page=wire_page, limit=limit)
        outcome = await self._send("POST", PATHS["discover"], json=body, slot=slot)
        return self._read(outcome, lambda told: wire.read_page(told, search.platform))

    async def similar(
        self,
        platform: Platform,
        *,
        filter_key: str,
        filter_value: str,
        filters: Mapping[str, object],
        wire_page: int,
        limit: int,
        slot: Slot | None = None,
    ) -> Page:
        """One page of creators like a given one, the likest first; `filter_key` is username, url or id.

        Cost as `discover`. Raises Refused, in words of its own, when the service does not know the given creator.
        Evidence: live capture 2026-08; not offered on Twitter (contract, Q30).
        """
        body = wire.similar_body(
            platform,
            filter_key=filter_key,
            filter_value=filter_value,
            filters=filters,
            wire_page=wire_page,
            limit=limit,
        )
        outcome = await self._send("POST", PATHS["similar"], json=body, slot=slot)
        if outcomes.means_not_found(outcome):
            raise Refused(
                f"{self._service} does not know {filter_value} on {platform.label}.",
                status=outcome.status,
                advice="Check the spelling, or start from another creator.",
            )
        return self._read(outcome, lambda told: wire.read_page(told, platform))

    async def dictionary(
        self, name: str, *, platform: Platform | None, search: str = "", offset: int = 0, slot: Slot | None = None
    ) -> tuple[DictionaryItem, ...]:
        """Items of one of `wire.DICTIONARIES`, from `offset` on; `platform` is needed for locations only.

        `search` and `offset` reach the service where the dictionary takes them; those in `WHOLE` always come
        whole. The length of a page is not known: go on by the number received until nothing new comes. Free.
        Evidence: languages, locations, interests live 2026-08; the rest documented or unverified (contract, 6.5).
        """
        path = PATHS[f"dictionary/{name}"]
        if "{platform}" in path:
            if platform is None:
                raise ValueError(f"the dictionary {name} needs a platform")
            path = path.format(platform=platform.value)
        wanted = {"search": search, "offset": str(offset or "")} if name not in WHOLE else {}
        params = {key: value for key, value in wanted.items() if value}
        outcome = await self._send("GET", path, params=params, slot=slot)
        return self._read(outcome, lambda told: wire.read_dictionary(name, told), free=True)

    async def enrich(self, handle: Handle, options: EnrichOptions, slot: Slot | None = None) -> Bought:
        """Buy what the service knows about one creator, in any tier.

        Cost: the answer's own; nothing when there is no such creator, or no email where one is required: then there
        is no reading. A creator the service has to look up first takes up to a minute.
        Evidence: full 2026-04 and 2026-08, the other tiers 2026-08, live.
        """
        body = wire.enrich_body(handle, options)
        outcome = await self._send("POST", PATHS[f"enrich/{options.tier}"], json=body, read_s=ENRICH_READ_S, slot=slot)
        if outcomes.means_not_found(outcome):
            about_email = any("email" in text.lower() for text in outcomes.words(outcome.body))
            return wire.nothing_bought(no_email=options.email_required and about_email)
        return self._read(outcome, lambda told: wire.read_bought(told, handle, options))

    def _read(self, outcome: Outcome, reader: Callable[[bytes], T], *, free: bool = False) -> T:
        """The value of an answer. Raises: the error of its status; Uncertain when a good answer cannot be read."""
        if outcome.status >= 400:
            raise self._error(outcome, free=free)
        try:
            return reader(outcome.body)
        except Unreadable as error:
            raise outcomes.lost(f"The answer of {self._named} could not be read.", free=free) from error

    def _error(self, outcome: Outcome, *, free: bool) -> ServiceError:
        return outcomes.error_for(outcome, service=self._service, free=free, clean=self._clean)

    def _clean(self, text: str) -> str:
        return outcomes.redact(text, self._key)

    @property
    def _named(self) -> str:
        """The service inside a sentence."""
        return self._service if self._service == "influencers.club" else "the service"

    async def _send(
        self,
        method: str,
        path: str,
        *,
        slot: Slot | None,
        json: Mapping[str, Any] | None = None,
        form: Form | None = None,
        params: Mapping[str, str] | None = None,
        read_s: float = READ_S,
        sink: Sink | None = None,
        free: bool = False,
    ) -> Outcome:
        """Send one request and bring its answer, whatever the status; a GET is free, and what is said to be.

        The body of a good answer goes to `sink`, piece by piece, where there is one; it may be larger than the memory.

        Raises: NotSent when nothing of it left this machine, Uncertain when it did and no whole answer came.
        """
        journey = Journey(slot)
        try:
            request = self._request(method, path, json=json, form=form, params=params, read_s=read_s, journey=journey)
            outcome = await self._exchange(request, sink)
        except httpx.RequestError as error:
            if journey.left:
                raise outcomes.lost(
                    f"No whole answer came from {self._named}.", free=free or method == "GET"
                ) from error
            raise NotSent(f"{self._service} could not be reached.") from error
        finally:
            journey.end()
        if outcome.status < 200 or 300 <= outcome.status < 400:
            raise RuntimeError(f"{method} {path} was answered with status {outcome.status}: the path is wrong")
        if slot is not None:
            self._report(outcome, slot)
        return outcome

    def _request(
        self,
        method: str,
        path: str,
        *,
        json: Mapping[str, Any] | None,
        form: Form | None,
        params: Mapping[str, str] | None,
        read_s: float,
        journey: Journey,
    ) -> httpx.Request:
        timeout = httpx.Timeout(connect=CONNECT_S, read=read_s, write=WRITE_S, pool=None)
        request = self._http.build_request(
            method,
            self._base.join(path),
            json=json,
            data=form.fields if form else None,
            files={"file": (form.name, form.content, "text/csv")} if form else None,
            params=params or None,
            timeout=timeout,
            extensions={"trace": journey.follow},
        )
        if _origin(request.url) != _origin(self._base):
            raise RuntimeError(f"{method} {path} would leave {self.origin}")
        request.headers["Authorization"] = f"Bearer {self._key}"
        return request

    async def _exchange(self, request: httpx.Request, sink: Sink | None = None) -> Outcome:
        response = await self._http.send(request, stream=True, auth=None, follow_redirects=False)
        try:
            body = b""
            if sink is None or response.status_code != 200:
                body = await response.aread()
            else:
                async for piece in response.aiter_bytes(PIECE_BYTES):
                    await sink(piece)
        except httpx.RequestError:
            if not 300 <= response.status_code < 500:
                raise
            body = b""  # the status alone says that nothing was charged
        finally:
            await response.aclose()
        return Outcome(status=response.status_code, headers=dict(response.headers), body=body)

    def _report(self, outcome: Outcome, slot: Slot) -> None:
        """A fair-use refusal says nothing about the minute: to the gate it is an answer like any other."""
        refusal = self._error(outcome, free=True) if outcome.status == 429 else None
        if isinstance(refusal, RateLimited):
            slot.refused(refusal.retry_after_s)
        else:
            slot.answered()


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
