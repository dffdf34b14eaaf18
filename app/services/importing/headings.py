"""The line that names the columns of a list: whether there is one, and what its words speak of."""

import re
from collections.abc import Sequence
from itertools import islice

from app.domain.platforms import email_in, platform_named
from app.services.importing.cells import is_address, is_number
from app.services.importing.table import Line, shown

# Headings that name the column of handles or profile addresses, best first.
HEADINGS = (
    *("handle", "handles", "username", "user name", "creator", "creators", "account", "profile", "profile link"),
    *("profile url", "profile address", "link", "url", "influencer", "user", "instagram", "youtube", "tiktok"),
    *("twitter", "x", "twitch", "onlyfans", "channel"),
    *("usernames", "users", "accounts", "account name", "profiles", "channels", "channel name", "influencers"),
    *("influencer name", "influencer handle", "creator handle", "screen name", "social handle", "links", "urls"),
    *("benutzername", "nutzername", "konto", "konten", "kontoname", "profil", "profillink", "kanal"),
    *("compte", "comptes", "nom d'utilisateur", "utilisateur", "identifiant", "pseudo", "créateur", "créateurs"),
    *("cuenta", "cuentas", "usuario", "usuarios", "nombre de usuario", "perfil", "perfiles", "creador", "creadores"),
    *("conta", "contas", "usuário", "utilizador", "criador", "criadores", "utente", "nome utente", "profilo"),
    *("gebruikersnaam", "användarnamn", "brugernavn", "brukernavn", "käyttäjänimi", "uživatelské jméno", "účet"),
    *("nazwa użytkownika", "użytkownik", "twórca", "felhasználónév", "kullanıcı adı", "hesap"),
)
EMAIL_HEADINGS = frozenset({"email", "e-mail", "mail", "emails", "email address", "e-mail address", "contact email"})
_PLATFORM_HEADINGS = frozenset({"platform", "network", "social network", "social media", "channel", "source", "site"})
_KNOWN = frozenset({*HEADINGS, *EMAIL_HEADINGS, *_PLATFORM_HEADINGS})
_LOOKED_AT = 100  # lines that show how the cells of a column are written
_FEW = 20  # of them in a list of many columns: the window waits for the guess
_NEARLY_ALL = 0.9
MOST_TITLES = 5  # lines above the headings
_DOTTED = re.compile(r"(?=.*[a-z])(?=.*[.\d])[a-z\d._-]+")  # a name as people without a free one have it
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0f\ufeff]+")
# Pictures, and marks of what must be filled in.
_AROUND = re.compile(r"^[\s*:#?!\u2600-\u27bf\U0001f300-\U0001faff]+|[\s*:#?!\u2600-\u27bf\U0001f300-\U0001faff]+$")
_WORD = re.compile(r"[^\W\d_]+(?:[-*:][^\W\d_]+)*:?")


def spoken(heading: str) -> str:
    """A heading as people say it: "Profile_Link", "profile link:" and one with unseen signs around it are one."""
    bare = _UNSEEN.sub("", heading).replace("_", " ").casefold()
    return " ".join((_AROUND.sub("", bare) or bare).split())


def speaks_of_platforms(heading: str) -> bool:
    """Whether a column's heading says that it holds platforms."""
    return spoken(heading) in _PLATFORM_HEADINGS


def names_columns(lines: Sequence[Line]) -> bool:
    """Whether the first line names columns: it holds a word that does, or nothing that data would be.

    Of a list of one column: a word that stands out from what is below it.
    """
    first = lines[0][1]
    said = [text for text in map(shown, first) if text]
    if any(map(is_known, said)):
        return True
    if _holds_data(first):
        return False
    if len(said) > 1:
        return len(lines) > 1 and not any(_reads_on(lines, at) for at in range(len(first)))
    return stands_out(lines, next(at for at, cell in enumerate(first) if shown(cell)))


def _reads_on(lines: Sequence[Line], at: int) -> bool:
    """Whether a column begins as it goes on: with a value that comes again, or with a name like "vera.kocht"."""
    whole = lines[0][1]
    text = shown(whole[at])
    below = (shown(cells[at]) for _, cells in islice(lines, 1, _FEW) if at < len(cells) and cells != whole)
    others = [other for other in below if other]
    if not text or not others:
        return False
    alike = sum(map(_is_dotted, others)) * 2 >= len(others)
    return text in others or (alike and _is_dotted(text))


def _is_dotted(text: str) -> bool:
    return _DOTTED.fullmatch(text) is not None


def titles(head: Sequence[Line]) -> int:
    """How many of a list's first lines are a title over the line that names its columns: "Creators of May", a date."""
    for at, (_, cells) in enumerate(head):
        said = [text for text in map(shown, cells) if text]
        known = any(is_known(text) and platform_named(text) is None for text in said)
        if len(said) > 1:
            return at if known and not _holds_data(cells) else 0
        if known:
            return 0
    return 0


def stands_out(lines: Sequence[Line], at: int) -> bool:
    """Whether a column begins with a word that is written as no creator below it: "Konto", "účet" over plain handles,
    any word over addresses.
    """
    first, *below = [shown(cells[at]) for _, cells in islice(lines, _LOOKED_AT) if at < len(cells)]
    below = [text for text in below if text]
    if not below or not is_plain_word(first):
        return False
    marked = sum("/" in text or email_in(text) is not None for text in below)
    return (
        (first[:1].isupper() and not any(text[:1].isupper() for text in below))
        or (not first.isascii() and all(map(str.isascii, below)))
        or marked >= _NEARLY_ALL * len(below)
    )


def is_plain_word(text: str) -> bool:
    """Whether a text is a word as headings are, of letters only; a creator can be called so as well."""
    return _WORD.fullmatch(text) is not None


def is_known(text: str) -> bool:
    """Whether a text is a heading beyond doubt: "Handle", "Instagram link"."""
    word = spoken(text)
    return word in _KNOWN or word.removesuffix(" handle").removesuffix(" link") in _KNOWN


def _holds_data(cells: Sequence[object]) -> bool:
    return any(is_number(cell) or is_address(cell) or "@" in shown(cell) or email_in(shown(cell)) for cell in cells)
