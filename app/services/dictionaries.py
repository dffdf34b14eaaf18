"""The values a filter's type-ahead offers: free calls, kept on disk for days, so that they work offline too."""

import asyncio
from collections.abc import Callable, Sequence

from app.api.client import Client
from app.api.gate import Lane
from app.domain.errors import ServiceError
from app.domain.filters import DictionaryItem
from app.domain.filters.dictionaries import WHOLE, fitting, is_gone, nearest, search_for
from app.domain.platforms import Platform
from app.services.queue import RequestQueue
from app.workspace import searches
from app.workspace.store import Store

KEPT_MS = 7 * 24 * 3600 * 1000
_FIRST_LETTERS = 3
PER_PLATFORM = frozenset({"locations"})  # filters.json: the others are the same for every platform


class Dictionaries:
    """Look-ups in the service's dictionaries (contract, section 6.5)."""

    def __init__(self, store: Store, client: Client, queue: RequestQueue, now_ms: Callable[[], int]) -> None:
        self._store = store
        self._client = client
        self._queue = queue
        self._now_ms = now_ms
        self._asked: dict[tuple[str, str, str], asyncio.Task[list[DictionaryItem]]] = {}

    async def close(self) -> None:
        """Give up what is still being asked, before the connection goes."""
        asked = list(self._asked.values())
        for question in asked:
            question.cancel()
        await asyncio.gather(*asked, return_exceptions=True)

    async def find(self, name: str, platform: Platform, text: str) -> list[DictionaryItem]:
        """The first items that match `text`; all of them for a dictionary that comes whole and no text.

        Free. What was asked within a week is answered from disk; a whole dictionary is asked for once. Where the
        service cannot be asked, whatever fits of everything it ever answered serves.
        Raises: the service's error when it cannot be asked and nothing is kept.
        """
        if name in WHOLE:
            return fitting(await self._answer(name, "", ""), text)
        place = _place(name, platform)
        try:
            return await self._answer(name, place, text.strip().lower())
        except ServiceError:
            kept = fitting(self._store.peek(lambda db: searches.dictionary_items(db, name, place)), text)
            if not kept:
                raise
            return kept

    async def gone(self, name: str, platform: Platform, values: Sequence[str]) -> tuple[str, ...]:
        """Those of the values that the service's dictionary does not have, or no longer. Free: one call for each value
        that no answer of the last week held, one in all for a whole dictionary, none where an answer would prove
        nothing; one more where nothing was found and nothing is kept, since a dictionary that is empty proves nothing.

        Raises: the service's error when it has to be asked and cannot.
        """
        place = _place(name, platform)
        since = self._now_ms() - KEPT_MS
        known = self._store.peek(lambda db: searches.dictionary_values(db, name, place, since_ms=since))
        missing = []
        for value in values:
            search = None if value in known else search_for(name, value)
            if search is not None:
                items = await self._answer(name, place, search)
                if is_gone(name, value, items) and (items or known or await self._answer(name, place, "")):
                    missing.append(value)
        return tuple(missing)

    async def meant(self, name: str, platform: Platform, value: str) -> DictionaryItem | None:
        """What somebody most likely meant by a value that is gone, or by what they typed; None where nothing is near.
        At most one free call: for its first letters.

        Raises: the service's error when it cannot be asked.
        """
        place = _place(name, platform)
        items = [] if name in WHOLE else await self._answer(name, place, value.strip().lower()[:_FIRST_LETTERS])
        kept = self._store.peek(lambda db: searches.dictionary_items(db, name, place))
        return nearest(value, [*kept, *items])

    async def _answer(self, name: str, place: str, search: str) -> list[DictionaryItem]:
        """The service's answer, from disk while it is fresh, and for want of a better one when it is old."""
        kept = self._store.peek(lambda db: searches.dictionary(db, name, place, search))
        if kept is not None and self._now_ms() - kept[0] < KEPT_MS:
            return kept[1]
        try:
            return await self._ask(name, place, search)
        except ServiceError:
            if kept is not None:
                return kept[1]
            raise

    async def _ask(self, name: str, place: str, search: str) -> list[DictionaryItem]:
        """Ask the service once, however many wait for it; an answer on its way is kept though nobody waits any more,
        as when another letter was typed."""
        key = (name, place, search)
        question = self._asked.get(key)
        if question is None:
            question = self._asked[key] = asyncio.get_running_loop().create_task(self._fetch(name, place, search))
            question.add_done_callback(lambda done: self._done(key, done))
        return await asyncio.shield(question)

    async def _fetch(self, name: str, place: str, search: str) -> list[DictionaryItem]:
        platform = Platform(place) if place else None
        found = await self._queue.call(
            lambda slot: self._client.dictionary(name, platform=platform, search=search, slot=slot), lane=Lane.USER
        )
        await self._store.write(lambda db: searches.keep_dictionary(db, name, place, search, found, self._now_ms()))
        return list(found)

    def _done(self, key: tuple[str, str, str], question: "asyncio.Task[list[DictionaryItem]]") -> None:
        del self._asked[key]
        if not question.cancelled():
            question.exception()  # read here: the one who asked may have gone


def _place(name: str, platform: Platform) -> str:
    return platform.value if name in PER_PLATFORM else ""
