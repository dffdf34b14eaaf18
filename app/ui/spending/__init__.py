"""Spending: where the credits are and went, every payment explained, and budgets."""

from app.ui.spending.page import SpendingPage

__all__ = ["SpendingPage"]
