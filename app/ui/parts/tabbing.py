"""The order in which Tab goes through parts that come and go."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtWidgets import QWidget


def tab_through(parts: Iterable[QWidget]) -> None:
    """Let Tab go from each part to the next. Qt puts every new widget at the end of the window's order.

    A part that hands its focus to a control inside it moves with all of its controls. It must be named itself: for
    Qt it is a stop too, and left behind it would lead back to the control.
    """
    for first, second in pairwise(parts):
        QWidget.setTabOrder(first, second)
