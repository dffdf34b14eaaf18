"""`scoutsheet doctor`: checks this installation and says what to do about what it finds. Sends one free question."""

import asyncio
import json
import os
import sqlite3
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from app import resources
from app.bootstrap import login_from_environment
from app.cli.commands import ask_balance, workspace_of
from app.cli.exits import DISK, FINISHED, exit_code
from app.domain.errors import AppError, InputError
from app.domain.money import show
from app.workspace.store import open_for_reading

QT_WITH_LOST_REFERENCES = "6.12.0"  # drops references on Python 3.10 and 3.11, and aborts


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the answer. `code`: the exit code where it is not fine."""

    name: str
    fine: bool
    words: str
    code: int = DISK


async def doctor(environment: Mapping[str, str], workspace: Path | None, *, as_json: bool) -> int:
    """Print what was checked; 0 where all is fine, else the code of the first thing that is not: 7 for this machine,
    4 for the key, 5 for the service."""
    checks = [_python(), _qt(), _files(), _workspace(environment, workspace), await _service(environment, workspace)]
    checks.append(await asyncio.to_thread(_key_store))
    if as_json:
        print(json.dumps({"checks": [{"name": c.name, "fine": c.fine, "words": c.words} for c in checks]}))
    else:
        for check in checks:
            print(f"{'fine ' if check.fine else 'WRONG'}  {check.name}: {check.words}")
    return next((check.code for check in checks if not check.fine), FINISHED)


def _python() -> Check:
    return Check("Python", sys.version_info >= (3, 11), f"{sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}")


def _qt() -> Check:
    try:
        from PySide6 import QtWidgets
    except ImportError as error:
        return Check("Window", False, f"Qt cannot start: {error}. Run sh packaging/run --setup-only.")
    version = metadata.version("PySide6-Essentials")
    del QtWidgets
    return Check("Window", version != QT_WITH_LOST_REFERENCES, f"Qt {version}")


def _files() -> Check:
    try:
        resources.path("api", "filters.json")
        resources.path("fonts")
    except FileNotFoundError as error:
        return Check("Files", False, str(error))
    return Check("Files", True, "complete")


def _workspace(environment: Mapping[str, str], workspace: Path | None) -> Check:
    try:
        folder = workspace_of(environment, workspace)
        store = open_for_reading(folder)
    except InputError as error:
        return Check("Workspace", True, error.happened)
    except AppError as error:
        return Check("Workspace", False, error.sentences, exit_code(error))
    if store is None:
        return Check("Workspace", True, f"none yet in {folder}")
    store.close()
    if not os.access(folder, os.W_OK):
        return Check("Workspace", False, f"Scoutsheet may not write in {folder}")
    return Check("Workspace", True, str(folder))


async def _service(environment: Mapping[str, str], workspace: Path | None) -> Check:
    try:
        login = login_from_environment(environment, workspace)
        if login is None:
            return Check("Service", True, "no key in the environment, nothing was asked")
        balance = await ask_balance(login)
    except AppError as error:
        return Check("Service", False, error.sentences, exit_code(error))
    return Check("Service", True, f"{login.identity.name} answers, {show(balance.available)} credits left")


def _key_store() -> Check:
    import keyring

    backend = keyring.get_keyring()
    usable = backend.priority > 0
    words = f"{backend.name}" if usable else "none here; the key must be given at each start"
    return Check("Key store", True, words)
