"""Model practices (*mô hình*) that units copy from their pioneers, and how far they have come with them (DOMAIN §7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cchc_tui.domain.evidence import UNSEEN, Threshold
from cchc_tui.domain.names import fold, is_plain_ascii, unaccent


class RolloutState(StrEnum):
    """How far a unit says it is: Chưa triển khai, Đã có kế hoạch, Đang triển khai, Đã triển khai."""

    NONE = "none"
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"


#: What a unit claims by these is that the model runs.
CLAIMED = frozenset({RolloutState.RUNNING, RolloutState.DONE})


@dataclass(frozen=True, slots=True)
class Practice:
    """One model: ``key`` for machines, ``name`` in full, ``short`` for a column, ``pioneer`` its first unit's key.

    ``bar`` is what the dossiers of a unit must show of it.
    """

    key: str
    name: str
    short: str
    pioneer: str
    aliases: tuple[str, ...] = ()
    bar: Threshold = UNSEEN


class Vocabulary:
    """Names of a closed list of things, found whatever their case, tone placement, spacing or missing marks."""

    def __init__(self, names: Mapping[str, Sequence[str]]):
        #: Key → its names as they are written.
        self.spellings = names
        self._marked = {fold(name): key for key, all_names in names.items() for name in all_names}
        self._bare = {unaccent(name): key for key, all_names in names.items() for name in all_names}

    @property
    def entries(self) -> dict[str, str]:
        """Folded name → key of everything in the list."""
        return dict(self._marked)

    def get(self, text: str) -> str:
        """The key that a text names, or "" when it names none."""
        if is_plain_ascii(text):
            return self._bare.get(unaccent(text), "")
        return self._marked.get(fold(text), "")
