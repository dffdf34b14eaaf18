"""The one place that knows all constructors: an account and a folder become a running Scoutsheet."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import httpx
import platformdirs

from app import resources
from app.api.batch_client import BatchClient
from app.api.client import Client, open_http
from app.api.exclusions_client import ExclusionsClient
from app.api.gate import Lane, RateGate
from app.api.people_client import PeopleClient
from app.domain.errors import InputError
from app.domain.filters import Catalogue
from app.domain.money import Balance
from app.services.accounts import LIVE_ORIGIN, PRACTICE_ORIGIN, Account, identity_of, workspace_folder
from app.services.asking import Asking
from app.services.backups import Backups
from app.services.batch import Batches
from app.services.batch_resume import PausedBatches
from app.services.batch_watch import POLL_S, BatchWatcher
from app.services.budgets import Budgets
from app.services.counting import Counting
from app.services.credits import Credits
from app.services.details_plan import DetailsPlans
from app.services.dictionaries import Dictionaries
from app.services.discovery import Discovery
from app.services.emails import Emails
from app.services.enrichment import Enrichment
from app.services.events import Events
from app.services.exclusions import Exclusions
from app.services.exporting import Exports
from app.services.goals import Goals
from app.services.imports import Imports
from app.services.jobs import Jobs
from app.services.low_balance import LowBalance
from app.services.overlap import Overlaps
from app.services.paging import Paging
from app.services.posts import Posts
from app.services.queue import RequestQueue
from app.services.run_again import RunAgain
from app.services.saved_searches import SavedSearches
from app.services.sending import Sending
from app.services.settling import STILL_AT_WORK_S, Settling
from app.services.socials import Socials
from app.services.spending import Spending
from app.services.splitting import Splitting
from app.services.traffic import Traffic
from app.services.word_check import WordCheck
from app.workspace import account as stored_account
from app.workspace import ledger, uncertain
from app.workspace.account import Identity
from app.workspace.backups import Backup
from app.workspace.restoring import restore
from app.workspace.sendlog import SqliteSendLog
from app.workspace.store import Store, begin_anew, open_store

PRACTICE_CREDITS = "100"
LONGEST_POLL_S = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What is needed to open an account: who it is, where the service listens, the key, and the workspace's folder."""

    identity: Identity
    base_url: str
    key: str
    workspace: Path

    def __repr__(self) -> str:
        return f"Login({self.identity.name})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How time passes for an open account: as it does, unless a test hurries it or makes its clocks jump.

    `clock` and `sleep` in seconds that only go on, `wall` in Unix seconds, `boot` as `boot_identity` tells it (None: as
    it is). `still_at_work_s`: how long the service may go on working on a request whose answer was lost. `connect`
    makes the connections, with their patience. `batch_poll_s`: between two looks
    at batches; None: what the environment says.
    """

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    wall: Callable[[], float] = time.time
    boot: str | None = None
    still_at_work_s: float = STILL_AT_WORK_S
    connect: Callable[[], httpx.AsyncClient] = open_http
    batch_poll_s: float | None = None

    def now_ms(self) -> int:
        return int(self.wall() * 1000)


REAL = Pace()


def data_folder() -> Path:
    """Where Scoutsheet keeps what belongs to the person on this machine."""
    return Path(platformdirs.user_data_dir("scoutsheet", appauthor=False))


def load_catalogue() -> Catalogue:
    """The filter catalogue that comes with the program."""
    return Catalogue.from_mapping(json.loads(resources.path("api", "filters.json").read_text(encoding="utf-8")))


def login_from_environment(environment: Mapping[str, str], workspace: Path | None = None) -> Login | None:
    """The account that SCOUTSHEET_API_KEY names, a live account whatever its host; None where there is no key.

    Raises: InputError for a key or an address that cannot be one.
    """
    key = environment.get("SCOUTSHEET_API_KEY", "").strip()
    if not key:
        return None
    from app.api.login import parse_base_url, parse_key

    base_url = environment.get("SCOUTSHEET_BASE_URL", "").strip() or LIVE_ORIGIN
    parse_base_url(base_url)
    key = parse_key(key)
    identity = identity_of(base_url.rstrip("/"), key)
    return Login(
        identity=identity, base_url=base_url, key=key, workspace=workspace or home_or_default(environment, identity)
    )


def home_or_default(environment: Mapping[str, str], identity: Identity) -> Path:
    home = environment.get("SCOUTSHEET_HOME", "").strip()
    return Path(home) if home else workspace_folder(data_folder(), identity)


def batch_poll_s_from(environment: Mapping[str, str]) -> float:
    """Seconds between two looks at batches (SCOUTSHEET_BATCH_POLL_S). Raises: InputError for what is no such number."""
    text = environment.get("SCOUTSHEET_BATCH_POLL_S", "").strip()
    try:
        seconds = float(text) if text else POLL_S
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LONGEST_POLL_S:
        raise InputError(
            f"SCOUTSHEET_BATCH_POLL_S must be a number of seconds, at most {LONGEST_POLL_S:.0f}.",
            field="SCOUTSHEET_BATCH_POLL_S",
        )
    return seconds


class App:
    """One open account with everything that works on it. Made by `open_app`."""

    def __init__(
        self,
        login: Login,
        store: Store,
        http: httpx.AsyncClient,
        catalogue: Catalogue,
        *,
        pace: Pace,
        batch_poll_s: float,
    ) -> None:
        self.login = login
        self.account = login.identity
        self.store = store
        self.catalogue = catalogue
        self.events = Events()
        self._http = http
        self.requests_sent = 0
        http.event_hooks["request"].append(self._count)
        client = Client(http, base_url=login.base_url, key=login.key)
        log_name = f"{login.identity.fingerprint[:24]}.sqlite"
        log_file = data_folder() / "sends" / log_name
        self._log = SqliteSendLog(log_file, clock=pace.clock, wall=pace.wall, boot=pace.boot)
        gate = RateGate(log=self._log, clock=pace.clock)
        self.queue = RequestQueue(gate, clock=pace.clock, sleep=pace.sleep)
        traffic = Traffic()
        self.credits = Credits(store, client, self.queue, traffic, self.events, pace.now_ms)
        settling = Settling(store, self.credits, traffic, pace.now_ms, still_at_work_s=pace.still_at_work_s)
        self.budgets = Budgets(store, self.events, pace.now_ms)
        sending = Sending(store, self.queue, traffic, self.events, self.credits, self.budgets, settling, pace.now_ms)
        self.jobs = Jobs(store, self.queue, self.events, sending, settling, pace.now_ms)
        lists = ExclusionsClient(http, base_url=login.base_url, key=login.key)
        self.exclusions = Exclusions(store, lists, self.queue, self.events, pace.now_ms)
        paging = Paging(store, client, self.jobs, self.events, self.exclusions)
        self.discovery = Discovery(store, paging, self.jobs, self.events, catalogue, self.exclusions)
        self.counting = Counting(store, paging, self.jobs, catalogue, self.exclusions)
        self.run_again = RunAgain(store, paging, self.jobs, catalogue, self.exclusions)
        self.splitting = Splitting(store, paging, self.jobs, self.events, catalogue, self.counting)
        self.saved_searches = SavedSearches(store, self.events, catalogue, pace.now_ms)
        self.enrichment = Enrichment(store, client, self.jobs, self.events)
        self.goals = Goals(store, self.jobs, self.events, self.enrichment)
        batch_client = BatchClient(http, base_url=login.base_url, key=login.key)
        self.watcher = BatchWatcher(
            store, batch_client, self.queue, self.jobs, self.events, self.credits, poll_s=batch_poll_s
        )
        paused = PausedBatches(store, batch_client, self.queue, self.budgets, self.watcher, pace.now_ms)
        self.batches = Batches(store, batch_client, self.jobs, self.events, self.watcher, paused)
        people = PeopleClient(http, base_url=login.base_url, key=login.key)
        asking = Asking(store, self.jobs, self.events)
        self.imports = Imports(store, self.events, pace.now_ms)
        self.emails = Emails(asking, people)
        self.socials = Socials(asking, people)
        self.details = DetailsPlans(store)
        self.posts = Posts(asking, people)
        self.overlaps = Overlaps(asking, people)
        self.dictionaries = Dictionaries(store, client, self.queue, pace.now_ms)
        self.word_check = WordCheck(catalogue, self.dictionaries)
        self.exports = Exports(store, catalogue, date.today)
        self.spending = Spending(store, self.credits)
        self.low_balance = LowBalance(store, self.credits)
        self.backups = Backups(store, self.events, pace.now_ms)

    async def _count(self, request: httpx.Request) -> None:
        self.requests_sent += 1

    async def close(self) -> None:
        """Send nothing more, keep the answers on their way, let the workspace go."""
        await self.jobs.close()
        await self.watcher.close()
        await self.dictionaries.close()
        await self._http.aclose()
        await self.backups.close()
        await asyncio.to_thread(self.store.close)
        self._log.close()


async def open_app(login: Login, *, pace: Pace = REAL) -> App:
    """Open an account's workspace and everything that works on it. Sends nothing but free questions about batches.

    Raises: WorkspaceBusy, WorkspaceForeign, WorkspaceDamaged, WorkspaceNewer, DiskError, InputError.
    """
    poll_s = batch_poll_s_from(os.environ) if pace.batch_poll_s is None else pace.batch_poll_s
    catalogue = await asyncio.to_thread(load_catalogue)
    store = await asyncio.to_thread(open_store, login.workspace)
    try:
        await store.write(lambda db: stored_account.bind(db, login.identity, pace.now_ms()))
        http = await asyncio.to_thread(pace.connect)
        app = App(login, store, http, catalogue, pace=pace, batch_poll_s=poll_s)
        await store.write(lambda db: uncertain.interrupt_all(db, pace.now_ms()))
    except BaseException:
        await asyncio.to_thread(store.close)
        raise
    app.backups.start()
    app.watcher.start()
    return app


async def restore_backup(login: Login, backup: Backup) -> None:
    """Put a backup in the place of a workspace that is not open. Raises: as `restore` of workspace/restoring.py."""
    await asyncio.to_thread(restore, login.workspace, backup, login.identity, REAL.now_ms())


async def begin_workspace_anew(login: Login) -> None:
    """Make an empty workspace in the place of one that was lost. Raises: as `begin_anew` of workspace/store.py."""
    await asyncio.to_thread(begin_anew, login.workspace)


@dataclass(slots=True)
class PracticeService:
    """The practice service as a child process of ours; it ends with us."""

    process: "subprocess.Popen[str]"
    url: str
    key: str

    async def stop(self) -> None:
        self.process.terminate()
        await asyncio.to_thread(self.process.communicate)


async def start_practice(folder: Path) -> PracticeService:
    """Start the practice service with its books in `folder`, so that its account survives restarts.

    Raises: InputError when it does not start.
    """
    return await asyncio.to_thread(_start_practice, folder)


def _start_practice(folder: Path) -> PracticeService:
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [
            sys.executable,
            *([] if getattr(sys, "frozen", False) else ["-m", "app"]),
            *("sandbox", "--state", str(folder), "--credits", PRACTICE_CREDITS),
        ],
        stdin=subprocess.PIPE,  # its end tells the child that we are gone, also after kill -9
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "SCOUTSHEET_API_KEY": "", "SCOUTSHEET_PRACTICE_CHILD": "1"},
    )
    assert process.stdout is not None
    words = process.stdout.readline().split()
    if "on" not in words or "key" not in words:
        process.kill()
        process.wait()
        raise InputError("The practice service did not start.", advice="Close other copies and start again.")
    return PracticeService(process=process, url=words[words.index("on") + 1], key=words[words.index("key") + 1])


def practice_login(service: PracticeService, workspace: Path | None = None) -> Login:
    """The login of a running practice service; its identity does not depend on the port."""
    identity = identity_of(PRACTICE_ORIGIN, service.key, name="Practice", practice=True)
    return Login(
        identity=identity,
        base_url=service.url,
        key=service.key,
        workspace=workspace or workspace_folder(data_folder(), identity),
    )


async def replace_key(account: Account, login: Login) -> Login:
    """Give an account's workspace the new key of the same account; returns how to open it. Asks once, free.

    `credits_used` only ever grows, so a key whose account used less than this workspace knows of is another account's.

    Raises: InputError for such a key, KeyRefused and the other service errors, WorkspaceBusy, WorkspaceForeign.
    """
    balance = await check_login(login)
    store = await asyncio.to_thread(open_store, account.workspace)
    try:
        known = store.peek(ledger.last_balance)
        if known is not None and balance.used < known.used:
            raise InputError(
                "This key belongs to another account: that one has used fewer credits than this one.",
                field="key",
                advice="Open it as an account of its own.",
            )
        await store.write(lambda db: stored_account.replace_key(db, login.identity))
    finally:
        await asyncio.to_thread(store.close)
    return replace(login, workspace=account.workspace)


async def check_login(login: Login) -> Balance:
    """Ask for the balance of an account that is not open. Free; it goes through the account's own gate.

    Raises: KeyRefused, NotSent and the other service errors.
    """
    log = SqliteSendLog(data_folder() / "sends" / f"{login.identity.fingerprint[:24]}.sqlite")
    http = await asyncio.to_thread(open_http)
    try:
        client = Client(http, base_url=login.base_url, key=login.key)
        queue = RequestQueue(RateGate(log=log, clock=time.monotonic), clock=time.monotonic)
        return await queue.call(lambda slot: client.balance(slot=slot), lane=Lane.USER)
    finally:
        await http.aclose()
        log.close()
