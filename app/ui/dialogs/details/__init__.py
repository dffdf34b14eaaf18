"""Get details: what is bought, for whom, and exactly how much it can cost, before anything is sent."""

from app.ui.dialogs.details.dialog import DetailsChoice, DetailsDialog

__all__ = ["DetailsChoice", "DetailsDialog"]
