"""Room held on the disk for answers that were paid for and are still on their way (money rule 4).

When the disk is full nothing more is sent, but up to 300 answers may still come. SQLite writes each commit into its
journal and uses the room of that file again and again, so the journal is made long enough for all of them beforehand:
room that nobody else who fills the disk can take.
"""

import os
import shutil
from pathlib import Path

JOURNAL_BYTES = 24 * 1024 * 1024  # 300 answers at 42 KB each (design.md, sections 6 and 13) after what stands in it
FREE_BYTES = 4 * 1024 * 1024  # less than this is a full disk: the workspace itself could not take what the journal has


class Reserve:
    """The journal of one open workspace; for its writer's thread, between two transactions."""

    def __init__(self, workspace: Path) -> None:
        self._journal = workspace.with_name(workspace.name + "-wal")

    def hold(self) -> bool:
        """Make sure the room is held; False where the disk does not have it."""
        try:
            if shutil.disk_usage(self._journal.parent).free < FREE_BYTES:
                return False
            missing = JOURNAL_BYTES - self._journal.stat().st_size
            if missing > 0:
                self._lengthen(missing)
        except OSError:
            return False
        return True

    def _lengthen(self, missing: int) -> None:
        """SQLite goes by the checksums in its journal and takes zeros behind its content for the end."""
        with self._journal.open("ab") as journal:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(journal.fileno(), JOURNAL_BYTES - missing, missing)
            else:
                journal.write(bytes(missing))
                journal.flush()
                os.fsync(journal.fileno())
