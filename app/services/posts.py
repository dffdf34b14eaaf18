"""Checking which posts of a campaign are live, page by page, for ticked rows (contract, section 8).

A page names the next one, so a creator's pages are asked one after the other and many creators side by side. Reading
ends where the posts are older than the campaign, where there are no more, or at the most pages agreed to.
"""

import sqlite3
from collections import Counter
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from app.api.content_wire import PostPage, read_posts
from app.api.gate import Slot
from app.api.people_client import PeopleClient
from app.domain.jobs import Job, JobKind, RequestState
from app.domain.money import POSTS_PRICE, ZERO, Purse
from app.domain.posts import WITH_POSTS, Campaign, Post
from app.services.asking import Asking
from app.services.events import Changes
from app.services.sending import Answered
from app.workspace import creators, live_posts, questions
from app.workspace.jobs import NewJob
from app.workspace.questions import Question

_DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsPlan:
    """What checking rows for a campaign would send.

    `pages`: the rows to check, in the order given, and how many pages of each are read at most; pages that were read
    today are not read again. `again` of them were checked before, the longest ago at `oldest_ms`; posts may have come
    since. `had`: checked after the campaign's last day, or today: they cost nothing. Where fresh numbers are wanted
    only those of today count. `pending`: on their way, or to be checked. `elsewhere`: on platforms whose posts cannot
    be read.
    """

    pages: Mapping[int, int]
    again: int
    oldest_ms: int | None
    had: int
    pending: int
    elsewhere: int

    @property
    def new(self) -> int:
        return len(self.pages)

    @property
    def calls(self) -> int:
        """The most pages that are read of all of them."""
        return sum(self.pages.values())

    @property
    def most(self) -> Decimal:
        """The exact maximum in credits: rows x pages x the price of a page, which often is a fifth of it."""
        return POSTS_PRICE * self.calls


