"""Where the files that come with the program are, in a checkout, in an installed wheel and in a frozen build.

Standard library only: every layer may use it, and none has to know how the program was installed.
"""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """The path of a file or folder under `resources/`, such as `path("api", "filters.json")`.

    Raises FileNotFoundError when it is not there: the installation is incomplete.
    """
    found = _root().joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(f"Scoutsheet's own file {'/'.join(parts)} is missing; install it again.")
    return found


def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)  # PyInstaller's unpacked folder
    if frozen is not None:
        return Path(frozen) / "resources"
    installed = _PACKAGE / "_resources"  # pyproject.toml maps resources/ to it in the wheel
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"
