"""What a person chose holds over a restart, and a broken file never keeps the window from opening."""

from pathlib import Path

import pytest

from app.domain.errors import DiskError
from app.services.settings import THEME, Setting, Settings

OTHER = Setting(key="other", choices=("a", "b"), default="a", label="Something else")


def test_nothing_chosen_is_the_default(tmp_path: Path) -> None:
    """The folder need not even exist."""
    assert Settings(tmp_path / "not there").get(THEME) == "system"


@pytest.mark.parametrize("choice", THEME.choices)
def test_a_choice_holds_over_a_restart(tmp_path: Path, choice: str) -> None:
    """Read by another object from the same folder."""
    Settings(tmp_path / "new").put(THEME, choice)

    assert Settings(tmp_path / "new").get(THEME) == choice


def test_one_choice_leaves_the_others_alone(tmp_path: Path) -> None:
    """They share a file."""
    settings = Settings(tmp_path)
    settings.put(OTHER, "b")
    settings.put(THEME, "dark")

    assert (settings.get(OTHER), settings.get(THEME)) == ("b", "dark")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"theme": 3}', '{"theme": "purple"}', '"dark"', "\x00"])
def test_a_file_that_cannot_be_read_means_the_default_and_can_be_written_again(tmp_path: Path, text: str) -> None:
    """Somebody edited it, or a power cut did."""
    (tmp_path / "settings.json").write_text(text, encoding="utf-8")
    settings = Settings(tmp_path)
    before = settings.get(THEME)
    settings.put(THEME, "dark")

    assert before == "system"
    assert settings.get(THEME) == "dark"


def test_what_is_not_offered_is_refused(tmp_path: Path) -> None:
    """And nothing is written."""
    with pytest.raises(ValueError, match="purple"):
        Settings(tmp_path).put(THEME, "purple")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "data").write_text("", encoding="utf-8")

    with pytest.raises(DiskError):
        Settings(tmp_path / "data").put(THEME, "dark")
