"""The team's exclusion lists: made, filled, emptied, deleted, and looked at before a search that names them is paid.

All of it is free. The lists belong to everybody on the account: each change is seen by colleagues. The service ignores
a list that is gone or of another platform, and charges for the wider search (contract, Q10), so the lists are read
before each search that names one.
"""

import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence, Set
from functools import partial
from itertools import islice
from typing import TypeVar

from app.api.exclusions_client import ExclusionsClient
from app.api.gate import Lane, Slot
from app.domain.errors import InputError
from app.domain.exclusions import LONGEST_NAME, MOST_IN_ONE_CALL, ExclusionList
from app.domain.filters import Search
from app.domain.platforms import Handle, Platform
from app.services.events import Changes, Events
from app.services.queue import RequestQueue
from app.workspace import exclusions, finding
from app.workspace.store import Store

T = TypeVar("T")
FRESH_S = 5.0  # two looks within it are one
LIST_KEY = "exclude_list"
_NAMING = (LIST_KEY, "exclude_default_list", "exclude_all_lists")


class Exclusions:
    """The exclusion lists of one account.

    Every method that asks the service may raise its errors; Refused where a list is gone, or is a default list.
    """

    def __init__(
        self, store: Store, client: ExclusionsClient, queue: RequestQueue, events: Events, now_ms: Callable[[], int]
    ) -> None:
        self._store = store
        self._client = client
        self._queue = queue
        self._events = events
        self._now_ms = now_ms
        self._read_s = -FRESH_S

    def known(self, platform: Platform | None = None) -> list[ExclusionList]:
        """The lists as they were named last, of one platform or of all; offline too."""
        every = self._store.peek(exclusions.all_lists)
        return [one for one in every if platform in (None, one.platform)]

    async def refresh(self) -> list[ExclusionList]:
        """Ask for all lists."""
        lists = await self._call(self._client.exclusion_lists)
        self._read_s = time.monotonic()
        await self._store.write(lambda db: exclusions.keep_all(db, lists, self._now_ms()))
        self._events.publish(Changes(exclusions=True))
        return self.known()

    async def check(self, search: Search) -> None:
        """Read the lists if the search names any. Raises: InputError naming one that is gone or of another platform."""
        if all(search.value(key) is None for key in _NAMING):
            return
        before = {one.id: one.name for one in self.known()}
        if time.monotonic() - self._read_s >= FRESH_S:
            await self.refresh()
        there = {one.id for one in self.known(search.platform)}
        wanted = search.value(LIST_KEY)
        for number in wanted if isinstance(wanted, (list, tuple)) else ():
            if number not in there:
                named = f"“{before[number]}”" if number in before else f"number {number}"
                raise InputError(
                    f"There is no team list {named} for {search.platform.label} any more.",
                    field=LIST_KEY,
                    advice="Take it out of the search, or choose another list.",
                )

    async def default(self, platform: Platform) -> ExclusionList:
        """The platform's standing list; asking makes it where there is none."""
        return await self._keep(lambda slot: self._client.default_exclusion_list(platform, slot))

    async def create(self, name: str, platform: Platform) -> ExclusionList:
        """A new, empty list. Raises: InputError for an empty or too long name, Refused when it is taken."""
        clean = _name(name)
        return await self._keep(lambda slot: self._client.create_exclusion_list(clean, platform, slot))

    async def rename(self, list_id: int, name: str) -> ExclusionList:
        """Another name, for colleagues too. Raises as `create`."""
        clean = _name(name)
        return await self._keep(lambda slot: self._client.rename_exclusion_list(list_id, clean, slot))

    async def delete(self, list_id: int) -> None:
        """Delete it for everybody, for good: ask twice before."""
        await self._call(lambda slot: self._client.delete_exclusion_list(list_id, slot))
        await self._store.write(lambda db: exclusions.forget(db, list_id))
        self._events.publish(Changes(exclusions=True))

    async def handles(self, list_id: int) -> list[str]:
        """All handles on it, alphabetical; one request for 2,000 of them."""
        found: list[str] = []
        while True:
            page = await self._call(partial(self._client.exclusion_entries, list_id, offset=len(found)))
            found += page.handles
            if not page.handles or len(found) >= page.total:
                return found

    async def hidden(self, platforms: Set[Platform]) -> frozenset[Handle]:
        """Who is hidden from future searches on these platforms: the handles of their standing lists."""
        standing = [one for one in await self.refresh() if one.default and one.handles and one.platform in platforms]
        return frozenset(
            [Handle(platform=one.platform, name=name) for one in standing for name in await self.handles(one.id)]
        )

    async def add(self, list_id: int, handles: Iterable[str]) -> ExclusionList | None:
        """Put handles on it, from a file, the clipboard or a filter; repeats go in once. None where there are none."""
        return await self._in_parts(list_id, handles, self._client.add_exclusions)

    async def add_creators(self, list_id: int, creator_ids: Sequence[int]) -> ExclusionList | None:
        """Put the creators of rows on it ("Hide from future searches"), those of its platform."""
        platform = next((one.platform for one in self.known() if one.id == list_id), None)
        handles = await self._store.read(lambda db: finding.handles_of(db, creator_ids, platform))
        return await self.add(list_id, handles)

    async def remove(self, list_id: int, handles: Iterable[str]) -> ExclusionList | None:
        """Take handles off it."""
        return await self._in_parts(list_id, handles, self._client.remove_exclusions)

    async def empty(self, list_id: int) -> int:
        """Take everything off it; returns how many handles it held. `handles` before and `add` after undo it."""
        held = await self.handles(list_id)
        await self.remove(list_id, held)
        return len(held)

    async def _in_parts(
        self,
        list_id: int,
        handles: Iterable[str],
        change: Callable[[int, Sequence[str], Slot | None], Awaitable[ExclusionList]],
    ) -> ExclusionList | None:
        wanted = _once(handles)
        kept: ExclusionList | None = None
        while part := list(islice(wanted, MOST_IN_ONE_CALL)):  # looked through part by part: 100,000 take 50 ms
            kept = await self._keep(partial(change, list_id, part))
        return kept

    async def _keep(self, call: Callable[[Slot], Awaitable[ExclusionList]]) -> ExclusionList:
        one = await self._call(call)
        await self._store.write(lambda db: exclusions.keep(db, one, self._now_ms()))
        self._events.publish(Changes(exclusions=True))
        return one

    async def _call(self, call: Callable[[Slot], Awaitable[T]]) -> T:
        return await self._queue.call(call, lane=Lane.USER)


def _once(handles: Iterable[str]) -> Iterator[str]:
    """Each of them, where it comes first."""
    seen: set[str] = set()
    for handle in handles:
        if handle not in seen:
            seen.add(handle)
            yield handle


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise InputError(f"A list needs a name of 1 to {LONGEST_NAME} characters.", field="name")
    return name
