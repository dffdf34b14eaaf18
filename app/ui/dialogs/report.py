"""The report of a bug: what went wrong in our code, ready to be copied, without key or personal data."""

import platform
import traceback
from pathlib import PurePath

from PySide6 import __version__ as qt_version
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app import __version__
from app.ui.dialogs.base import Form, verb
from app.ui.parts import Kind, PlainLabel
from app.ui.theme import px


def report_text(error: BaseException) -> str:
    """What a developer needs: versions and the way through our code.

    The error's own words may hold anything (a handle, an answer, a key), so only its kind is told; paths are cut to
    the file's name.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {PurePath(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]
    chain: list[str] = []
    cause = error.__cause__ or error.__context__
    while cause is not None and len(chain) < 5:
        chain.append(f"caused by {type(cause).__name__}")
        cause = cause.__cause__ or cause.__context__
    where = f"Python {platform.python_version()}, Qt {qt_version}, {platform.system()} {platform.machine()}"
    return "\n".join([f"Scoutsheet {__version__}", where, "", type(error).__name__, *chain, *lines])


class ReportDialog(Form):
    """Shown once for a bug; the program goes on."""

    def __init__(self, parent: QWidget | None, error: BaseException) -> None:
        super().__init__(parent, "Something in Scoutsheet went wrong", width=560)
        self.setObjectName("report_dialog")
        sentence = (
            "This is a mistake in Scoutsheet, not yours. What you already have is safe, and you can go on. "
            "If you want it mended, copy this report and send it; it holds no key and no personal data."
        )
        self.body.addWidget(PlainLabel(sentence, wrap=True))
        self.report = QPlainTextEdit(report_text(error))
        self.report.setObjectName("report_text")
        self.report.setAccessibleName("Report")
        self.report.setReadOnly(True)
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.report.setMinimumHeight(px(160))
        self.body.addWidget(self.report, 1)
        copy = verb("Copy report", "copy_button")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        shut = verb("Go on", "close_button", Kind.PRIMARY)
        shut.clicked.connect(self.accept)
        self.buttons.addWidget(copy)
        self.buttons.addStretch(1)
        self.buttons.addWidget(shut)
