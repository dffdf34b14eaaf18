"""The calls about people and what they post, on the connections of a Client (contract, sections 6.3, 7 and 8)."""

from collections.abc import Sequence

from app.api import accounts_wire, content_wire, outcomes
from app.api.accounts_wire import NO_ACCOUNTS, NOBODY, Accounts, Lookup
from app.api.client import ENRICH_READ_S, PATHS, Client
from app.api.content_wire import NO_POSTS, NOT_COMPARED, Compared, PostPage
from app.api.gate import Slot
from app.domain.platforms import Handle


class PeopleClient(Client):
    """Calls of one account, those about people's addresses, accounts, posts and audiences included."""

    async def by_email(self, email: str, slot: Slot | None = None) -> Lookup:
        """The one strongest account behind an address, which is trimmed and lower case.

        Cost: the answer's own, about 0.05; nothing when nobody is found. Evidence: documentation.
        """
        body = {"email": email}
        outcome = await self._send("POST", PATHS["enrich/email"], json=body, read_s=ENRICH_READ_S, slot=slot)
        return NOBODY if outcomes.means_not_found(outcome) else self._read(outcome, accounts_wire.read_lookup)

    async def socials(self, handle: Handle, slot: Slot | None = None) -> Accounts:
        """The accounts of one person on all platforms.

        Cost: the answer's own, about 0.50; nothing when there is no such creator. Evidence: live capture 2026-08.
        """
        body = {"handle": handle.wire, "platform": handle.platform.value}
        outcome = await self._send("POST", PATHS["socials"], json=body, read_s=ENRICH_READ_S, slot=slot)
        return NO_ACCOUNTS if outcomes.means_not_found(outcome) else self._read(outcome, accounts_wire.read_accounts)

    async def posts(self, handle: Handle, token: str | None = None, slot: Slot | None = None) -> PostPage:
        """One page of a creator's posts; `token` is what the page before named as the next.

        Cost: the answer's own, 0.03 to 0.15 a page (contract, Q5); nothing when there is no such creator.
        Evidence: Instagram live 2026-08; TikTok and YouTube documented.
        """
        body = content_wire.posts_body(handle, token)
        outcome = await self._send("POST", PATHS["posts"], json=body, read_s=ENRICH_READ_S, slot=slot)
        return NO_POSTS if outcomes.means_not_found(outcome) else self._read(outcome, content_wire.read_posts)

    async def overlap(self, handles: Sequence[Handle], slot: Slot | None = None) -> Compared:
        """How much of the audiences of 2 to 10 creators of one platform is the same people.

        Cost: the answer's own, about 1.00; nothing when one of them is not known. Evidence: live capture 2026-08.
        """
        platform = handles[0].platform
        body = {"platform": platform.value, "creators": [handle.wire for handle in handles]}
        outcome = await self._send("POST", PATHS["overlap"], json=body, read_s=ENRICH_READ_S, slot=slot)
        if outcomes.means_not_found(outcome):
            return NOT_COMPARED
        return self._read(outcome, lambda told: content_wire.read_overlap(told, platform))
