"""Email lookup: the one strongest account behind an address."""

import sqlite3
from typing import Any
from zlib import crc32

from starlette.requests import Request

from app.sandbox import answers, blocks
from app.sandbox.answers import PictureOf
from app.sandbox.books import Charge
from app.sandbox.checks import refuse, text
from app.sandbox.columns import PLATFORMS
from app.sandbox.data import CREATORS_PER_PLATFORM, by_handle, by_id
from app.sandbox.service import NOT_FOUND, Answer, Service

ALWAYS_KNOWN = "creator.example"
"""Every address here is found, also one that no enrichment gives."""


def is_address(written: str) -> bool:
    """Whether this could be an e-mail address."""
    name, at, domain = written.rpartition("@")
    return bool(name and at) and "@" not in name and "." in domain.strip(".") and not any(map(str.isspace, written))


Owner = tuple[str, int]
"""Platform and number of an account."""


async def owners(service: Service, addresses: list[str]) -> list[Owner | None]:
    """The account behind each lower-case address: of several, the one with most followers."""
    known: list[list[tuple[int, str, int]]] = [[] for _ in addresses]
    for platform in PLATFORMS:
        rows = await service.data.read(platform, lambda database: [_listed(database, one) for one in addresses])
        for accounts, row in zip(known, rows, strict=True):
            if row is not None:
                accounts.append((row["followers"] or 0, platform, row["id"]))
    return [_strongest(*one) for one in zip(addresses, known, strict=True)]


def _strongest(address: str, accounts: list[tuple[int, str, int]]) -> Owner | None:
    if accounts:
        _, platform, number = max(accounts)
        return platform, number
    if not address.endswith(f"@{ALWAYS_KNOWN}"):
        return None
    return PLATFORMS[0], 1 + crc32(address.encode()) % CREATORS_PER_PLATFORM


def _handles(address: str) -> tuple[str, ...]:
    """The handles whose creators could have this address; `answers.email` makes them."""
    name, _, domain = address.partition("@")
    if domain == ALWAYS_KNOWN:
        return name, f"{name}.", f".{name}"
    stem = domain.removesuffix(".example")
    return tuple(dict.fromkeys(stem.replace("-", joint) for joint in ("-", "_", ".")))


def _listed(database: sqlite3.Connection, address: str) -> dict[str, Any] | None:
    rows = (by_handle(database, handle) for handle in _handles(address))
    return next((row for row in rows if row is not None and answers.email(row) == address), None)


def account(row: dict[str, Any], platform: str, picture: PictureOf) -> dict[str, Any]:
    """The `result` of a lookup, spelled as documented (contract, section 7)."""
    return {
        "platform": platform,
        "userId": blocks.account_id(row, platform),
        "url": f"https://{platform}.example/{row['handle']}",
        "username": row["handle"],
        "fullname": row["name"],
        "picture": None if blocks.flag(row, "no_picture") else picture(row["id"]),
        "followers": row["followers"],
    }


async def by_email(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """The account behind an address; a miss is free."""
    address = text(body, "email", 254).strip().lower()
    if not is_address(address):
        raise refuse("email", "Enter a valid email address.")
    [known] = await owners(service, [address])
    if known is None:
        return Answer(body=NOT_FOUND, status=400)
    platform, number = known
    row = await service.data.read(platform, lambda database: by_id(database, number))
    assert row is not None
    charge = Charge(call="email", platform=platform, units=service.price("email"), handle=address)
    return Answer(
        body={"result": account(row, platform, service.picture(platform))},
        charge=charge,
        names_cost=True,
        cold=known,
    )
