"""Reading lists of creators from files that people made, and from what they paste."""

from app.services.importing.columns import ColumnGuess, Preview, Role
from app.services.importing.files import MAX_UNPACKED, Table, table_of, table_of_text
from app.services.importing.lists import BadLine, ImportedList, read_list
from app.services.importing.reading import Address, Creator, ReadList

__all__ = [
    "MAX_UNPACKED",
    "Address",
    "BadLine",
    "ColumnGuess",
    "Creator",
    "ImportedList",
    "Preview",
    "ReadList",
    "Role",
    "Table",
    "read_list",
    "table_of",
    "table_of_text",
]
