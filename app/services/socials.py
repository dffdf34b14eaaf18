"""Other accounts of the same person: bought for ticked rows, offered for a sheet or for columns of one's own."""

import sqlite3
from collections import Counter
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.api.accounts_wire import Accounts
from app.api.gate import Slot
from app.api.people_client import PeopleClient
from app.domain.creators import Account, Details, Found
from app.domain.jobs import Job, JobKind, RequestState
from app.domain.money import SOCIALS_PRICE, TIER_PRICES, ZERO, Had, Purse, Tier
from app.domain.places import Mention
from app.domain.platforms import Handle
from app.services.asking import Asking
from app.services.events import Changes
from app.services.sending import Answered
from app.workspace import creators, linked, own, questions, sheets
from app.workspace.jobs import NewJob
from app.workspace.questions import Question

_KEY = "socials"


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialsPlan:
    """What asking for other accounts would send. `ids`: who would be asked about, in the order given. `had`: asked
    before. `pending`: on their way, or to be checked.

    `named`: of those who are new, whose details named accounts already, which may be enough. `any_known`: accounts of
    somebody of all these are known.
    """

    ids: tuple[int, ...]
    had: int
    pending: int
    named: frozenset[int]
    any_known: bool

    @property
    def new(self) -> int:
        return len(self.ids)

    @property
    def most(self) -> Decimal:
        """The exact maximum in credits; a creator who is not found costs nothing."""
        return SOCIALS_PRICE * self.new

    def without_named(self) -> "SocialsPlan":
        """The same without asking about those whose details named accounts already."""
        return replace(self, ids=tuple(i for i in self.ids if i not in self.named), named=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An account of a creator's person elsewhere; a `Mention` cannot become a row. `in_sheet`: it is one already.

    `details`: what was bought of it, the newest at `since_ms`.
    """

    creator_id: int
    account: Account
    in_sheet: bool
    details: Details
    since_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """How many cells got an address, and what all columns are called that hold some of these creators' accounts."""

    cells: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePerson:
    """A row whose person's contact is already there under another account: buying it again may be needless.

    `enough`: what still brings something new, None: nothing. `saving` in credits. `since_ms`: when it was bought.
    """

    creator_id: int
    other_id: int
    other: Handle
    email: str | None
    since_ms: int
    enough: Tier | None
    saving: Decimal


class Socials:
    """Buys and offers the other accounts of creators."""

    def __init__(self, asking: Asking, client: PeopleClient) -> None:
        self._asking = asking
        self._client = client
        asking.jobs.register(JobKind.SOCIALS, self._run)

    def plan(self, ids: Sequence[int], *, recipe_key: str | None = None) -> SocialsPlan:
        """Sort rows into what costs and what does not; sends nothing.

        With a `recipe_key` those that its earlier runs have an answer about are left out.
        """
        return self._asking.store.peek(lambda db: _plan_of(db, ids, recipe_key))

    async def plan_later(self, ids: Sequence[int], *, recipe_key: str | None = None) -> SocialsPlan:
        """The same, beside the loop's thread: 100,000 take some 0.3 s."""
        return await self._asking.store.read(lambda db: _plan_of(db, ids, recipe_key))

    async def run(
        self,
        sheet_id: int,
        ids: Sequence[int],
        *,
        budget: Decimal | None = None,
        purse: Purse | None = None,
        recipe_key: str | None = None,
    ) -> Job:
        """Ask for the accounts of those who are new. Cost: at most `plan(...).most`.

        Returns when the job has ended or waits for a person; `offers` then has what was found. With a `recipe_key` an
        earlier run of the same recipe is continued.
        """
        job = NewJob(
            kind=JobKind.SOCIALS,
            title="Finding other accounts",
            sheet_id=sheet_id,
            most=(await self.plan_later(ids, recipe_key=recipe_key)).most,
            budget=budget,
            recipe_key=recipe_key,
        )

        def fill(db: sqlite3.Connection, made: int) -> None:
            asked = questions.asked_for(db, recipe_key, open_too=True)
            _fill(db, made, [i for i in ids if (_KEY, i) not in asked])

        job_id = await self._asking.jobs.start(job, fill)
        return await self._asking.jobs.work(job_id, purse)

    def stands(self, ids: Sequence[int]) -> Counter[str]:
        """How many of these are `uncertain` or `failed`, whichever job asked."""
        return self._asking.store.peek(lambda db: questions.stands(db, _KEY, ids))

    def offers(self, sheet_id: int, ids: Sequence[int]) -> list[Offer]:
        """The accounts elsewhere that are known of these creators, from this call or from their details. Free."""
        return self._asking.store.peek(lambda db: _offers(db, sheet_id, ids))

    async def offers_later(self, sheet_id: int, ids: Sequence[int]) -> list[Offer]:
        """The same, beside the loop's thread: for more creators than a page."""
        return await self._asking.store.read(lambda db: _offers(db, sheet_id, ids))

    async def add_rows(self, sheet_id: int, accounts: Iterable[Found]) -> int:
        """Put accounts into a sheet, behind its rows; returns how many are new there. Free."""
        at, wanted = self._asking.jobs.now_ms(), list(accounts)

        def write(db: sqlite3.Connection) -> int:
            first = sheets.next_position(db, sheet_id)
            ids = [creators.add_found(db, one, at) for one in wanted]
            return sum(sheets.add_row(db, sheet_id, i, first + place, at) for place, i in enumerate(ids))

        added = await self._asking.store.write(write)
        self._asking.events.publish(Changes(rows=True, sheets=True, sheet_id=sheet_id))
        return added

    async def fill_columns(self, sheet_id: int, ids: Sequence[int]) -> Filled:
        """Write the addresses of known accounts into own columns ("YouTube account"), or names that have none. Free.

        The columns are made where they are missing. What a person typed there stays.
        """
        at = self._asking.jobs.now_ms()

        def write(db: sqlite3.Connection) -> Filled:
            known = linked.of_creators(db, ids)
            labels = sorted({one.platform_label for _, one in known})
            columns = {label: own.ensure(db, f"{label} account", "link", at) for label in labels}
            cells = [(columns[one.platform_label], i, one.address or one.shown_handle) for i, one in known]
            return Filled(cells=own.fill(db, sheet_id, cells, at), labels=tuple(one.label for one in columns.values()))

        filled = await self._asking.store.write(write)
        self._asking.events.publish(Changes(creators=True, sheets=True, sheet_id=sheet_id))
        return filled

    def already_had(self, ids: Sequence[int], tier: Tier) -> list[SamePerson]:
        """Of these rows, those whose person's contact is already there under another account. Free.

        Numbers and audience belong to one account only, so nothing is found for them, nor for a check.
        """
        return self._asking.store.peek(lambda db: same_people(db, ids, tier))

    async def _run(self, job: Job, purse: Purse) -> None:
        def ask(question: Question, slot: Slot) -> Awaitable[Accounts]:
            about = question.request.creator_id or 0
            return self._client.socials(self._asking.store.peek(lambda db: creators.handle_of(db, about)), slot)

        def known(db: sqlite3.Connection, question: Question) -> bool:
            return _stands(db, question.request.creator_id or 0, besides=job.id) != "new"

        await self._asking.all_of(job, purse, ask, _read, known=known)


def same_people(db: sqlite3.Connection, ids: Sequence[int], tier: Tier) -> list[SamePerson]:
    """As `Socials.already_had`."""
    if tier not in (Tier.PROFILE, Tier.FULL):
        return []
    return [
        SamePerson(
            creator_id=one.creator_id,
            other_id=one.other_id,
            other=one.handle,
            email=one.email,
            since_ms=one.since_ms,
            enough=Tier.ANALYTICS if tier is Tier.FULL else None,
            saving=TIER_PRICES[tier] - (TIER_PRICES[Tier.ANALYTICS] if tier is Tier.FULL else ZERO),
        )
        for one in linked.had_elsewhere(db, ids)
    ]


def _plan_of(db: sqlite3.Connection, ids: Sequence[int], recipe_key: str | None) -> SocialsPlan:
    closed = questions.asked_for(db, recipe_key, open_too=False)
    wanted = [i for i in dict.fromkeys(ids) if (_KEY, i) not in closed]
    had = questions.answered_about(db, _KEY, wanted)
    pending = questions.open_about(db, _KEY, wanted) - had
    known = linked.having(db, wanted)
    new = tuple(i for i in wanted if i not in had and i not in pending)
    return SocialsPlan(
        ids=new, had=len(had), pending=len(pending), named=frozenset(known.intersection(new)), any_known=bool(known)
    )


def _stands(db: sqlite3.Connection, creator_id: int, *, besides: int = 0) -> str:
    """Where the question about a creator stands: had, pending or new."""
    if questions.answered_ms(db, _KEY, creator_id) is not None:
        return "had"
    return "pending" if questions.is_open(db, _KEY, creator_id, besides=besides) else "new"


def _offers(db: sqlite3.Connection, sheet_id: int, ids: Sequence[int]) -> list[Offer]:
    return [_offer(db, sheet_id, creator_id, one) for creator_id, one in linked.of_creators(db, ids)]


def _offer(db: sqlite3.Connection, sheet_id: int, creator_id: int, account: Account) -> Offer:
    known = creators.of_handle(db, account.handle) if isinstance(account, Found) else None
    parts, since = (Had.NOTHING, None) if known is None else creators.bought(db, known)
    return Offer(
        creator_id=creator_id,
        account=account,
        in_sheet=known is not None and sheets.has_row(db, sheet_id, known),
        details=Details.of(parts),
        since_ms=since,
    )


def _fill(db: sqlite3.Connection, job_id: int, ids: Sequence[int]) -> None:
    for creator_id in _plan_of(db, ids, None).ids:
        questions.ask(db, job_id, _KEY, SOCIALS_PRICE, creator_id=creator_id)


def others_of(accounts: Sequence[Account], asked: Handle) -> list[Account]:
    """Without the one asked about, which an answer always names: perhaps by its channel id only."""
    others = [one for one in accounts if not (isinstance(one, Found) and one.handle == asked)]
    if len(others) < len(accounts):
        return others
    return [one for one in others if not (isinstance(one, Mention) and one.place == asked.platform)]


def _read(question: Question, told: Accounts) -> Answered:
    creator_id = question.request.creator_id or 0

    def keep(db: sqlite3.Connection, at_ms: int) -> None:
        if told.found:
            asked = creators.handle_of(db, creator_id)
            linked.keep(db, creator_id, others_of(told.accounts, asked), at_ms)
            questions.keep(db, question.request.id, told.raw, at_ms)

    return Answered(
        state=RequestState.DONE if told.found else RequestState.NOT_FOUND,
        what="Other accounts",
        rows=int(told.found),
        expected=SOCIALS_PRICE if told.found else ZERO,
        cost=told.cost,
        left=told.left,
        keep=keep,
    )
