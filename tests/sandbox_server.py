"""The practice service as a process of its own, for tests of every layer.

    with SandboxProcess("--credits", "50", "--latency-ms", "0") as sandbox:
        ...  # sandbox.url, sandbox.key, sandbox.books()

The invented creators are cached in one folder for all tests (`SCOUTSHEET_CACHE`, else a folder beside the
temporary files), so that only the first start on a machine takes a few seconds per platform.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from app.sandbox.settings import Settings

_ROOT = Path(__file__).resolve().parent.parent
_DIRECT = build_opener(ProxyHandler({}))
_END_S = 15


def shared_cache() -> Path:
    """Where all test processes keep the invented creators."""
    named = os.environ.get("SCOUTSHEET_CACHE")
    return Path(named) if named else Path(tempfile.gettempdir()) / "scoutsheet-practice-cache"


class SandboxProcess:
    """A running `python -m app.sandbox`; flags as on the command line. Starts at once, ends with the `with` block."""

    def __init__(self, *flags: str) -> None:
        self._flags = list(flags)
        self._process: subprocess.Popen[str] | None = None
        self.url = ""
        self.key = ""
        self._is_changed = False
        self._start(self._flags)

    def _start(self, flags: list[str]) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.sandbox", *flags],
            cwd=_ROOT,
            env={**os.environ, "SCOUTSHEET_CACHE": str(shared_cache())},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        first = process.stdout.readline().split()
        if first[:2] != ["listening", "on"]:
            process.stdout.close()
            raise RuntimeError(f"the practice service ended with {process.wait(_END_S)} before it listened")
        self._process = process
        self.url, self.key = first[2], first[4]

    @property
    def port(self) -> int:
        """The port it listens on; kept by `restart`."""
        return urlsplit(self.url).port or 0

    @property
    def headers(self) -> dict[str, str]:
        """The header that carries the key."""
        return {"Authorization": f"Bearer {self.key}"}

    def books(self) -> dict[str, Any]:
        """`available` and `used` (text), `entries` (every charge), `arrivals` (every request since the start)."""
        return self._practice("books")

    def truth(self, platform: str, handle: str) -> dict[str, Any]:
        """What the invented world knows about one creator."""
        return self._practice(f"creators/{platform}/{handle}/")

    def top_up(self, credits: str) -> None:
        """Add credits to the account."""
        self._practice("top-up/", {"credits": credits})

    def settings(self, **changes: Any) -> dict[str, Any]:
        """Change how it behaves (see `app.sandbox.settings.Settings`) and return how it does now."""
        self._is_changed = True
        return self._practice("settings/", changes)

    def as_at_first(self) -> None:
        """Take back every change of its settings."""
        if self._is_changed:
            self.settings(**asdict(Settings()))
            self._is_changed = False

    def _practice(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}/practice/{path}", data=data, headers=self.headers)
        with _DIRECT.open(request, timeout=60) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def stop(self) -> int:
        """End it in good order and return its exit code; harmless when it has ended."""
        return self._end(signal.SIGTERM)

    def kill(self) -> int:
        """End it as `kill -9` does."""
        return self._end(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)

    def _end(self, number: int) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        if process.poll() is None:
            process.send_signal(number)
        try:
            return process.wait(_END_S)
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()

    def restart(self, *more_flags: str) -> None:
        """Stop it (when it still runs) and start it again on the same port; later flags win over earlier ones."""
        port = self.port
        self.stop()
        self._start([*self._flags, *more_flags, "--port", str(port)])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
