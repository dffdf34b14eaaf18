"""The e-mail addresses of a list, as they are written there: what is to be looked up."""

from itertools import chain

from app.domain.errors import InputError
from app.domain.platforms import email_in
from app.services.importing.columns import Preview, Role
from app.services.importing.table import Table, shown


def addresses_in(table: Table, as_shown: Preview) -> list[str]:
    """What the columns of addresses hold, also what is no address; without such a column every cell that is one.

    Blocks (100,000 lines: a second): call it in a thread. Raises: InputError where there is no address at all.
    """
    columns = [at for at, column in enumerate(as_shown.columns) if column.role is Role.EMAIL]
    lines = [cells for _, cells in table.lines[1:]] if as_shown.has_heading else [cells for _, cells in table.lines]
    if columns:
        cells = (shown(line[at]) for line in lines for at in columns if at < len(line))
        found = [cell for cell in cells if cell]
    else:
        found = [cell for cell in map(shown, chain.from_iterable(lines)) if "@" in cell and email_in(cell) is not None]
    if not any(map(email_in, found)):
        raise InputError(f"There is no email in “{table.name}”.", field="path", advice="Choose another list.")
    return found
