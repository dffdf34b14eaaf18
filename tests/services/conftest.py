"""Real services on a real practice service; nothing is written outside the test's own folder."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person's own data folder, with its log of sends, is another one in every test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
