"""`scoutsheet`, also `python -m app`: no arguments open the window, the rest is for scripts (design.md, section 4)."""

import sys


def main() -> int:
    """Start what the arguments ask for; returns the exit code. The window's start imports nothing of the commands."""
    if len(sys.argv) == 1:
        from app.ui.application import run_window

        return run_window(sys.argv)
    try:
        from app.cli.main import main as run_command

        return run_command()
    except KeyboardInterrupt:  # before the command could listen for it: nothing was begun
        from app.cli.interrupted import tell

        return tell(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
