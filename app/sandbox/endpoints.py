"""The work of each endpoint, and the one table of paths."""

import sqlite3
from dataclasses import asdict, replace
from functools import partial
from typing import Any

import msgspec
from starlette.requests import Request

from app.sandbox import answers, blocks, dictionaries, filters, list_calls, search
from app.sandbox.batch import endpoints as batch
from app.sandbox.books import Charge, as_number, as_text, units
from app.sandbox.checks import BadRequest, choice, handle_key, query_number, refuse, text, whole, yes_no
from app.sandbox.columns import FLAGS, PLATFORMS
from app.sandbox.content import details, posts
from app.sandbox.data import by_handle, by_id
from app.sandbox.emails import by_email
from app.sandbox.overlap import overlap
from app.sandbox.places import CITIES, COUNTRIES, REGIONS
from app.sandbox.service import NOT_FOUND, Answer, Service, Work
from app.sandbox.socials import socials
from app.sandbox.tiers import EMAIL_RULES, TIER_PLATFORMS, Wanted, found
from app.sandbox.words import LANGUAGES, split

ROOT = "/public/v1"
SORTED_BY_GROWTH = ("instagram", "tiktok", "youtube")
PAGE_LIMIT = 50
DEFAULT_LIMIT = 5
_LAST_PAGE = 1_000_000
FAIR_USE = {"detail": "Fair use limit reached: no more unique creators can be listed in this billing period."}
"""What a search is told beyond the monthly cap; its wording is all that tells it from the rate (contract, Q24)."""


