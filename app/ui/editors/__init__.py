"""One editor for each kind of filter; each gives its value in the form that is sent."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from app.domain.filters import FilterSpec, Kind
from app.domain.filters.dictionaries import TREES
from app.ui.editors.base import Editor, ListSource, WordSource
from app.ui.editors.brief import BriefEditor
from app.ui.editors.dictionary import DictionaryEditor
from app.ui.editors.simple import ChoiceEditor, DaysEditor, GrowthEditor, NumberEditor, RangeEditor, YesEditor
from app.ui.editors.ticked import FlagsEditor, ListsEditor, TreeEditor
from app.ui.editors.type_ahead import TypeAhead
from app.ui.editors.weighted import SharesEditor, SingleShareEditor, WordSharesEditor
from app.ui.editors.words import HandlesEditor, WordsEditor


def _number(spec: FilterSpec, parent: QWidget | None) -> Editor:
    return DaysEditor(spec, parent) if spec.unit == "days" else NumberEditor(spec, parent)


def _dictionary(spec: FilterSpec, parent: QWidget | None) -> Editor:
    return TreeEditor(spec, parent) if spec.dictionary in TREES else DictionaryEditor(spec, parent)


_EDITORS: Mapping[Kind, Callable[[FilterSpec, QWidget | None], Editor]] = {
    Kind.RANGE_INT: RangeEditor,
    Kind.RANGE_FLOAT: RangeEditor,
    Kind.NUMBER_INT: _number,
    Kind.NUMBER_FLOAT: NumberEditor,
    Kind.BOOL: YesEditor,
    Kind.ENUM: ChoiceEditor,
    Kind.TEXT: BriefEditor,
    Kind.KEYWORD_LIST: WordsEditor,
    Kind.DICTIONARY_LIST: _dictionary,
    Kind.HANDLE_LIST: HandlesEditor,
    Kind.ID_LIST: ListsEditor,
    Kind.GROWTH: GrowthEditor,
    Kind.BOOL_MAP: FlagsEditor,
    Kind.WEIGHTED_LIST: SharesEditor,
    Kind.WEIGHTED_DICTIONARY_LIST: WordSharesEditor,
    Kind.WEIGHTED_SINGLE: SingleShareEditor,
}


def editor_for(spec: FilterSpec, parent: QWidget | None = None) -> Editor:
    """A new editor for the filter, empty."""
    return _EDITORS[spec.kind](spec, parent)


def pair_for(spec: FilterSpec, opposite: FilterSpec, parent: QWidget | None = None) -> tuple[Editor, Editor]:
    """Editors of words looked for and of words left out, to stand side by side below one title."""
    return WordsEditor(spec, parent, heading="any of these"), WordsEditor(opposite, parent, heading="none of these")


__all__ = ["Editor", "ListSource", "TypeAhead", "WordSource", "editor_for", "pair_for"]
