"""The calls about exclusion lists, which everybody on the account shares (contract, section 6.6)."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.api import wire
from app.api.client import PATHS, Client
from app.api.gate import Slot
from app.domain.exclusions import LARGEST_PAGE, ExclusionEntries, ExclusionList
from app.domain.platforms import Platform


class ExclusionsClient(Client):
    """Calls of one account, those on its exclusion lists included. Evidence: the vendor's client, not seen live."""

    async def exclusion_lists(self, slot: Slot | None = None) -> tuple[ExclusionList, ...]:
        """Every list of the account, of all platforms. Free."""
        outcome = await self._send("GET", PATHS["lists"], slot=slot)
        return self._read(outcome, wire.read_lists, free=True)

    async def default_exclusion_list(self, platform: Platform, slot: Slot | None = None) -> ExclusionList:
        """A platform's standing list; reading it makes it (contract, Q50). Free."""
        return await self._list("GET", PATHS["lists/default"].format(platform=platform.value), None, slot)

    async def create_exclusion_list(self, name: str, platform: Platform, slot: Slot | None = None) -> ExclusionList:
        """A new, empty list. Free. Raises Refused when a list of the platform has the name."""
        return await self._list("POST", PATHS["lists"], {"name": name, "platform": platform.value}, slot)

    async def rename_exclusion_list(self, list_id: int, name: str, slot: Slot | None = None) -> ExclusionList:
        """Another name. Free. Raises Refused for a default list and a name that is taken."""
        return await self._list("PATCH", PATHS["lists/one"].format(list_id=list_id), {"name": name}, slot)

    async def delete_exclusion_list(self, list_id: int, slot: Slot | None = None) -> None:
        """Delete it for everybody, for good. Free. Raises Refused for a default list."""
        path = PATHS["lists/one"].format(list_id=list_id)
        outcome = await self._send("DELETE", path, slot=slot, free=True)
        if outcome.status >= 400:
            raise self._error(outcome, free=True)

    async def exclusion_entries(self, list_id: int, slot: Slot | None = None, *, offset: int) -> ExclusionEntries:
        """Up to 2,000 of its handles, alphabetical, from `offset` on. Free."""
        params = {"offset": str(offset), "limit": str(LARGEST_PAGE)}
        outcome = await self._send("GET", PATHS["lists/entries"].format(list_id=list_id), params=params, slot=slot)
        return self._read(outcome, wire.read_entries, free=True)

    async def add_exclusions(self, list_id: int, handles: Sequence[str], slot: Slot | None = None) -> ExclusionList:
        """Put 1 to 10,000 handles on it; those that are there stay. Free."""
        path = PATHS["lists/entries"].format(list_id=list_id)
        return await self._list("POST", path, {"handles": list(handles)}, slot)

    async def remove_exclusions(self, list_id: int, handles: Sequence[str], slot: Slot | None = None) -> ExclusionList:
        """Take 1 to 10,000 handles off it; those that are not there do no harm. Free."""
        path = PATHS["lists/entries"].format(list_id=list_id)
        return await self._list("DELETE", path, {"handles": list(handles)}, slot)

    async def _list(self, method: str, path: str, body: Mapping[str, Any] | None, slot: Slot | None) -> ExclusionList:
        outcome = await self._send(method, path, json=body, slot=slot, free=True)
        return self._read(outcome, wire.read_list, free=True)
