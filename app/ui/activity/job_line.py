"""One job of the list: its name opens its rows, two lines say how it stands, its buttons what can be done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.jobs import Job, JobKind
from app.ui.activity.offers import Ask, WorkNow, batch_of, facts, money, offers, progress
from app.ui.parts import Button, ElidedLabel, Kind, PlainLabel, set_tooltip
from app.ui.sheet_table.plain import one_line
from app.ui.theme import Role, number_font, px
from app.ui.window import job_words as words

_GONE = "Its sheet is no longer there."
_COUNTED = "A count fills no sheet. How many match stands in the find panel."
_LONGEST = 60


class JobLine(QWidget):
    """`asked` carries an `Ask`. A button stands for one `Ask`: where it goes, the focus goes to the title, so that
    nobody who pressed Pause twice goes on with the second.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._shown: tuple[object, ...] = ()
        self.title = Button("", Kind.LINK)
        self.title.setFixedHeight(px(22))
        self.title.clicked.connect(lambda: self.asked.emit(Ask.ROWS))
        self.count = PlainLabel(token="muted")
        self.count.setFont(number_font())
        self.facts = ElidedLabel(role=Role.HINT, token="muted")
        self.facts.setFont(number_font(Role.HINT))
        first = QHBoxLayout()
        first.setSpacing(px(8))
        first.addWidget(self.title)
        first.addWidget(self.count)
        first.addStretch(1)
        self.money = PlainLabel(role=Role.HINT, token="muted")
        self.money.setFont(number_font(Role.HINT))
        second = QHBoxLayout()
        second.setSpacing(0)
        second.addWidget(self.facts)
        second.addWidget(self.money)
        second.addStretch(1)
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addLayout(first)
        said.addLayout(second)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, px(4), 0, px(4))
        self._row.setSpacing(px(4))
        self._row.addLayout(said, 1)
        self._buttons: dict[Ask, Button] = {}

    @property
    def buttons(self) -> list[Button]:
        """Its verbs, from left to right."""
        return list(self._buttons.values())

    def stops(self) -> list[QWidget]:
        """Where Tab halts, in order."""
        return [self.title, *self.buttons]

    def show_job(self, job: Job, now: WorkNow) -> None:
        """Show how the job stands; does nothing where nothing changed."""
        left, sheet = now.seconds_left.get(job.id), now.sheets.get(job.sheet_id)
        first = now.preferred == job.id and now.several_run
        used, compared = now.used.get(job.id), job.id in now.used
        wanted = offers(job, now)
        about = (batch_of(job, now), now.goals.get(job.id))
        shown = (job, words.time_left(left), sheet, first, used, compared, about, wanted)
        if shown == self._shown:
            return
        self._shown = shown
        named = f"{words.name(job)} · {one_line(sheet, _LONGEST)}" if sheet is not None else words.name(job)
        self.title.setText(named.replace("&", "&&"))
        self.title.setAccessibleName(f"Show the rows of {named}")
        self.title.setEnabled(sheet is not None)
        lost = _COUNTED if job.kind is JobKind.SEARCH and job.search_id is None else _GONE
        set_tooltip(self.title, "Show its rows" if sheet is not None else lost)
        marks = [" · goes first"] * first + [" · new"] * job.is_news
        self.count.setText("".join([progress(job, now).count, *marks]))
        said, paid = facts(job, now), money(job, now)
        self.facts.setText(said)
        self.facts.setVisible(bool(said))  # else it leaves a gap before the sum
        self.money.setText(f" · {paid}" if said and paid else paid)
        self._place_buttons([offer.ask for offer in wanted])
        for offer in wanted:
            button = self._buttons[offer.ask]
            button.setText(offer.text)
            button.setAccessibleName(f"{offer.text}: {named}")
            button.setEnabled(not offer.why_not)
            set_tooltip(button, offer.why_not)

    def _place_buttons(self, asks: list[Ask]) -> None:
        """Have a button for each of these, in this order."""
        if asks == list(self._buttons):
            return
        for ask in [ask for ask in self._buttons if ask not in asks]:
            gone = self._buttons.pop(ask)
            if self.window().focusWidget() is gone:
                self.title.setFocus()
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._buttons = {ask: self._buttons.get(ask) or self._make_button(ask) for ask in asks}
        for button in self._buttons.values():
            self._row.removeWidget(button)
            self._row.addWidget(button)

    def _make_button(self, ask: Ask) -> Button:
        button = Button("", Kind.QUIET, parent=self)
        button.clicked.connect(lambda: self.asked.emit(ask))
        return button
