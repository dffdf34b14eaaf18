"""The command line: arguments in, services called, one JSON line and an exit code out."""
