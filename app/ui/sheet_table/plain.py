"""Text that came from anybody, made fit for a cell or a tooltip: one line, no markup, no tricks with direction.

Names and bios may hold HTML, line breaks, control characters, and marks that turn the direction of the text after
them. A cell shows them as plain words that cannot reach beyond themselves.
"""

import re
from html import escape
from unicodedata import combining

LONGEST_IN_CELL = 300
LONGEST_IN_TIP = 1000
_MOST_MARKS = 3  # accents of one letter, in any living script
FIRST_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"

_SPACES = re.compile(r"[\s\x1c-\x1f\u2028\u2029]+")
# C0 and C1 controls, marks and overrides of direction, interlinear and tag characters, stray surrogates.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)


def one_line(text: str, longest: int = LONGEST_IN_CELL) -> str:
    """The text as one line of at most `longest` characters; a cut ends in "…"."""
    cut = text[: longest + 1]
    if not (cut.isascii() and cut.isprintable()):  # nearly every value is; the patterns cost five times as much
        cut = _calm(_HARMFUL.sub("", _SPACES.sub(" ", cut)))
    return cut if len(text) <= longest else f"{cut[: longest - 1].rstrip()}…"


def _calm(text: str) -> str:
    """Without the marks that somebody piled on a letter until they reach into the rows above and below."""
    if not any(map(combining, text)):
        return text
    kept, pile = [], 0
    for letter in text:
        pile = pile + 1 if combining(letter) else 0
        if pile <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def isolated(text: str) -> str:
    """Foreign text for the middle of a sentence of ours: its direction does not reach the words around it."""
    return text if text.isascii() else f"{FIRST_ISOLATE}{text}{POP_ISOLATE}"


def tip(text: str) -> str:
    """A tooltip that shows exactly these words; "" for none.

    Qt guesses whether a tooltip is HTML, so it is given HTML whose text is escaped.
    """
    return f"<qt>{escape(one_line(text, LONGEST_IN_TIP))}</qt>" if text else ""
