"""Scoutsheet: a desktop spreadsheet for finding creators and buying details about them."""

__version__ = "0.1.0"
