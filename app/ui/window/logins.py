"""Which accounts there are and how they are opened: from the environment, the last one used, practice."""

import asyncio
import importlib
import os
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import platformdirs

from app.domain.errors import KeyRefused, WorkspaceDamaged
from app.domain.money import Balance
from app.services.accounts import LIVE_ORIGIN, Account, Accounts, forget_key, identity_of, load_key, save_key
from app.ui.dialogs.account import AccountChoice
from app.workspace.account import Identity
from app.workspace.backups import Backup

if TYPE_CHECKING:
    from app.bootstrap import App, Login, PracticeService


class Logins:
    """Opens accounts for the window; holds the practice service it started until `close`."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment
        self._practice: PracticeService | None = None
        self._damaged: Login | None = None

    @property
    def origin(self) -> str:
        """Where a new live key is used."""
        return self._environment.get("SCOUTSHEET_BASE_URL", "").strip().rstrip("/") or LIVE_ORIGIN

    def known(self) -> list[Account]:
        """The live accounts of this person, the one used last first."""
        return [account for account in self._accounts().all() if not account.identity.practice]

    def is_open(self, choice: AccountChoice, current: Identity) -> bool:
        """Whether the choice is the account that is open now."""
        if choice.key:
            origin = choice.known.identity.origin if choice.known is not None else self.origin
            return identity_of(origin, choice.key) == current
        if choice.known is not None:
            return choice.known.identity == current
        return current.practice

    async def open_first(self) -> "App":
        """The account of the environment, else the one used last, else practice.

        Raises: the AppError that kept it from opening.
        """
        boot = await _bootstrap()
        from_environment = boot.login_from_environment(self._environment)
        if from_environment is not None:
            return await self.reopen(from_environment)
        used = next(iter(self._accounts().all()), None)
        if used is None or used.identity.practice:
            return await self.open(AccountChoice())
        return await self.open(AccountChoice(known=used))

    async def open(self, choice: AccountChoice) -> "App":
        """Open the chosen account and remember it as the one used last.

        A key for a known account takes the place of its own; its workspace must not be open then. Raises: AppError.
        """
        login = await self._login(choice)
        if choice.known is not None and choice.key:
            boot = await _bootstrap()
            login = await boot.replace_key(choice.known, login)
            await asyncio.to_thread(self._accounts().replace_key, choice.known, login.identity)
        app = await self.reopen(login)
        await asyncio.to_thread(self._accounts().remember, login.identity)
        return app

    async def reopen(self, login: "Login") -> "App":
        """Open an account by its login, also one that was open before. Raises: AppError."""
        boot = await _bootstrap()
        try:
            app: App = await boot.open_app(login)
        except WorkspaceDamaged:
            self._damaged = login
            raise
        return app

    def take_damaged(self) -> "Login | None":
        """The account whose workspace was damaged when it was opened last; told once."""
        damaged, self._damaged = self._damaged, None
        return damaged

    async def restore(self, login: "Login", backup: Backup) -> None:
        """Put a backup in the place of a workspace that is not open. Raises: AppError; then it is as it was."""
        boot = await _bootstrap()
        await boot.restore_backup(login, backup)

    async def begin_anew(self, login: "Login") -> None:
        """Make an empty workspace in the place of one that was lost. Raises: AppError."""
        boot = await _bootstrap()
        await boot.begin_workspace_anew(login)

    async def check(self, choice: AccountChoice) -> Balance:
        """Ask for the balance with the key of this choice; free. Raises: InputError, KeyRefused, other AppErrors."""
        boot = await _bootstrap()
        balance: Balance = await boot.check_login(await self._login(choice))
        return balance

    async def keep(self, choice: AccountChoice, identity: Identity) -> None:
        """Put the key of this choice into the operating system's store, in the place of one it replaced.

        `identity` is that of the account it opened. Raises: KeyStoreError.
        """
        if choice.key:
            await save_key(identity, choice.key)
            if choice.known is not None and choice.known.identity != identity:
                await forget_key(choice.known.identity)

    async def close(self) -> None:
        """End the practice service, if one was started."""
        service, self._practice = self._practice, None
        if service is not None:
            await service.stop()

    def _accounts(self) -> Accounts:
        return Accounts(Path(platformdirs.user_data_dir("scoutsheet", appauthor=False)))

    async def _login(self, choice: AccountChoice) -> "Login":
        boot = await _bootstrap()
        login: Login
        if choice.key:  # a key of a known account goes to that one's origin and nowhere else
            origin = choice.known.identity.origin if choice.known is not None else self.origin
            login = boot.login_from_environment({"SCOUTSHEET_API_KEY": choice.key, "SCOUTSHEET_BASE_URL": origin})
        elif choice.known is not None:
            account = choice.known
            key = await load_key(account.identity)
            if key is None:
                raise KeyRefused("The key of this account is not in this computer's key store any more.")
            origin = account.identity.origin  # a saved key is only ever used with the origin it was saved for
            login = boot.Login(identity=account.identity, base_url=origin, key=key, workspace=account.workspace)
        else:
            if self._practice is None:
                self._practice = await boot.start_practice(boot.data_folder() / "practice")
            login = boot.practice_login(self._practice)
        return login


async def _bootstrap() -> ModuleType:
    """The composition root. It brings httpx and the like, so it is imported in a thread, after the first paint."""
    return await asyncio.to_thread(importlib.import_module, "app.bootstrap")
