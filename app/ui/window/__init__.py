"""The main window's parts: bars, tabs, the room of the sheet, and what their actions do."""
