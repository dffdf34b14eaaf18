"""The files of a recipe that are no list of its creators: accounts elsewhere, live posts, a comparison."""

import sqlite3
from collections.abc import Sequence

from app.domain.creators import Account, Found
from app.domain.errors import InputError
from app.domain.fields import Kind
from app.domain.platforms import Handle
from app.services.export.table import CREATOR, Cell, Column, Table
from app.services.export.writing import write_table
from app.services.recipes.kit import Services
from app.services.recipes.values import ExportFile, Recipe, What
from app.workspace import account, creators

_WHO = (
    Column(label="Creator", kind=Kind.TEXT, width=172, key=CREATOR),
    Column(label="Platform", kind=Kind.TEXT, width=100, key="platform"),
)
_COLUMNS = {
    What.ACCOUNTS: (
        Column(label="Other platform", kind=Kind.TEXT, width=120, key="other_platform"),
        Column(label="Other account", kind=Kind.TEXT, width=172, key="other"),
        Column(label="Profile link", kind=Kind.LINK, width=220, key="link"),
    ),
    What.POSTS: (
        Column(label="Live date", kind=Kind.DATE, width=110, key="live_date"),
        Column(label="Post link", kind=Kind.LINK, width=260, key="post_link"),
        Column(label="Views", kind=Kind.COUNT, width=90, key="views"),
        Column(label="Likes", kind=Kind.COUNT, width=90, key="likes"),
        Column(label="Comments", kind=Kind.COUNT, width=90, key="comments"),
        Column(label="Caption", kind=Kind.TEXT, width=360, key="caption"),
    ),
    What.OVERLAP: (
        Column(label="Followers", kind=Kind.COUNT, width=110, key="followers"),
        Column(label="Follow only this one (%)", kind=Kind.PERCENT, width=160, key="unique"),
        Column(label="Follow others too (%)", kind=Kind.PERCENT, width=160, key="shared"),
    ),
}
TOGETHER = "All, each person once"
"""The last row of a comparison, whose followers are counted once."""


async def write(on: Services, recipe: Recipe, file: ExportFile, sheet_id: int, ids: Sequence[int]) -> None:
    """Write what was found of these rows. Raises: DiskError, InputError."""
    identity = on.store.peek(account.owner)
    await write_table(
        Table(
            title=file.what.capitalize(),
            columns=[*_WHO, *_COLUMNS[file.what]],
            rows=_rows(on, recipe, file.what, sheet_id, ids),
            about=[],
            practice=identity is not None and identity.practice,
            sheet=file.what.capitalize(),
        ),
        file.path,
    )


def _rows(on: Services, recipe: Recipe, what: What, sheet_id: int, ids: Sequence[int]) -> list[Sequence[Cell]]:
    who = dict(zip(ids, on.store.peek(lambda db: _handles(db, ids)), strict=True))
    match what:
        case What.ACCOUNTS:
            offers = on.socials.offers(sheet_id, ids)
            return [(*_who(who[one.creator_id]), *_account(one.account)) for one in offers]
        case What.POSTS:
            assert recipe.posts is not None
            return [
                (*_who(who[i]), post.day, post.link, post.views, post.likes, post.comments, post.caption)
                for i, posts in on.posts.found(ids, recipe.posts.campaign).items()
                for post in posts
            ]
        case _:
            return _overlap(on, ids)


def _overlap(on: Services, ids: Sequence[int]) -> list[Sequence[Cell]]:
    try:
        had = on.overlaps.plan(ids).had
    except InputError:  # they cannot be compared, so nothing was
        had = None
    if had is None:
        return []
    platform = had.platform.label
    rows: list[Sequence[Cell]] = [(one.handle, platform, one.followers, one.unique, one.shared) for one in had.shares]
    return [*rows, (TOGETHER, platform, had.unique, None, None)]


def _handles(db: sqlite3.Connection, ids: Sequence[int]) -> list[Handle]:
    return [creators.handle_of(db, i) for i in ids]


def _who(handle: Handle) -> tuple[str, str]:
    return handle.name, handle.platform.label


def _account(account: Account) -> tuple[str, str, str | None]:
    name = account.handle.name if isinstance(account, Found) else account.shown_handle
    return account.platform_label, name, account.address or None
