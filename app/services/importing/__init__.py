"""Reading lists of creators from files that people made, and from what they paste."""

from app.services.importing.columns import ColumnGuess, Preview, Role
from app.services.importing.files import table_of, table_of_text
from app.services.importing.lists import BadLine, ImportedList, read_list
from app.services.importing.reading import Address, Creator, ReadList
from app.services.importing.table import Encoding, ReadAs, Table
from app.services.importing.workbooks import MAX_UNPACKED

__all__ = [
    "MAX_UNPACKED",
    "Address",
    "BadLine",
    "ColumnGuess",
    "Creator",
    "Encoding",
    "ImportedList",
    "Preview",
    "ReadAs",
    "ReadList",
    "Role",
    "Table",
    "read_list",
    "table_of",
    "table_of_text",
]
