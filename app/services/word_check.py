"""Whether the words of a search stand in the service's dictionaries, looked at before it is paid.

The service knows no error for a word that it does not have: such a search brings nobody, or ignores the word and is
charged for the wider one (contract, Q7). The look-ups are free and kept.
"""

from collections.abc import Callable
from operator import attrgetter

from app.domain.errors import InputError, KeyRefused, ServiceError
from app.domain.filters import Catalogue, FilterSpec, Search
from app.domain.filters.dictionaries import words_of
from app.services.dictionaries import Dictionaries

Wrong = tuple[FilterSpec, tuple[str, ...]]
_NAME = attrgetter("name")


class WordCheck:
    """Looks at all filters of a search that take their values from a dictionary."""

    def __init__(self, catalogue: Catalogue, dictionaries: Dictionaries) -> None:
        self._catalogue = catalogue
        self._dictionaries = dictionaries

    async def check(self, search: Search, *, called: Callable[[FilterSpec], str] = _NAME) -> tuple[str, ...]:
        """Look up every word of the search that is not kept. Free. `called`: how a filter is named in sentences.

        Returns one sentence on each filter that could not be looked at, because the service cannot be asked or has no
        such dictionary: a search is not refused for that.
        Raises: InputError naming the words that are in no dictionary, `field` the key of the first one's filter;
        KeyRefused.
        """
        wrong: list[Wrong] = []
        unsure: list[str] = []
        for spec in self._catalogue.specs:
            words = words_of(spec, search.value(spec.key))
            if spec.dictionary is None or not words:
                continue
            try:
                gone = await self._dictionaries.gone(spec.dictionary, search.platform, words)
            except KeyRefused:
                raise
            except ServiceError as error:
                unsure.append(
                    f"Whether the service knows the words of {called(spec)} could not be asked: {error.happened}"
                )
                if error.status is None:  # nobody answers: further questions would only wait
                    break
            else:
                wrong += [(spec, gone)] if gone else []
        if wrong:
            await self._refuse(search, wrong, called)
        return tuple(unsure)

    async def _refuse(self, search: Search, wrong: list[Wrong], called: Callable[[FilterSpec], str]) -> None:
        said, near = [], []
        for spec, words in wrong:
            named = ", ".join(f"“{word}”" for word in words)
            said.append(f"{called(spec)}: {named} {'is' if len(words) == 1 else 'are'} not in the service's list.")
            near += [f"“{found}”" for word in words if (found := await self._meant(search, spec, word)) is not None]
        hint = f" Nearest in the list: {', '.join(near)}." if near else ""
        advice = f"Choose from the list, or leave it out.{hint}"
        raise InputError(" ".join(said), field=wrong[0][0].key, advice=advice)

    async def _meant(self, search: Search, spec: FilterSpec, word: str) -> str | None:
        assert spec.dictionary is not None
        try:
            found = await self._dictionaries.meant(spec.dictionary, search.platform, word)
            return None if found is None else found.value
        except ServiceError:  # only a hint is lost
            return None
