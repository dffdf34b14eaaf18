"""The e-mail addresses of a list, as they are written there: what is to be looked up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.errors import InputError
from app.domain.platforms import email_in
from app.services.importing.columns import Preview, Role
from app.services.importing.reading import Own, own_value
from app.services.importing.table import Table, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """What a list says of addresses. `texts`: as they are written, also what is none.

    `own`: by address, what the line's columns say that will be own ones; of the first line that has the address.
    """

    texts: tuple[str, ...]
    own: Mapping[str, Own]

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the own columns that come along."""
        return tuple(dict.fromkeys(label for values in self.own.values() for label, _ in values))


def addresses_in(table: Table, as_shown: Preview) -> Addresses:
    """What the columns of addresses hold, also what is no address; without such a column every cell that is one.

    Other columns come along where the list names them: nobody is shown them before.
    Blocks (100,000 lines: a second): call it in a thread. Raises: InputError where there is no address at all.
    """
    own = [(at, label) for at, label in as_shown.own_columns if as_shown.columns[at].heading]
    texts: list[str] = []
    said: dict[str, Own] = {}
    for _, cells in table.lines[1:] if as_shown.has_heading else table.lines:
        found = list(_of_line(cells, as_shown))
        texts += found
        for email in filter(None, map(email_in, found)):
            if own and email not in said:
                values = ((label, own_value(cells, at)) for at, label in own)
                said[email] = tuple((label, value) for label, value in values if value)
    if not any(map(email_in, texts)):
        raise InputError(f"There is no email in “{table.name}”.", field="path", advice="Choose another list.")
    return Addresses(texts=tuple(texts), own={email: values for email, values in said.items() if values})


def _of_line(cells: Sequence[object], as_shown: Preview) -> Iterator[str]:
    columns = [at for at, column in enumerate(as_shown.columns) if column.role is Role.EMAIL]
    if columns:
        yield from filter(None, (shown(cells[at]) for at in columns if at < len(cells)))
    else:
        yield from (cell for cell in map(shown, cells) if "@" in cell and email_in(cell) is not None)