class Posts:
    """Checks posts, and writes what it finds into own columns of the sheet."""

    def __init__(self, asking: Asking, client: PeopleClient) -> None:
        self._asking = asking
        self._client = client
        asking.jobs.register(JobKind.POSTS, self._run)

    def plan(
        self, ids: Sequence[int], campaign: Campaign, *, again: bool = False, recipe_key: str | None = None
    ) -> PostsPlan:
        """Sort rows into what costs and what does not; sends nothing.

        `again`: for fresh numbers, also those whose check could bring no other posts. With a `recipe_key` those that
        its earlier runs read, however long ago, are left out.
        """
        now = self._asking.jobs.now_ms()
        return self._asking.store.peek(lambda db: _plan_of(db, ids, campaign, now, recipe_key, again=again))

    async def plan_later(
        self, ids: Sequence[int], campaign: Campaign, *, again: bool = False, recipe_key: str | None = None
    ) -> PostsPlan:
        """The same, beside the loop's thread: 100,000 take some 0.5 s."""
        now = self._asking.jobs.now_ms()
        return await self._asking.store.read(lambda db: _plan_of(db, ids, campaign, now, recipe_key, again=again))

    async def run(
        self,
        sheet_id: int,
        ids: Sequence[int],
        campaign: Campaign,
        *,
        again: bool = False,
        budget: Decimal | None = None,
        purse: Purse | None = None,
        recipe_key: str | None = None,
    ) -> Job:
        """Check the rows that are new, and fill the columns of all of them. Cost: at most `plan(...).most`.

        What a person typed into those columns stays; `again` as that of `plan`. Returns when the job has ended or
        waits for a person. With a `recipe_key` an earlier run of the same recipe is continued.
        """
        job = NewJob(
            kind=JobKind.POSTS,
            title="Checking posts",
            sheet_id=sheet_id,
            most=(await self.plan_later(ids, campaign, again=again, recipe_key=recipe_key)).most,
            budget=budget,
            recipe_key=recipe_key,
        )
        at = self._asking.jobs.now_ms()

        def fill(db: sqlite3.Connection, job_id: int) -> None:
            asked = questions.asked_for(db, recipe_key, open_too=True)
            live_posts.add_check(db, job_id, campaign)
            _fill(db, sheet_id, ids, campaign, at)
            wanted = [i for i in ids if (campaign.key, i) not in asked]
            for creator_id in _plan(db, wanted, campaign, at, again=again).pages:
                _ask(db, job_id, campaign, creator_id, _read_today(db, campaign, creator_id, at))

        job_id = await self._asking.jobs.start(job, fill)
        self._asking.events.publish(Changes(creators=True, sheet_id=sheet_id))
        return await self._asking.jobs.work(job_id, purse)

    def stands(self, ids: Sequence[int], campaign: Campaign) -> Counter[str]:
        """How many of these are `uncertain` or `failed`, whichever job asked."""
        return self._asking.store.peek(lambda db: questions.stands(db, campaign.key, ids))

    def any_readable(self, ids: Sequence[int]) -> bool:
        """Whether one of these rows is on a platform whose posts can be read."""
        return self._asking.store.peek(lambda db: _any_readable(db, ids))

    async def any_readable_later(self, ids: Sequence[int]) -> bool:
        """The same, beside the loop's thread: 100,000 that cannot be read take a second."""
        return await self._asking.store.read(lambda db: _any_readable(db, ids))

    def last_campaign(self, sheet_id: int) -> Campaign | None:
        """What was looked for last in this sheet or another one of its campaign; None: nothing yet."""
        return self._asking.store.peek(lambda db: live_posts.last_of(db, sheet_id))

    def found(self, ids: Sequence[int], campaign: Campaign) -> dict[int, list[Post]]:
        """The campaign's posts of these creators, the first one first; only those who have any. Free."""

        def read(db: sqlite3.Connection) -> dict[int, list[Post]]:
            some = live_posts.having(db, ids, campaign.key)
            return {i: live_posts.found(db, i, campaign.key) for i in ids if i in some}

        return self._asking.store.peek(read)

    def cut(self, ids: Sequence[int], campaign: Campaign) -> int:
        """How many of these creators had more posts than the pages that were agreed to."""

        def read(db: sqlite3.Connection) -> int:
            checks = live_posts.all_checked(db, ids, campaign.key).values()
            return sum(check.cut_after is not None for check in checks)

        return self._asking.store.peek(read)

    def kept_back(self, sheet_id: int, ids: Sequence[int], campaign: Campaign) -> int:
        """How many cells hold what a person typed in place of what was found."""

        def read(db: sqlite3.Connection) -> int:
            some = live_posts.having(db, ids, campaign.key)
            return sum(live_posts.kept_back(db, sheet_id, i, campaign.key) for i in some)

        return self._asking.store.peek(read)

    def campaign(self, job_id: int) -> Campaign:
        """What a job looks for."""
        return self._asking.store.peek(lambda db: live_posts.campaign_of(db, job_id))

    async def fill(self, sheet_id: int, ids: Sequence[int], campaign: Campaign, *, over_typed: bool = False) -> None:
        """Write what was found into the columns, with `over_typed` also over what a person typed. Free."""
        at = self._asking.jobs.now_ms()
        await self._asking.store.write(lambda db: _fill(db, sheet_id, ids, campaign, at, over_typed=over_typed))
        self._asking.events.publish(Changes(creators=True, sheet_id=sheet_id))

    async def _run(self, job: Job, purse: Purse) -> None:
        campaign = self.campaign(job.id)

        def ask(question: Question, slot: Slot) -> Awaitable[PostPage]:
            handle = self._asking.store.peek(lambda db: creators.handle_of(db, question.request.creator_id or 0))
            return self._client.posts(handle, question.token, slot)

        def known(db: sqlite3.Connection, question: Question) -> bool:
            about = question.request.creator_id or 0
            read = _read_today(db, campaign, about, self._asking.jobs.now_ms())
            return questions.is_open(db, campaign.key, about, besides=job.id) or read.page >= question.page

        await self._asking.all_of(
            job, purse, ask, lambda question, told: _read(job, campaign, question, told), known=known
        )


def _any_readable(db: sqlite3.Connection, ids: Sequence[int]) -> bool:
    return next(creators.on_platforms(db, ids, WITH_POSTS), None) is not None


def _fill(
    db: sqlite3.Connection,
    sheet_id: int,
    ids: Sequence[int],
    campaign: Campaign,
    at_ms: int,
    *,
    over_typed: bool = False,
) -> None:
    """Write what was found into the columns; who has no posts leaves them as they are."""
    for creator_id in live_posts.having(db, ids, campaign.key):
        live_posts.fill_columns(db, sheet_id, creator_id, campaign.key, at_ms, over_typed=over_typed)


