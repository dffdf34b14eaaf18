"""A table of creators as a file: `table` says what, `writing` does it, `worker` is the child process that writes.

Both Excel writers hold the interpreter's lock for seconds, so the file is made by another process (design.md,
section 9). It imports this package without asyncio, Qt or the rest of the product, which keeps its start short.
"""
