"""What is said about a list before it comes in. Pure text."""

from collections.abc import Sequence

from app.domain.errors import AppError
from app.domain.money import EMAIL_PRICE, show
from app.services.importing import BadLine, ColumnGuess, Preview, ReadAs, ReadList, Role
from app.services.imports import ImportCounts
from app.ui.sheet_table.plain import isolated, one_line
from app.ui.window.words import counted, number

FREE = "Importing is free"
ONE_AT_A_TIME = "Drop one list at a time."
NOBODY = "No line names a creator. Choose which column holds the handles."
_LONGEST = 60
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
ROLES = (Role.CREATOR, Role.EMAIL, Role.PLATFORM, Role.OWN, Role.NONE)
_ROLES = {
    Role.EMAIL: "Email",
    Role.PLATFORM: "Platform",
    Role.OWN: "Column of mine",
    Role.NONE: "Leave out",
}


def title(name: str) -> str:
    return f"Import “{one_line(name, _LONGEST)}”"


def recognised(read_as: ReadAs, lines: int) -> str:
    """How the list was read: "Text (UTF-16) · semicolons between columns · 25,600 lines"."""
    parts = []
    if read_as.sheets:
        parts.append("Excel workbook")
    elif read_as.encoding is not None and not read_as.encoding.is_guess:  # that is a choice beside it
        parts.append(f"Text ({read_as.encoding.label})")
    if read_as.delimiter:
        mark = _DELIMITERS.get(read_as.delimiter, f"“{read_as.delimiter}”")
        parts.append(f"{mark} between columns")
    parts.append(counted(lines, "line", "lines"))
    if read_as.unclosed:
        more = len(read_as.unclosed) - 1
        others = f" and {counted(more, 'other', 'others')}" if more else ""
        parts.append(f"quotation mark never closed in line {number(read_as.unclosed[0])}{others}")
    said = " · ".join(parts)
    return said[:1].upper() + said[1:]


def role(one: Role, column: ColumnGuess) -> str:
    """The words of a choice for a column."""
    if one is Role.CREATOR:
        return f"{column.platform.label} handle" if column.platform is not None else "Handle or address"
    return _ROLES[one]


def why_not(error: AppError) -> str:
    """What is wrong with a list, and what to do. Nothing can have been charged: that is not said."""
    return f"{error.happened} {error.advice}".strip()


def unplaced(found: ReadList, as_shown: Preview) -> int:
    """How many handles wait until somebody says on which platform they are; a column of platforms has said it."""
    said = as_shown.platform is not None or any(column.role is Role.PLATFORM for column in as_shown.columns)
    return 0 if said else found.unplaced


def platform_missing(handles: int) -> str:
    """What is to be chosen before they can come in; "" where nothing is."""
    return f"Choose the platform of {counted(handles, 'handle', 'handles')}." if handles else ""


def button(creators: int) -> str:
    return f"Bring in {counted(creators, 'creator', 'creators')}"


def bringing_in(done: int, creators: int) -> str:
    return f"Bringing in {number(done)} of {number(creators)}…"


def stopped(done: int) -> str:
    """What stopping left: a new sheet is kept whole or not at all."""
    return f"Stopped. {counted(done, 'creator is', 'creators are')} in." if done else "Stopped. Nothing came in."


def lookup(addresses: int) -> str:
    """Opens the dialog that names the exact price; this button costs nothing."""
    return f"Look up {counted(addresses, 'email', 'emails')}…"


def by_email(sheet: str) -> str:
    """The sheet of those whose emails are looked up."""
    return f"{sheet}, by email" if sheet else "Found by email"


def only_emails(addresses: int) -> str:
    lines = "line has" if addresses == 1 else "lines have"
    return f"{lines} only an email. Looking up whose it is costs {show(EMAIL_PRICE)} credits each."


def known(counts: ImportCounts) -> str:
    """Who is no news: "already in My creators, 12 with details"."""
    details = f", {number(counts.had)} with details" if counts.had else ""
    return f"already in My creators{details}"


def repeats(count: int) -> str:
    return "names somebody a second time" if count == 1 else "name somebody a second time"


def unread(count: int) -> str:
    return "line cannot be read" if count == 1 else "lines cannot be read"


def in_sheet(sheet: str, count: int) -> str:
    stand = "stands" if count == 1 else "stand"
    return f"{stand} in “{one_line(sheet, _LONGEST)}” already"


def bad_lines(bad: Sequence[BadLine]) -> str:
    """For the clipboard: one a line, to be pasted into a spreadsheet."""
    lines = (f"{one.line}\t{one_line(one.text)}\t{one.reason}" for one in bad)
    return "\n".join(("Line\tText\tWhy", *lines))


def brought_in(creators: int, sheet: str) -> str:
    """The notice at the end."""
    verb = "is" if creators == 1 else "are"
    said = f"{counted(creators, 'creator', 'creators')} {verb} in “{isolated(one_line(sheet, _LONGEST))}”."
    return f"{said} Nothing was charged."
