"""What of persons may be shown: nothing, unless it is asked for on purpose (Law 91/2025/QH15, Decree 356/2025)."""

from __future__ import annotations

from typing import NamedTuple

from cchc_tui.domain.moments import Stamp


class Access(NamedTuple):
    """What may be in a snapshot beyond figures: each kind of personal value has its own switch, and both are off."""

    #: Applicant, submitter, phone, e-mail, address, ID, free text, and the serial of a dossier's code.
    personal: bool = False
    #: Officers' names in place of their numbers.
    officers: bool = False
    #: The serials of codes alone: for scripts that ask for the findings as data, never for a screen.
    serials: bool = False

    def limited_to(self, most: Access) -> Access:
        """What of this is also in ``most``."""
        return Access(*(mine and others for mine, others in zip(self, most, strict=True)))


#: What the wall and every start show: no person at all.
HIDDEN = Access()


#: Letters that a reason for looking at personal data has at least.
LEAST_LETTERS = 5


class AccessRecord(NamedTuple):
    """That personal data were shown: when, until when at most (``over``: until when indeed), by whom, where and why.

    ``user`` and ``host`` are those of the viewer's process, ``folder`` is the data folder's path.
    """

    at: Stamp
    until: Stamp
    over: bool
    user: str
    host: str
    folder: str
    reason: str

    @property
    def key(self) -> str:
        """What tells it from all others, its end too."""
        return f"{self.at}:{self.user}:{self.host}:{self.folder}:{self.reason}"
