"""Everything known about one creator, beside the sheet."""

from app.ui.creator_panel.panel import CreatorPanel

__all__ = ["CreatorPanel"]
