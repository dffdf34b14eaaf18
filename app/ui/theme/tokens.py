"""The colours and measures of the look, each named once.

Every other module asks for a colour by its token; no colour is written anywhere else. The contrast of each
pair was computed for the look and is held by a test.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One colour scheme; every field is "#RRGGBB"."""

    window: str
    surface: str
    subtle: str
    selected: str
    line: str
    outline: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    practice: str
    practice_soft: str
    disabled: str


LIGHT = Tokens(
    window="#F5F6F8",
    surface="#FFFFFF",
    subtle="#ECEFF3",
    selected="#DCE8FA",
    line="#D5DAE1",
    outline="#6F7A8A",
    text="#1B2430",
    muted="#556071",
    accent="#1F5FBF",
    on_accent="#FFFFFF",
    accent_soft="#E6EFFB",
    ok="#17693F",
    ok_soft="#E1F3E8",
    warn="#7F5200",
    warn_soft="#FFF1CF",
    bad="#AD2219",
    bad_soft="#FBE7E5",
    practice="#653BB0",
    practice_soft="#EFE9FB",
    disabled="#8E97A4",
)

DARK = Tokens(
    window="#14181D",
    surface="#1B2027",
    subtle="#262D36",
    selected="#203A60",
    line="#353E4A",
    outline="#7F8B9A",
    text="#E7EBF0",
    muted="#A9B3C0",
    accent="#7FB0FF",
    on_accent="#0C1A30",
    accent_soft="#1E3150",
    ok="#72D19B",
    ok_soft="#17352A",
    warn="#F0C063",
    warn_soft="#3A2E12",
    bad="#FF9A91",
    bad_soft="#43211F",
    practice="#C3A6FF",
    practice_soft="#33264F",
    disabled="#6C7683",
)

TOKEN_NAMES: tuple[str, ...] = tuple(field.name for field in fields(Tokens))
"""For checks: every name that `colour()` understands."""

CONTROL = 32
"""Height of fields and buttons, and both sides of an icon button; logical pixels at a 13 px text."""
CHIP = 24
RADIUS = 6
CARD_RADIUS = 8
CHIP_RADIUS = 12
ICON = 18
RING = 2
"""Width of the focus ring, and its distance from the control."""


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two "#RRGGBB" colours, from 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
