"""The command itself, as a process of its own, against a real practice service."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox_server import SandboxProcess

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 60


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def summary(self) -> dict[str, Any]:
        """The last line of stdout."""
        return json.loads(self.out.splitlines()[-1])


class Commands:
    """`python -m app ...` with a key in its environment, in a folder of the test's own.

    `hurried`: its runs take place in scaled time, where real time would be spent on waiting alone.
    """

    def __init__(self, folder: Path, url: str, key: str | None) -> None:
        self.folder = folder
        self.workspace = folder / "workspace"
        self.hurried = False
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SCOUTSHEET_")},
            "SCOUTSHEET_BASE_URL": url,
            "XDG_DATA_HOME": str(folder / "data"),
            "SCOUTSHEET_HOME": str(self.workspace),
            **({"SCOUTSHEET_API_KEY": key} if key else {}),
        }

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        module = "tests.cli.hurried" if self.hurried and arguments[0] == "run" else "app"
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self, process: "subprocess.Popen[str]", number: int | None = None) -> Ended:
        """Wait for its end, after a signal where one is named."""
        if number is not None:
            process.send_signal(number)
        try:
            out, err = process.communicate(timeout=PATIENCE_S)
        finally:
            process.kill()
        return Ended(process.returncode, out, err)

    def __call__(self, *arguments: str) -> Ended:
        return self.end(self.start(*arguments))

    def recipe(self, parts: dict[str, Any], name: str = "recipe.json") -> str:
        """A recipe file; its path."""
        path = self.folder / name
        path.write_text(json.dumps({"version": 1, **parts}))
        return str(path)

    def run(self, parts: dict[str, Any], *flags: str) -> Ended:
        return self("run", self.recipe(parts), *flags)

    def json(self, *arguments: str) -> dict[str, Any]:
        ended = self(*arguments, "--json")
        assert ended.code == 0, ended.err
        return json.loads(ended.out)


@pytest.fixture
def commands(tmp_path: Path, service: SandboxProcess) -> Commands:
    """Commands on the shared practice service."""
    return Commands(tmp_path, service.url, service.key)


@pytest.fixture
def commands_for(tmp_path: Path) -> Callable[[SandboxProcess], Commands]:
    """Commands on a practice service of the test's own."""
    return lambda one: Commands(tmp_path, one.url, one.key)


KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