async def credits(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """The balance."""
    available, used = service.books.balance()
    return Answer(body={"credits_available": as_number(available), "credits_used": as_number(used)})


async def discovery(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """One page of a search, 0.01 per creator returned."""
    platform = choice(body, "platform", PLATFORMS)
    limit, page = _paging(service, body)
    sort = body.get("sort") or {}
    if not isinstance(sort, dict):
        raise refuse("sort", "Expected a dictionary of items.")
    by = choice(sort, "sort_by", tuple(search.SORTS), "relevancy")
    order = choice(sort, "sort_order", ("desc", "asc"), "desc")
    unsortable = (by == "number_of_followers" and platform == "onlyfans") or (
        by == "growth_rate" and platform not in SORTED_BY_GROWTH
    )
    if unsortable:
        raise refuse("sort.sort_by", f'"{by}" is not available for {platform}.')
    if by == "relevancy" and order == "asc":
        raise refuse("sort.sort_order", "relevancy can only be sorted desc.")
    query = _query(service, body, search.Query(platform=platform, filters={}, by=by, order=order), page)
    found = await service.data.read(platform, lambda database: service.searcher.find(database, query))
    return await _page(service, "discovery", platform, found, limit, page)


async def similar(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """One page of creators like a given one, most alike first; 0.01 per creator returned."""
    platform = choice(body, "platform", tuple(name for name in PLATFORMS if name != "twitter"))
    key = choice(body, "filter_key", ("username", "url", "id"), "username")
    value = text(body, "filter_value", 200)
    limit, page = _paging(service, body)
    query = _query(service, body, search.Query(platform=platform, filters={}), page)

    def find(database: sqlite3.Connection) -> search.Found | None:
        row = _numbered(database, value, platform) if key == "id" else by_handle(database, handle_key(value))
        if row is None or row["gone"]:
            return None
        return service.searcher.similar(database, query, to=row)

    found = await service.data.read(platform, find)
    if found is None:
        return Answer(body=NOT_FOUND, status=400)
    return await _page(service, "similar", platform, found, limit, page)


def _numbered(database: sqlite3.Connection, value: str, platform: str) -> dict[str, Any] | None:
    number = blocks.row_number(value.strip(), platform)
    return by_id(database, min(number or -1, 2**60))


def _query(service: Service, body: dict[str, Any], query: search.Query, page: int) -> search.Query:
    """The query with the filters of a body and with what the account says it leaves out."""
    wanted = filters.accepted(query.platform, body.get("filters") or {}, service.searcher.known)
    listed = service.books.lists.applied(query.platform, wanted)
    left_out = filters.LeftOut(mark=listed.mark, handles=listed.handles)
    query = replace(query, filters=wanted, left_out=left_out)
    if not wanted.get("exclude_previous"):
        return query
    first_page = page <= service.options.page_base
    begun = service.searcher.begun(query, service.books.last_charge(), first_page=first_page)
    numbers = service.books.returned(query.platform, begun)
    return replace(query, left_out=replace(left_out, mark=f"{listed.mark} {begun}", numbers=numbers))


def _paging(service: Service, body: dict[str, Any]) -> tuple[int, int]:
    """(limit, page as written)."""
    paging = body.get("paging")
    if not isinstance(paging, dict):
        raise refuse("paging", "This field is required." if paging is None else "Expected a dictionary of items.")
    base, refusing = service.options.page_base, service.options.page_zero == "refuse"
    limit = whole(paging, "limit", DEFAULT_LIMIT, 1, PAGE_LIMIT)
    return limit, whole(paging, "page", base, base if refusing else 0, _LAST_PAGE)


async def _page(service: Service, call: str, platform: str, found: search.Found, limit: int, page: int) -> Answer:
    if service.settings.fair_use:
        return Answer(body=FAIR_USE, status=429)
    at = page - service.options.page_base
    if at < 0:
        at = 0 if service.options.page_zero == "clamp" else _LAST_PAGE
    wanted = found.rows[at * limit : (at + 1) * limit]
    rows = await service.data.read(platform, lambda database: search.rows_of(database, [n for n, _ in wanted]))
    picture = service.picture(platform)
    accounts = [answers.listed(rows[number], platform, picture, likeness) for number, likeness in wanted]
    charge = Charge(
        call=call,
        platform=platform,
        units=service.price(call) * len(accounts),
        page=page,
        creators=tuple(number for number, _ in wanted),
    )
    return Answer(
        body={"total": found.total, "limit": limit, "accounts": accounts},
        charge=charge if accounts else None,
        names_cost=True,
        names_balance=True,
    )


async def enrich(service: Service, request: Request, body: dict[str, Any], *, tier: str) -> Answer:
    """One tier about one creator; free when there is no such creator or a required address is missing."""
    handle = text(body, "handle", 200)
    platform = choice(body, "platform", TIER_PLATFORMS[tier])
    wanted = Wanted(
        tier=tier,
        platform=platform,
        must_have=choice(body, "email_required", EMAIL_RULES, "preferred") == "must_have",
        lookalikes=yes_no(body, "include_lookalikes", False),
        audience=yes_no(body, "include_audience_data", True),
    )
    if platform not in PLATFORMS:
        return Answer(body=NOT_FOUND, status=400)

    def make(database: sqlite3.Connection) -> tuple[int, bytes | None] | None:
        row = found(database, handle)
        if row is None:
            return None
        if not wanted.satisfied_by(row):
            return row["id"], None
        return row["id"], wanted.result(database, row, seed=service.options.seed, picture=service.picture(platform))

    made = await service.data.read(platform, make)
    if made is None:
        return Answer(body=NOT_FOUND, status=400)
    number, result = made
    if result is None:
        return Answer(body={"result": {}}, names_cost=True)
    charge = Charge(call=tier, platform=platform, units=service.price(tier), handle=handle_key(handle))
    return Answer(body={"result": msgspec.Raw(result)}, charge=charge, names_cost=True, cold=(platform, number))


async def classifier(service: Service, request: Request, body: dict[str, Any], *, name: str) -> Answer:
    """One page of a dictionary, as a bare array; free."""
    if "platform" in request.path_params and request.path_params["platform"] not in PLATFORMS:
        raise refuse("platform", f'"{request.path_params["platform"]}" is not a valid choice.')
    query = request.query_params
    offset = query_number(query, "offset", 0)
    limit = query_number(query, "limit", dictionaries.PAGE, least=1)
    return Answer(body=dictionaries.page(name, search=query.get("search", ""), offset=offset, limit=limit))


async def books(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """Practice only: the account, every charge, and every arrival at the API since the start."""
    available, used = service.books.balance()
    return Answer(
        body={
            "available": as_text(available),
            "used": as_text(used),
            "entries": service.books.entries(),
            "arrivals": [asdict(arrival) for arrival in service.arrivals],
        }
    )


async def top_up(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """Practice only: add credits, given as text or number."""
    try:
        amount = units(str(body.get("credits")))
    except ValueError:
        raise BadRequest({"credits": ["A valid number is required."]}) from None
    service.books.top_up(amount)
    return Answer(body={"available": as_text(service.books.balance()[0])})


async def settings(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """Practice only: how the service behaves; what the body names is changed. See `settings.Settings`."""
    service.settings = service.settings.changed(body)
    service.books.note("settings", service.settings.as_json())
    return Answer(body=asdict(service.settings))


async def truth(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """Practice only: the flat values behind one creator, with names instead of positions."""
    platform = request.path_params["platform"]
    row = (
        await service.data.creator(platform, handle_key(request.path_params["handle"]))
        if platform in PLATFORMS
        else None
    )
    if row is None:
        return Answer(body=NOT_FOUND, status=404)
    return Answer(
        body=row
        | {
            "country": COUNTRIES[row["country"]].name,
            "region": None if row["region"] is None else REGIONS[row["region"]].name,
            "city": CITIES[row["city"]].name,
            "lang": LANGUAGES[row["lang"]][0],
            "email": answers.email(row),
            "email_kind": (None, "personal", "role")[row["email"]],
            "found": not row["gone"],
            "services": blocks.services(row),
            "flags": [name for name in FLAGS if blocks.flag(row, name)],
        }
    )


PAID: tuple[tuple[str, str, Work], ...] = (
    ("POST", f"{ROOT}/discovery/", discovery),
    ("POST", f"{ROOT}/discovery/creators/similar/", similar),
    *(("POST", f"{ROOT}/creators/enrich/handle/{tier}/", partial(enrich, tier=tier)) for tier in TIER_PLATFORMS),
    ("POST", f"{ROOT}/creators/enrich/email/", by_email),
    ("POST", f"{ROOT}/creators/socials/", socials),
    ("POST", f"{ROOT}/creators/audience/overlap/", overlap),
    ("POST", f"{ROOT}/creators/content/posts/", posts),
    ("POST", f"{ROOT}/creators/content/details/", details),
)
BATCH: tuple[tuple[str, str, Work], ...] = (
    ("POST", f"{ROOT}/enrichment/batch/", batch.create),
    ("GET", f"{ROOT}/enrichment/batch/{{batch_id}}/status/", batch.status),
    ("GET", f"{ROOT}/enrichment/batch/{{batch_id}}/", batch.results),
    ("GET", f"{ROOT}/enrichment/batch/{{batch_id}}/download/", batch.download),
    ("POST", f"{ROOT}/enrichment/batch/{{batch_id}}/resume/", batch.resume),
)
"""Free in themselves; the work they start is charged row by row."""
_CLASSIFIERS = split(
    "languages brands yt-topics games audience-brand-categories audience-brand-names audience-interests "
    "audience-locations"
)
FREE: tuple[tuple[str, str, Work], ...] = (
    ("GET", f"{ROOT}/discovery/classifier/locations/{{platform}}/", partial(classifier, name="locations")),
    *(("GET", f"{ROOT}/discovery/classifier/{name}/", partial(classifier, name=name)) for name in _CLASSIFIERS),
    *((method, f"{ROOT}/{path}", work) for method, path, work in list_calls.CALLS),
)
BALANCE: tuple[tuple[str, str, Work], ...] = (("GET", f"{ROOT}/accounts/credits/", credits),)
