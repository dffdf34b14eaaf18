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


def of_creators(db: sqlite3.Connection, creator_ids: Iterable[int]) -> list[tuple[int, Account]]:
    """The other accounts of these creators: one creator's after the other's, in the order given, by platform; those
    that can be asked about first."""
    wanted = list(dict.fromkeys(creator_ids))
    found = db.execute(
        "SELECT l.creator_id, l.platform, l.handle, l.shown_handle, l.name, l.picture, l.followers, l.engagement,"
        f" l.address FROM linked_accounts l WHERE l.creator_id IN ({listed(wanted)})"
        " ORDER BY l.address IS NOT NULL, l.platform, l.handle"
    )
    accounts: dict[int, list[Account]] = {}
    for creator_id, *row in found:
        accounts.setdefault(creator_id, []).append(_account(row))
    return [(creator_id, one) for creator_id in wanted for one in accounts.get(creator_id, ())]


def _account(row: Sequence[Any]) -> Account:
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


def having(db: sqlite3.Connection, creator_ids: Iterable[int]) -> set[int]:
    """Of these creators, those of whom other accounts are known; 100,000 take 0.1 s."""
    found = db.execute(f"SELECT DISTINCT creator_id FROM linked_accounts WHERE creator_id IN ({listed(creator_ids)})")
    return {creator_id for (creator_id,) in found}


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
