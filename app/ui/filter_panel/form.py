"""The filters of one platform as a form: the five that most searches need, then the groups."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStyle, QVBoxLayout, QWidget

from app.domain.filters import Catalogue, FilterSpec, Problem, Search
from app.domain.filters.checks import number
from app.domain.platforms import Platform
from app.ui.editors import Editor, ListSource, WordSource, editor_for, pair_for
from app.ui.parts import Button, CollapsibleGroup, Kind, PlainLabel
from app.ui.theme import Role, px

_MARGIN = 16
_GAP = 12
_FIRST = ("ai_search", "location", "audience_size", "engagement_percent", "profile_language")
"""Keys, or the idea where the key differs by platform (contract, Q8)."""


class FilterForm(QScrollArea):
    """Every filter of the platform that people may use, each once. `edited` carries the key whose value changed,
    `remove_wanted` one that is to be taken away.

    The editors of a group are made when it is first opened or something in it is set: making all of them costs
    50 ms, which the first paint would have to wait for. `grown` comes when they are there. `checked` comes when an
    editor has learnt that its value is no good any more.
    """

    edited = Signal(str)
    remove_wanted = Signal(str)
    checked = Signal()
    grown = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self.setAccessibleName("Filters")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._catalogue = catalogue
        self._source: WordSource | None = None
        self._lists: ListSource | None = None
        self._platform = Platform.INSTAGRAM
        self.editors: dict[str, Editor] = {}
        self.groups: dict[str, CollapsibleGroup] = {}
        self._members: dict[str, list[FilterSpec]] = {}
        self._unmade: set[str] = set()
        self.all_button = Button("", Kind.LINK)
        self.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._keep_margin())

    def build(self, platform: Platform) -> None:
        """Show the filters of this platform, empty and with closed groups."""
        self._platform = platform
        self.editors, self.groups, self._members = {}, {}, {}
        page = QWidget()
        page.setAutoFillBackground(False)
        column = QVBoxLayout(page)
        column.setSpacing(px(_GAP))
        specs = self._catalogue.for_platform(platform)
        first = _first_of(specs)
        for spec in first:
            column.addWidget(self._adopt(editor_for(spec, page)))
        below = QVBoxLayout()
        below.setSpacing(0)
        column.addLayout(below)
        for group in self._catalogue.groups:
            members = [spec for spec in specs if spec.group == group.key and spec not in first]
            if members:
                self._members[group.key] = members
                below.addWidget(self._group(group.key, group.label, page))
        self._unmade = set(self._members)
        self._add_all_button(column, len(specs))
        column.addStretch(1)
        self.setWidget(page)
        self._keep_margin()

    def use_source(self, source: WordSource | None) -> None:
        """Where the editors look words up."""
        self._source = source
        for editor in self.editors.values():
            editor.use_source(source, self._platform)

    def use_lists(self, source: ListSource | None) -> None:
        """Where the team's exclusion lists are read."""
        self._lists = source
        for editor in self.editors.values():
            editor.use_lists(source)

    def stops(self) -> list[QWidget]:
        """What Tab goes through, in order; an editor stands for all of its controls."""
        grouped = {spec.key for specs in self._members.values() for spec in specs}
        found: list[QWidget] = [editor for key, editor in self.editors.items() if key not in grouped]
        for group in self.groups.values():
            found.append(group.header)
            found += [editor for editor in self.editors.values() if group.isAncestorOf(editor)]
        return [*found, self.all_button]

    def editor_of(self, key: str) -> Editor:
        """The filter's editor. Raises KeyError for one that this platform does not have."""
        if key not in self.editors:
            self._make(next(group for group, specs in self._members.items() if key in _keys(specs)))
        return self.editors[key]

    def show_search(self, search: Search) -> None:
        """Show the search's filters in the editors. Emits no `edited`."""
        for group, specs in self._members.items():
            if any(search.value(spec.key) is not None for spec in specs):
                self._make(group)
        for key, editor in self.editors.items():
            editor.set_value(search.value(key))
        self.count(search)

    def count(self, search: Search) -> None:
        """Show on each group how many of its filters are set."""
        for key, group in self.groups.items():
            group.set_count(sum(search.value(spec.key) is not None for spec in self._members[key]))

    def show_problems(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Say each problem under its editor, in a group that is open; returns those that are said now or have no
        editor here. What somebody is still typing is not complained about."""
        said: dict[str, Problem] = {}
        homeless = []
        for problem in problems:
            key = self.key_of(problem)
            if key is None:
                homeless.append(problem)
            else:
                said.setdefault(self.editor_of(key).spec.key, problem)
        for key, editor in self.editors.items():
            if editor.is_unfinished():
                said.pop(key, None)
            editor.show_reason(said[key].reason if key in said else "")
        for key in said:
            self._open_around(key)
        return (*said.values(), *homeless)

    def show_no_effect(self, keys: Iterable[str]) -> None:
        """Say at these filters, and at no others, that they changed nothing when counted; their groups open for it."""
        idle = set(keys)
        fresh = [key for key in idle if not self.editor_of(key).is_without_effect]
        for key, editor in self.editors.items():
            editor.show_no_effect(key in idle)
        for key in fresh:
            self._open_around(key)
        if fresh:
            self.grown.emit()

    def key_of(self, problem: Problem) -> str | None:
        """The filter of this platform that a problem is about."""
        keys = [*self.editors, *(key for group in self._unmade for key in _keys(self._members[group]))]
        return next((key for key in keys if problem.key == key or problem.key.startswith(f"{key}.")), None)

    def reveal(self, key: str) -> None:
        """Open the filter's group, scroll to it and put the focus there."""
        editor = self.editor_of(key)
        self._open_around(key)
        # The group gets its height with the next layout; before it there is nothing to scroll to.
        QTimer.singleShot(0, editor, lambda: self._scroll_to(editor))

    def show_all(self) -> None:
        """Open every group, or close them all where every one is open."""
        is_open = all(group.is_open() for group in self.groups.values())
        for group in self.groups.values():
            group.set_open(not is_open)

    def _scroll_to(self, editor: Editor) -> None:
        self.ensureWidgetVisible(editor, 0, px(_MARGIN))
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_around(self, key: str) -> None:
        editor = self.editors[key]
        group = self.groups.get(editor.spec.group)
        if group is not None and group.isAncestorOf(editor):
            group.set_open(True)

    def _adopt(self, editor: Editor) -> Editor:
        key = editor.spec.key
        editor.use_source(self._source, self._platform)
        editor.use_lists(self._lists)
        editor.changed.connect(lambda: self.edited.emit(key))
        editor.checked.connect(self.checked)
        editor.remove_wanted.connect(lambda: self.remove_wanted.emit(key))
        self.editors[key] = editor
        return editor

    def _group(self, key: str, label: str, parent: QWidget) -> CollapsibleGroup:
        group = CollapsibleGroup(label, parent=parent)
        group.setObjectName(f"group:{key}")
        group.body.setSpacing(px(_GAP))
        group.toggled.connect(lambda _open: self._toggled(key))
        self.groups[key] = group
        return group

    def _toggled(self, key: str) -> None:
        self._make(key)
        self._name_all_button()

    def _make(self, key: str) -> None:
        """Make the editors of a group, unless they are there."""
        if key not in self._unmade:
            return
        self._unmade.discard(key)
        group, members = self.groups[key], self._members[key]
        if told := _requirement(members, self._platform):
            group.body.addWidget(PlainLabel(told, Role.HINT, "muted", wrap=True, parent=group))
        opposites = {self._catalogue.opposite(spec): spec for spec in members}
        for spec in members:
            if spec in opposites:
                group.body.addLayout(self._pair(spec, opposites[spec], group))
            elif self._catalogue.opposite(spec) not in members:
                group.body.addWidget(self._adopt(editor_for(spec, group)))
        self.grown.emit()

    def _pair(self, spec: FilterSpec, opposite: FilterSpec, group: QWidget) -> QVBoxLayout:
        """Words looked for and words left out, side by side."""
        both = QVBoxLayout()
        both.setSpacing(px(2))
        both.addWidget(PlainLabel(spec.name, Role.HINT, "muted", wrap=True, parent=group))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for editor in pair_for(spec, opposite, group):
            row.addWidget(self._adopt(editor), 1, Qt.AlignmentFlag.AlignTop)
        both.addLayout(row)
        return both

    def _add_all_button(self, column: QVBoxLayout, count: int) -> None:
        self.all_button = Button("", Kind.LINK)
        self.all_button.setObjectName("all_filters")
        self.all_button.setProperty("count", count)
        self.all_button.clicked.connect(self.show_all)
        column.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._name_all_button()

    def _name_all_button(self) -> None:
        is_open = all(group.is_open() for group in self.groups.values())
        self.all_button.setText("Close all groups" if is_open else f"All {self.all_button.property('count')} filters")

    def _keep_margin(self) -> None:
        """The fields keep their right edge whether the scroll bar is there or not."""
        page = self.widget()
        layout = page.layout() if page is not None else None
        if layout is None:
            return
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        taken = bar if self.verticalScrollBar().maximum() > 0 else 0
        layout.setContentsMargins(px(_MARGIN), px(4), max(px(4), px(_MARGIN) - taken), px(8))


def _keys(specs: Iterable[FilterSpec]) -> list[str]:
    return [spec.key for spec in specs]


def _requirement(specs: Iterable[FilterSpec], platform: Platform) -> str:
    """What every filter of a group needs, said once; empty where they need nothing, or not the same."""
    needs = {tuple(need.min_followers for need in spec.requires if need.platform is platform) for spec in specs}
    least = needs.pop() if len(needs) == 1 else ()
    if not least:
        return ""
    return (
        f"Known for creators with {number(least[0])} followers or more. Once one of these is set, smaller creators "
        "are not found."
    )


def _first_of(specs: tuple[FilterSpec, ...]) -> list[FilterSpec]:
    """The filters that stand above the groups, where the platform has them."""
    found: Mapping[str, FilterSpec] = {spec.key: spec for spec in specs} | {
        spec.same_concept: spec for spec in specs if spec.same_concept == "audience_size"
    }
    return [found[name] for name in _FIRST if name in found]
