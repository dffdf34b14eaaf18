"""What a person chose for themselves on this computer, whatever account is open.

One small file in the person's data folder, beside the list of accounts; never in a workspace, which may be shared.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import DiskError


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One choice: what may be chosen, what holds until somebody does, and the words for it."""

    key: str
    choices: tuple[str, ...]
    default: str
    label: str


THEME = Setting(key="theme", choices=("system", "light", "dark"), default="system", label="How Scoutsheet looks")


class Settings:
    """The choices of one person. `folder` is their data folder; it need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "settings.json"

    def get(self, setting: Setting) -> str:
        """What was chosen; the default where nothing was, or where the file or the choice cannot be read."""
        chosen = self._all().get(setting.key)
        return chosen if isinstance(chosen, str) and chosen in setting.choices else setting.default

    def put(self, setting: Setting, value: str) -> None:
        """Keep a choice. Raises: ValueError for one that is not offered, DiskError."""
        if value not in setting.choices:
            raise ValueError(f"{value!r} is no choice of {setting.key}.")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_text(json.dumps({**self._all(), setting.key: value}, indent=1), encoding="utf-8")
            os.replace(fresh, self._file)
        except OSError as error:
            raise DiskError(f"Scoutsheet may not write in the folder {self._file.parent}.") from error

    def _all(self) -> Mapping[str, object]:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}
