"""Email lookup: from addresses to the creators behind them, each address bought once (contract, section 7)."""

import sqlite3
from collections.abc import Awaitable, Iterable, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from app.api.accounts_wire import Lookup
from app.api.gate import Slot
from app.api.people_client import PeopleClient
from app.domain.jobs import Job, JobKind, RequestState
from app.domain.money import EMAIL_PRICE, ZERO, Purse
from app.domain.platforms import email_in
from app.services.asking import Asking
from app.services.events import Changes
from app.services.sending import Answered
from app.workspace import by_email, creators, questions, sheets
from app.workspace.jobs import NewJob
from app.workspace.meanwhile import is_answered
from app.workspace.questions import ABOUT_EMAIL, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailPlan:
    """What looking up addresses would send. `had`: the creator is known already and costs nothing.

    `pending`: on their way, or paid perhaps without an answer. `repeats`: the same address again. `bad`: no addresses.
    """

    new: tuple[str, ...]
    had: int
    pending: int
    repeats: int
    bad: tuple[str, ...]

    @property
    def most(self) -> Decimal:
        """The exact maximum in credits; an address that nobody is known for costs nothing."""
        return EMAIL_PRICE * len(self.new)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailResult:
    """What became of one address. `creator_id` None: nobody, or not yet; `why` is one sentence where it says more."""

    email: str
    state: RequestState
    creator_id: int | None
    why: str


class Emails:
    """Looks addresses up, and puts whom they belong to into a sheet."""

    def __init__(self, asking: Asking, client: PeopleClient) -> None:
        self._asking = asking
        self._client = client
        asking.jobs.register(JobKind.EMAILS, self._run)

    def plan(self, addresses: Iterable[str], *, recipe_key: str | None = None) -> EmailPlan:
        """Sort addresses, however they are written, into what costs and what does not; sends nothing.

        With a `recipe_key` those that its earlier runs have an answer about are left out.
        """
        return self._asking.store.peek(lambda db: _plan(db, addresses, recipe_key))

    async def run(
        self,
        sheet_id: int,
        addresses: Sequence[str],
        *,
        budget: Decimal | None = None,
        purse: Purse | None = None,
        recipe_key: str | None = None,
    ) -> Job:
        """Look up those that are new; all creators found, also those known before, stand in the sheet in this order.

        Cost: at most `plan(...).most`. Returns when the job has ended or waits for a person. With a `recipe_key` an
        earlier run of the same recipe is continued.
        """
        plan = await self._asking.store.read(lambda db: _plan(db, addresses, recipe_key))
        job = NewJob(
            kind=JobKind.EMAILS,
            title="Looking up emails",
            sheet_id=sheet_id,
            most=plan.most,
            budget=budget,
            recipe_key=recipe_key,
        )
        at = self._asking.jobs.now_ms()

        def fill(db: sqlite3.Connection, made: int) -> None:
            _fill(db, made, sheet_id, addresses, at, besides=_asked(db, recipe_key, open_too=True))

        job_id = await self._asking.jobs.start(job, fill)
        self._asking.events.publish(Changes(rows=True, sheet_id=sheet_id))
        return await self._asking.jobs.work(job_id, purse)

    def results(self, job_id: int) -> list[EmailResult]:
        """Every address that a job asked for, in its order."""
        found = self._asking.store.peek(lambda db: questions.of_job(db, job_id))
        return [
            EmailResult(email=key.removeprefix(ABOUT_EMAIL), state=state, creator_id=creator_id, why=why)
            for key, state, creator_id, why in found
        ]

    async def _run(self, job: Job, purse: Purse) -> None:
        def ask(question: Question, slot: Slot) -> Awaitable[Lookup]:
            return self._client.by_email(question.key.removeprefix(ABOUT_EMAIL), slot)

        def known(db: sqlite3.Connection, question: Question) -> bool:
            return _putknown_by(db, job, question, self._asking.jobs.now_ms())

        await self._asking.all_of(job, purse, ask, lambda question, told: _read(job, question, told), known=known)


