"""Child processes for work that would hold the interpreter's lock for too long: files in, results out, over pipes."""

import os
import subprocess
import sys

_NOT_FOR_THE_CHILD = frozenset({"SCOUTSHEET_API_KEY"})


def start_child(command: str, module: str) -> "subprocess.Popen[bytes]":
    """`module` as a child process, with this process's import path, without the API key, and with no console window of
    its own. A frozen build has no `python -m`: there the program itself is started with the word `command`."""
    frozen = getattr(sys, "frozen", False)
    arguments = [command] if frozen else ["-P", "-m", module]
    environment = {name: text for name, text in os.environ.items() if name not in _NOT_FOR_THE_CHILD}
    if not frozen:
        # `-P` keeps the current folder, where a stranger's module may lie, off the path unless it is on ours.
        environment["PYTHONPATH"] = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
    return subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,  # Ctrl-C in a terminal reaches everybody in it; ours is ended by us
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
