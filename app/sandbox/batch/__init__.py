"""Batch: an uploaded list that is worked through by itself, row by row, and paid per row found."""
