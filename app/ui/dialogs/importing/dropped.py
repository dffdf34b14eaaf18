"""Lists that are dropped or pasted: a file from a folder, or text from anywhere."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

Given = Path | str
"""A file, or text."""
_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


def given_in(data: QMimeData) -> Sequence[Given]:
    """The files of this computer, else the text; nothing where there is neither."""
    if data.hasUrls():
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            return files
    return [data.text()] if data.hasText() and data.text().strip() else []


class Drops(QObject):
    """Lets a widget, with all in it that takes no drops itself, take lists: `take` is called with what was dropped.

    `may` is asked while something is dragged over it.
    """

    def __init__(self, over: QWidget, take: Callable[[Sequence[Given]], object], may: Callable[[], bool]) -> None:
        super().__init__(over)
        self._take = take
        self._may = may
        over.setAcceptDrops(True)
        over.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() not in (*_DRAGS, QEvent.Type.Drop):
            return False
        drop: Any = event  # a QDropEvent, whatever of it the binding says it is
        given = given_in(drop.mimeData()) if isinstance(event, QDropEvent) and self._may() else []
        if not given:
            event.ignore()
            return True
        drop.setDropAction(Qt.DropAction.CopyAction)  # the file stays where it is
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self._take(given)
        return True


class Pastes(QObject):
    """Lets a window take a pasted list where nothing in it takes what is pasted; `may` is asked each time."""

    def __init__(self, window: QWidget, take: Callable[[Sequence[Given]], object], may: Callable[[], bool]) -> None:
        super().__init__(window)
        self._take = take
        self._may = may
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if not pressed or not event.matches(QKeySequence.StandardKey.Paste) or not self._may():  # type: ignore[attr-defined]
            return False
        given = given_in(QGuiApplication.clipboard().mimeData())
        if not given:
            return False
        self._take(given)
        return True
