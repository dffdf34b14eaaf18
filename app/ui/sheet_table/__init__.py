"""The sheet: creators in rows, from the model that reads the workspace to the table people work in."""

from app.ui.sheet_table.columns import ColumnSpec, Source, default_columns, every_column
from app.ui.sheet_table.covers import SheetState
from app.ui.sheet_table.model import SheetModel
from app.ui.sheet_table.view import SheetView

__all__ = ["ColumnSpec", "SheetModel", "SheetState", "SheetView", "Source", "default_columns", "every_column"]
