"""Saved searches: opening one is free; copies, other names, deleting with a way back, recipe files out and in."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app.domain.errors import InputError
from app.domain.filters import Catalogue, Search
from app.domain.platforms import Handle
from app.services.events import Changes, Events
from app.services.recipes import read_recipe, write_recipe
from app.workspace import saved, searches
from app.workspace.saved import SavedSearch
from app.workspace.searches import NewSearch, Role
from app.workspace.store import Store

T = TypeVar("T")
LONGEST_NAME = 200


class SavedSearches:
    """The saved searches of one workspace."""

    def __init__(self, store: Store, events: Events, catalogue: Catalogue, now_ms: Callable[[], int]) -> None:
        self._store = store
        self._events = events
        self._catalogue = catalogue
        self._now_ms = now_ms

    def all(self) -> list[SavedSearch]:
        """Those that never ran, then the one that ran last first."""
        return self._store.peek(saved.all_saved)

    def deleted_twin(self, search: Search) -> SavedSearch | None:
        """A deleted search that says the same: bringing it back is free, buying it again is not."""
        gone = self._store.peek(lambda db: saved.all_saved(db, deleted=True))
        return next((one for one in gone if one.sheet_id and one.seed is None and one.search == search), None)

    async def save(self, search: Search, name: str = "", *, seed: Handle | None = None) -> int:
        """Keep a search without running it; returns its id. Running the same search later makes it that one.

        `seed`: it is for creators like this one.
        """
        named = _named(name or self._catalogue.name(search))
        new = NewSearch(search=search, seed=seed.name if seed else None, role=Role.DRAFT, name=named)
        return await self._change(lambda db: searches.add(db, new, self._now_ms()))

    async def duplicate(self, search_id: int) -> int:
        """A copy that was not run, to be changed; returns its id."""
        one = self._get(search_id)
        new = NewSearch(search=one.search, seed=one.seed, role=Role.DRAFT, name=_named(f"{one.name} copy"))
        return await self._change(lambda db: searches.add(db, new, self._now_ms()))

    async def rename(self, search_id: int, name: str) -> None:
        """Another name, of its sheet too. Raises: InputError for an empty one."""
        named = _named(name)
        await self._change(lambda db: saved.rename(db, search_id, named, self._now_ms()))

    async def delete(self, search_id: int) -> None:
        """Take it and its sheet away; `restore` is the way back. What was bought stays in the workspace."""
        await self._change(lambda db: saved.delete(db, search_id, self._now_ms()))

    async def restore(self, search_id: int) -> None:
        """Undo `delete`."""
        await self._change(lambda db: saved.restore(db, search_id, self._now_ms()))

    def write_recipe(self, search_id: int, path: Path) -> None:
        """Write it as a recipe that `scoutsheet run` takes. Raises: DiskError."""
        one = self._get(search_id)
        seed = Handle(platform=one.search.platform, name=one.seed) if one.seed is not None else None
        write_recipe(path, one.search, self._catalogue, seed=seed)

    async def read_recipe(self, path: Path) -> int:
        """Take the search of a recipe file as a saved one that was not run; returns its id.

        Raises: InputError naming what is wrong with it, DiskError.
        """
        recipe = read_recipe(path, self._catalogue)
        if recipe.search is None:
            raise InputError("This recipe has no search: it imports a list.", field="search")
        return await self.save(recipe.search, path.stem, seed=recipe.seed)

    def _get(self, search_id: int) -> SavedSearch:
        return next(one for one in self.all() if one.id == search_id)

    async def _change(self, write: Callable[[sqlite3.Connection], T]) -> T:
        result = await self._store.write(write)
        self._events.publish(Changes(saved=True, sheets=True))
        return result


def _named(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise InputError("A search needs a name.", field="name")
    return name[:LONGEST_NAME]