def plan_of(db: sqlite3.Connection, addresses: Iterable[str]) -> EmailPlan:
    """Addresses, however they are written, by what asking for them costs."""
    seen: set[str] = set()
    new: list[str] = []
    bad: list[str] = []
    had = pending = repeats = 0
    for written in addresses:
        email = email_in(written)
        if email is None:
            bad.append(written)
        elif email in seen:
            repeats += 1
        elif is_answered(db, email):
            had += 1
        elif questions.is_open(db, ABOUT_EMAIL + email):
            pending += 1
        else:
            new.append(email)
        if email is not None:
            seen.add(email)
    return EmailPlan(new=tuple(new), had=had, pending=pending, repeats=repeats, bad=tuple(bad))


def known_by(db: sqlite3.Connection, email: str) -> int | None:
    """The creator behind an address, where the workspace knows one."""
    looked_up = questions.answers(db, ABOUT_EMAIL + email)
    return looked_up[0].creator_id if looked_up else creators.of_email(db, email)


def known_of(db: sqlite3.Connection, addresses: Iterable[str]) -> dict[str, int]:
    """Whose addresses these are, by address however it was written, as far as the workspace knows."""
    emails = dict.fromkeys(email for written in addresses if (email := email_in(written)) is not None)
    return {email: owner for email in emails if (owner := known_by(db, email)) is not None}


def _plan(db: sqlite3.Connection, addresses: Iterable[str], recipe_key: str | None) -> EmailPlan:
    closed = _asked(db, recipe_key, open_too=False)
    return plan_of(db, [one for one in addresses if email_in(one) not in closed])


def _asked(db: sqlite3.Connection, recipe_key: str | None, *, open_too: bool) -> set[str | None]:
    """The addresses that earlier runs of a recipe asked about."""
    asked = questions.asked_for(db, recipe_key, open_too=open_too)
    return {key.removeprefix(ABOUT_EMAIL) for key, _ in asked}


def _fill(
    db: sqlite3.Connection,
    job_id: int,
    sheet_id: int,
    addresses: Sequence[str],
    at_ms: int,
    *,
    besides: Set[str | None],
) -> None:
    wanted = dict.fromkeys(email for written in addresses if (email := email_in(written)) is not None)
    for place, email in enumerate(wanted, start=sheets.next_position(db, sheet_id)):
        creator_id = known_by(db, email)
        if creator_id is not None:
            by_email.add_row(db, sheet_id, email, creator_id, place, at_ms)
        elif email not in besides and not is_answered(db, email) and not questions.is_open(db, ABOUT_EMAIL + email):
            questions.ask(db, job_id, ABOUT_EMAIL + email, EMAIL_PRICE, place=place)


def _putknown_by(db: sqlite3.Connection, job: Job, question: Question, at_ms: int) -> bool:
    """Whether an address needs no asking any more; the creator that another job found stands in this sheet too."""
    email = question.key.removeprefix(ABOUT_EMAIL)
    creator_id = known_by(db, email)
    if creator_id is not None:
        by_email.add_row(db, job.sheet_id, email, creator_id, question.place, at_ms)
    answered = creator_id is not None or bool(questions.answers(db, question.key))
    return answered or questions.is_open(db, question.key, besides=job.id)


def _read(job: Job, question: Question, told: Lookup) -> Answered:
    found, email = told.found, question.key.removeprefix(ABOUT_EMAIL)
    charged = found is not None or bool(told.elsewhere)

    def keep(db: sqlite3.Connection, at_ms: int) -> None:
        creator_id = None
        if found is not None:
            creator_id = creators.add_found(db, found, at_ms)
            creators.add_email(db, creator_id, email)
            by_email.add_row(db, job.sheet_id, email, creator_id, question.place, at_ms)
        if charged:
            questions.keep(db, question.request.id, told.raw, at_ms, creator_id)

    return Answered(
        state=RequestState.DONE if charged else RequestState.NOT_FOUND,
        what="Email lookup",
        rows=int(charged),
        expected=EMAIL_PRICE if charged else ZERO,
        cost=told.cost,
        left=told.left,
        keep=keep,
        outcome=f"The account is on {told.elsewhere}, which Scoutsheet does not know." if told.elsewhere else "",
    )
