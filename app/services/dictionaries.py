"""The values a filter's type-ahead offers: free calls, kept on disk for days, so that they work offline too."""

from collections.abc import Callable

from app.api.client import Client
from app.api.gate import Lane
from app.domain.errors import ServiceError
from app.domain.filters import DictionaryItem
from app.domain.platforms import Platform
from app.services.queue import RequestQueue
from app.workspace import searches
from app.workspace.store import Store

KEPT_MS = 7 * 24 * 3600 * 1000
PER_PLATFORM = frozenset({"locations"})  # filters.json: the others are the same for every platform


class Dictionaries:
    """Look-ups in the service's dictionaries (contract, section 6.5)."""

    def __init__(self, store: Store, client: Client, queue: RequestQueue, now_ms: Callable[[], int]) -> None:
        self._store = store
        self._client = client
        self._queue = queue
        self._now_ms = now_ms

    async def find(self, name: str, platform: Platform, text: str) -> list[DictionaryItem]:
        """The first items that match `text`. Free. What was asked within a week is answered from disk.

        Raises: the service's error when it cannot be asked and nothing is kept.
        """
        search = text.strip().lower()
        place = platform.value if name in PER_PLATFORM else ""
        kept = self._store.peek(lambda db: searches.dictionary(db, name, place, search))
        if kept is not None and self._now_ms() - kept[0] < KEPT_MS:
            return _items(kept[1])
        try:
            found = await self._queue.call(
                lambda slot: self._client.dictionary(name, platform=platform, search=search, slot=slot), lane=Lane.USER
            )
        except ServiceError:
            if kept is not None:
                return _items(kept[1])
            raise
        pairs = [(item.label, item.value) for item in found]
        await self._store.write(lambda db: searches.keep_dictionary(db, name, place, search, pairs, self._now_ms()))
        return list(found)


def _items(pairs: list[tuple[str, str]]) -> list[DictionaryItem]:
    return [DictionaryItem(label=label, value=value) for label, value in pairs]
