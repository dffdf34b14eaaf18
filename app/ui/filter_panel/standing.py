"""What keeps the search in the panel from going out, and when that is said."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.filters import Catalogue, Problem, Search
from app.ui.filter_panel.foot import PanelFoot
from app.ui.filter_panel.form import FilterForm

_SETTLE_MS = 600


class Standing(QObject):
    """The problems of the search, said under their editors and at the foot.

    A reason does not jump in while somebody types: it comes after a pause, or when they go on. `settled` comes then.
    """

    settled = Signal()

    def __init__(self, catalogue: Catalogue, form: FilterForm, foot: PanelFoot, parent: QWidget) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._form = form
        self._foot = foot
        self._problems: tuple[Problem, ...] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SETTLE_MS)
        self._pause.timeout.connect(self.say)
        foot.show_wanted.connect(self._lead_there)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    @property
    def reason(self) -> str:
        """Why the search cannot go out, in one sentence; empty where it can."""
        return self._sentence(self._problems[0]) if self._problems else ""

    def look(self, search: Search) -> None:
        """Find out what stands in the way: what was typed and cannot be read, then what the catalogue refuses."""
        typed = ((key, editor.problem()) for key, editor in self._form.editors.items())
        unread = tuple(Problem(key=key, reason=said) for key, said in typed if said)
        self._problems = unread + self._catalogue.check(search)

    def say_later(self) -> None:
        """Somebody changed something: say what is wrong with it when they pause."""
        self._pause.start()

    def say(self) -> None:
        """Say it now."""
        self._pause.stop()
        self.settled.emit()
        said = self._form.show_problems(self._problems)
        more = f" And {len(said) - 1} more." if len(said) > 1 else ""
        text = self._sentence(said[0]) + more if said else ""
        self._foot.say_wrong(text, can_show=bool(said) and self._form.key_of(said[0]) is not None)

    def _lead_there(self) -> None:
        """Show the first filter that stands in the way."""
        keys = (self._form.key_of(problem) for problem in self._problems)
        key = next((key for key in keys if key is not None), None)
        if key is not None:
            self._form.reveal(key)

    def _focus_moved(self, _old: QWidget | None, _now: QWidget | None) -> None:
        if self._pause.isActive():
            self.say()

    def _sentence(self, problem: Problem) -> str:
        spec = self._catalogue.spec(problem.key) or self._catalogue.spec(problem.key.rpartition(".")[0])
        return f"{spec.name if spec is not None else problem.key}: {problem.reason}"
