"""One editor for each kind of filter; each gives its value in the form that is sent."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from app.domain.filters import FilterSpec, Kind
from app.ui.editors.base import DictionarySource, Editor
from app.ui.editors.later import LaterEditor
from app.ui.editors.lists import DictionaryEditor, FlagsEditor, HandlesEditor, WordsEditor
from app.ui.editors.simple import ChoiceEditor, GrowthEditor, NumberEditor, RangeEditor, TextEditor, YesEditor
from app.ui.editors.type_ahead import TypeAhead
from app.ui.editors.weighted import SharesEditor, SingleShareEditor, WordSharesEditor

_EDITORS: Mapping[Kind, Callable[[FilterSpec, QWidget | None], Editor]] = {
    Kind.RANGE_INT: RangeEditor,
    Kind.RANGE_FLOAT: RangeEditor,
    Kind.NUMBER_INT: NumberEditor,
    Kind.NUMBER_FLOAT: NumberEditor,
    Kind.BOOL: YesEditor,
    Kind.ENUM: ChoiceEditor,
    Kind.TEXT: TextEditor,
    Kind.KEYWORD_LIST: WordsEditor,
    Kind.DICTIONARY_LIST: DictionaryEditor,
    Kind.HANDLE_LIST: HandlesEditor,
    Kind.ID_LIST: LaterEditor,
    Kind.GROWTH: GrowthEditor,
    Kind.BOOL_MAP: FlagsEditor,
    Kind.WEIGHTED_LIST: SharesEditor,
    Kind.WEIGHTED_DICTIONARY_LIST: WordSharesEditor,
    Kind.WEIGHTED_SINGLE: SingleShareEditor,
}


def editor_for(spec: FilterSpec, parent: QWidget | None = None) -> Editor:
    """A new editor for the filter, empty."""
    return _EDITORS[spec.kind](spec, parent)


__all__ = ["DictionarySource", "Editor", "TypeAhead", "editor_for"]