def _midnight(now_ms: int) -> int:
    """When today began, in UTC."""
    return now_ms - now_ms % _DAY_MS


def _is_had(checked: live_posts.Checked, campaign: Campaign, now_ms: int, *, again: bool) -> bool:
    """Whether checking again could bring no other posts; with `again` also: no newer numbers than today's."""
    if checked.cut_after is not None and checked.cut_after < campaign.pages:
        return False
    day, today = (datetime.fromtimestamp(ms / 1000, UTC).date() for ms in (checked.at_ms, now_ms))
    return day == today or (day > campaign.last and not again)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """How far a creator's posts were read today: up to this page, which named the next one. 0: not at all."""

    page: int = 0
    token: str | None = None


def _read_today(db: sqlite3.Connection, campaign: Campaign, creator_id: int, now_ms: int) -> _Read:
    furthest = questions.furthest(db, campaign.key, creator_id, _midnight(now_ms))
    return _Read(page=furthest[0], token=read_posts(furthest[1]).next_token) if furthest else _Read()


def _plan_of(
    db: sqlite3.Connection,
    ids: Sequence[int],
    campaign: Campaign,
    now_ms: int,
    recipe_key: str | None,
    *,
    again: bool,
) -> PostsPlan:
    closed = questions.asked_for(db, recipe_key, open_too=False)
    return _plan(db, [i for i in ids if (campaign.key, i) not in closed], campaign, now_ms, again=again)


def _plan(db: sqlite3.Connection, ids: Sequence[int], campaign: Campaign, now_ms: int, *, again: bool) -> PostsPlan:
    wanted = list(dict.fromkeys(ids))
    readable = set(creators.on_platforms(db, wanted, WITH_POSTS))
    checked = live_posts.all_checked(db, wanted, campaign.key)
    had = {i for i in readable.intersection(checked) if _is_had(checked[i], campaign, now_ms, again=again)}
    pending = (readable - had) & questions.open_about(db, campaign.key, wanted)
    new = [i for i in wanted if i in readable and i not in had and i not in pending]
    read = questions.furthest_pages(db, campaign.key, new, _midnight(now_ms))
    before = [checked[i].at_ms for i in new if i in checked]
    return PostsPlan(
        pages={i: campaign.pages - read.get(i, 0) for i in new},
        again=len(before),
        oldest_ms=min(before, default=None),
        had=len(had),
        pending=len(pending),
        elsewhere=len(wanted) - len(readable),
    )


def _ask(db: sqlite3.Connection, job_id: int, campaign: Campaign, creator_id: int, read: _Read) -> None:
    """Ask for the page behind what was read."""
    questions.ask(db, job_id, campaign.key, POSTS_PRICE, creator_id=creator_id, page=read.page + 1, token=read.token)


def _read(job: Job, campaign: Campaign, question: Question, told: PostPage) -> Answered:
    creator_id = question.request.creator_id or 0

    def keep(db: sqlite3.Connection, at_ms: int) -> None:
        if not told.found:
            return
        questions.keep(db, question.request.id, told.raw, at_ms)
        live_posts.keep(db, creator_id, campaign.key, filter(campaign.has, told.posts))
        live_posts.fill_columns(db, job.sheet_id, creator_id, campaign.key, at_ms)
        if not _goes_on(campaign, told):
            live_posts.note_checked(db, creator_id, campaign.key, at_ms, cut_after=None)
        elif question.page >= campaign.pages:
            live_posts.note_checked(db, creator_id, campaign.key, at_ms, cut_after=question.page)
        else:
            _ask(db, job.id, campaign, creator_id, _Read(page=question.page, token=told.next_token))

    return Answered(
        state=RequestState.DONE if told.found else RequestState.NOT_FOUND,
        what="Live posts",
        rows=len(told.posts),
        expected=POSTS_PRICE if told.found else ZERO,
        cost=told.cost,
        left=told.left,
        keep=keep,
    )


def _goes_on(campaign: Campaign, page: PostPage) -> bool:
    """Whether older pages can hold posts of the campaign. Pinned posts come first, so the last one tells the age."""
    return page.next_token is not None and not (page.posts and campaign.is_before(page.posts[-1]))
