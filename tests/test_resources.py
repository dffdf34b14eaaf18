"""The program's own files."""

import sys
from pathlib import Path

import pytest

from app import resources


def test_a_file_of_the_checkout_is_found():
    """In a checkout the files lie in resources/ beside the package."""
    found = resources.path("fonts", "OFL.txt")

    assert "SIL OPEN FONT LICENSE" in found.read_text(encoding="utf-8")


def test_a_frozen_build_reads_from_its_unpacked_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """PyInstaller names the folder in sys._MEIPASS."""
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "a.txt").write_text("frozen")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert resources.path("a.txt").read_text() == "frozen"


def test_a_missing_file_is_named():
    """An incomplete installation says which file it lacks."""
    with pytest.raises(FileNotFoundError, match=r"fonts/none\.otf"):
        resources.path("fonts", "none.otf")
