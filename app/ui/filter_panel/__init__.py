"""The find panel: what to look for, how many, and what it costs at most."""

from app.ui.filter_panel.panel import FilterPanel

__all__ = ["FilterPanel"]
