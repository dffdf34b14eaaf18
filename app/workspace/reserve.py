"""Room held on the disk for answers that were paid for and are still on their way (money rule 4).

When the disk is full nothing more is sent, but up to 300 answers may still come. They are stored in the room that this
file gives up.
"""

import os
from contextlib import suppress
from pathlib import Path

FILE_NAME = "reserve.bin"
RESERVE_BYTES = 16 * 1024 * 1024  # 300 answers in flight at 42 KB each (design.md, sections 6 and 13), and some air


class Reserve:
    """One workspace's file of nothing. For one thread."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE_NAME
        self._whole = False  # looked at once; nobody but us takes it away

    def hold(self) -> bool:
        """Make sure the room is held; False where the disk does not have it."""
        if not self._whole:
            self._whole = self._is_there() or self._make()
        return self._whole

    def give_up(self) -> bool:
        """Free the room; False where there was none to free."""
        was_there = self._is_there()
        self._whole = False
        self._file.unlink(missing_ok=True)
        return was_there

    def _is_there(self) -> bool:
        return self._file.exists() and self._file.stat().st_size == RESERVE_BYTES

    def _make(self) -> bool:
        try:
            with self._file.open("wb") as file:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(file.fileno(), 0, RESERVE_BYTES)
                else:  # what cannot be compressed takes the room it says
                    file.write(os.urandom(RESERVE_BYTES))
                    os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
            return False
        return True
