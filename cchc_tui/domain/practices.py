"""Model practices (*mô hình*), which units copy from pioneer units, and the progress that units claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cchc_tui.domain.evidence import UNSEEN, Threshold
from cchc_tui.domain.names import fold, is_plain_ascii, unaccent


class RolloutState(StrEnum):
    """The progress that a unit claims for a practice.

    Chưa triển khai (not begun), Đã có kế hoạch (planned), Đang triển khai (under way), Đã triển khai (done).
    """

    NONE = "none"
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"


#: The states that claim that the practice is running.
CLAIMED = frozenset({RolloutState.RUNNING, RolloutState.DONE})


@dataclass(frozen=True, slots=True)
class Practice:
    """One model practice, with its full ``name`` and a ``short`` name for columns. ``key`` identifies it in data.

    ``pioneer`` is the key of the unit in which the practice began. ``threshold`` is the evidence that the dossiers of a
    unit must give if the unit claims the practice.
    """

    key: str
    name: str
    short: str
    pioneer: str
    aliases: tuple[str, ...] = ()
    threshold: Threshold = UNSEEN


#: Words between two names.
_BETWEEN = frozenset((fold("và"), "va"))


class Vocabulary:
    """A closed list of things, each with a key and several names, by which texts are looked up.

    Case, tone placement, spacing and missing diacritics make no difference.
    """

    def __init__(self, names: Mapping[str, Sequence[str]]):
        #: Key → its names as written.
        self.spellings = names
        self._marked = {fold(name): key for key, all_names in names.items() for name in all_names}
        self._bare = {unaccent(name): key for key, all_names in names.items() for name in all_names}

    @property
    def entries(self) -> dict[str, str]:
        """The keys of the things in the vocabulary, by the ``fold`` of each of their names."""
        return dict(self._marked)

    def get(self, text: str) -> str:
        """The key of the thing that the whole text names; "" if the text names nothing in the vocabulary."""
        if is_plain_ascii(text):
            return self._bare.get(unaccent(text), "")
        return self._marked.get(fold(text), "")

    def all_in(self, text: str) -> list[str]:
        """The keys of all things that a text names, in the order of the vocabulary.

        The text is a series of names, perhaps with words such as "and" between them. If the text has any other word,
        the result is [].
        """
        plain = is_plain_ascii(text)
        keys, words = (self._bare, unaccent(text).split()) if plain else (self._marked, fold(text).split())
        found: set[str] = set()
        while words:
            count = next((n for n in range(len(words), 0, -1) if " ".join(words[:n]) in keys), 0)
            if count:
                found.add(keys[" ".join(words[:count])])
            elif words[0] not in _BETWEEN:
                return []
            words = words[count or 1 :]
        return [key for key in self.spellings if key in found]
