"""Accounts of the same person on several platforms, as answers named them, and what is already had of one of them."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.creators import Account, Found
from app.domain.money import Had
from app.domain.places import Mention
from app.domain.platforms import Handle, Platform
from app.workspace.ids import listed

_COLUMNS = "l.platform, l.handle, l.shown_handle, l.name, l.picture, l.followers, l.engagement, l.address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The same person's account on another platform whose contact was bought. `since_ms`: when the details came."""

    creator_id: int
    other_id: int
    handle: Handle
    parts: Had
    email: str | None
    since_ms: int


def keep(db: sqlite3.Connection, creator_id: int, accounts: Iterable[Account], at_ms: int) -> None:
    """Note the accounts that an answer about this creator named; newer facts replace, missing ones leave what is."""
    db.executemany(
        "INSERT INTO linked_accounts (creator_id, platform, handle, shown_handle, name, picture, followers,"
        " engagement, address, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " shown_handle = excluded.shown_handle, name = coalesce(excluded.name, name),"
        " picture = coalesce(excluded.picture, picture), followers = coalesce(excluded.followers, followers),"
        " engagement = coalesce(excluded.engagement, engagement), address = excluded.address, at_ms = excluded.at_ms",
        [
            (
                creator_id,
                *_key(one),
                one.shown_handle,
                one.name,
                one.picture,
                one.followers,
                one.engagement,
                one.address if isinstance(one, Mention) else None,
                at_ms,
            )
            for one in accounts
        ],
    )


def _key(account: Account) -> tuple[str, str]:
    if isinstance(account, Found):
        return account.handle.platform, account.handle.name
    return account.place, account.shown_handle.casefold()


def of_creator(db: sqlite3.Connection, creator_id: int) -> list[Account]:
    """The other accounts of one creator by platform, those that can be asked about first."""
    found = db.execute(
        f"SELECT {_COLUMNS} FROM linked_accounts l WHERE l.creator_id = ?"
        " ORDER BY l.address IS NOT NULL, l.platform, l.handle",
        (creator_id,),
    )
    return [_account(row) for row in found]


def _account(row: tuple[Any, ...]) -> Account:
    place, handle, shown, name, picture, followers, engagement, address = row
    if address is None:
        return Found(
            handle=Handle(platform=Platform(place), name=handle),
            shown_handle=shown,
            name=name,
            picture=picture,
            followers=followers,
            engagement=engagement,
        )
    return Mention(
        place=place,
        shown_handle=shown,
        address=address,
        name=name,
        picture=picture,
        followers=followers,
        engagement=engagement,
    )


def had_elsewhere(db: sqlite3.Connection, creator_ids: Sequence[int]) -> list[Elsewhere]:
    """Of these creators, those whose person's contact was bought under another account: one such account each.

    The link may have been named by either of the two. 10,000 creators take some 50 ms.
    """
    wanted = listed(creator_ids)
    found = db.execute(
        "WITH pairs AS MATERIALIZED ("
        " SELECT c.id AS one, l.creator_id AS other FROM creators c JOIN linked_accounts l"
        f" ON l.platform = c.platform AND l.handle = c.handle WHERE c.id IN ({wanted})"
        " UNION ALL SELECT l.creator_id, c.id FROM linked_accounts l JOIN creators c"
        f" ON c.platform = l.platform AND c.handle = l.handle WHERE l.creator_id IN ({wanted}))"
        " SELECT p.one, o.id, o.platform, o.handle, o.parts, o.f_email, max(o.details_ms)"
        " FROM pairs p JOIN creators o ON o.id = p.other"
        " WHERE p.one <> p.other AND o.deleted_ms IS NULL AND o.parts & ? GROUP BY p.one",
        (int(Had.PROFILE),),
    )
    return [
        Elsewhere(
            creator_id=one,
            other_id=other,
            handle=Handle(platform=Platform(platform), name=handle),
            parts=Had(parts),
            email=email,
            since_ms=since,
        )
        for one, other, platform, handle, parts, email, since in found
    ]
