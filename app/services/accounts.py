"""The accounts a person has named: where each one's workspace is, and its key in the operating system's key store.

A key is only ever used with the origin it was saved for (design.md, section 4): the store's entry is named by the
account's identity, which holds the origin.
"""

import asyncio
import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from app.domain.errors import AppError, DiskError
from app.workspace.account import Identity

SERVICE = "Scoutsheet"  # the name of the entry in the key store
LIVE_ORIGIN = "https://api-dashboard.influencers.club"  # contract, section 1
PRACTICE_ORIGIN = "practice"  # the practice service's port changes with every start; the account stays the same
_UNFIT = re.compile(r"[^a-z0-9.-]+")


class KeyStoreError(AppError):
    """The operating system's key store is locked, missing or said no."""

    advice = "The account works until Scoutsheet is closed; you will be asked for the key again next time."


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A named login. `workspace` is the folder that holds everything of it."""

    identity: Identity
    workspace: Path


def identity_of(origin: str, key: str, *, name: str | None = None, practice: bool = False) -> Identity:
    """Who an account is: its origin and the SHA-256 of its key; named by its host where no name is given."""
    return Identity(
        origin=origin,
        fingerprint=hashlib.sha256(key.encode()).hexdigest(),
        name=name or origin.split("://", 1)[-1],
        practice=practice,
    )


def workspace_folder(data: Path, identity: Identity) -> Path:
    """Where an account's workspace lies unless the person says otherwise; no two accounts share one."""
    host = _UNFIT.sub("-", identity.origin.split("://", 1)[-1].lower()).strip("-")
    return data / "accounts" / f"{host}-{identity.fingerprint[:12]}"


class Accounts:
    """The list of accounts, in one small file, the one used last first."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._file = data / "accounts.json"

    def all(self) -> list[Account]:
        """Every known account; an unreadable list is an empty one, the workspaces themselves are untouched."""
        try:
            entries = json.loads(self._file.read_text(encoding="utf-8"))
            return [
                Account(identity=Identity(**entry["identity"]), workspace=Path(entry["workspace"])) for entry in entries
            ]
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def remember(self, identity: Identity) -> Account:
        """Put an account first. Raises: DiskError."""
        known = next((account for account in self.all() if _same(account.identity, identity)), None)
        workspace = known.workspace if known else workspace_folder(self._data, identity)
        return self._put_first(Account(identity=identity, workspace=workspace), instead_of=identity)

    def replace_key(self, account: Account, identity: Identity) -> Account:
        """The same account and workspace under a new key's identity. Raises: DiskError."""
        return self._put_first(Account(identity=identity, workspace=account.workspace), instead_of=account.identity)

    def _put_first(self, account: Account, *, instead_of: Identity) -> Account:
        gone = (instead_of, account.identity)
        others = [known for known in self.all() if not any(_same(known.identity, one) for one in gone)]
        entries = [
            {"identity": asdict(known.identity), "workspace": str(known.workspace)} for known in (account, *others)
        ]
        try:
            self._data.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_text(json.dumps(entries, indent=1), encoding="utf-8")
            os.replace(fresh, self._file)
        except OSError as error:
            raise DiskError(f"Scoutsheet may not write in the folder {self._data}.") from error
        return account


def _same(one: Identity, other: Identity) -> bool:
    return (one.origin, one.fingerprint) == (other.origin, other.fingerprint)


async def save_key(identity: Identity, key: str) -> None:
    """Keep a key in the operating system's store; in a thread, because it may ask for a password.

    Raises: KeyStoreError.
    """
    await asyncio.to_thread(_save_key, identity, key)


async def load_key(identity: Identity) -> str | None:
    """The key saved for exactly this account; None where there is none. Raises: KeyStoreError."""
    return await asyncio.to_thread(_load_key, identity)


async def forget_key(identity: Identity) -> None:
    """Take a key out of the store. Raises: KeyStoreError."""
    await asyncio.to_thread(_forget_key, identity)


def _entry(identity: Identity) -> str:
    return f"{identity.origin} {identity.fingerprint[:16]}"


def _save_key(identity: Identity, key: str) -> None:
    import keyring  # a tenth of a second to import, and only needed here
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, _entry(identity), key)
    except KeyringError as error:
        raise KeyStoreError("The key could not be saved in this computer's key store.") from error


def _load_key(identity: Identity) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, _entry(identity))
    except KeyringError as error:
        raise KeyStoreError("The key could not be read from this computer's key store.") from error


def _forget_key(identity: Identity) -> None:
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        keyring.delete_password(SERVICE, _entry(identity))
    except PasswordDeleteError:
        return  # nothing was saved
    except KeyringError as error:
        raise KeyStoreError("The key could not be taken out of this computer's key store.") from error
